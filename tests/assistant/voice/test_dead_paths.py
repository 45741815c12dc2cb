"""A path over which nothing comes any more: what was spoken into it wasn't heard, and nobody loses their line while it is renewed."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from assistant.voice.service import MOST_HERE
from assistant.voice.ways import Ways
from tests.assistant.api.socket import Socket
from tests.assistant.stage import PATIENCE, Stage, Talk
from tests.assistant.voice.booth import Booth, Phone, words
from tests.assistant.voice.test_bad_input import SDP, good_offer
from tests.assistant.voice.test_lines import HELLO, floor, read_again
from tests.assistant.voice.test_two_devices import another

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_is_read_into_a_dead_path_was_not_heard(stage: Stage, booth: Booth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.voice.paths.ABSENT_MS", 100.0)
    booth.voice.ms_per_letter = 3
    talk = await stage.bakery("Stiltehuis")
    booth.hears("read that again please", "yes please")
    try:
        async with Socket(talk) as live, Phone(talk) as phone:
            await read_again(live, phone)
            phone.sending = False
            await floor(live, "speaking")
            await floor(live, "listening")
            phone.sending = True
            phone.say(words("yes please"))
            await live.until("user_said", text="yes please")
            assert "button" in (await live.until("assistant_said"))["text"]
            assert not [event for event in live.events if event["type"] == "shown" and event["how"] == "played"]
        assert await stage.creates("stiltehuis.omani.works") == []
    finally:
        booth.voice.ms_per_letter = 60


async def test_who_cuts_in_after_a_gap_hasnt_heard_what_went_out_in_it(
    stage: Stage, booth: Booth, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.voice.paths.ABSENT_MS", 100.0)
    monkeypatch.setattr(booth.voice, "ms_per_letter", 40)
    talk = await stage.bakery("Gathuis")
    booth.hears("read that again please", "no wait")
    async with Socket(talk) as live, Phone(talk) as phone:
        again = await read_again(live, phone)
        await live.until("spoken", seq=again["seq"])
        phone.sending = False
        while (spoken := await live.until("spoken", seq=again["seq"]))["words"] < 8:
            pass
        phone.sending = True
        phone.say(words("no wait"))
        cut = await live.until("interrupted")
        assert spoken["text"]
        assert cut["heard"] is None


async def test_a_turn_ends_though_nothing_is_sent_once_it_is_over(booth: Booth, talk: Talk) -> None:
    booth.hears(HELLO)
    async with Socket(talk) as live, Phone(talk) as phone:
        phone.say(words(HELLO))
        await live.until("partial")
        while phone.waiting:
            await live.frame()
        phone.sending = False
        assert (await live.until("user_said"))["text"] == HELLO


class Kept:
    """What the ways of a line tell it."""

    def __init__(self) -> None:
        self.lost = asyncio.Event()
        self.absent: list[bool] = []
        self.ways = Ways(
            lambda _: None, lambda: None, connected=lambda: None, absent=self.absent.append, soundless=lambda: None,
            lost=self.lost.set, count=lambda _: None,
        )  # fmt: skip


async def test_nobody_is_given_up_while_another_path_is_agreed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.voice.ways.HOLD_S", 0.01)
    line = Kept()
    _, first = line.ways.ends()
    first.changed("connected")
    first.changed("failed")
    await turn_round()
    line.ways.ends()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(line.lost.wait(), 0.1)
    line.ways.gave_up()
    await asyncio.wait_for(line.lost.wait(), PATIENCE)
    await line.ways.close()


async def test_only_the_path_in_use_tells_that_nothing_comes() -> None:
    line = Kept()
    _, first = line.ways.ends()
    _, second = line.ways.ends()
    first.changed("connected")
    second.changed("absent")
    first.changed("absent")
    second.changed("connected")
    first.changed("present")
    await turn_round()
    assert line.absent == [False, True, False]
    await line.ways.close()


async def turn_round() -> None:
    """What was posted to the loop has been called."""
    done = asyncio.Event()
    asyncio.get_running_loop().call_soon(done.set)
    await done.wait()


async def test_offers_that_are_agreed_on_side_by_side_have_their_places_already(stage: Stage, booth: Booth, talk: Talk) -> None:
    del booth
    devices = [talk, *[await another(talk) for _ in range(2 * MOST_HERE)]]
    offers = [await good_offer() for _ in devices]
    answers = await asyncio.gather(
        *(device.ask("POST", "rtc", data=offer, headers=SDP) for device, offer in zip(devices, offers, strict=True))
    )
    opened = [answer.headers["Location"] for answer in answers if answer.status == 201]
    for location in opened:
        await stage.ask("DELETE", location, headers=talk.headers)
    assert len(opened) == MOST_HERE
    assert {answer.code for answer in answers if answer.status != 201} == {"too_many_lines"}


@pytest_asyncio.fixture(loop_scope="module")
async def voiceless(tmp_path: Path) -> AsyncIterator[tuple[Stage, Booth]]:
    running = Stage(tmp_path / "voiceless")
    await running.start()
    yield running, Booth(with_mouth=False).into(running)
    await running.stop()


async def test_who_has_no_voice_listens_again_once_it_has_answered_in_writing(voiceless: tuple[Stage, Booth]) -> None:
    stage, booth = voiceless
    booth.hears(HELLO)
    talk = await stage.begin(channel="voice")
    async with Socket(talk) as live, Phone(talk) as phone:
        await floor(live, "listening")
        phone.say(words(HELLO))
        await live.until("assistant_said")
        await floor(live, "listening")
        states = [frame["state"] for frame in live.shown if frame["type"] == "voice"]
        assert states[-2:] == ["thinking", "listening"]
    assert phone.received == []
