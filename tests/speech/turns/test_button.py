"""Push-to-talk: from press to release, and a moment longer."""

from speech.turns.events import ButtonChanged, EndTurn, Ignored, ModeChanged, MuteChanged, SpeechStarted
from tests.speech.turns.test_machine import asked


def test_push_to_talk_lasts_from_press_to_release_whatever_the_pauses():
    talk = asked("yes_no")
    talk.feed(ModeChanged("push_to_talk"))
    talk.voice(1000)
    assert talk.of(SpeechStarted) == []
    talk.quiet(300)
    talk.feed(ButtonChanged(True))
    talk.voice(400)
    talk.quiet(3000)
    talk.voice(400)
    assert talk.of(EndTurn) == []
    released = talk.machine.now
    talk.feed(ButtonChanged(False))
    talk.quiet(200)
    (end,) = talk.of(EndTurn)
    assert (end.reason, end.speech_end_ms) == ("released", released)


def test_the_last_word_is_still_on_its_way_when_the_button_is_let_go():
    talk = asked("yes_no")
    talk.feed(ButtonChanged(True))
    talk.voice(400)
    talk.feed(ButtonChanged(False))
    talk.voice(100)
    assert talk.of(EndTurn) == []
    spoken = talk.machine.now
    talk.quiet(100)
    (end,) = talk.of(EndTurn)
    assert (end.speech_end_ms, end.at_ms) == (spoken, spoken + 60)


def test_a_button_that_is_pressed_again_at_once_goes_on_with_the_turn():
    talk = asked("yes_no")
    talk.feed(ButtonChanged(True))
    talk.voice(400)
    talk.feed(ButtonChanged(False))
    talk.quiet(100)
    talk.feed(ButtonChanged(True))
    talk.quiet(2000)
    assert talk.of(EndTurn) == []


def test_who_holds_the_button_is_heard_though_the_microphone_is_off_and_isnt_afterwards():
    talk = asked("open")
    talk.feed(MuteChanged(True), ButtonChanged(True))
    talk.voice(600)
    talk.feed(MuteChanged(True))
    talk.voice(300)
    talk.feed(ButtonChanged(False))
    talk.quiet(200)
    (end,) = talk.of(EndTurn)
    assert (end.reason, end.end_ms - end.start_ms >= 900) == ("released", True)
    talk.voice(1000)
    assert len(talk.of(SpeechStarted)) == 1


def test_a_button_pressed_in_mid_sentence_holds_what_was_begun_without_it():
    talk = asked("yes_no")
    talk.voice(600)
    talk.feed(ButtonChanged(True))
    talk.quiet(3000)
    talk.voice(400)
    assert talk.of(EndTurn) == []
    talk.feed(ButtonChanged(False))
    talk.quiet(200)
    (end,) = talk.of(EndTurn)
    assert end.reason == "released"
    assert end.end_ms - end.start_ms >= 4000


def test_a_button_pressed_in_silence_is_no_turn():
    talk = asked("open")
    talk.feed(ModeChanged("push_to_talk"), ButtonChanged(True))
    talk.quiet(800)
    talk.feed(ButtonChanged(False))
    talk.quiet(200)
    assert talk.of(EndTurn) == []
    assert [i.kind for i in talk.of(Ignored)] == ["noise"]
