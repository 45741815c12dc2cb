"""What stands, spoken of together or by its place: "drop the last two", "both can go", "get rid of the one in the middle".

Only messages that do nothing else are read here; everything finer is said with names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from dialogue.patterns import regex
from dialogue.understanding.everyday import is_everyday
from dialogue.understanding.positions import APPS, REGIONS, named
from dialogue.understanding.text import Utterance, read

Kind = Literal["apps", "regions"]
_LEAD = (
    r"(?:(?:no|yes|ok(?:ay)?|oh|well|actually|please|just|then|and|so|but|hm+|right|let's|lets|you (?:can|could|may)|(?:can|could|would) you|i'd|i would|i|we|want (?:you )?to|"
    r"like (?:you )?to|rather|go ahead and|maybe|sorry|on second thoughts?|on reflection)[\s,]+)*"
)
_REMOVE = r"(?:drop|remove|delete|ditch|skip|scrap|cut|lose|kill|strike|dump|bin|axe|omit|exclude|forget(?: about)?|get rid of|do away with|leave out|take out|take away|kick out|throw out|cross out)"
_TAIL = r"(?:[\s,]+(?:please|then|again|thanks|thank you|now|too|as well|out|off|away|from (?:the )?(?:list|plan)))*[\s.!]*"
_DONT = r"(?:(?:really|actually|just)\s+)?(?:don't|dont|do not|no longer|won't|wouldn't)\s+(?:(?:really|actually|even)\s+)?(?:need|want|use|like|have to have)"
_UNWANTED = rf"(?:that\s+)?(?:i|we)\s+{_DONT}(?:\s+(?:any\s*more|any longer|after all|really|at all))?"
_WHAT = r"(?P<what>[\w' ]{2,40}?)"
_FORMS = (
    regex(rf"(?i)^{_LEAD}{_REMOVE}\s+{_WHAT}{_TAIL}$"),
    regex(rf"(?i)^{_LEAD}(?:take|leave|kick|throw|cross|cut)\s+{_WHAT}\s+(?:out|off|away)(?:\s+again)?{_TAIL}$"),
    regex(rf"(?i)^{_LEAD}{_WHAT}\s+(?:can|should|must|may|could|needs? to|has to|have to)\s+(?:go|be (?:removed|dropped|deleted|left out|taken out)|leave)(?:\s+again)?{_TAIL}$"),
    regex(rf"(?i)^{_LEAD}{_WHAT},?\s+{_UNWANTED}{_TAIL}$"),
    regex(rf"(?i)^{_LEAD}(?:(?:i|we)\s+)?{_DONT}\s+{_WHAT}{_TAIL}$"),
)
_BACK = (
    regex(rf"(?i)^{_LEAD}(?:keep|retain|restore|reinstate|re-?add|leave in)\s+{_WHAT}(?:\s+(?:in|after all|though|anyway))*{_TAIL}$"),
    regex(rf"(?i)^{_LEAD}(?:put|bring|add|take|get|want|need|leave|have)\s+{_WHAT}\s+(?:back(?:\s+in)?|in again|in after all|after all|again)(?:\s+(?:though|anyway))*{_TAIL}$"),
    regex(rf"(?i)^{_LEAD}{_WHAT}\s+(?:can|should|may|must|could)\s+(?:stay|remain|be kept|come back|stay in)(?:\s+(?:after all|though|anyway|in))*{_TAIL}$"),
)
_NOUNS: dict[str, Kind | None] = {
    "app": "apps", "apps": "apps", "application": "apps", "applications": "apps", "program": "apps", "programs": "apps",
    "region": "regions", "regions": "regions", "site": "regions", "sites": "regions", "location": "regions", "locations": "regions",
    "one": None, "ones": None, "thing": None, "things": None,
}  # fmt: skip
_PART = regex(r"[,.;:!?]+\s+")
_SMALL = frozenset("the that those these this of them in a at my our your all".split())


@dataclass(frozen=True, slots=True)
class Dropped:
    """Places (from 0) of what goes, in the list of its kind."""

    kind: Kind
    places: tuple[int, ...]


def dropped(utterance: Utterance, *, apps: Sequence[str], regions: Sequence[str], about: str | None) -> Dropped | None:
    """What the whole message strikes from what stands; None when it says anything else, or when it is open which list it means.

    Args:
        about: the slot that the talk is about.
    """
    match = _match(utterance.text.strip(), _FORMS)
    if match is None:
        return None
    words = read(match["what"])
    nouns = {kind for w in words.folded if (kind := _NOUNS.get(w))}
    lists: dict[Kind, Sequence[str]] = {"apps": apps, "regions": regions}
    kinds: list[Kind] = [k for k in lists if k in nouns] if nouns else [k for k in lists if k == about] or list(lists)
    found = [Dropped(kind, places) for kind in kinds if (places := _places(words, len(lists[kind]), kind))]
    return found[0] if len(found) == 1 else None


def kept(utterance: Utterance, before: Sequence[str]) -> tuple[int, ...]:
    """Places of what was just struck from `before` and is wanted after all ("actually keep the first"); none when the
    message says anything else."""
    match = _match(utterance.text.strip(), _BACK)
    return _places(read(match["what"]), len(before), "apps") if match else ()


_MOST_TALK = 12
"""Parts of a message that may be talk before the form; nobody says more, and each is read from the beginning."""


def _match(text: str, forms: Sequence[re.Pattern[str]]) -> re.Match[str] | None:
    """The form that the message has, behind talk that means nothing of its own ("too many, drop the last two")."""
    starts = [0, *(m.end() for m in islice(_PART.finditer(text), _MOST_TALK))]
    for start in starts:
        if start and not all(is_everyday(w) for w in read(text[:start]).folded):
            return None
        if found := next((m for form in forms if (m := form.match(text[start:]))), None):
            return found
    return None


def _places(words: Utterance, count: int, kind: Kind) -> tuple[int, ...]:
    """Of a list of `count`; none when the words say something else, or would leave no region."""
    by_place = named(words, count, APPS if kind == "apps" else REGIONS)
    covered = {i for n in by_place for i in range(n.start, n.end)}
    rest = [w for i, w in enumerate(words.folded) if i not in covered and w not in _SMALL and w not in _NOUNS]
    plural = bool({"them", "those", "these", "ones", "apps", "regions", "sites", "locations"} & set(words.folded))
    found: tuple[int, ...] = ()
    if rest == ["both"] and not by_place:
        found = (0, 1) if count == 2 else ()
    elif by_place and set(rest) <= {"and"}:
        found = tuple(dict.fromkeys(p for n in by_place for p in n.places))
    elif not rest and "all" in words.folded and (plural or "of" not in words.folded) or rest == ["everything"] and kind == "apps":
        found = tuple(range(count))
    return () if kind == "regions" and len(found) >= count else found
