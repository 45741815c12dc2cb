"""A count that is shared out: "split four workers across both regions", "four workers between them"."""

from itertools import pairwise

from dialogue.understanding.text import contains

_SPLITS = frozenset(
    "split splits splitting spread spreads spreading distribute distributes distributed distributing divide divides divided dividing apportion apportioned parcelled evenly equally combined jointly".split()
)
_OVER = frozenset("across between among amongst over out up evenly equally".split())
_TOGETHER = (
    *((among, them) for among in ("between", "among", "amongst") for them in ("them", "both", "those", "these", "us")),
    ("between", "the", "two"), ("among", "the", "two"), ("all", "told"), ("taken", "together"), ("put", "together"), ("added", "up"), ("as", "a", "whole"), ("in", "sum"), ("sum", "total"),
)  # fmt: skip


def shared_out(words: tuple[str, ...]) -> bool:
    """The words say that a count is one for all places together."""
    if not _SPLITS.isdisjoint(words) or any(contains(words, cue) for cue in _TOGETHER):
        return True
    return any(a in ("share", "shared", "sharing") and b in _OVER for a, b in pairwise(words))
