"""When each written word is heard: from what the voice measured, else from the lengths of the words. Pure."""

from collections.abc import Sequence
from itertools import accumulate

from speech.mouth.port import WordTime

Group = tuple[int, int]
"""A run of phonemes between two spaces: how many, and how many samples it takes with the space after it."""
_BASE = 2.0
"""Every word takes some time, whatever its length, counted in letters."""


def spoken_times(words: Sequence[str], groups: Sequence[Group], lead: int, rate: int) -> list[tuple[str, int, int]]:
    """Start and end in ms of each spoken word, from measured groups of phonemes.

    A phonemiser may run short words together ("in the" is one group); then groups are shared out by letters.
    `lead` samples come before the first group.
    """
    if not words or not groups:
        return []
    starts = [lead, *(lead + total for total in accumulate(samples for _, samples in groups))]
    if len(groups) == len(words):
        edges = [(starts[i], starts[i + 1]) for i in range(len(words))]
    else:
        edges = _shared_out(words, groups, starts)
    return [(word, start * 1000 // rate, end * 1000 // rate) for word, (start, end) in zip(words, edges, strict=True)]


def _shared_out(words: Sequence[str], groups: Sequence[Group], starts: Sequence[int]) -> list[tuple[int, int]]:
    """Letters and phonemes advance alike: a word ends where its share of the phonemes has been spoken."""
    letters = list(accumulate(len(word) + _BASE for word in words))
    phonemes = [0, *accumulate(count for count, _ in groups)]
    edges: list[int] = [starts[0]]
    for reached in letters:
        share = reached / letters[-1] * phonemes[-1]
        group = next((i for i in range(len(groups)) if phonemes[i + 1] >= share - 1e-9), len(groups) - 1)
        inside = (share - phonemes[group]) / max(1, phonemes[group + 1] - phonemes[group])
        edges.append(round(starts[group] + inside * (starts[group + 1] - starts[group])))
    return [(edges[i], edges[i + 1]) for i in range(len(words))]


def estimated(words: Sequence[str], ms: int) -> list[tuple[str, int, int]]:
    """Times of spoken words by their lengths: what is done for a voice that can't measure."""
    ends = list(accumulate(len(word) + _BASE for word in words))
    if not ends:
        return []
    edges = [0, *(round(end / ends[-1] * ms) for end in ends)]
    return [(word, edges[i], edges[i + 1]) for i, word in enumerate(words)]


def written_times(
    parts: Sequence[tuple[str, str]], spoken: Sequence[tuple[str, int, int]], ms: int
) -> tuple[WordTime, ...]:
    """Times of the written words: each part is (written, spoken), and a written word lasts as long as all it is spoken as.

    What isn't spoken at all (a dash, a bullet) belongs to the moment before it.
    """
    counted = [len(said.split()) for _, said in parts]
    times = list(spoken) if len(spoken) == sum(counted) else estimated([w for _, said in parts for w in said.split()], ms)
    made: list[WordTime] = []
    at, last = 0, 0
    for (written, _), count in zip(parts, counted, strict=True):
        start = times[at][1] if count else last
        last = times[at + count - 1][2] if count else last
        at += count
        made += _one_by_one(written, start, last)
    return tuple(made)


def _one_by_one(written: str, start: int, end: int) -> list[WordTime]:
    words = written.split()
    return [WordTime(word, since, until) for word, (_, since, until) in zip(words, _within(words, start, end), strict=True)]


def _within(words: Sequence[str], start: int, end: int) -> list[tuple[str, int, int]]:
    return [(word, start + since, start + until) for word, since, until in estimated(words, end - start)]
