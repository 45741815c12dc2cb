"""The machine on a corpus of answers with realistic pauses, in virtual time: thousands of talks, any order of opinions."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from speech.turns.bench.corpus import answers
from speech.turns.bench.rehearsal import Models, rehearse
from speech.turns.events import (
    ButtonChanged,
    EndTurn,
    ExpectationChanged,
    FadeOut,
    FinalHeard,
    FrameHeard,
    MuteChanged,
    PartialHeard,
    PlaybackEnded,
    PlaybackProgress,
    PlaybackStarted,
    SmartTurnSaid,
    SpeechStarted,
    StartSpeculativeFinal,
    StopPlayback,
)
from speech.turns.expectation import Expectation
from speech.turns.machine import TurnMachine


def test_few_answers_are_cut_off_and_fewer_ends_missed():
    outcomes = [rehearse(answer, seed) for seed, answer in enumerate(answers(1500, seed=7))]
    assert sum(o.cut_off for o in outcomes) / len(outcomes) <= 0.05
    assert sum(o.missed for o in outcomes) / len(outcomes) <= 0.02


def test_it_manages_without_the_acoustic_model_and_with_slow_ears():
    slow = Models(final_ms=(400, 900), partial_ms=(400, 900), smart_ms=(5000, 5000))
    outcomes = [rehearse(answer, seed, slow) for seed, answer in enumerate(answers(500, seed=8))]
    assert sum(o.cut_off for o in outcomes) / len(outcomes) <= 0.1
    assert sum(o.missed for o in outcomes) / len(outcomes) <= 0.03


def test_the_same_answer_has_the_same_outcome():
    answer = answers(12, seed=3)[6]
    assert rehearse(answer, 5) == rehearse(answer, 5)


_EVENTS = st.one_of(
    st.tuples(st.just("voice"), st.integers(1, 60)),
    st.tuples(st.just("quiet"), st.integers(1, 120)),
    st.tuples(st.just("partial"), st.sampled_from(["", "yes", "um", "in Falkenstein and", "jo at", "mhm"])),
    st.tuples(st.just("final"), st.sampled_from(["", "yes", "um", "in Falkenstein and", "jo at", "mhm"])),
    st.tuples(st.just("smart"), st.floats(0, 1)),
    st.tuples(st.just("play"), st.booleans()),
    st.tuples(st.just("played"), st.just(None)),
    st.tuples(st.just("mute"), st.booleans()),
    st.tuples(st.just("button"), st.booleans()),
    st.tuples(st.just("expect"), st.sampled_from(["open", "yes_no", "email", "code"])),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_EVENTS, max_size=60))
def test_whatever_happens_turns_are_orderly(script: list[tuple[str, object]]):
    """Turns don't overlap or run backwards, are bounded, and take only their own speculation; we are stopped only while we speak."""
    machine, chance = TurnMachine(), random.Random(1)
    last_end, open_speculation, speaking = 0, None, False
    for name, value in script:
        for event in _events(machine, chance, name, value, open_speculation):
            playing = machine.playing is not None
            for command in machine.feed(event):
                if isinstance(command, SpeechStarted):
                    assert not speaking
                    speaking = True
                if isinstance(command, StartSpeculativeFinal):
                    open_speculation = command.speculation
                if isinstance(command, (FadeOut, StopPlayback)):
                    assert playing or isinstance(event, (PlaybackStarted, ButtonChanged))
                if isinstance(command, EndTurn):
                    assert last_end <= command.start_ms <= command.end_ms <= machine.now
                    assert command.end_ms - command.start_ms <= 25_200
                    assert command.speculation in (None, open_speculation)
                    last_end = command.end_ms
            speaking = machine.turn is not None


def _events(machine: TurnMachine, chance: random.Random, name: str, value: object, speculation: int | None) -> list:
    match name:
        case "voice":
            return [FrameHeard(machine.now + 20 * (i + 1), True, chance.uniform(0.4, 1), -25) for i in range(value)]
        case "quiet":
            return [FrameHeard(machine.now + 20 * (i + 1), False, 0.05, -60) for i in range(value)]
        case "partial":
            return [PartialHeard(value, machine.now)]
        case "final":
            return [FinalHeard(value, speculation or 0)]
        case "smart":
            return [SmartTurnSaid(value, machine.now)]
        case "play":
            return [PlaybackStarted("we say yes in Falkenstein", value), PlaybackProgress(-20)]
        case "played":
            return [PlaybackEnded()]
        case "mute":
            return [MuteChanged(value)]
        case "button":
            return [ButtonChanged(value)]
        case _:
            return [ExpectationChanged(Expectation(kind=value, awaited=True))]
