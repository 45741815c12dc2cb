"""What comes out of a microphone when things go wrong, through the real detectors and the real ears: it is a turn or it is none,
and nothing of it is left."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from speech.audio import FRAME, RATE, from_float, resampled, to_float
from speech.ears.desk import Desk
from speech.ears.local import LocalRecogniser
from speech.ears.opening import EarsSettings, load
from speech.ears.port import Vocabulary
from speech.ears.scripted import ScriptedRecogniser
from speech.turns.expectation import Expectation
from speech.turns.listener import Heard, HearingTrouble, Listener, Output
from speech.turns.vad import Silero, VoiceDetector
from tests.leftovers import fill_pool, left_over
from tests.speech.sentence import between_silences
from tests.speech.turns.test_listener import LevelDetector

MODELS = Path(__file__).parents[2] / "var" / "models"
SENTENCE = "Please put it in Helsinki."
REGIONS = Vocabulary(("Falkenstein", "Nuremberg", "Helsinki", "Ashburn", "Hillsboro"), slot="region")
Signal = NDArray[np.float32]


@pytest.fixture(scope="module")
def ears() -> Iterator[LocalRecogniser]:
    recogniser = LocalRecogniser(load(EarsSettings(MODELS)), Desk())
    yield recogniser
    asyncio.run(recogniser.close())


@pytest.fixture(scope="module")
def silero() -> Silero:
    return Silero()


@pytest.fixture(scope="module")
def speech() -> Signal:
    """A sentence, with silence around it and the hiss of a microphone over all."""
    sound = between_silences(SENTENCE)
    return (to_float(sound) + hiss(len(sound))).astype(np.float32)


def hiss(length: int) -> Signal:
    return np.random.default_rng(1).normal(0, 0.0008, length).astype(np.float32)


def quiet_room(speech: Signal) -> Signal:
    return hiss(len(speech))


def dead_wire(speech: Signal) -> Signal:
    return np.zeros(len(speech), dtype=np.float32)


def music(_: Signal) -> Signal:
    """Chords with a beat: pitched, loud, and moving, for longer than anybody is taken to speak without a word."""
    t = np.arange(14 * RATE) / RATE
    made = np.zeros(len(t))
    for at, root in enumerate((220.0, 174.6, 261.6, 196.0) * 7):
        there = (t >= at / 2) & (t < (at + 1) / 2)
        since = t - at / 2
        for step in (1.0, 1.25, 1.5, 2.0, 3.0):
            made += there * np.sin(2 * np.pi * root * step * t) * np.exp(-2.5 * since.clip(0)) * 0.12 / step**0.5
    return (made + np.random.default_rng(2).normal(0, 0.08, len(t)) * ((t % 0.5) < 0.03)).astype(np.float32)


def shout(speech: Signal) -> Signal:
    """So loud that the microphone cuts it off at both ends."""
    return np.clip(speech * 14, -1.0, 1.0)


def telephone(speech: Signal) -> Signal:
    """8 kHz: nothing above 4 kHz has come through."""
    spectrum = np.fft.rfft(speech)
    spectrum[len(spectrum) // 2 :] = 0
    eight = np.fft.irfft(spectrum[: len(spectrum) // 2 + 1], len(speech) // 2) / 2
    return resampled(eight.astype(np.float32), RATE // 2)


async def listened(sound: Signal, ears: LocalRecogniser, silero: Silero) -> tuple[list[Output], int]:
    """What came of it, and how many tasks it has left behind."""
    before, out = len(asyncio.all_tasks()), list[Output]()
    listener = Listener("s", ears, VoiceDetector(silero), out.append, language="en")
    listener.expect(Expectation(kind="choice"), REGIONS)
    samples = from_float(sound)
    for at in range(0, len(samples) // FRAME * FRAME, FRAME):
        listener.hear(samples[at : at + FRAME])
        while listener.busy:  # the models take no audio time here
            await asyncio.wait(listener.busy)
    await listener.close()
    return out, len(asyncio.all_tasks()) - before


@pytest.mark.parametrize("make", [dead_wire, quiet_room, music])
async def test_what_holds_no_word_is_no_turn(make: Callable[[Signal], Signal], ears: LocalRecogniser, silero: Silero, speech: Signal) -> None:
    await fill_pool()
    await listened(speech, ears, silero)  # what is made once, is there
    before = left_over()
    out, tasks = await listened(make(speech), ears, silero)
    assert [o for o in out if isinstance(o, (Heard, HearingTrouble))] == []
    assert tasks == 0
    assert left_over() <= before


@pytest.mark.parametrize("make", [shout, telephone])
async def test_what_is_badly_recorded_is_heard_all_the_same(
    make: Callable[[Signal], Signal], ears: LocalRecogniser, silero: Silero, speech: Signal
) -> None:
    await fill_pool()
    await listened(speech, ears, silero)
    before = left_over()
    out, tasks = await listened(make(speech), ears, silero)
    (heard,) = [o for o in out if isinstance(o, Heard)]
    assert heard.transcript.names == ("Helsinki",)
    assert tasks == 0
    assert left_over() <= before


async def test_ten_minutes_without_a_pause_leave_nothing_behind() -> None:
    """With ears that need no time, so that it is the line alone that could pile something up."""
    before, out = len(asyncio.all_tasks()), list[Output]()
    recogniser = ScriptedRecogniser(["and so on and so on"] * 60)
    listener = Listener("s", recogniser, LevelDetector(), out.append, language="en")
    voice = np.full(FRAME, 3000, dtype=np.int16)
    waiting = 0
    for _ in range(10 * 60 * 50):
        listener.hear(voice)
        for _ in range(4):
            await asyncio.sleep(0)
        waiting = max(waiting, len(listener.busy))
    turns = [o for o in out if isinstance(o, Heard)]
    assert 23 <= len(turns) <= 40
    assert all(turn.continues for turn in turns[1:])
    assert max(asked.audio_ms for asked in recogniser.asked) <= 26_000
    assert waiting <= 8
    await listener.close()
    assert len(asyncio.all_tasks()) == before
