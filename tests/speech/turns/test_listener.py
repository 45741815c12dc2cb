"""The shell around the machine: frames in, turns out, with the scripted recogniser."""

import asyncio
from collections.abc import AsyncIterator, Callable

import numpy as np
import pytest

from speech.audio import FRAME, Samples
from speech.ears.port import HearingFailed, Transcript, Vocabulary
from speech.ears.scripted import ScriptedRecogniser
from speech.turns.events import FadeOut, FrameHeard, Ignored, Reprompt, SpeechStarted, StopPlayback
from speech.turns.expectation import Expectation
from speech.turns.listener import Caption, Heard, HearingTrouble, Listener, Output

VOICE = np.full(FRAME, 3000, dtype=np.int16)
QUIET = np.zeros(FRAME, dtype=np.int16)


class LevelDetector:
    """Loud is voice."""

    def __init__(self) -> None:
        self.ms = 0

    def measure(self, frame: Samples, *, eager: bool = False) -> FrameHeard:
        self.ms += 20
        loud = bool(frame[0])
        dip = loud and self.ms % 240 == 0
        return FrameHeard(self.ms, loud, 0.5 if dip else 0.95 if loud else 0.02, -45 if dip else -20 if loud else -70)


class Pauses:
    """A turn model that always says the same."""

    def __init__(self, probability: float) -> None:
        self.probability, self.asked = probability, 0

    async def finished(self, samples: Samples) -> float:
        self.asked += 1
        assert len(samples)
        return self.probability


class Room:
    def __init__(self, recogniser: object, **more: object) -> None:
        self.out: list[Output] = []
        self.recogniser = recogniser
        self.listener = Listener("s1", recogniser, LevelDetector(), self.out.append, **more)

    async def hear(self, frame: Samples, ms: int) -> None:
        """The loop gets its turn after each frame, as it does in life."""
        for _ in range(ms // 20):
            self.listener.hear(frame)
            for _ in range(8):
                await asyncio.sleep(0)

    def of(self, kind: type) -> list:
        return [output for output in self.out if isinstance(output, kind)]

    async def settled(self) -> None:
        """Everything that is under way has come to something."""
        async with asyncio.timeout(60):
            while self.listener.busy:
                await asyncio.wait(self.listener.busy)


@pytest.fixture
async def room() -> AsyncIterator[Callable[..., Room]]:
    made: list[Room] = []

    def make(recogniser: object, **more: object) -> Room:
        made.append(Room(recogniser, **more))
        return made[-1]

    yield make
    for each in made:
        await each.listener.close()
    assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


async def test_a_turn_comes_out_with_captions_before_it(room: Callable[..., Room]):
    there = room(ScriptedRecogniser(["put it in Helsinki please"]))
    await there.hear(QUIET, 400)
    await there.hear(VOICE, 1500)
    await there.hear(QUIET, 1500)
    (heard,) = there.of(Heard)
    assert heard.transcript.text == "put it in Helsinki please"
    assert heard.reason == "silence"
    assert [caption.text for caption in there.of(Caption)][-1].startswith("put it in")
    assert there.out.index(heard) == len(there.out) - 1
    kinds = [asked.kind for asked in there.recogniser.asked]
    assert kinds.count("speculative") == 1
    assert "confirm" in kinds
    assert "final" not in kinds


async def test_what_the_dialogue_expects_ends_the_turn_early(room: Callable[..., Room]):
    there = room(ScriptedRecogniser(["yes"]))
    there.listener.expect(Expectation(kind="yes_no"), Vocabulary(slot="yes_no"))
    await there.hear(QUIET, 200)
    await there.hear(VOICE, 400)
    await there.hear(QUIET, 200)
    (heard,) = there.of(Heard)
    assert heard.reason == "complete"
    assert heard.decided_after_ms <= 160


async def test_speech_that_goes_on_calls_the_speculation_off(room: Callable[..., Room]):
    recogniser = ScriptedRecogniser(["we need a shop and a chat"])
    recogniser.hold()
    there = room(recogniser)
    await there.hear(VOICE, 600)
    await there.hear(QUIET, 200)
    await there.hear(VOICE, 600)
    assert [asked.kind for asked in recogniser.asked if asked.kind != "partial"] == ["speculative", "cancel"]
    recogniser.release()
    await there.hear(QUIET, 1000)
    assert [heard.transcript.text for heard in there.of(Heard)] == ["we need a shop and a chat"]


async def test_the_turn_model_is_asked_and_has_its_vote(room: Callable[..., Room]):
    ends = []
    for probability in (0.99, 0.01):
        model = Pauses(probability)
        there = room(ScriptedRecogniser(["put it in Helsinki"]), turn_model=model)
        await there.hear(VOICE, 900)
        await there.hear(QUIET, 2000)
        ends.append(there.of(Heard)[0].decided_after_ms)
        assert model.asked >= 1
    assert ends[0] < 700 < ends[1]


async def test_silence_after_all_is_no_turn_and_is_asked_again(room: Callable[..., Room]):
    there = room(ScriptedRecogniser([""]))
    there.listener.expect(Expectation(awaited=True), Vocabulary())
    await there.hear(VOICE, 600)
    await there.hear(QUIET, 9500)
    assert there.of(Heard) == []
    assert [i.kind for i in there.of(Ignored)] == ["empty"]
    assert there.of(Reprompt) == [Reprompt(1)]


async def test_an_interruption_comes_out_in_order(room: Callable[..., Room]):
    there = room(ScriptedRecogniser(["stop that please now"]))
    there.listener.playback_started("Your cluster will run in Falkenstein.")
    await there.hear(QUIET, 300)
    await there.hear(VOICE, 900)
    kinds = [type(output) for output in there.out]
    assert kinds.index(SpeechStarted) < kinds.index(FadeOut) < kinds.index(StopPlayback)
    there.listener.playback_ended()
    await there.hear(QUIET, 1500)
    assert there.of(Heard)[0].over_us


class Broken(ScriptedRecogniser):
    async def partial(self, *_: object, **__: object) -> Transcript | None:
        raise HearingFailed("stt_busy", "busy")

    async def final(self, *_: object, **__: object) -> Transcript:
        raise HearingFailed("stt_timeout", "late")


async def test_words_that_are_lost_are_reported_by_code(room: Callable[..., Room]):
    there = room(Broken([]))
    await there.hear(VOICE, 700)
    await there.hear(QUIET, 1000)
    assert there.of(HearingTrouble) == [HearingTrouble("stt_timeout")]
    assert there.of(Heard) == []


async def test_nothing_is_left_and_nothing_comes_out_after_closing(room: Callable[..., Room]):
    recogniser = ScriptedRecogniser(["put it in Helsinki"])
    recogniser.hold()
    there = room(recogniser)
    await there.hear(VOICE, 700)
    await there.hear(QUIET, 900)
    await there.listener.close()
    before = list(there.out)
    recogniser.release()
    await there.hear(VOICE, 700)
    assert there.out == before


async def test_push_to_talk_and_mute_reach_the_machine(room: Callable[..., Room]):
    there = room(ScriptedRecogniser(["one", "two"]))
    there.listener.mode("push_to_talk")
    await there.hear(VOICE, 500)
    assert there.of(SpeechStarted) == []
    there.listener.button(True)
    await there.hear(VOICE, 500)
    there.listener.button(False)
    await there.hear(QUIET, 200)
    await there.settled()
    assert there.of(Heard)[0].reason == "released"
    there.listener.mode("open")
    there.listener.mute(True)
    await there.hear(VOICE, 500)
    assert len(there.of(SpeechStarted)) == 1


async def test_a_speculation_that_is_dropped_before_it_had_its_turn_is_no_error(room: Callable[..., Room]) -> None:
    there = room(ScriptedRecogniser(["hello"]))
    await there.listener._tell_final(7)  # the machine dropped it in the same breath
    assert there.out == []
