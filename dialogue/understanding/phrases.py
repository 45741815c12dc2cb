"""Phrases with small words inside: "book a table" is "book table", "share our large files" is "share files"."""

from collections.abc import Sequence

from dialogue.understanding.text import stem

LOOSE_KINDS = frozenset({"need", "unavailable_need"})
"""What people do: small words may stand inside."""
_INSIDE = frozenset(
    stem(word)
    for word in (
        "a an the our my their your his her its some any all new own more such these those this that up out large big old important "
        "internal online private client customer company staff team lots of sensitive digital paper time free suitable preferred like"
    ).split()
)
_MOST_INSIDE = 3
_ANYTHING = "something"
"""Stands for a few words of any kind: "sell something online"."""


def loose_end(stems: Sequence[str], at: int, key: tuple[str, ...]) -> int:
    """Where the phrase ends that begins at `at`, over small words inside it; 0 when it isn't there."""
    place, inside, anything = at + 1, 0, False
    for word in key[1:]:
        if word == _ANYTHING:
            anything = True
            continue
        while place < len(stems) and stems[place] != word and (anything or stems[place] in _INSIDE) and inside < _MOST_INSIDE:
            place, inside = place + 1, inside + 1
        if place >= len(stems) or stems[place] != word:
            return 0
        place += 1
    return place
