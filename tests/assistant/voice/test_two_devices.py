"""Several devices that speak in one conversation: one log, one voice at a time, each with its own microphone."""

import asyncio
from typing import Any

import aiohttp
import pytest

from assistant.voice.service import MOST_HERE
from speech.audio import silence
from tests.assistant.api.socket import Socket
from tests.assistant.stage import PATIENCE, Stage, Talk
from tests.assistant.voice.booth import Booth, Phone, words

pytestmark = pytest.mark.asyncio(loop_scope="module")
HELLO = "hello what can you do for me"
BAKERY = "we run a bakery in Ghent"
NAME = "it is called Broodhuis"


async def another(talk: Talk) -> Talk:
    """The same conversation on one more device, by a code."""
    code = (await talk.ask("POST", "links")).json["code"]
    token = (await talk.stage.ask("POST", "/api/v1/links/redeem", json={"code": code})).json["token"]
    return Talk(talk.stage, talk.id, token)


async def said(booth: Booth, live: Socket, phone: Phone, text: str) -> dict[str, Any]:
    """On this device, to the conversation; what is answered, once it is being spoken."""
    booth.hears(text)
    phone.say(words(text))
    assert (await live.until("user_said"))["text"] == text
    answer = await live.until("assistant_said")
    await live.until("spoken", seq=answer["seq"])
    return answer


def lines_of(stage: Stage, talk: Talk) -> int:
    voice = stage.wired.services.voice
    assert voice is not None
    return voice.lines_of(talk.id)


async def test_whoever_spoke_last_is_spoken_to_and_what_the_other_one_was_hearing_ends(stage: Stage, booth: Booth, talk: Talk) -> None:
    async with Socket(talk) as live, Phone(talk) as desk, Phone(await another(talk)) as phone:
        assert lines_of(stage, talk) == 2
        await said(booth, live, desk, HELLO)
        assert desk.received
        assert phone.received == [], "over a socket silence isn't sent"
        # The other one speaks into it: one voice, and the log has what was heard of the first answer.
        answer = await said(booth, live, phone, BAKERY)
        cut = [event for event in live.events if event["type"] == "interrupted"]
        assert len(cut) == 1
        assert cut[0]["heard"]
        assert phone.received
        heard = len(desk.received)
        await live.until("spoken", seq=answer["seq"], words=5)
        assert len(desk.received) <= heard + 1, "and not to both"
        assert [e["text"] for e in live.events if e["type"] == "user_said"] == [HELLO, BAKERY]


async def test_when_the_one_that_was_spoken_to_leaves_the_other_one_is_spoken_to(stage: Stage, booth: Booth, talk: Talk) -> None:
    async with Socket(talk) as live, Phone(talk) as desk:
        async with Phone(await another(talk)) as phone:
            await said(booth, live, phone, HELLO)
            gone = await stage.ask("DELETE", f"{talk.path}/rtc/{phone.line}", headers=talk.headers)
            assert gone.status == 200
            await phone.over()
        assert lines_of(stage, talk) == 1
        assert desk.received == []
        await live.send(type="say", text="we need a website")  # typed: answered aloud where a line is open
        answer = await live.until("assistant_said")
        await live.until("spoken", seq=answer["seq"])
        assert desk.received


async def test_a_microphone_is_muted_on_its_own_device_only(booth: Booth, talk: Talk) -> None:
    other = await another(talk)
    async with Socket(talk) as live, Socket(other) as theirs, Phone(talk) as desk, Phone(other) as phone:
        await live.send(type="mute", on=True)
        await live.until("voice", state="muted", line=desk.line)
        booth.hears(NAME)
        desk.say(words("nobody hears this"))
        desk.say(silence(1500))
        phone.say(words(NAME))
        assert (await theirs.until("user_said"))["text"] == NAME
        assert "muted" not in [frame["state"] for frame in theirs.shown if frame["type"] == "voice" and frame["line"] == phone.line]
        await theirs.until("assistant_said")
    assert [event["text"] for event in theirs.events if event["type"] == "user_said"] == [NAME]


async def test_only_so_many_devices_speak_in_one_conversation(stage: Stage, booth: Booth, talk: Talk) -> None:
    devices = [talk, *[await another(talk) for _ in range(MOST_HERE)]]
    async with Phone(devices[0]), Phone(devices[1]):
        async with Phone(devices[2]) as third:
            assert lines_of(stage, talk) == MOST_HERE
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await Phone(devices[3]).__aenter__()
            assert refused.value.status == 429
            assert refused.value.headers is not None
            assert int(refused.value.headers["Retry-After"]) >= 1
            await stage.ask("DELETE", f"{talk.path}/rtc/{third.line}", headers=talk.headers)
        async with Phone(devices[3]):
            assert lines_of(stage, talk) == MOST_HERE
        elsewhere = await stage.begin(channel="voice")
        async with Phone(elsewhere):
            assert lines_of(stage, elsewhere) == 1, "another conversation has room of its own"


async def test_nobody_takes_over_another_devices_line(stage: Stage, booth: Booth, talk: Talk) -> None:
    async with Phone(talk) as desk, Phone(await another(talk), line=desk.line) as phone:
        assert phone.line != desk.line
        assert lines_of(stage, talk) == 2
        assert not desk.ws.closed


async def test_one_voice_that_two_microphones_hear_counts_once(stage: Stage, booth: Booth, talk: Talk) -> None:
    async with Socket(talk) as live, Phone(talk) as desk, Phone(await another(talk)) as phone:
        booth.hears(HELLO)
        for microphone in (desk, phone):
            microphone.say(words(HELLO))
        answer = await live.until("assistant_said")
        await live.until("spoken", seq=answer["seq"], words=3)
        states = {desk.line: "", phone.line: ""}
        async with asyncio.timeout(PATIENCE):
            while set(states.values()) != {"speaking", "listening"}:
                await live.frame()
                states |= {frame["line"]: frame["state"] for frame in live.shown if frame["type"] == "voice"}
    assert [event["text"] for event in live.events if event["type"] == "user_said"] == [HELLO]
    assert [event["type"] for event in live.events].count("interrupted") == 0


async def test_what_one_device_speaks_is_nothing_that_was_said_on_the_other_one(stage: Stage, booth: Booth, talk: Talk) -> None:
    async with Socket(talk) as live, Phone(talk) as desk, Phone(await another(talk)) as phone:
        answer = await said(booth, live, desk, HELLO)
        ours = " ".join(answer["text"].split()[1:5])
        booth.hears(ours)
        phone.say(words(ours))
        await live.until("voice", state="hearing", line=phone.line)
        await live.until("voice", state="listening", line=phone.line)
        await live.until("spoken", seq=answer["seq"])
    assert [event["type"] for event in live.events if event["type"] in ("user_said", "interrupted")] == ["user_said"], "it goes on"
