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
def clip() -> Samples:
    resampler = av.AudioResampler("s16", "mono", RATE)
    with av.open(str(CLIP)) as file:
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
