"""How much room an utterance is given: windows, token budgets, places to cut. Pure arithmetic.

Whisper pays for its window, not for the speech in it: thirty seconds cost thirty times what two do. Too tight a window, though,
swallows the last word and makes the decoder go in circles.
"""

from collections.abc import Iterator

import numpy as np

from speech.audio import RATE, Samples, milliseconds

LONGEST_MS = 30_000
_WINDOWS_MS = (2_000, 3_000, 4_000, 5_000, 6_000, 8_000, 10_000, 15_000, 20_000, 25_000, LONGEST_MS)
_MARGIN_MS = 1_000
"""Silence after the speech; with less than about 400 ms the last word is lost."""
_WIDER = 2
"""How many times longer the second try's window is."""
_TOKENS_PER_S = 7.0
_SPARE_TOKENS = 10
MOST_TOKENS = 220
_USUALLY_PER_S, _USUALLY_SPARE, _STEP = 5.0, 2, 10
"""To go on costs as much as all that was written so far did: it is fed in again, token by token. On 300 noisy utterances these take
104 ms of reading on average and 141 at P95; with four tokens for each second it was 109 and 214."""
_PIECE_MS, _SHORTEST_PIECE_MS = 28_000, 12_000
_LULL_MS = 200


def fitting(audio_ms: int) -> int:
    """The smallest window that holds so much speech and its margin."""
    return next((w for w in _WINDOWS_MS if w >= audio_ms + _MARGIN_MS), LONGEST_MS)


def plan(audio_ms: int, *, tries: int = 3) -> tuple[int, ...]:
    """The windows to try, one after the other until one gives a good reading: fitting, twice that, everything."""
    first = fitting(audio_ms)
    second = next((w for w in _WINDOWS_MS if w >= first * _WIDER), LONGEST_MS)
    return tuple(dict.fromkeys((first, second, LONGEST_MS)))[:tries]


def budget(audio_ms: int) -> int:
    """The tokens that so much speech can't exceed; a decoder that says more is going in circles."""
    return min(MOST_TOKENS, _SPARE_TOKENS + round(audio_ms * _TOKENS_PER_S / 1000))


def steps(audio_ms: int, most: int) -> Iterator[int]:
    """After how many tokens to look at what was written: first where such speech usually has ended, then every few, at last at `most`."""
    at = usual(audio_ms)
    while at < most:
        yield at
        at += _STEP
    yield most


def usual(audio_ms: int) -> int:
    """The tokens that so much speech usually has at most."""
    return _USUALLY_SPARE + round(audio_ms * _USUALLY_PER_S / 1000)


def pieces(samples: Samples) -> list[Samples]:
    """Speech too long for one window, cut where it is quietest."""
    found: list[Samples] = []
    while milliseconds(samples) > _PIECE_MS:
        at = _lull(samples, _SHORTEST_PIECE_MS, _PIECE_MS)
        found.append(samples[:at])
        samples = samples[at:]
    return [*found, samples]


def _lull(samples: Samples, first_ms: int, last_ms: int) -> int:
    """The middle of the quietest moment between two points."""
    start, end, size = (ms * RATE // 1000 for ms in (first_ms, last_ms, _LULL_MS))
    blocks = samples[start : start + (end - start) // size * size].astype(np.float32).reshape(-1, size)
    quietest = int(np.argmin(np.mean(blocks**2, axis=1)))
    return start + quietest * size + size // 2
