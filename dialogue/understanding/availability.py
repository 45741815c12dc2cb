"""High availability: by its name, or by the control planes that make it."""

from collections.abc import Sequence

from dialogue.patterns import regex
from dialogue.understanding.numbers import Number
from dialogue.understanding.scope import cue_after, cue_before
from dialogue.understanding.text import Utterance, contains

_HA = (
    ("high", "availability"), ("highly", "available"), ("high", "available"), ("ha",), ("redundant", "control"),
    ("redundant", "control", "plane"), ("three", "control", "planes"), ("3", "control", "planes"), ("h", "a"),
    ("high", "availibility"), ("multi", "master"), ("three", "control", "plane", "nodes"), ("hi", "availability"),
    ("high", "availabilty"), ("three", "masters"), ("3", "masters"), ("triple", "control"), ("triple", "masters"),
)  # fmt: skip
_HA_BY_FIRST = {first: sorted((c for c in _HA if c[0] == first), key=len, reverse=True) for first in {c[0] for c in _HA}}
_NOT_HA = (("single", "control", "plane"), ("one", "control", "plane"), ("single", "node"))

_THINGS = frozenset("thing stuff option feature part bit mode setting".split())
_WITHOUT = regex(r"(?i)\b(?:w/o|non)[\s-]*$")
_MASTERS = frozenset("masters cps".split())
_ENOUGH = 3
"""Control planes of a high availability."""


def availability(utterance: Utterance, found: Sequence[Number] = ()) -> bool | None:
    """High availability asked for, declined, or not spoken of."""
    norms = utterance.norms(0, len(utterance.words))
    if any(contains(norms, cue) for cue in _NOT_HA):
        return False
    for index, norm in enumerate(norms):
        for cue in _HA_BY_FIRST.get(norm, ()):
            if norms[index : index + len(cue)] == cue and not _inside_spelling(norms, index, index + len(cue)) and not _laughs(utterance, index, cue):
                negated = cue_before(utterance, index, spans=set()).mode == "remove" or _WITHOUT.search(utterance.text, 0, utterance.words[index].start) is not None or _switched_off(utterance, index, index + len(cue))
                return not negated
    return _counted(utterance, found)


_OF_HA = frozenset(
    "no yes on off please is isn't was for too also and or with without mode setup cluster enabled needed required not should shall must can would will sounds matters control if as "
    "in to be makes".split()
)
"""Words behind "Ha" with which a sentence about it goes on."""


def _laughs(utterance: Utterance, index: int, cue: tuple[str, ...]) -> bool:
    """ "Ha, worth a try": small letters that begin a sentence, and more of it behind a comma."""
    words = utterance.words
    if cue != ("ha",) or words[index].text == "HA" or words[index].brk != 2 or index + 1 >= len(words):
        return False
    if words[index].text == "Ha" and not words[index + 1].brk and words[index + 1].norm not in _OF_HA:
        return True  # "Ha I knew it", "Ha bir de …"
    return words[index + 1].brk > 0 and words[index + 1].norm not in ("no", "yes", "on", "off", "please") and not utterance.text[words[index].end :].lstrip().startswith(":")


def _inside_spelling(norms: tuple[str, ...], start: int, end: int) -> bool:
    """ "H A R B O U R" spells a name."""
    beside = norms[start - 1 : start] + norms[end : end + 1] if start else norms[end : end + 1]
    return end - start == 2 and any(len(w) == 1 and w.isalpha() and w not in ("a", "i") for w in beside)


def _switched_off(utterance: Utterance, start: int, end: int) -> bool:
    """ "turn HA off", "disable HA", "leave the high availability away", "HA: no", "high availability isn't needed"."""
    begin = max(0, start - 3)
    while any(w.brk == 2 for w in utterance.words[begin + 1 : start + 1]):
        begin += 1
    if utterance.norms(end, end + 1) and utterance.norms(end, end + 1)[0] in _THINGS and not utterance.words[end].brk:
        end += 1
    before, after = utterance.norms(begin, start), utterance.norms(end, end + 4)
    if _OFF & set(before) or (after[:1] and after[0] in _OFF_AFTER and not utterance.words[end].brk):
        return True
    if after[:1] == ("no",) and (len(after) == 1 or utterance.words[end + 1].brk > 0):
        return True
    if _LEAVES & set(before) and after[:1] and after[0] in ("away", "out", "off", "aside"):
        return True
    return cue_after(utterance, end) == "remove"


_OFF = frozenset("off disable disabled deactivate deactivated".split())
_OFF_AFTER = frozenset("off disabled unnecessary false no. deactivated".split())
_LEAVES = frozenset("leave take put let drop keep".split())


def _counted(utterance: Utterance, found: Sequence[Number]) -> bool | None:
    """ "3x control plane", "3 node control plane", "control plane x3", "3 CPs"; one of them is none."""
    for number in found:
        if number.value not in (1, _ENOUGH) or number.article:
            continue
        after = utterance.norms(number.end, number.end + 4)
        rest = after[1:] if after[:1] in (("x",), ("times",), ("node",), ("ha",), ("of",)) else after
        before = utterance.norms(max(0, number.start - 3), number.start)
        before = before[:-1] if before[-1:] in (("nodes",), ("node",)) else before
        plane = rest[:2] in (("control", "plane"), ("control", "planes")) or (rest[:1] != () and rest[0] in _MASTERS)
        ends = not after or bool(utterance.words[number.end].brk) or after[0] in ("and", "please", "nodes", "with", "in", "each", "for")
        label = before[-2:] in (("control", "plane"), ("control", "planes")) and ends and utterance.words[number.start].text.lower() != "one"
        if plane or (label and number.value > 1):
            return number.value > 1 and cue_before(utterance, number.start, spans=set()).mode != "remove"
    return None
