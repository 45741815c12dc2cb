"""What the ears are measured with."""

from pathlib import Path

import numpy as np
import pytest

from assistant.bench.report import Report
from evals.asr.audio import RATE, Signal
from evals.asr.voices import Voice
from evals.ears.booth import Booth, trimmed
from evals.ears.corpus import (
    BESIDE,
    SLOTS,
    Case,
    Slot,
    answered,
    cases,
    corrections,
    nameless,
    strays,
    vocabulary,
)
from evals.ears.measure import Answer, hear, put_corrections, put_strays, report
from evals.ears.memory import Remembering
from evals.ears.speakers import REPORTED, TUNED, Speaker
from evals.ears.strays import STRAYS
from speech.ears.corrections import demands
from speech.ears.port import Transcript, Word
from speech.ears.repair import look
from tests.speech.ears.making import WrittenModel, tokens


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
    assert min(len(tuned), len(reported)) >= 500
    assert not {c.speaker for c in tuned} & {c.speaker for c in reported}
    assert len(REPORTED) * 3 >= len(TUNED) + len(REPORTED)
    shared = {c.text for c in tuned} & {c.text for c in reported}
    assert all(text.count(" ") <= 2 and text.endswith(".") for text in shared), "only bare names are said in both"
    known = {c.expected for c in tuned if c.slot != "yes_no"}
    assert {c.expected for c in reported if not c.new} == known
    assert len({c.expected for c in reported if c.new} - {"yes", "no"}) * 2 >= len(known)


def test_strays_answer_nothing() -> None:
    for half, speakers in (("tuned", TUNED), ("reported", REPORTED)):
        said = list(strays(half, speakers))  # type: ignore[arg-type] # one of two words
        assert len(said) >= 100
        assert {c.slot for c in said} == set(SLOTS)
        for case in said:
            words = vocabulary(case.slot)
            assert case.slot == "yes_no" or look(case.text, words).mentions == (), case.text
    assert not set(STRAYS["tuned"]) & set(STRAYS["reported"])


def test_corrections_ask_for_one_name_each_and_their_like_holds_none() -> None:
    assert [vocabulary(slot).slot for slot in BESIDE] == ["email", "yes_no", None]
    for half, speakers in (("tuned", TUNED), ("reported", REPORTED)):
        said, others = list(corrections(half, speakers)), list(nameless(half, speakers))  # type: ignore[arg-type] # one of two words
        assert (len(said) >= 100, len(others) >= 200) == (True, True)
        for case in (*said, *others):
            words = vocabulary(case.slot)
            assert {words.written(m.name) for m in look(case.text, words).mentions} == ({case.expected} if case.expected else set())
        assert sum(bool(demands(case.text)) for case in others) >= 80
        assert {case.slot for case in said} == {case.slot for case in others} == set(BESIDE)
    assert not {c.text for c in corrections("tuned", TUNED)} & {c.text for c in corrections("reported", REPORTED)}


def test_a_model_is_asked_the_same_only_once(tmp_path: Path) -> None:
    file = tmp_path / "heard.tsv"
    sound = np.zeros(RATE, dtype=np.float32)

    def ask(model: Remembering) -> tuple[str, list[float], int]:
        encoded = model.encode(sound, 2_000)
        reading = model.read(encoded, "en", "hint", budget=20)
        weights = model.weigh(encoded, "en", "", [model.tokens.encode(text) for text in ("one", "two")])
        return model.tokens.decode(reading.ids), weights, model.asked

    inner = WrittenModel(tokens(), {0: ("Helsinki", -0.25)}, {"one": -1.0, "two": -2.0})
    first = Remembering(inner, file)
    assert ask(first) == ("Helsinki", [-1.0, -2.0], 3)
    first.close()
    assert ask(Remembering(inner, file)) == ("Helsinki", [-1.0, -2.0], 0)
    assert len(inner.encoded) == 1, "the sound is encoded once for all questions, and not at all when they are known"


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
    assert found.figures["voice_joe_acc_10db_pct"] == found.figures["white_acc_10db_pct"] == 50
    assert found.ok is False


@pytest.mark.parametrize(("slot", "said", "confidence", "word", "unsure"), [
    ("region", "Ashburn", 0.9, 0.45, True), ("region", "Ashburn", 0.4, 0.7, False), ("yes_no", "Yes", 0.45, 0.9, True), ("yes_no", "Yes", 0.55, 0.4, False),
])  # fmt: skip
def test_what_is_said_back_is_no_silent_mistake(slot: Slot, said: str, confidence: float, word: float, unsure: bool) -> None:
    class Ears:
        def hear(self, _samples: object, _task: object) -> Transcript:
            return Transcript(f"{said}.", (Word(f"{said}.", 0, 400, word),), confidence, names=(said,), heard=f"{said}.")

    case = Case(slot, "x", "Helsinki", TUNED[0], "white", 20, 1)
    found = hear(case, np.zeros(RATE, dtype=np.int16), Ears())  # type: ignore[arg-type] # a twin
    assert found.unsure is unsure
    figures = report([found], [], 1, (100.0, 300.0)).figures
    assert (figures["slot_wrong_20db_pct"], figures["slot_wrong_unasked_20db_pct"]) == (100, 0 if unsure else 100)


def test_the_figures_of_what_answers_nothing() -> None:
    def stray(slot: str, before: str, got: str) -> Answer:
        return Answer(slot, "x", "joe", "white", 20, "", "", "", before, got, 0.9, 1000, 100.0, 80.0, 2000, "")

    found = Report("ears")
    put_strays(found, [stray("app", "", ""), stray("app", "Ghost", "Ghost"), stray("app", "", "Gitea"), stray("size", "", ""), stray("yes_no", "", "yes")])
    assert found.figures == {"strays": 5, "false_repairs_pct": 25, "false_names_pct": 50, "yes_made_by_repair": 1}
    assert found.ok is False


def test_the_figures_of_corrections() -> None:
    def beside(snr: int, expected: str, before: str, got: str) -> Answer:
        return Answer("beside_email", "x", "joe", "white", snr, expected, "", "", before, got, 0.9, 1000, 100.0, 80.0, 2000, "")

    found = Report("ears")
    right = [beside(20, "Nuremberg", "", "Nuremberg"), beside(20, "Ashburn", "", "Helsinki"), beside(10, "Ashburn", "Ashburn", "Ashburn")]
    put_corrections(found, right, [beside(20, "", "", ""), beside(20, "", "", "Gitea"), beside(10, "", "Ghost", "Ghost"), beside(10, "", "", "")])
    assert found.figures["correction_acc_20db_pct"] == found.figures["correction_wrong_20db_pct"] == 50
    assert found.figures["correction_acc_20db_unrepaired_pct"] == 0
    assert found.figures["correction_acc_10db_pct"] == found.figures["correction_acc_10db_unrepaired_pct"] == 100
    assert found.figures["correction_false_repairs_pct"] == 25
    assert (found.figures["corrections"], found.figures["correction_strays"], found.ok) == (3, 4, False)
