"""Names of ours that were heard as other words: looked for only where such a name stands, and told apart from a guess.

What was asked for and what is named beside another of its kind is believed sooner; short names, which many words sound
like, only there. Between what is believed and what is nothing lies what is asked about ("Did you mean Falkenstein?").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dialogue.understanding.phonetics import alike, sounds, weight
from dialogue.understanding.text import Utterance

Kind = Literal["place", "app"]
SURE_SILENT = 0.93
"""What is less alike is said back when it is taken."""
_STRONG_PLACE = frozenset("in at near region city location hosted around".split())
_WEAK_PLACE = frozenset("to use it host put move take choose prefer is of and not or closest like with make that".split())
_WANTING = frozenset("install add want wants need needs use include get have remove drop take give plus with like prefer us me deploy except keep only just without no not".split())
_STANDING = frozenset("except keep remove drop".split())
"""Before what is in the plan already."""
_ARTICLES = frozenset("a an the our my some your own new good simple".split())
_LISTING = frozenset("and or plus".split())
_NEVER_INSIDE = frozenset("and or with the a an to in at on for we i it is no not of my our me us you your please then that this two three region regions".split())
_EVERYDAY = frozenset(
    "number numbers exclude excluded workings backing welcome document documented deployments deployment listing lasting monitor monitored statistic statistical stylistic "
    "service services surface survive server servers option options gateway kitty getter gate gates guitar many much match week weak weekly wake wiki block black plug blow "
    "blood block plan plain plans place play planned planner host hosts east west post most lost cost cast boost guest guests ghosts form forms force farm farms file files "
    "filled diff differ different german germans poster postal posture possess false reposit member members november hamburg blackburn helping workers working networks network "
    "booked backed box book books booking word words world press next cloud clouds code codes coat boat part party people bird water letter letters address nothing something anything everything rather get getting next last attachment attachments "
    "bootstrap colon explode listen master naked numbered optimum slider subset unexpected validation visit visits visitor burn filling finding halting history holding link sink sync "
    "hoist bloc".split()
)
"""Words that sound like one of our names and are words of their own."""
_MOST = 3
"""Words that one name is heard as."""
_MOST_ARTICLES = 4
_WEIGHTY, _LIGHT = 6.0, 4.5
_CLOSE = 0.04
"""Two names so near to each other in likeness are both possible."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """A name by its sound."""

    name: str
    kind: Kind
    code: str
    weight: float

    @classmethod
    def of(cls, name: str, kind: Kind) -> "Sounding":
        """Transcribed."""
        code = sounds(name)
        return cls(name, kind, code, weight(code))


@dataclass(frozen=True, slots=True)
class Heard:
    """Words that may be a name; `end` is behind the last of them."""

    end: int
    names: tuple[str, ...]
    """The likeliest, and any that is as likely."""
    score: float
    sure: bool


def heard_at(
    utterance: Utterance, at: int, names: Sequence[Sounding], *, asking: str | None, taken: set[int], beside_app: int, before_app: bool = False
) -> Heard | None:
    """The name of ours that the words from `at` on sound like.

    Args:
        taken: words that are something already.
        beside_app: where the last app that was named ends, -1 for none.
        before_app: the list that begins here goes on with an app.
    """
    expected = _expected(utterance, at, asking, beside_app, before_app=before_app)
    best: Heard | None = None
    for size in range(1, _MOST + 1) if expected else ():
        end = at + size
        window = utterance.norms(at, end)
        if end > len(utterance.words) or any(w.brk for w in utterance.words[at + 1 : end]) or taken.intersection(range(at, end)):
            break
        if _NEVER_INSIDE & {window[-1], window[0]} or not all(w.isalpha() for w in window):
            break
        if size == 1 and window[0] in _EVERYDAY:
            continue
        for kind, closeness in expected:
            found = _likeliest(sounds("".join(window)), [n for n in names if n.kind == kind], closeness, plain=size > 1 and (kind == "app" or closeness < 2))
            if found and (best is None or found[1] > best.score):
                best = Heard(end, *found)
    return best


def _likeliest(code: str, names: Sequence[Sounding], closeness: int, *, plain: bool) -> tuple[tuple[str, ...], float, bool] | None:
    scored = sorted(((alike(code, n.code), n) for n in names), key=lambda pair: -pair[0])
    if not scored or scored[0][0] == 0:
        return None
    score, first = scored[0]
    sure, ask = _bounds(first.weight, closeness)
    if score < ask or (plain and score < sure):
        return None
    rivals = [n.name for s, n in scored[1:3] if s > score - _CLOSE and s < 1.0 and n.name != first.name]
    return (first.name, *rivals), score, score >= sure and not rivals


def _bounds(heaviness: float, closeness: int) -> tuple[float, float]:
    """From where a name is believed, and from where it is asked about. Closeness 0: loosely led to; 1: clearly; 2: asked for, or in a list."""
    sure = 0.84 if heaviness >= _WEIGHTY else 0.88 if heaviness >= _LIGHT else 0.93
    if heaviness < _LIGHT:
        return (0.8, 0.8) if closeness == 2 else (sure, sure)  # too many words sound like a short name to ask about it
    sure -= 0.04 * closeness
    return sure, sure - (0.14 if closeness else 0.1)


def _expected(utterance: Utterance, at: int, asking: str | None, beside_app: int, *, before_app: bool) -> list[tuple[Kind, int]]:
    """Which names may stand here, and how surely one of them does."""
    words = utterance.words
    found: list[tuple[Kind, int]] = [("app", 2)] if before_app else []
    alone = len(words) <= _MOST
    if at and words[at].brk == 2 and asking == "regions":
        return [("place", 2)]
    if at == 0:
        if (alone or asking == "regions") and asking in ("regions", "clarify"):
            found.append(("place", 2))
        elif alone and asking != "organisation":
            found.append(("place", 0))
        if len(words) <= _MOST and asking == "apps":
            found.append(("app", 2))
        return found
    lead = at - 1
    while lead > max(0, at - _MOST_ARTICLES) and words[lead].norm in _ARTICLES and words[lead + 1].brk == 0:
        lead -= 1
    before, broken = words[lead].norm, any(w.brk for w in words[lead + 1 : at + 1])
    if not broken and before in _STRONG_PLACE:
        found.append(("place", 2 if asking == "regions" else 1))
    elif not broken and before in _WEAK_PLACE and asking != "organisation":
        found.append(("place", 2 if asking == "regions" else 0))
    listed = beside_app >= 0 and (lead + 1 == beside_app and words[lead + 1].brk < 2 or lead == beside_app and before in _LISTING)
    if listed:
        found.append(("app", 2))
    elif not broken and before in _WANTING:
        found.append(("app", 2 if asking == "apps" or before in _STANDING else 1 if lead < at - 1 or before in ("install", "add") else 0))
    return found
