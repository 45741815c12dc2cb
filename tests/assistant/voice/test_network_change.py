"""Another network under a talk: RFC 9725's ICE restart is refused as it says, and a new offer with the line's name is what restarts."""

import pytest

from tests.assistant.api.socket import Socket
from tests.assistant.stage import Stage, Talk
from tests.assistant.voice.booth import Booth, Browser, sound_of, words

pytestmark = pytest.mark.asyncio(loop_scope="module")
HELLO = "hello what can you do for me"
RESTART = (
    "a=group:BUNDLE 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=ice-ufrag:Xg7q\r\na=ice-pwd:8F0kR2sWqvN3bYtZ1hLmCd5e\r\n"
    "a=candidate:1 1 udp 2130706431 192.0.2.7 50000 typ host\r\na=end-of-candidates\r\n"
)
"""New credentials and one address, as a browser that has moved would send them."""
FRAGMENT = {"Content-Type": "application/trickle-ice-sdpfrag", "If-Match": "*"}


async def test_who_asks_for_an_ice_restart_is_told_no_and_what_there_is_and_goes_on_by_a_new_offer(
    stage: Stage, booth: Booth, talk: Talk
) -> None:
    booth.voice.ms_per_letter = 400  # a busy machine takes its time to dial, and is to find us speaking
    booth.hears(HELLO)
    voice = stage.wired.services.voice
    assert voice is not None
    async with Socket(talk) as live:
        first = await Browser(talk).dial()
        first.microphone.say(words(HELLO))
        answer = await live.until("assistant_said")
        await live.until("voice", state="speaking")
        refused = await stage.ask("PATCH", first.location, data=RESTART, headers={**talk.headers, **FRAGMENT})
        assert (refused.status, refused.code, refused.headers["Allow"]) == (405, "method_not_allowed", "DELETE")
        assert "Accept-Patch" not in (await talk.ask("OPTIONS", "rtc")).headers
        assert first.connection.connectionState == "connected", "nothing happens to the path that there is"
        second = await Browser(talk).dial(first.line)
        said = await live.until("spoken", seq=answer["seq"])
        while (spoken := await live.until("spoken", seq=answer["seq"]))["words"] < said["words"] + 3:
            pass
        assert spoken["text"] == " ".join(answer["text"].split()[: spoken["words"]]), "nothing is left out or said twice"
        assert sound_of(second.received) > -30
        assert voice.lines_of(talk.id) == 1
        await second.hang_up()
        await first.leave()
    assert [event["type"] for event in live.events].count("interrupted") == 0
    assert [event["type"] for event in live.events].count("assistant_said") == 1
