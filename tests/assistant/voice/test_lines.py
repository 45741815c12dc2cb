"""A voice line with scripted models: one conversation with what is typed, whatever the path does.

What is said must arrive whole where it is compared word by word, so it comes over a socket there: on a busy machine WebRTC
loses packets in earnest.
"""

import asyncio
from typing import Any

import pytest

from speech.audio import silence
from tests.assistant.api.socket import Socket
from tests.assistant.stage import Stage, Talk
from tests.assistant.voice.booth import Booth, Browser, Phone, sound_of, tone, words

pytestmark = pytest.mark.asyncio(loop_scope="module")
HELLO = "hello what can you do for me"


async def speaking(live: Socket, browser: Browser | Phone, text: str = HELLO) -> dict[str, Any]:
    """The person has said something and is being answered; the answer."""
    say = browser.microphone.say if isinstance(browser, Browser) else browser.say
    say(words(text))
    await live.until("user_said")
    answer = await live.until("assistant_said")
    await floor(live, "speaking")
    return answer


async def floor(live: Socket, state: str) -> None:
    """Who has the floor now, or soon: captions and events come on their own, in whatever order."""
    last = next((frame["state"] for frame in reversed(live.shown) if frame["type"] == "voice"), "")
    if last != state:
        await live.until("voice", state=state)


async def read_again(live: Socket, phone: Phone) -> dict[str, Any]:
    """They have asked for the plan once more; the message that reads it."""
    await floor(live, "listening")
    phone.say(words("read that again please"))
    again = await live.until("assistant_said", asking="confirm")
    while not again["readBack"]:
        again = await live.until("assistant_said")
    return again


async def hear_out(live: Socket, answer: dict[str, Any], words: int) -> dict[str, Any]:
    """At least so many words of the answer have been heard."""
    while (spoken := await live.until("spoken", seq=answer["seq"]))["words"] < words:
        pass
    assert spoken["text"] == " ".join(answer["text"].split()[: spoken["words"]])
    return spoken


async def test_a_browser_is_heard_and_hears_the_answer(booth: Booth, talk: Talk) -> None:
    booth.hears(HELLO)
    async with Socket(talk) as live:
        browser = await Browser(talk).dial()
        await live.until("voice", state="listening", line=browser.line)
        answer = await speaking(live, browser)
        partials = [frame for frame in live.shown if frame["type"] == "partial"]
        assert all(HELLO.startswith(partial["text"]) for partial in partials)
        await hear_out(live, answer, 3)
        levels = [frame for frame in live.shown if frame["type"] == "level"]
        assert max(level["in"] for level in levels) > -20
        assert sound_of(browser.received) > -30
        await browser.hang_up()
        await live.until("voice", state="off")


async def test_whoever_interrupts_is_heard_and_the_log_has_what_they_had_heard(booth: Booth, talk: Talk) -> None:
    booth.hears(HELLO, "no stop I need two regions in Finland")
    async with Socket(talk) as live, Phone(talk) as phone:
        answer = await speaking(live, phone)
        await hear_out(live, answer, 2)
        phone.say(words("no stop I need two regions in Finland"))
        cut = await live.until("interrupted")
        assert "interrupted" in [frame.get("state") for frame in live.shown]
        heard = cut["heard"].split()
        assert heard == answer["text"].split()[: len(heard)]
        assert 2 <= len(heard) < len(answer["text"].split())
        said = await live.until("user_said")
        assert (said["text"], said["overUs"]) == ("no stop I need two regions in Finland", True)
        states = [frame["state"] for frame in live.shown if frame["type"] == "voice"]
        assert states[states.index("interrupted") + 1] == "hearing", "they are still speaking"


async def test_a_murmur_is_no_interruption(booth: Booth, talk: Talk) -> None:
    booth.hears(HELLO, "mhm")
    async with Socket(talk) as live, Phone(talk) as phone:
        answer = await speaking(live, phone)
        count = (await hear_out(live, answer, 2))["words"]
        phone.say(tone(200))
        await live.until("voice", state="hearing")
        await live.until("voice", state="speaking")
        await hear_out(live, answer, count + 4)
        assert [event["type"] for event in live.events if event["type"] in ("interrupted", "user_said")] == ["user_said"]


async def test_typing_silences_us_and_stands_in_the_log_after_what_was_heard(booth: Booth, talk: Talk) -> None:
    booth.hears(HELLO)
    async with Socket(talk) as live, Phone(talk) as phone:
        answer = await speaking(live, phone)
        await hear_out(live, answer, 1)
        await live.send(type="say", text="we are Broodhuis")
        cut = await live.until("interrupted")
        assert answer["text"].startswith(cut["heard"])
        typed = await live.until("user_said")
        assert (typed["text"], typed["channel"], typed["seq"]) == ("we are Broodhuis", "text", cut["seq"] + 1)
        await live.until("assistant_said")
        await floor(live, "speaking")  # what is typed is answered aloud too while a line is open
        await live.send(type="interrupt")
        await live.until("interrupted")


async def test_typed_in_mid_sentence_both_are_taken_in(booth: Booth, talk: Talk) -> None:
    booth.hears("put it in Helsinki please")
    async with Socket(talk) as live, Phone(talk) as phone:
        phone.say(words("put it in Helsinki please"))
        await floor(live, "hearing")
        await live.send(type="say", text="the name is Broodhuis")
        assert (await live.until("user_said"))["channel"] == "text"
        assert (await live.until("user_said"))["channel"] == "voice"
        await live.until("assistant_said")
        plan = (await talk.state())["plan"]
        assert (plan["organisation"], plan["regions"]) == ("Broodhuis", ["hel1"])


async def test_another_path_takes_over_in_mid_message(
    stage: Stage, booth: Booth, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is said twice; the old line's name is gone, the new one's counts."""
    monkeypatch.setattr(booth.voice, "ms_per_letter", 300)  # a busy machine takes its time to dial, and is to find us speaking
    wish = "we sell lamps in Ghent and want a shop"
    booth.hears(wish)
    async with Socket(talk) as live:
        first = await Browser(talk).dial()
        answer = await speaking(live, first, wish)
        await hear_out(live, answer, 2)
        await first.leave()
        second = await Browser(talk).dial(first.line)
        assert second.line != first.line
        while (anew := await live.until("voice"))["line"] != second.line:
            pass
        assert anew["state"] == "speaking", "nothing of it is new to the page but the name"
        went_on = await live.until("spoken", seq=answer["seq"])
        assert went_on["words"] >= 2
        assert voice_of(stage).lines_of(talk.id) == 1
        gone = await stage.ask("DELETE", first.location, headers=talk.headers)
        assert (gone.status, gone.code) == (404, "unknown_line")
        assert (await hear_out(live, answer, went_on["words"] + 2))["text"]
        assert sound_of(second.received) > -30
        await second.hang_up()
        assert voice_of(stage).lines_of(talk.id) == 0
        assert [e["type"] for e in live.events].count("interrupted") == 0


async def test_a_sentence_goes_on_over_the_socket_when_the_network_is_gone(booth: Booth, talk: Talk) -> None:
    text = "we need two regions in Finland and Germany"
    booth.hears(text)
    async with Socket(talk) as live:
        first = await Browser(talk).dial()
        first.microphone.say(tone(1500))
        await floor(live, "hearing")
        async with Phone(talk, line=first.line) as phone:
            phone.say(tone(900))
            said = await live.until("user_said")
            assert said["text"] == text
            assert len([e for e in live.events if e["type"] == "user_said"]) == 1
        await first.leave()


async def test_a_page_that_was_loaded_anew_has_one_line(stage: Stage, booth: Booth, talk: Talk) -> None:
    async with Socket(talk) as live, Phone(talk) as lost:
        await live.until("voice", state="listening", line=lost.line)
        async with Phone(talk) as phone:
            await live.until("voice", state="off", line=lost.line)
            await live.until("voice", state="listening", line=phone.line)
            await lost.over()
            assert voice_of(stage).lines_of(talk.id) == 1


async def test_a_muted_microphone_hears_nothing_and_one_held_open_no_pause(booth: Booth, talk: Talk) -> None:
    booth.hears(HELLO, "and some more")
    async with Socket(talk) as live, Phone(talk) as phone:
        await floor(live, "listening")
        await live.send(type="mute", on=True)
        await floor(live, "muted")
        phone.say(words("nobody hears this"))
        await live.send(type="mute", on=False)
        await floor(live, "listening")
        await live.send(type="talk", on=True)
        await floor(live, "hearing")
        phone.say(words("hello what can"))
        phone.say(silence(1500))
        phone.say(words("you do for me"))
        await asyncio.sleep(0)
        seen = len(live.events)
        while sum(frame["type"] == "level" for frame in live.shown) < 45:  # so much sound has passed
            await live.frame()
        assert "user_said" not in [e["type"] for e in live.events[seen:]]
        await live.send(type="talk", on=False)
        said = await live.until("user_said")
        assert said["text"] == HELLO


async def test_a_device_without_a_line_can_do_neither(talk: Talk) -> None:
    async with Socket(talk) as live:
        await live.send(type="mute", on=True)
        assert await live.problem() == "no_line"
        await live.send(type="talk", on="yes")
        assert await live.problem() == "bad_parameter"


async def test_nothing_is_paid_before_the_read_back_was_heard_to_its_end(stage: Stage, booth: Booth) -> None:
    booth.voice.ms_per_letter = 3
    talk = await stage.bakery("Stemhuis")
    booth.hears("read that again please", "yes please")
    try:
        async with Socket(talk) as live, Phone(talk) as phone:
            again = await read_again(live, phone)
            shown = await live.until("shown", how="played")
            assert shown["upto"] == again["seq"]
            phone.say(words("yes please"))
            await live.until("deployment_created")
        assert len(await stage.creates("stemhuis.omani.works")) == 1
    finally:
        booth.voice.ms_per_letter = 60


async def test_an_answer_that_can_not_be_spoken_counts_as_unheard(stage: Stage, booth: Booth) -> None:
    talk = await stage.bakery("Stilhuis")
    booth.hears("read that again please", "yes please")
    booth.voice.failing = "tts_crashed"
    try:
        async with Socket(talk) as live, Phone(talk) as phone:
            again = await read_again(live, phone)
            await live.send(type="shown", seq=again["seq"])
            await floor(live, "listening")
            phone.say(silence(1500))  # whoever goes on at once has only paused
            phone.say(words("yes please"))
            await live.until("user_said", text="yes please")
            assert "button" in (await live.until("assistant_said"))["text"]
        assert await stage.creates("stilhuis.omani.works") == []
    finally:
        booth.voice.failing = ""


async def test_nobody_answers_so_the_question_is_asked_again(stage: Stage, booth: Booth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speech.turns.prompting.Prompting.__init__", _impatient)
    talk = await stage.begin()
    await talk.say("We are Broodhuis in Ghent")
    question = await talk.state()
    assert question["asking"] == "email"
    async with Socket(talk, resume=question["lastSeq"]) as live, Phone(talk):
        again = await live.until("assistant_said")
        assert (again["seq"], again["asking"]) == (question["lastSeq"] + 1, "email")
        await floor(live, "speaking")


def _impatient(self: Any, *_: Any) -> None:
    self.steps, self.last, self.attempt, self._quiet_ms, self._done = (400,), 10_000, 0, 0, False


def voice_of(stage: Stage) -> Any:
    voice = stage.wired.services.voice
    assert voice is not None
    return voice
