"""Opus: what goes in comes out, losses are bridged, and rubbish is refused."""

import random

import numpy as np
import pytest
from numpy.typing import NDArray

from speech.audio import FRAME, RATE, Samples, level_dbfs
from speech.transport.opus import OpusDecoder, OpusEncoder, OpusFault


def voice(seconds: float) -> Samples:
    """Something like a vowel: a pitch with its harmonics, its loudness swaying."""
    t: NDArray[np.float64] = np.arange(int(RATE * seconds)) / RATE
    wave = np.sum([np.sin(2 * np.pi * 140 * k * t) / k for k in range(1, 8)], axis=0) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * t))
    return (wave * 5000).astype(np.int16)


def frames(samples: Samples) -> list[Samples]:
    return [samples[at : at + FRAME] for at in range(0, len(samples) - FRAME + 1, FRAME)]


def likeness(a: Samples, b: Samples) -> float:
    """The best correlation within 20 ms of shift."""
    one, other = a.astype(np.float64), b.astype(np.float64)
    return max(float(np.corrcoef(one[: len(one) - shift], other[shift:])[0, 1]) for shift in range(FRAME))


def test_a_voice_survives_the_way() -> None:
    encoder, decoder = OpusEncoder(), OpusDecoder()
    sound = voice(1.0)
    packets = [encoder.encode(frame) for frame in frames(sound)]
    back = np.concatenate([decoder.decode(packet) for packet in packets])
    assert len(back) == len(sound)
    assert likeness(sound[RATE // 5 :], back[RATE // 5 :]) > 0.85  # its high-pass shifts phases
    assert sum(map(len, packets)) * 8 < 40_000


def test_a_lost_frame_comes_back_from_the_packet_behind_it() -> None:
    encoder, decoder = OpusEncoder(loss_percent=20), OpusDecoder()
    sound = frames(voice(1.0))
    packets = [encoder.encode(frame) for frame in sound]
    kept = OpusDecoder()
    whole = [kept.decode(packet) for packet in packets]
    got: list[Samples] = []
    for at, packet in enumerate(packets):
        if at % 5 == 3:
            continue
        if at % 5 == 4:
            got.append(decoder.corrected(packet))
        got.append(decoder.decode(packet))
    assert len(got) == len(sound)
    lost = [at for at in range(10, len(sound)) if at % 5 == 3]
    alike = [float(np.corrcoef(whole[at].astype(float), got[at].astype(float))[0, 1]) for at in lost]
    assert np.median(alike) > 0.9


def test_what_is_lost_for_good_fades() -> None:
    encoder, decoder = OpusEncoder(), OpusDecoder()
    for frame in frames(voice(0.5)):
        decoder.decode(encoder.encode(frame))
    bridged = [level_dbfs(decoder.concealed()) for _ in range(25)]
    assert bridged[0] > -30
    assert bridged[-1] < bridged[0] - 20


def test_rubbish_is_refused_and_the_decoder_goes_on() -> None:
    encoder, decoder = OpusEncoder(), OpusDecoder()
    with pytest.raises(OpusFault):
        decoder.decode(b"")
    rng = random.Random(7)
    for _ in range(500):
        packet = rng.randbytes(rng.randint(1, 200))
        try:
            assert len(decoder.decode(packet)) <= RATE * 120 // 1000
        except OpusFault:
            pass
    assert len(decoder.decode(encoder.encode(voice(0.02)))) == FRAME


def test_only_whole_frames_are_encoded() -> None:
    with pytest.raises(ValueError, match="320 samples"):
        OpusEncoder().encode(voice(0.01))
