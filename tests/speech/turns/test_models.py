"""The real detectors and the real turn model, on real sound: short, and only what nothing else can show."""

import asyncio
import threading
from pathlib import Path

import numpy as np
import pytest

from speech.audio import FRAME, Samples, from_float, silence
from speech.ears.port import Vocabulary
from speech.ears.scripted import ScriptedRecogniser
from speech.models import ModelMissing
from speech.turns.bench.acting import act, interrupt
from speech.turns.bench.corpus import Answer, Piece
from speech.turns.bench.sound import Take
from speech.turns.expectation import Expectation
from speech.turns.listener import Heard, Listener, Output
from speech.turns.smart_turn import SmartTurn, log_mel
from speech.turns.vad import Silero, VoiceDetector
from tests.speech.sentence import between_silences

SENTENCE = "Please put it in Helsinki."
SILERO = Silero()


@pytest.fixture(scope="module")
def spoken() -> Samples:
    """A sentence by the packaged voice, with silence around it."""
    sound = between_silences(SENTENCE)
    hiss = np.random.default_rng(1).normal(0, 0.0008, len(sound)).astype(np.float32)
    sound = from_float(sound.astype(np.float32) / 32768 + hiss)
    return sound[: len(sound) // FRAME * FRAME]


def frames(sound: Samples) -> list[Samples]:
    return [sound[i : i + FRAME] for i in range(0, len(sound), FRAME)]


def test_speech_is_told_from_silence_noise_and_a_tone(spoken: Samples):
    def share(sound: Samples) -> float:
        detector = VoiceDetector(SILERO)
        return float(np.mean([detector.measure(frame).speech > 0.5 for frame in frames(sound)]))

    chance = np.random.default_rng(2)
    assert share(spoken) > 0.3
    assert share(silence(2000)) == 0
    assert share(from_float(chance.normal(0, 0.05, 32000).astype(np.float32))) < 0.05
    assert share(from_float((0.3 * np.sin(np.arange(32000) / 7)).astype(np.float32))) < 0.2


def test_an_idle_room_wakes_the_careful_detector_only_for_a_voice(spoken: Samples):
    detector = VoiceDetector(SILERO)
    for frame in frames(silence(3000)):
        detector.measure(frame)
    heard = [detector.measure(frame) for frame in frames(spoken)]
    first = next(i for i, frame in enumerate(heard) if frame.speech > 0.5)
    assert 600 <= first * 20 <= 900


def test_an_eager_look_notices_a_voice_no_later_and_changes_nothing_that_follows(spoken: Samples):
    usual, eager = VoiceDetector(SILERO), VoiceDetector(SILERO)
    both = [(usual.measure(frame), eager.measure(frame, eager=True)) for frame in frames(spoken)]
    assert all(b.speech >= a.speech for a, b in both)
    assert any(b.speech > a.speech + 0.2 for a, b in both)
    last = silence(20)
    assert usual.measure(last) == eager.measure(last)


def test_a_frame_of_another_length_is_refused():
    with pytest.raises(ValueError, match="320"):
        VoiceDetector(SILERO).measure(silence(30))


def test_the_features_are_those_the_model_was_trained_on():
    """The numbers were made by the model's own feature extractor."""
    swelling = 0.3 * np.sin(2 * np.pi * 1000 * np.arange(16_000) / 16_000) * np.linspace(0, 1, 16_000)
    made = log_mel(swelling.astype(np.float32), _filters())
    assert made.shape == (80, 800)
    assert made.dtype == np.float32
    known = {(0, 0): 0.0061, (26, 760): 1.8995, (10, 790): 0.0061, (60, 799): 0.3406, (79, 400): 0.0061}
    assert {place: float(made[place]) for place in known} == pytest.approx(known, abs=1e-4)


def _filters() -> np.ndarray:
    from speech.turns import smart_turn  # noqa: PLC0415 - looked at as a module

    return smart_turn._mel_filters()


def test_another_file_than_the_known_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    with pytest.raises(ModelMissing, match="isn't installed"):
        SmartTurn()
    place = tmp_path / "share" / "concierge"
    place.mkdir(parents=True)
    (place / "smart-turn-v3.2-cpu.onnx").write_bytes(b"something else")
    with pytest.raises(ModelMissing, match="isn't the known one"):
        SmartTurn()


async def test_who_asks_while_others_wait_for_an_answer_gets_none(monkeypatch: pytest.MonkeyPatch):
    model = SmartTurn()
    let_go = threading.Event()

    def slow(samples: Samples) -> float:
        assert let_go.wait(10)
        return 0.75

    monkeypatch.setattr(model, "probability", slow)
    waiting = [asyncio.create_task(model.finished(silence(100))) for _ in range(2)]
    await asyncio.sleep(0)  # both have asked
    assert await model.finished(silence(100)) is None
    let_go.set()
    assert await asyncio.gather(*waiting) == [0.75, 0.75]
    assert await model.finished(silence(100)) == 0.75
    model.close()


async def test_a_sentence_is_heard_by_the_real_detectors_and_ends_in_time(spoken: Samples):
    out: list[Output] = []
    model = SmartTurn()
    listener = Listener("s", ScriptedRecogniser([SENTENCE]), VoiceDetector(SILERO), out.append, turn_model=model)
    listener.expect(Expectation(kind="choice"), Vocabulary())
    for frame in frames(spoken):
        listener.hear(frame)
        while listener.busy:  # the models take no audio time here
            await asyncio.wait(listener.busy)
    await listener.close()
    finished = await model.finished(spoken[: len(spoken) - 16 * 1300])
    model.close()
    (heard,) = [output for output in out if isinstance(output, Heard)]
    assert heard.transcript.text == SENTENCE
    assert 300 <= heard.start_ms <= 700
    assert heard.decided_after_ms <= 750
    assert finished is not None
    assert finished > 0.5


def test_the_offline_bench_acts_a_take_out(spoken: Samples):
    words = tuple(Piece(word, 0, 0) for word in "please put it in helsinki".split())
    end = len(spoken) // 16 - 1500
    take = Take(Answer("choice", "region", words), spoken, tuple((600, end, piece.word) for piece in words), "joe")
    outcome, ears = act(take, SILERO, None)
    assert not outcome.cut_off
    assert not outcome.missed
    assert ears.probabilities == []
    over = interrupt(take, SILERO, Expectation(kind="choice"), "A prompt of ours that goes on for quite a while")
    assert over.stopped
    assert over.silent_after_ms is not None
    assert over.silent_after_ms <= 250
    assert over.heard.startswith("A prompt")
