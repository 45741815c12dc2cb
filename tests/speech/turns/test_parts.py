"""The machine's parts: expectations, silences, pace, floor, echo, recordings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.audio import FRAME
from speech.turns.backchannels import reading
from speech.turns.echo import is_echo
from speech.turns.endpointing import CAP_MS, HANGOVERS, Evidence, hangover
from speech.turns.expectation import Completeness, Expectation, breaks_off, only_hesitates
from speech.turns.pace import QUICKEST, SLOWEST, Pace
from speech.turns.recording import Recording
from speech.turns.voicing import EchoGuard, NoiseFloor

C = Completeness


@pytest.mark.parametrize(
    ("kind", "text", "verdict"),
    [
        ("yes_no", "yes", C.COMPLETE),
        ("yes_no", "Yes, please.", C.COMPLETE),
        ("yes_no", "yes but", C.INCOMPLETE),
        ("yes_no", "what would that cost me then", C.POSSIBLE),
        ("code", "4 1 7", C.INCOMPLETE),
        ("code", "417 902", C.COMPLETE),
        ("code", "four one seven double nine two", C.COMPLETE),
        ("code", "the code", C.UNKNOWN),
        ("email", "jo", C.INCOMPLETE),
        ("email", "jo@example.com", C.COMPLETE),
        ("email", "jo at example dot co", C.POSSIBLE),
        ("email", "jo at example dot co dot uk", C.COMPLETE),
        ("email", "jo dot smith at example", C.INCOMPLETE),
        ("email", "jo arroba ejemplo punto es", C.COMPLETE),
        ("domain", "cal.com", C.COMPLETE),
        ("domain", "blue harbour dot", C.INCOMPLETE),
        ("number", "twenty", C.POSSIBLE),
        ("number", "twenty five", C.COMPLETE),
        ("number", "three point", C.INCOMPLETE),
        ("open", "we need a shop", C.UNKNOWN),
        ("open", "we need a shop and...", C.INCOMPLETE),
        ("open", "", C.UNKNOWN),
    ],
)
def test_completeness_by_grammar(kind: str, text: str, verdict: Completeness):
    assert Expectation(kind=kind).completeness(text) is verdict


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Falkenstein or"), ("de", "wir brauchen ein"), ("fr", "à Paris et"), ("es", "en Madrid y"), ("tr", "İstanbul ve"), ("ar", "في دبي أو"), ("en", "ummm"), ("en", "we are —")],
)
def test_sentences_break_off_in_every_language(language: str, text: str):
    assert breaks_off(text, language)


def test_a_whole_sentence_doesnt_break_off():
    assert not breaks_off("Helsinki, please.", "en")
    assert not only_hesitates("um yes")
    assert only_hesitates("Um, uh...")


@given(st.sampled_from(sorted(HANGOVERS)), st.sampled_from([None, *C]), st.one_of(st.none(), st.floats(0, 1)), st.floats(QUICKEST, SLOWEST))
def test_every_silence_lies_within_bounds(kind: str, completeness: Completeness | None, smart: float | None, pace: float):
    wait, _ = hangover(Evidence(kind, completeness, smart, pace))
    assert 150 <= wait <= CAP_MS


@given(st.sampled_from(sorted(HANGOVERS)), st.sampled_from([None, C.UNKNOWN, C.POSSIBLE]), st.floats(0, 1), st.floats(0, 1))
def test_the_surer_the_sound_the_shorter_the_silence(kind: str, completeness: Completeness | None, one: float, other: float):
    waits = [hangover(Evidence(kind, completeness, p))[0] for p in sorted((one, other))]
    assert waits[0] >= waits[1]


def test_pace_is_learned_within_bounds_and_forgets_absences():
    slow = Pace()
    for _ in range(50):
        slow = slow.after_pause(1500)
    quick = Pace()
    for _ in range(50):
        quick = quick.after_pause(130)
    assert slow.factor == SLOWEST
    assert quick.factor == QUICKEST
    assert Pace().after_pause(60) == Pace()
    assert Pace().after_pause(9000) == Pace()


def test_speech_with_its_dips_leaves_the_floor_where_it_was():
    floor = NoiseFloor()
    for i in range(600):
        floor.hear(-55 if i % 20 == 0 else -20)
    assert floor.level == -53


def test_the_echo_guard_stays_within_bounds():
    guard = EchoGuard()
    guard.was_echo(20, -10)
    assert guard.coupling == -3.0
    for _ in range(100):
        guard.was_speech()
    assert guard.coupling == -45.0


def test_echo_by_words():
    said = "Your cluster will run in Falkenstein with two workers"
    assert is_echo("will run in Falkenstein", said, faint=False)
    assert not is_echo("Falkenstein", said, faint=False)
    assert is_echo("two workers", said, faint=True)
    assert not is_echo("cluster", said, faint=True, so_far=True)
    assert is_echo("with two", said, faint=True, so_far=True)
    assert not is_echo("run it in Helsinki with four workers", said, faint=False)
    assert not is_echo("", said, faint=True)


@pytest.mark.parametrize(
    ("text", "taken"),
    [("", "empty"), ("Mhm.", "backchannel"), ("uh huh", "backchannel"), ("hmm okay", "backchannel"), ("hold on", "words"), ("make it two", "words"), ("okay okay okay okay", "words")],
)
def test_readings(text: str, taken: str):
    assert reading(text, Expectation(kind="choice")) == taken


def test_a_recording_gives_what_it_still_has():
    recording = Recording(keep_ms=100)
    for i in range(10):
        recording.add(np.full(FRAME, i, dtype=np.int16))
    assert list(np.unique(recording.between(0, 200))) == [5, 6, 7, 8, 9]
    cut = recording.between(130, 170)
    assert len(cut) == 640
    assert list(np.unique(cut)) == [6, 7, 8]
    assert len(recording.between(300, 400)) == 0
