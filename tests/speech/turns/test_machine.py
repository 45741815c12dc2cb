"""The turn machine, one behaviour each, in audio time."""

import itertools

import pytest

from speech.turns.events import (
    AskSmartTurn,
    DropSpeculation,
    EndTurn,
    ExpectationChanged,
    FinalHeard,
    GiveUpPrompting,
    Ignored,
    MuteChanged,
    PlaybackEnded,
    PlaybackStarted,
    Reprompt,
    SmartTurnSaid,
    SpeechStarted,
    StartPartial,
    StartSpeculativeFinal,
    TurnWasEmpty,
)
from speech.turns.expectation import Completeness, Expectation
from tests.speech.turns.talk import Talk


def asked(kind: str, **more: object) -> Talk:
    talk = Talk()
    talk.expect(Expectation(kind=kind, awaited=True, **more))
    talk.quiet(1000)
    return talk


def test_speech_starts_with_what_came_before_the_first_sure_frame():
    talk = Talk()
    talk.quiet(1000)
    talk.voice(60)
    assert talk.of(SpeechStarted) == [SpeechStarted(760, over_us=False)]


def test_the_final_pass_starts_at_a_tenth_of_a_second_of_silence_and_the_turn_takes_it():
    talk = asked("open")
    talk.voice(800)
    assert talk.of(StartSpeculativeFinal, talk.quiet(80)) == []
    started = talk.of(StartSpeculativeFinal, talk.quiet(20))
    assert [(s.speculation, s.end_ms) for s in started] == [(1, 1900)]
    assert talk.of(AskSmartTurn)
    talk.quiet(1000)
    (end,) = talk.of(EndTurn)
    assert (end.speculation, end.end_ms, end.speech_end_ms, end.reason) == (1, 1900, 1800, "silence")


def test_the_sound_of_a_pause_is_asked_about_again_only_after_an_answer():
    talk = asked("open")
    talk.voice(800)
    assert len(talk.of(AskSmartTurn, talk.quiet(600))) == 1
    talk = asked("open")
    talk.voice(800)
    talk.quiet(120)
    talk.smart(0.05)
    assert len(talk.of(AskSmartTurn, talk.quiet(480))) == 1


def test_a_speculation_is_dropped_when_speech_goes_on_and_a_late_answer_of_it_counts_for_nothing():
    talk = asked("yes_no")
    talk.voice(400)
    talk.quiet(140)
    talk.voice(40)
    assert talk.of(DropSpeculation) == [DropSpeculation(1)]
    talk.voice(300)
    talk.feed(FinalHeard("yes", 1))
    assert talk.of(EndTurn, talk.quiet(160)) == []


@pytest.mark.parametrize(("kind", "text"), [("yes_no", "Yes."), ("choice", "I'd take the CX23."), ("name", "That's what B.")])
def test_an_answer_that_the_recogniser_hardly_believes_itself_ends_nothing(kind: str, text: str):
    """Told what answers look like, it makes one out of "I'd take" and a pause."""

    def waited(confidence: float) -> int:
        talk = Talk()
        talk.expect(Expectation(kind=kind, awaited=True, judge=lambda _: Completeness.COMPLETE if kind != "name" else Completeness.UNKNOWN))
        talk.quiet(1000)
        talk.voice(600)
        talk.quiet(120)
        talk.final(text, confidence)
        talk.smart(0.7)
        talk.quiet(1500)
        (end,) = talk.of(EndTurn)
        return end.at_ms - end.speech_end_ms

    sure, unsure = waited(0.6), waited(0.59)
    assert sure < 500
    assert unsure > sure + 200


def test_the_doubt_about_a_text_ends_with_it():
    talk = asked("yes_no")
    talk.voice(400)
    talk.quiet(120)
    talk.final("Yes", 0.3)
    talk.voice(400)
    talk.quiet(120)
    talk.partial("Yes, please.")
    assert talk.of(EndTurn, talk.quiet(60))


def test_one_frame_of_noise_in_a_pause_is_no_speech():
    talk = asked("open")
    talk.voice(600)
    talk.quiet(200)
    talk.voice(20)
    talk.quiet(700)
    assert talk.of(DropSpeculation) == []
    (end,) = talk.of(EndTurn)
    assert end.speech_end_ms == 1600


def test_yes_ends_within_150_ms_of_silence_once_it_is_read():
    talk = asked("yes_no")
    talk.voice(300)
    talk.quiet(140)
    assert talk.of(EndTurn, talk.final("Yes.")) == []
    (end,) = talk.of(EndTurn, talk.quiet(20))
    assert (end.reason, end.at_ms - end.speech_end_ms) == ("complete", 160)


def test_and_is_waited_for():
    talk = asked("choice")
    talk.voice(600)
    talk.quiet(120)
    talk.final("Falkenstein and")
    assert talk.of(EndTurn, talk.quiet(1200)) == []
    (end,) = talk.of(EndTurn, talk.quiet(600))
    assert end.reason == "cap"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("email", "jo at example dot"),
        ("email", "jo at"),
        ("domain", "blue harbour"),
        ("code", "one two three four"),
        ("number", "one hundred and"),
        ("open", "we need a website and um"),
    ],
)
def test_unfinished_answers_are_waited_for(kind: str, text: str):
    talk = asked(kind)
    talk.voice(900)
    talk.quiet(120)
    talk.final(text)
    assert talk.of(EndTurn, talk.quiet(1000)) == []
    assert talk.of(EndTurn, talk.quiet(1200))


def test_a_finished_address_ends_soon_though_addresses_may_take_long():
    talk = asked("email")
    talk.voice(2500)
    talk.quiet(120)
    talk.final("jo at example dot com")
    (end,) = talk.of(EndTurn, talk.quiet(600))
    assert end.reason == "complete"


def test_the_dialogue_says_what_is_complete():
    judge = lambda text: Completeness.COMPLETE if "helsinki" in text.lower() else Completeness.UNKNOWN  # noqa: E731 - a judge is a function of one line
    talk = asked("choice", judge=judge)
    talk.voice(700)
    talk.quiet(120)
    talk.final("Helsinki")
    (end,) = talk.of(EndTurn, talk.quiet(200))
    assert end.reason == "complete"


def test_the_sound_of_an_end_shortens_the_wait_and_that_of_a_pause_lengthens_it():
    waits = []
    for probability in (0.98, 0.02):
        talk = asked("open")
        talk.voice(900)
        talk.quiet(120)
        talk.smart(probability)
        talk.quiet(2500)
        (end,) = talk.of(EndTurn)
        waits.append(end.at_ms - end.speech_end_ms)
    assert waits[0] < 700 < waits[1]


def test_an_opinion_on_a_pause_that_is_over_counts_no_more():
    talk = asked("open")
    talk.voice(500)
    talk.quiet(120)
    before = talk.machine.now
    talk.voice(500)
    talk.quiet(120)
    talk.feed(SmartTurnSaid(0.99, before))
    assert talk.machine.turn.smart_turn is None


def test_partials_are_asked_for_every_300_ms_of_speech():
    talk = asked("open")
    talk.voice(1600)
    assert len(talk.of(StartPartial)) == 5


def test_a_click_is_no_turn():
    talk = asked("open")
    talk.voice(60)
    talk.quiet(1000)
    assert talk.of(EndTurn) == []
    assert [ignored.kind for ignored in talk.of(Ignored)] == ["noise"]


def test_sound_without_words_is_no_turn_and_makes_suspicious():
    talk = asked("open")
    talk.voice(600)
    talk.quiet(120)
    talk.final("")
    talk.quiet(1500)
    assert talk.of(EndTurn) == []
    assert [ignored.kind for ignored in talk.of(Ignored)] == ["empty"]
    assert talk.machine.voicing.floor.suspicion > 0


def test_um_alone_is_waited_for_and_then_forgotten():
    talk = asked("open")
    talk.voice(300)
    talk.quiet(120)
    talk.final("Um...")
    assert talk.of(Ignored, talk.quiet(1000)) == []
    talk.quiet(1500)
    assert [ignored.kind for ignored in talk.of(Ignored)] == ["backchannel"]


def test_ten_minutes_without_a_pause_are_cut_into_turns_that_continue_each_other():
    talk = asked("open")
    for second in range(600):
        talk.voice(1000)
        talk.partial(f"words {second}")
    ends = talk.of(EndTurn)
    assert len(ends) == 24
    assert all(end.reason == "limit" and end.end_ms - end.start_ms <= 25_100 for end in ends)
    assert not ends[0].continues
    assert all(end.continues for end in ends[1:])
    assert all(after.start_ms == before.end_ms for before, after in itertools.pairwise(ends))


def test_a_long_turn_is_rather_cut_at_a_breath():
    talk = asked("open")
    for _ in range(3):
        talk.voice(7000)
        talk.quiet(180)
    (end,) = talk.of(EndTurn)
    assert end.reason == "limit"
    assert end.speech_end_ms < 25_000


def test_music_without_words_is_dropped_and_must_then_be_louder():
    talk = asked("open")
    for _ in range(20):
        talk.voice(500, level=-30)
        talk.partial("")
    assert talk.of(EndTurn) == []
    assert {ignored.kind for ignored in talk.of(Ignored)} == {"noise"}
    assert talk.machine.voicing.floor.suspicion >= 2


def test_a_steady_noise_becomes_the_floor():
    talk = Talk()
    talk.frames(6000, speech=0.3, level=-30, gate=True)
    assert -32 <= talk.machine.voicing.floor.level <= -26
    assert talk.of(SpeechStarted, talk.voice(200, level=-27)) == []
    assert talk.of(SpeechStarted, talk.voice(200, level=-18))


def test_speech_that_comes_back_before_an_answer_continues_the_turn_and_teaches_patience():
    talk = asked("open")
    talk.voice(700)
    talk.quiet(900)
    talk.voice(600)
    talk.quiet(1600)
    first, second = talk.of(EndTurn)
    assert not first.continues
    assert second.continues
    assert talk.machine.pace.factor > 1.2
    assert second.start_ms >= first.end_ms


def test_a_new_turn_after_our_answer_continues_nothing():
    talk = asked("open")
    talk.voice(700)
    talk.quiet(800)
    talk.feed(PlaybackStarted("All right."), PlaybackEnded())
    talk.voice(600)
    talk.quiet(1200)
    assert not talk.of(EndTurn)[-1].continues


def test_silence_is_asked_again_later_each_time_and_then_left_alone():
    talk = asked("open")
    times = []
    for _ in range(90_000 // 20):
        times += [(round(talk.machine.now / 1000), command) for command in talk.quiet(20)]
    assert times == [(8, Reprompt(1)), (23, Reprompt(2)), (48, GiveUpPrompting())]


def test_the_same_question_asked_again_is_no_new_one():
    talk = asked("open")
    for seconds, expected in ((9, [Reprompt(1)]), (16, [Reprompt(2)]), (60, []), (60, [])):
        assert talk.of(Reprompt, talk.quiet(seconds * 1000)) == expected
        talk.feed(PlaybackStarted("Which e-mail address?"), PlaybackEnded())
        talk.feed(ExpectationChanged(Expectation(kind="open", awaited=True), again=True))


def test_an_answer_begins_the_prompting_anew():
    talk = asked("open")
    talk.quiet(9000)
    talk.voice(500)
    talk.quiet(800)
    talk.expect(Expectation(kind="yes_no", awaited=True))
    talk.quiet(9000)
    assert talk.of(Reprompt) == [Reprompt(1), Reprompt(1)]


def test_nothing_is_asked_again_while_we_speak_think_or_await_nothing():
    talk = asked("open")
    talk.play("A long sentence")
    talk.quiet(20_000)
    talk.feed(PlaybackEnded())
    talk.voice(500)
    talk.quiet(30_000)
    assert talk.of(EndTurn)
    assert talk.of(Reprompt) == []
    talk.feed(TurnWasEmpty())
    assert talk.of(Reprompt, talk.quiet(9000)) == [Reprompt(1)]
    talk.expect(Expectation(awaited=False))
    assert talk.of(Reprompt, talk.quiet(60_000)) == []


def test_nothing_is_heard_while_muted_and_muting_ends_the_turn():
    talk = asked("open")
    talk.voice(700)
    talk.feed(MuteChanged(True))
    (end,) = talk.of(EndTurn)
    assert end.reason == "muted"
    talk.voice(3000)
    talk.quiet(60_000)
    assert len(talk.of(SpeechStarted)) == 1
    assert talk.of(Reprompt) == []
    talk.feed(MuteChanged(False))
    talk.voice(300)
    assert len(talk.of(SpeechStarted)) == 2
