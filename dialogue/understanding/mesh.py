"""An operator's mesh pair: a name and a number beside the word "mesh", in any order."""

import re

from dialogue.patterns import regex
from dialogue.understanding.text import Utterance

_MESH = frozenset("mesh clustermesh cilium".split())
_NAMES = frozenset("name named called names".split())
_IDS = frozenset("id ids number identifier".split())
_BETWEEN = frozenset(
    "is should shall must be will to the a an and with as has have gets cluster mesh cilium clustermesh its it of for our please use take set name named called = : make".split()
)
_NEVER = frozenset("id ids number name named is and or it for please do does then at in on with there here not no what which how id's identifier needed".split())
_LABEL = regex(r"[a-z0-9](?:[\w-]{0,61}[a-z0-9])?", re.IGNORECASE)
_REACH = 9
"""Words from "mesh" to its name or number."""


def mesh_pair(utterance: Utterance) -> tuple[str | None, int | None]:
    """The name and the id that were said, each None when it wasn't."""
    words = utterance.words
    about = [i for i, w in enumerate(words) if w.norm in _MESH]
    if not about:
        return None, None
    near = [i for i in range(len(words)) if any(abs(i - m) <= _REACH for m in about)]
    name = next((found for i in near if words[i].norm in _NAMES and (found := _label(utterance, i + 1))), None)
    number = next((value for i in near if words[i].norm in _IDS and (value := _number(utterance, i + 1)) is not None), None)
    if name is None:
        name = next((label for m in about if (label := _plainly(utterance, m))), None)
    return name, number


def _label(utterance: Utterance, at: int) -> str | None:
    """The word that the name is, past small words."""
    while at < len(utterance.words) and utterance.words[at].norm in _BETWEEN and utterance.words[at].brk < 2:
        at += 1
    if at >= len(utterance.words) or utterance.words[at].brk == 2 or utterance.words[at].norm in _NEVER:
        return None
    start = utterance.words[at].start
    said = _LABEL.match(utterance.text, start)
    label = said.group() if said else ""
    return None if label.isdecimal() or not label else label.lower()


def _plainly(utterance: Utterance, mesh: int) -> str | None:
    """ "mesh tanager-core, id 41", "mesh is blue-net": a label in the word's own place, which no plain word is."""
    label = _label(utterance, mesh + 1)
    return label if label and "-" in label else None


def _number(utterance: Utterance, at: int) -> int | None:
    while at < len(utterance.words) and utterance.words[at].norm in _BETWEEN | _NAMES:
        at += 1
    if at >= len(utterance.words) or not utterance.words[at].norm.isdecimal():
        return None
    start = utterance.words[at].start
    negative = utterance.text[start - 1 : start] == "-"
    return -int(utterance.words[at].norm[:7]) if negative else int(utterance.words[at].norm[:7])
