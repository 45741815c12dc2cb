"""A speech server of somebody else's, played by a small real one."""

import asyncio
import io
import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import pytest
from aiohttp import web

from speech.ears.languages import Languages
from speech.ears.port import HearingFailed, Transcript, Vocabulary
from speech.ears.remote import Deadlines, RemoteRecogniser
from tests.speech.ears.making import noise

REGIONS = Vocabulary(("Falkenstein", "Nuremberg", "Helsinki"), slot="region")
Answer = Callable[["Server", dict[str, Any]], Awaitable[web.StreamResponse]]


class Server:
    """Keeps the forms it was sent and answers as the test says."""

    def __init__(self, answer: Answer) -> None:
        self.forms: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.keys: list[str | None] = []
        self.begun = asyncio.Event()
        self.ended = asyncio.Event()
        self._answer = answer

    async def handle(self, request: web.Request) -> web.StreamResponse:
        form: dict[str, Any] = {}
        async for part in await request.multipart():
            raw = bytes(await part.read())
            name = part.name or ""
            form[name] = raw if name == "file" else [*form.get(name, []), raw.decode()] if name.endswith("[]") else raw.decode()
        self.forms.append(form)
        self.paths.append(request.path)
        self.keys.append(request.headers.get("authorization"))
        self.begun.set()
        try:
            return await self._answer(self, form)
        finally:
            self.ended.set()


@asynccontextmanager
async def served(answer: Answer, prefix: str = "", **more: Any) -> AsyncIterator[tuple[RemoteRecogniser, Server]]:
    server = Server(answer)
    app = web.Application(client_max_size=1 << 24)
    app.router.add_post("/{tail:.*}", server.handle)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    ears = RemoteRecogniser(f"http://127.0.0.1:{port}{prefix}", **more)
    try:
        yield ears, server
    finally:
        await ears.close()
        await runner.cleanup()


def answers(body: Any, status: int = 200) -> Answer:
    async def answer(_: Server, __: dict[str, Any]) -> web.StreamResponse:
        return web.json_response(body, status=status)

    return answer


async def final(ears: RemoteRecogniser, session: str = "a", ms: int = 2_000) -> Transcript:
    return await ears.final(session, noise(ms), language="en", vocabulary=REGIONS)


FULL = {
    "text": " Put it in fall constant.",
    "language": "english",
    "words": [{"word": "Put", "start": 0.1, "end": 0.3}, {"word": " it", "start": 0.3, "end": 0.4, "probability": 0.5}],
    "segments": [{"avg_logprob": -0.105, "no_speech_prob": 0.01}],
}


async def test_the_sound_is_sent_as_the_interface_asks_and_the_answer_read() -> None:
    async with served(answers(FULL), key="sk-test", model="large") as (ears, server):
        found = await final(ears)
    (form,) = server.forms
    with wave.open(io.BytesIO(form["file"])) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (16_000, 1, 2)
        assert np.array_equal(np.frombuffer(sound.readframes(10**6), dtype="<i2"), noise(2_000))
    assert (form["model"], form["language"], form["prompt"], form["temperature"]) == ("large", "en", "I would like Falkenstein. Put it in Nuremberg, please. No, make that Helsinki.", "0")
    assert form["response_format"] == "verbose_json"
    assert server.paths == ["/v1/audio/transcriptions"]
    assert server.keys == ["Bearer sk-test"]
    assert (found.text, found.heard, found.names) == ("Put it in Falkenstein.", "Put it in fall constant.", ("Falkenstein",))
    assert found.confidence == pytest.approx(0.9, abs=0.01)
    assert [(w.text, w.start_ms, w.end_ms, w.confidence) for w in found.words] == [("Put", 100, 300, 0.9), ("it", 300, 400, 0.5)]


async def test_a_path_of_its_own_is_kept() -> None:
    async with served(answers({"text": "Yes."}), "/speech/api") as (ears, server):
        await final(ears)
    assert server.paths == ["/speech/api/audio/transcriptions"]
    assert server.keys == [None]


async def test_a_server_that_gives_no_details_is_asked_for_none_again() -> None:
    async def plain_only(_: Server, form: dict[str, Any]) -> web.StreamResponse:
        wanted = form["response_format"] == "json"
        return web.json_response({"text": "Helsinki, please."} if wanted else {"error": "unsupported"}, status=200 if wanted else 400)

    async with served(plain_only) as (ears, server):
        first, second = await final(ears), await final(ears)
    assert [form["response_format"] for form in server.forms] == ["verbose_json", "json", "json"]
    assert first.text == second.text == "Helsinki, please."
    assert [w.text for w in first.words] == ["Helsinki,", "please."]
    assert first.words[-1].end_ms == 2_000


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, {}, "stt_unauthorised"),
        (403, {}, "stt_unauthorised"),
        (429, {}, "stt_busy"),
        (500, {}, "stt_failed"),
        (404, {}, "stt_refused"),
        (413, {}, "stt_refused"),
        (302, {}, "stt_refused"),
        (200, {"error": "x"}, "stt_bad_reply"),
        (200, ["text"], "stt_bad_reply"),
        (200, {"text": 7}, "stt_bad_reply"),
        (200, {"text": "x" * (1 << 20)}, "stt_bad_reply"),
    ],
)
async def test_failures_have_stable_codes(status: int, body: Any, code: str) -> None:
    async with served(answers(body, status), key="sk-secret") as (ears, _):
        with pytest.raises(HearingFailed) as failed:
            await final(ears)
    assert failed.value.code == code
    assert "sk-secret" not in str(failed.value)


async def test_a_server_that_is_not_there() -> None:
    async with served(answers({"text": "x"})) as (ears, _):
        pass
    ears = RemoteRecogniser("http://127.0.0.1:9")
    with pytest.raises(HearingFailed) as failed:
        await final(ears)
    assert failed.value.code == "stt_unreachable"
    await ears.close()


async def never(server: Server, _: dict[str, Any]) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def test_a_server_that_never_answers() -> None:
    async with served(never, deadlines=Deadlines(final=0.05, partial=0.05)) as (ears, _):
        with pytest.raises(HearingFailed) as failed:
            await final(ears)
        assert failed.value.code == "stt_timeout"
        assert await ears.partial("a", noise(500), language="en", vocabulary=REGIONS) is None


async def test_a_request_that_is_called_off_is_closed() -> None:
    async with served(never) as (ears, server):
        asked = asyncio.ensure_future(final(ears))
        await asyncio.wait_for(server.begun.wait(), 60)
        ears.cancel("a")
        with pytest.raises(HearingFailed) as failed:
            await asked
        assert failed.value.code == "stt_cancelled"
        await asyncio.wait_for(server.ended.wait(), 60)


async def test_a_waiter_that_goes_away_takes_the_request_along() -> None:
    async with served(never) as (ears, server):
        asked = asyncio.ensure_future(final(ears))
        await asyncio.wait_for(server.begun.wait(), 60)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        await asyncio.wait_for(server.ended.wait(), 60)


async def test_the_newest_partial_takes_the_older_ones_place() -> None:
    async def second_only(server: Server, _: dict[str, Any]) -> web.StreamResponse:
        if len(server.forms) == 1:
            await asyncio.Event().wait()
        return web.json_response({"text": "Put it"})

    async with served(second_only) as (ears, server):
        first = asyncio.ensure_future(ears.partial("a", noise(500), language="en", vocabulary=REGIONS))
        await asyncio.wait_for(server.begun.wait(), 60)
        second = await ears.partial("a", noise(800), language="en", vocabulary=REGIONS)
        assert await first is None
        assert second is not None
        assert second.text == "Put it"


async def test_there_is_a_limit_to_what_is_under_way() -> None:
    async with served(never, finals=1, partials=1) as (ears, server):
        asked = asyncio.ensure_future(final(ears))
        await asyncio.wait_for(server.begun.wait(), 60)
        with pytest.raises(HearingFailed) as failed:
            await final(ears, "b")
        assert failed.value.code == "stt_overloaded"
        assert await ears.partial("a", noise(500), language="en", vocabulary=REGIONS) is None
        ears.cancel("a")
        with pytest.raises(HearingFailed):
            await asked


@pytest.mark.parametrize(
    ("body", "discarded"),
    [
        ({"text": "Thanks for watching!"}, "phantom"),
        ({"text": "Спасибо"}, "script"),
        ({"text": ""}, "silence"),
        ({"text": "Go on. " * 20}, "repeats"),
        ({"text": "Falkenstein, Nuremberg, Helsinki"}, "prompt"),
        ({"text": "Hm", "segments": [{"avg_logprob": -2.0, "no_speech_prob": 0.9}]}, "silence"),
    ],
)
async def test_what_is_made_up_is_discarded(body: Any, discarded: str) -> None:
    async with served(answers(body)) as (ears, _):
        found = await final(ears, ms=400)
    assert (found.text, found.words, found.discarded) == ("", (), discarded)


async def test_silence_is_not_sent() -> None:
    async with served(answers({"text": "you"})) as (ears, server):
        found = await ears.final("a", np.zeros(16_000, dtype=np.int16), language=None, vocabulary=REGIONS)
    assert found.discarded == "silence"
    assert server.forms == []


async def test_a_language_that_is_open_is_left_to_the_server_until_it_is_sure() -> None:
    """It isn't led by a hint in another one either."""
    languages = Languages(("en", "de", "fr"), "en")
    reply = FULL | {"text": "Wir brauchen eine Webseite in Falkenstein.", "language": "german", "words": []}
    async with served(answers(reply), languages=languages) as (ears, server):
        first = await ears.final("a", noise(3_000), language=None, vocabulary=REGIONS)
        second = await ears.final("a", noise(3_000), language=None, vocabulary=REGIONS)
        await ears.final("b", noise(3_000), language="fr", vocabulary=REGIONS)
    assert (first.language, second.language) == ("de", "de")
    assert [form.get("language") for form in server.forms] == [None, "de", "fr"]
    assert "prompt" not in server.forms[0]
    assert "Falkenstein" in server.forms[1]["prompt"]
