"""What happens when somebody speaks while we do."""

import pytest

from speech.turns.events import (
    ButtonChanged,
    Duck,
    EndTurn,
    FadeOut,
    Ignored,
    PlaybackEnded,
    PlaybackProgress,
    ResumePlayback,
    SpeechStarted,
    StopPlayback,
)
from speech.turns.expectation import Expectation
from speech.turns.machine import TurnMachine
from tests.speech.turns.talk import Talk

PROMPT = "Your cluster will run in Falkenstein with two workers. Shall I go on?"


def speaking(expectation: Expectation | None = None, level: float = -20.0) -> Talk:
    talk = Talk(TurnMachine())
    talk.expect(expectation or Expectation())
    talk.quiet(500)
    talk.play(PROMPT)
    for _ in range(25):
        talk.feed(PlaybackProgress(level))
        talk.quiet(20)
    return talk


def test_a_clear_voice_silences_us_within_150_ms():
    talk = speaking()
    before = talk.machine.now
    while not talk.of(FadeOut):
        talk.voice(20)
    (fade,) = talk.of(FadeOut)
    assert talk.machine.now - before + fade.ms <= 150


def test_words_stop_us_for_good():
    talk = speaking()
    talk.voice(400)
    talk.partial("make it Helsinki")
    assert talk.of(StopPlayback) == [StopPlayback()]
    talk.feed(PlaybackEnded())
    talk.voice(300)
    talk.quiet(120)
    talk.final("make it Helsinki instead")
    talk.quiet(1500)
    (end,) = talk.of(EndTurn)
    assert end.over_us
    assert talk.of(ResumePlayback) == []


def test_a_murmur_stops_nothing():
    talk = speaking()
    talk.voice(300)
    talk.quiet(120)
    made = talk.final("Mhm.")
    assert [i.kind for i in talk.of(Ignored, made)] == ["backchannel"]
    assert made[-1] == ResumePlayback()
    talk.quiet(3000)
    assert talk.of(EndTurn) == []
    assert talk.of(StopPlayback) == []


def test_a_faint_voice_only_makes_us_quieter_until_it_goes_on():
    talk = speaking()
    talk.voice(80, speech=0.55)
    assert talk.of(Duck)
    assert talk.of(FadeOut) == []
    talk.voice(260, speech=0.55)
    assert talk.of(FadeOut)


def test_a_cough_is_no_voice_and_a_short_one_lets_us_go_on():
    talk = speaking()
    talk.frames(200, speech=0.3, level=-15, gate=True)
    assert talk.of(SpeechStarted) == []
    talk.voice(40)
    talk.quiet(220)
    assert [i.kind for i in talk.of(Ignored)] == ["noise"]
    assert talk.of(ResumePlayback)


def test_sound_without_words_lets_us_go_on():
    talk = speaking()
    talk.voice(300)
    talk.quiet(120)
    talk.final("")
    assert [i.kind for i in talk.of(Ignored)] == ["empty"]
    assert talk.of(ResumePlayback)


def test_our_own_words_are_an_echo_and_teach_how_loud_it_is():
    talk = speaking()
    guard = talk.machine.voicing.echo.coupling
    talk.voice(500, level=-30)
    talk.partial("in Falkenstein with two workers")
    assert [i.kind for i in talk.of(Ignored)] == ["echo"]
    assert talk.of(ResumePlayback)
    assert talk.machine.voicing.echo.coupling > guard
    for _ in range(10):
        talk.feed(PlaybackProgress(-20))
        talk.voice(20, level=-30)
    assert len(talk.of(SpeechStarted)) == 1


def test_an_answer_with_a_word_of_the_question_is_no_echo():
    talk = speaking()
    talk.voice(500, level=-15)
    talk.partial("Falkenstein")
    assert talk.of(Ignored) == []
    assert talk.of(StopPlayback)


@pytest.mark.parametrize(
    ("expectation", "text", "taken"),
    [
        (Expectation(kind="yes_no"), "yes", True),
        (Expectation(kind="yes_no", paid=True), "yes", False),
        (Expectation(kind="yes_no", paid=True), "okay", False),
        (Expectation(kind="yes_no", paid=True), "no", True),
        (Expectation(kind="yes_no", paid=True), "stop", True),
        (Expectation(kind="yes_no", paid=True), "wait a second", True),
        (Expectation(kind="choice"), "right", False),
        (Expectation(kind="choice"), "Helsinki", True),
        (Expectation(kind="yes_no", language="de"), "ja genau", True),
        (Expectation(kind="yes_no", language="de", paid=True), "ja genau", False),
        (Expectation(kind="yes_no", language="de", paid=True), "nein", True),
    ],
)
def test_what_is_said_over_us_counts_by_what_was_asked(expectation: Expectation, text: str, taken: bool):
    talk = speaking(expectation)
    talk.voice(320)
    talk.quiet(120)
    talk.final(text)
    talk.quiet(1200)
    assert bool(talk.of(EndTurn)) is taken
    assert bool(talk.of(ResumePlayback)) is not taken


def test_assent_over_our_last_words_is_an_answer_that_says_so():
    talk = speaking(Expectation(kind="yes_no", paid=True))
    talk.voice(100, speech=0.55)
    talk.feed(PlaybackEnded())
    talk.voice(200)
    talk.quiet(120)
    talk.final("yes")
    talk.quiet(200)
    (end,) = talk.of(EndTurn)
    assert end.over_us


def test_a_long_voice_stops_us_before_its_words_are_known():
    talk = speaking()
    talk.voice(1000)
    assert talk.of(StopPlayback)


def test_words_that_never_come_dont_hang_the_turn():
    talk = speaking()
    talk.voice(400)
    talk.quiet(1480)
    assert talk.of(EndTurn) == []
    talk.quiet(400)
    assert talk.of(EndTurn)
    assert talk.of(StopPlayback)


def test_what_must_be_heard_isnt_interrupted():
    talk = Talk()
    talk.quiet(500)
    talk.play(PROMPT, interruptible=False)
    talk.voice(1500)
    talk.partial("make it Helsinki")
    assert talk.of(FadeOut) == []
    assert talk.of(StopPlayback) == []


def test_the_button_silences_us_at_once():
    talk = speaking()
    made = talk.feed(ButtonChanged(True))
    assert talk.of(FadeOut, made)
    assert talk.of(StopPlayback, made)


def test_somebody_who_already_speaks_again_has_the_floor():
    talk = Talk()
    talk.quiet(500)
    talk.voice(500)
    made = talk.play("All right, Falkenstein.")
    assert made == [FadeOut(0), StopPlayback()]
