"""A speech server that insists on its own names for models and voices, played by a small real one, is asked by those of the settings."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from assistant.settings import Settings
from assistant.voice import examine
from speech.ears.port import HearingFailed, Vocabulary
from speech.mouth.port import SpeakingFailed
from tests.assistant.stage import Stage
from tests.speech.ears.making import noise

NAMES = {
    "CONCIERGE_STT_SERVER_MODEL": "Systran/faster-whisper-small", "CONCIERGE_TTS_SERVER_MODEL": "kokoro", "CONCIERGE_TTS_SERVER_VOICE": "af_heart",
}  # fmt: skip
PCM = np.full(24_000, 3000, dtype="<i2").tobytes()


class Strict:
    """404 for every model and voice but its own, as local servers do."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.keys: set[str | None] = set()

    async def hear(self, request: web.Request) -> web.Response:
        form = await request.post()
        return self._answered(request, (str(form["model"]),), ("Systran/faster-whisper-small",), web.json_response({"text": "Helsinki, please."}))

    async def speak(self, request: web.Request) -> web.Response:
        told: dict[str, Any] = await request.json()
        return self._answered(request, (told["model"], told["voice"]), ("kokoro", "af_heart"), web.Response(body=PCM))

    def _answered(self, request: web.Request, asked: tuple[str, ...], known: tuple[str, ...], answer: web.Response) -> web.Response:
        self.asked.append(asked)
        self.keys.add(request.headers.get("authorization"))
        return answer if asked == known else web.json_response({"error": "model not found"}, status=404)


@pytest.fixture
async def strict(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Strict]:
    made = Strict()
    app = web.Application(client_max_size=1 << 24)
    app.add_routes([web.post("/v1/audio/transcriptions", made.hear), web.post("/v1/audio/speech", made.speak)])
    running = TestServer(app)
    await running.start_server()
    for name in ("CONCIERGE_STT_MODEL", "CONCIERGE_TTS_VOICE"):
        monkeypatch.setenv(name, str(running.make_url("/v1")))
    monkeypatch.setenv("CONCIERGE_SPEECH_KEY", "sk-test")
    yield made
    await running.close()


async def both(folder: Path) -> tuple[str, int | str]:
    """What a whole server hears and how many samples it speaks, by the settings of the environment; or the codes of what failed."""
    stage = await Stage(folder).start()
    try:
        assert stage.wired.services.voice is not None
        models = await stage.wired.services.voice.studio.ready()
        assert models.mouth is not None
        try:
            heard = (await models.recogniser.final("s", noise(1_000), language="en", vocabulary=Vocabulary())).text
        except HearingFailed as failed:
            heard = failed.code
        try:
            spoken = len((await models.mouth.say("Hello.", "en")).samples)
        except SpeakingFailed as failed:
            spoken = failed.code
        return heard, spoken
    finally:
        await stage.stop()


async def test_it_is_asked_by_its_own_names(strict: Strict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in NAMES.items():
        monkeypatch.setenv(name, value)
    assert await both(tmp_path) == ("Helsinki, please.", 16_000)
    assert set(strict.asked) == {("Systran/faster-whisper-small",), ("kokoro", "af_heart")}
    assert strict.keys == {"Bearer sk-test"}


async def test_where_none_are_set_it_is_asked_by_openais(strict: Strict, tmp_path: Path) -> None:
    assert await both(tmp_path) == ("stt_refused", "tts_refused")
    assert set(strict.asked) == {("whisper-1",), ("tts-1", "alloy")}


def test_the_doctor_tells_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (NAMES | dict.fromkeys(("CONCIERGE_STT_MODEL", "CONCIERGE_TTS_VOICE"), "https://speech.example")).items():
        monkeypatch.setenv(name, value)
    assert examine.ears(Settings()) == (True, "a speech server: https://speech.example, model Systran/faster-whisper-small")
    assert examine.mouth(Settings()) == (True, "a speech server: https://speech.example, model kokoro, voice af_heart")
