"""Playout, frame by frame."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from speech.audio import FRAME, Samples
from speech.mouth.port import Clip, WordTime
from speech.mouth.speaker import Finished, Progress, Speaker, Started, Stopped


def clip(*words: str, ms: int = 200, value: int = 1000) -> Clip:
    times = tuple(WordTime(word, i * ms, (i + 1) * ms) for i, word in enumerate(words))
    return Clip(" ".join(words), np.full(16 * ms * len(words), value, dtype=np.int16), times)


def speaking(*words: str, latency_ms: int = 0) -> Speaker:
    speaker = Speaker(latency_ms=latency_ms)
    speaker.begin("m1")
    speaker.add("m1", clip(*words))
    speaker.complete("m1")
    return speaker


def play(speaker: Speaker, ms: int) -> list[Samples | None]:
    return [speaker.frame() for _ in range(ms // 20)]


def test_a_message_is_played_frame_by_frame_and_told():
    speaker = speaking("Okay,", "Helsinki.")
    frames = play(speaker, 440)
    assert [frame is not None for frame in frames] == [True] * 20 + [False] * 2
    assert all(len(frame) == FRAME for frame in frames[:20])
    assert speaker.events() == [
        Started("m1"),
        Progress("m1", "Okay,", 1),
        Progress("m1", "Okay, Helsinki.", 2),
        Finished("m1", "Okay, Helsinki."),
    ]
    assert not speaker.speaking


def test_clips_follow_each_other_without_a_gap_and_a_late_one_is_waited_for():
    speaker = Speaker(latency_ms=0)
    speaker.begin("m1")
    speaker.add("m1", clip("one", ms=30))
    assert play(speaker, 40)[1] is not None
    assert speaker.frame() is None
    assert speaker.underruns == 1
    speaker.add("m1", clip("two", ms=20))
    speaker.complete("m1")
    play(speaker, 60)
    assert Finished("m1", "one two") in speaker.events()


def test_a_fade_is_silent_in_time_and_keeps_the_place():
    speaker = speaking("one", "two", "three")
    play(speaker, 300)
    speaker.fade_out(60)
    frames = play(speaker, 100)
    assert [frame is not None for frame in frames] == [True] * 3 + [False] * 2
    loudness = np.abs(np.concatenate(frames[:3])).astype(int)
    assert loudness[0] > 950
    assert loudness[-1] < 10
    assert np.all(np.diff(loudness) <= 1)
    assert speaker.paused
    assert speaker.speaking


def test_speaking_on_begins_at_the_word_that_was_cut():
    speaker = speaking("one", "two", "three")
    play(speaker, 300)
    speaker.fade_out(60)
    play(speaker, 200)
    speaker.resume()
    frames = [frame for frame in play(speaker, 1000) if frame is not None]
    assert len(frames) == 20
    assert int(frames[-1][0]) == 1000
    assert Finished("m1", "one two three") in speaker.events()


def test_what_was_heard_before_a_stop_is_told_in_whole_words():
    speaker = speaking("Your", "cluster", "costs", "€58.50/month.")
    play(speaker, 500)
    speaker.fade_out(60)
    play(speaker, 60)
    speaker.stop()
    assert speaker.events()[-1] == Stopped("m1", "Your cluster costs", 3, 4, 560)
    assert speaker.frame() is None


def test_what_is_still_on_its_way_to_the_ear_wasnt_heard():
    speaker = speaking("Your", "cluster", "costs", latency_ms=200)
    play(speaker, 400)
    speaker.stop()
    assert speaker.events()[-1].heard == "Your"


def test_messages_that_waited_are_dropped_unheard():
    speaker = speaking("one")
    speaker.begin("m2")
    speaker.add("m2", clip("two"))
    speaker.stop()
    assert [(e.message, e.heard) for e in speaker.events()] == [("m1", ""), ("m2", "")]
    speaker.add("m2", clip("late"))
    assert speaker.frame() is None
    speaker.begin("m3")
    speaker.add("m3", clip("three"))
    assert int(speaker.frame()[0]) == 1000


def test_quieter_and_back():
    speaker = speaking("one", "two", "three", "four")
    speaker.duck(12)
    play(speaker, 60)
    assert 240 <= int(speaker.frame()[0]) <= 260
    speaker.resume()
    play(speaker, 40)
    assert int(speaker.frame()[0]) == 1000


def test_what_may_come_back_as_an_echo():
    speaker = speaking("one", "two", "three")
    play(speaker, 220)
    assert speaker.said() == "one two"


_DEEDS = st.lists(st.sampled_from(["frame", "frame", "frame", "fade", "resume", "duck", "stop", "add", "begin", "complete"]), max_size=120)


@given(_DEEDS)
def test_whatever_is_done_frames_are_whole_and_what_was_heard_only_grows(deeds: list[str]):
    speaker, number, words = Speaker(latency_ms=40), 0, {}
    for deed in deeds:
        match deed:
            case "frame":
                made = speaker.frame()
                assert made is None or (len(made) == FRAME and made.dtype == np.int16)
            case "fade":
                speaker.fade_out(60)
            case "resume":
                speaker.resume()
            case "duck":
                speaker.duck(12)
            case "stop":
                speaker.stop()
            case "begin":
                number += 1
                speaker.begin(f"m{number}")
            case "add":
                speaker.add(f"m{number}", clip("some", "words", ms=50))
            case _:
                speaker.complete(f"m{number}")
    for event in speaker.events():
        if isinstance(event, Stopped):
            assert event.words <= event.of_words
        if isinstance(event, Progress):
            words[event.message] = event.words
