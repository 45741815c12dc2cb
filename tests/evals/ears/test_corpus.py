"""What the ears are measured with."""

from pathlib import Path

import numpy as np
import pytest

from evals.asr.audio import RATE, Signal
from evals.asr.voices import Voice
from evals.ears.booth import Booth, trimmed
from evals.ears.corpus import SLOTS, Case, answered, cases, vocabulary
from evals.ears.measure import Answer, report
from evals.ears.speakers import REPORTED, TUNED, Speaker


class Humming:
    """A synthesiser that hums, one tenth of a second a letter, between pauses."""

    def __init__(self) -> None:
        self.spoken: list[str] = []

    def speak(self, text: str, voice: Voice) -> Signal:
        self.spoken.append(text)
        hum = 0.3 * np.sin(np.arange(len(text) * RATE // 10) * 2 * np.pi * 200 / RATE)
        return np.concatenate([np.zeros(RATE), hum, np.zeros(RATE)]).astype(np.float32)


def test_what_is_tuned_on_is_not_what_is_reported() -> None:
    tuned, reported = list(cases("tuned", TUNED)), list(cases("reported", REPORTED))
    assert len(tuned) == len(reported) >= 200
    assert not {c.speaker for c in tuned} & {c.speaker for c in reported}
    shared = {c.text for c in tuned} & {c.text for c in reported}
    assert all(text.count(" ") <= 0 for text in shared), "only bare names are said in both"


def test_the_cases_are_the_same_every_time_and_every_slot_is_there() -> None:
    assert list(cases("reported", REPORTED)) == list(cases("reported", REPORTED))
    for slot in SLOTS:
        mine = [c for c in cases("reported", REPORTED) if c.slot == slot]
        assert len({c.speaker.name for c in mine}) > 3
        assert {c.noise for c in mine} == {"white", "pink", "babble"}
        names = {vocabulary(slot).written(name) for name in vocabulary(slot).names} | {"yes", "no"}
        assert {c.expected for c in mine} <= names


@pytest.mark.parametrize(
    ("slot", "text", "names", "answer"),
    [
        ("region", "Helsinki", ("Helsinki",), "Helsinki"),
        ("region", "Helsinki, Helsinki", ("Helsinki", "Helsinki"), "Helsinki"),
        ("region", "Helsinki or Ashburn", ("Helsinki", "Ashburn"), ""),
        ("app", "nothing", (), ""),
        ("yes_no", "Yes, please.", (), "yes"),
        ("yes_no", "That's not right.", (), "no"),
        ("yes_no", "Perhaps.", (), ""),
    ],
)
def test_what_an_answer_is_taken_for(slot: str, text: str, names: tuple[str, ...], answer: str) -> None:
    assert answered(slot, text, names) == answer  # type: ignore[arg-type] # parametrised text


def test_a_case_is_spoken_once_and_mixed_with_its_noise(tmp_path: Path) -> None:
    studio = Humming()
    booth = Booth(studio, tmp_path)  # type: ignore[arg-type] # parametrised text
    case = Case("region", "Hello", "Helsinki", Speaker("hum", TUNED[0].voice), "white", 20, 7)
    first, second = booth.samples(case), booth.samples(case)
    assert np.array_equal(first, second)
    assert studio.spoken == ["Hello"]
    assert abs(len(first) - int(0.82 * RATE)) < RATE // 50
    speech, pause = first[int(0.25 * RATE) : int(0.65 * RATE)], first[: int(0.15 * RATE)]
    ratio = 10 * np.log10(np.mean(speech.astype(float) ** 2) / np.mean(pause.astype(float) ** 2))
    assert 18 < ratio < 22


def test_pauses_of_the_synthesiser_are_cut() -> None:
    assert abs(len(trimmed(Humming().speak("abc", TUNED[0].voice))) - 0.3 * RATE) < RATE // 100
    assert len(trimmed(np.zeros(10, dtype=np.float32))) == 10


def test_the_figures() -> None:
    def answer(snr: int, got: str, before: str = "", took: float = 100.0) -> Answer:
        return Answer("region", "x", "joe", "white", snr, "Helsinki", "", "", before, got, 0.9, 1000, took, 80.0, 2000, "")

    answers = [answer(20, "Helsinki", "Helsinki"), answer(20, "Helsinki"), answer(10, "Ashburn"), answer(10, "Helsinki")]
    found = report(answers, [[answer(20, "Helsinki", took=t) for t in (100.0, 150.0)] for _ in range(3)], 1, (100.0, 300.0))
    assert found.figures["slot_acc_20db_pct"] == 100
    assert found.figures["slot_acc_20db_unrepaired_pct"] == 50
    assert found.figures["slot_acc_10db_pct"] == found.figures["slot_wrong_10db_pct"] == 50
    assert found.figures["final_transcript_ms_p95"] == 250
    assert found.figures["model_rss_mb"] == 200
    assert found.ok is False
