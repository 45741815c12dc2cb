"""A voice line over a WebSocket: what is said stands in the log, what is answered is heard."""


import pytest

from tests.assistant.api.socket import Socket
from tests.assistant.stage import Stage, Talk
from tests.assistant.voice.booth import Booth, Phone, words

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_is_said_is_answered_and_heard(stage: Stage, booth: Booth, talk: Talk) -> None:
    line = "I run a small bakery in Ghent"
    booth.hears(line)
    async with Socket(talk) as live, Phone(talk) as phone:
        assert (await live.until("voice"))["state"] == "listening"
        phone.say(words(line))
        said = await live.until("user_said")
        assert (said["text"], said["channel"], said["confidence"]) == (line, "voice", 0.9)
        assert [word["text"] for word in said["words"]] == line.split()
        reply = await live.until("assistant_said")
        await live.until("voice", state="speaking", line=phone.line)
        spoken = await live.until("spoken", seq=reply["seq"])
        assert reply["text"].startswith(spoken["text"])
        assert spoken["words"] >= 1
        assert len(phone.received[0]) == 640
        assert stage.wired.services.voice is not None
        assert stage.wired.services.voice.lines_of(talk.id) == 1
    assert phone.problems == []
