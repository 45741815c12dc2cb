"""Captions, what is spoken in which order, what is measured, passwords: the parts by themselves."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from prometheus_client import CollectorRegistry

from assistant.voice.captions import Captions
from assistant.voice.figures import TurnTimes, VoiceFigures
from assistant.voice.likely import likely, openings, question
from assistant.voice.playout import Beat, Playout
from assistant.voice.saying import Saying
from assistant.voice.studio import UNDERSTOOD, Models, Studio, VoiceUnavailable
from assistant.voice.together import Together
from dialogue.state import State
from speech.audio import FRAME
from speech.mouth.cache import PhraseCache
from speech.mouth.mouth import Mouth
from speech.mouth.scripted import ScriptedVoice
from speech.mouth.speaker import Finished, Stopped
from speech.transport.media import MediaLoop
from tests.assistant.stage import PATIENCE
from tests.dialogue.languages.tongues import CORE as TONGUES
from tests.dialogue.talk import CORE


def shown() -> tuple[Captions, list[dict[str, Any]]]:
    frames: list[dict[str, Any]] = []
    captions = Captions(frames.append)
    captions.line = "l"
    return captions, frames


def test_words_that_stand_are_told_from_those_that_may_change() -> None:
    captions, frames = shown()
    captions.partial("two nodes")
    captions.partial("Two nodes in Fall")
    captions.partial("Two nodes in Falkenstein")
    assert [frame["stable"] for frame in frames] == [0, len("Two nodes"), len("Two nodes in")]


def test_the_floor_is_told_when_it_changes_and_a_microphone_that_is_off_stays_off() -> None:
    captions, frames = shown()
    for state in ("listening", "listening", "hearing"):
        captions.state(state)
    captions.muted(True)
    captions.state("thinking")
    captions.state("listening")
    captions.muted(False)
    assert [frame["state"] for frame in frames] == ["listening", "hearing", "muted", "thinking", "muted", "listening"]


def test_levels_come_ten_times_a_second_with_the_loudest_of_each_tenth() -> None:
    captions, frames = shown()
    loud, quiet = np.full(FRAME, 16384, dtype=np.int16), np.zeros(FRAME, dtype=np.int16)
    for frame in [loud, *[quiet] * 9]:
        captions.frame(frame, -20.04)
    assert frames == [{"type": "level", "in": -6.0, "out": -20.0}, {"type": "level", "in": -96.0, "out": -20.0}]


def test_each_stage_is_counted_once_from_the_end_of_the_speech() -> None:
    now = [10.0]
    registry = CollectorRegistry()
    times = TurnTimes(VoiceFigures(registry), "c", clock=lambda: now[0])
    times.reached("first_audio")
    times.ended(0.3)
    times.put("endpoint", 0.2)
    now[0] = 10.1
    for _ in range(2):
        times.reached("first_audio")

    def sum_of(stage: str) -> float | None:
        return registry.get_sample_value("concierge_voice_stage_seconds_sum", {"stage": stage})

    assert sum_of("endpoint") == pytest.approx(0.2)
    assert sum_of("first_audio") == pytest.approx(0.4)


def test_the_open_question_is_the_likeliest_next_thing_and_needs_nothing_filled_in() -> None:
    state = State().but(asking="email")
    assert likely(state, CORE.words)[-1] == "Which e-mail address may I use?"
    assert "Noted." in likely(state, CORE.words)
    assert not any("{" in text for text in likely(state, CORE.words))
    code = State().but(asking="email_code", code_sent_to="info@broodhuis.example")
    assert "info@broodhuis.example" in question(code, CORE.words)
    assert question(State(), CORE.words) == ""


def states(frames: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Of each change of the floor, the line and the state."""
    return [(frame["line"], frame["state"]) for frame in frames if frame["type"] == "voice"]


def test_what_is_being_spoken_can_be_stopped_though_the_microphone_is_turned_off() -> None:
    captions, frames = shown()
    captions.state("speaking")
    captions.muted(True)
    captions.state("listening")
    captions.muted(False)
    assert [state for _, state in states(frames)] == ["speaking", "muted", "listening"]


def test_who_holds_the_button_is_shown_as_heard_muted_or_not() -> None:
    captions, frames = shown()
    captions.state("listening")
    captions.muted(True)
    captions.held = True
    captions.state("hearing")
    captions.partial("put it in")
    captions.muted(False)
    captions.muted(True)
    captions.held = False
    captions.state("thinking")
    captions.state("listening")
    assert [state for _, state in states(frames)] == ["listening", "muted", "hearing", "thinking", "muted"]
    assert [frame["text"] for frame in frames if frame["type"] == "partial"] == ["put it in"]


def test_over_another_path_the_floor_is_told_anew_under_the_new_name() -> None:
    captions, frames = shown()
    captions.connected("a")
    captions.state("speaking")
    captions.connected("b")
    captions.state("speaking")
    assert states(frames) == [("a", "speaking"), ("b", "speaking")]


@pytest.mark.parametrize("language", UNDERSTOOD)
def test_every_language_has_openings_that_need_nothing_filled_in(language: str) -> None:
    found = openings(TONGUES.words.of(language))
    assert len(found) > 20
    assert not any("{" in text or len(text) < 4 for text in found)


@pytest.mark.parametrize(
    ("device", "conversation", "text", "after_s", "again"),
    [
        ("b", "c", "We run a bakery in Gent.", 0.4, True),  # a name is heard differently
        ("b", "c", "we run a bakery in Ghent and want a website", 0.4, True),
        ("b", "c", "put it in Helsinki please", 0.4, False),
        ("b", "c", "we run a bakery in Ghent", 3.0, False),  # another time
        ("a", "c", "we run a bakery in Ghent", 0.4, False),  # who says it twice means it twice
        ("b", "d", "we run a bakery in Ghent", 0.4, False),  # in another conversation
    ],
)
def test_what_is_the_same_is_said_at_once_on_another_device(device: str, conversation: str, text: str, after_s: float, again: bool) -> None:
    together = Together()
    assert not together.again("c", "a", "we run a bakery in Ghent", 10.0)
    assert together.again(conversation, device, text, 10.0 + after_s) is again


@pytest.fixture
async def media() -> AsyncIterator[MediaLoop]:
    loop = MediaLoop()
    loop.start()
    yield loop
    await loop.stop()


class Heard:
    """Pulls frames as the media thread would, and keeps what is told."""

    def __init__(self, media: MediaLoop, folder: Path, *, ms_per_letter: int = 2) -> None:
        self.voice = ScriptedVoice(ms_per_letter=ms_per_letter)
        self.mouth = Mouth([self.voice], PhraseCache(folder))
        self.playout = Playout(media, self._told)
        self.made = asyncio.Event()
        self.saying = Saying(self.mouth, self.playout, lambda message, clip: self.made.set())
        self.finished: list[str] = []
        self.all_done = asyncio.Event()
        media.post(media.join, self._beat)

    def _beat(self, now_ms: float) -> None:
        del now_ms
        self.playout.frame()

    def _told(self, beat: Beat) -> None:
        for happened in beat.happened:
            there = self.saying.message(happened.message)
            if isinstance(happened, Finished) and there is not None:
                self.finished.append(there.text)
            if not isinstance(happened, Finished | Stopped):
                continue
            self.saying.gone(happened.message)
            if not self.saying.busy:
                self.all_done.set()

    async def close(self) -> None:
        """Nothing is left."""
        await self.saying.close()
        await self.mouth.close()


async def test_a_models_clauses_are_spoken_once_and_the_message_goes_on_from_them(media: MediaLoop, tmp_path: Path) -> None:
    there = Heard(media, tmp_path)
    there.saying.clause("Good morning.")
    there.saying.clause("I can help with that.")
    there.saying.whole(7, "Good morning. I can help with that. Shall I create it?")
    await asyncio.wait_for(there.all_done.wait(), PATIENCE)
    assert [text for text, _ in there.voice.spoken] == ["Good morning.", "I can help with that.", "Shall I create it?"]
    assert there.finished == ["Good morning. I can help with that. Shall I create it?"]
    await there.close()


async def test_what_is_stopped_says_no_more_and_the_next_message_is_whole(media: MediaLoop, tmp_path: Path) -> None:
    there = Heard(media, tmp_path)
    there.voice.hold()
    there.saying.whole(3, "First this. Then that.")
    there.saying.stop()
    await asyncio.wait_for(there.all_done.wait(), PATIENCE)
    there.all_done.clear()
    there.voice.release()
    there.saying.whole(4, "Something else.")
    await asyncio.wait_for(there.all_done.wait(), PATIENCE)
    assert there.finished[-1] == "Something else."
    assert "Then that." not in [text for text, _ in there.voice.spoken]
    await there.close()


async def _turns() -> None:
    """Of the loop: whatever can go on without the clock has gone on."""
    for _ in range(50):
        await asyncio.sleep(0)


async def test_what_comes_after_a_stop_neednt_wait_for_what_was_being_made(media: MediaLoop, tmp_path: Path) -> None:
    there = Heard(media, tmp_path)
    there.voice.hold()
    there.saying.whole(3, "First this. Then that.")
    await _turns()
    there.saying.stop()
    there.saying.whole(4, "Something else.")
    await _turns()
    assert [text for text, _ in there.voice.spoken] == ["First this.", "Something else."]
    assert [need.wanted for need in there.voice.needs] == [False, True]
    there.voice.release()
    await asyncio.wait_for(there.all_done.wait(), PATIENCE)
    await there.close()


async def test_what_wont_be_heard_for_long_isnt_made_yet_and_what_is_stopped_never(media: MediaLoop, tmp_path: Path) -> None:
    there = Heard(media, tmp_path, ms_per_letter=2_000)
    there.saying.whole(3, "First this. Then that.")
    await asyncio.wait_for(there.made.wait(), PATIENCE)
    await _turns()
    assert [text for text, _ in there.voice.spoken] == ["First this."], "there is sound for 22 s"
    there.saying.stop()
    there.made.clear()
    there.saying.whole(4, "So?")
    await asyncio.wait_for(there.made.wait(), PATIENCE)
    assert [text for text, _ in there.voice.spoken] == ["First this.", "So?"]
    await there.close()


async def test_a_clause_is_needed_when_the_one_before_it_has_been_heard(media: MediaLoop, tmp_path: Path) -> None:
    there = Heard(media, tmp_path, ms_per_letter=200)
    began = asyncio.get_running_loop().time()
    there.saying.whole(3, "First this. Then that.")
    while len(there.voice.needs) < 2:
        await there.made.wait()
        await asyncio.sleep(0)
    first, second = (need.due - began for need in there.voice.needs)
    assert 0 <= first < 2.2 <= second <= first + 2.2 + 1, "11 letters"
    await there.close()


async def test_models_are_loaded_once_and_tried_again_after_a_rest() -> None:
    now, opened = [0.0], [0]

    async def open_() -> Models:
        opened[0] += 1
        if opened[0] == 1:
            raise VoiceUnavailable("Not installed.")
        raise RuntimeError("worse")

    studio = Studio(open_, lambda: now[0])
    with pytest.raises(VoiceUnavailable, match="Not installed"):
        await studio.ready()
    with pytest.raises(VoiceUnavailable, match="Not installed"):
        await studio.ready()
    assert opened[0] == 1, "it rests"
    now[0] = 60.0
    with pytest.raises(VoiceUnavailable, match="can't be used"):
        await asyncio.gather(studio.ready(), studio.ready())
    assert opened[0] == 2
    await studio.close()
