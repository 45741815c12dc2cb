"""The real model, on one real sentence: the same text with the parts this room adds around it."""

from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest

from speech.audio import RATE, Samples, to_float
from speech.ears.hearing import Hearing, Task
from speech.ears.opening import EarsSettings, load
from speech.ears.port import Vocabulary

CLIP = Path(__file__).parents[3] / "evals" / "asr" / "clips" / "asr-028-not-hillsboro-ashburn--1.ogg"
MODELS = Path(__file__).parents[3] / "var" / "models"


@cache
def ears() -> Hearing:
    return load(EarsSettings(MODELS, languages=("en", "de")))


@cache
def clip(named: Path = CLIP) -> Samples:
    resampler = av.AudioResampler("s16", "mono", RATE)
    with av.open(str(named)) as file:
        frames = [out.to_ndarray().ravel() for frame in file.decode(audio=0) for out in resampler.resample(frame)]
    return np.concatenate(frames).astype(np.int16)


REGIONS = Vocabulary(("Falkenstein", "Nuremberg", "Helsinki", "Ashburn", "Hillsboro"), slot="region")


def test_a_real_sentence_is_heard_in_a_short_window_with_times_and_confidences() -> None:
    found = ears().hear(clip(), Task("s", None, REGIONS, times=True))
    assert {"Ashburn", "Hillsboro"} == set(found.names)
    assert found.language == "en"
    assert found.window_ms < 30_000
    assert all(0 < word.confidence <= 1 for word in found.words)
    starts = [word.start_ms for word in found.words]
    assert starts == sorted(starts)
    assert found.words[-1].end_ms <= found.audio_ms


def test_the_same_sound_gives_the_same_text() -> None:
    first, second = (ears().hear(clip(), Task("s", "en", REGIONS)) for _ in range(2))
    assert (first.text, first.words) == (second.text, second.words)


@pytest.mark.parametrize("level", [30.0, 600.0])
def test_noise_says_nothing(level: float) -> None:
    noise = (np.random.default_rng(3).standard_normal(2 * RATE) * level).astype(np.int16)
    found = ears().hear(noise, Task("s", "en", REGIONS))
    assert found.text == ""
    assert found.discarded


def test_what_was_said_explains_the_sound_best() -> None:
    model = ears()._model
    sound = model.encode(to_float(clip()), 5_000)
    texts = ["Not Hillsboro, Ashburn, please.", "Not Helsinki, Ashburn, please.", "Not Hillsboro, Nuremberg, please."]
    weights = model.weigh(sound, "en", "", [model.tokens.encode(text) for text in texts])
    assert all(weights[0] - other > 5.0 for other in weights[1:])
    alone = [model.weigh(sound, "en", "", [model.tokens.encode(text)])[0] for text in texts]
    assert alone == pytest.approx(weights, abs=0.5), "a candidate's weight doesn't depend on the others"


def test_a_reading_in_steps_is_the_one_that_is_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    model = ears()._model
    sound = model.encode(to_float(clip()), 5_000)
    usual = model.read(sound, "en", "Ashburn. Hillsboro.")
    for size in (1, 3, 60):
        monkeypatch.setattr("speech.ears.window.steps", lambda _, most, size=size: [*range(size, most, size), most])
        again = model.read(sound, "en", "Ashburn. Hillsboro.")
        assert again.ids == usual.ids
        assert again.log_probs == pytest.approx(usual.log_probs, abs=0.05)
        assert not again.full


def test_what_nobody_wants_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speech.ears.window.steps", lambda _, most: [4, most])
    model = ears()._model
    sound = model.encode(to_float(clip()), 5_000)
    begun = model.read(sound, "en", wanted=lambda: False)
    whole = model.read(sound, "en")
    assert begun.full
    assert begun.ids == whole.ids[:4]
    assert len(whole.ids) > 8


def test_a_decoder_that_goes_in_circles_is_stopped_in_the_second() -> None:
    """Without a hint this window makes it say the sentence again and again."""
    model = ears()._model
    sound = model.encode(to_float(clip(CLIP.with_name("asr-018-app-names--1.ogg"))), 4_000)
    read = model.read(sound, "en", budget=100)
    assert not read.full
    assert model.tokens.decode(read.ids).count("Install") == 1
