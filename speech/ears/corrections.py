"""Where a correction asks for a name: "use … instead", "make it …", "I meant …". Pure, and English: the frames are words.

Whoever puts something right says what it shall be, whatever is being asked at that moment. So the words in such a frame are as
likely to be a misheard name as an answer is, and nothing but the frame is left when they are taken away.
"""

import re
from dataclasses import dataclass

_MOST_WORDS = 5
"""Of one name, and the small words around it; a longer stretch says something else."""
_LEAD = (
    r"(?:^|[.,;:!?]\s+|\b(?:no|wait|stop|sorry|oh|ah|okay|ok|well|actually|please|just|rather|instead|but|and|then|so|let's|lets|let\s+us"
    r"|(?:can|could|would|will|should)\s+(?:you|we|i)|(?:we|i|you)\s+(?:can|could|should|will)|(?:i|we)(?:'d|\s+would|'ll)?\s+(?:like\s+to|want\s+to|rather))"
    r"[.,!]?\s+)"
)
"""What a frame may stand behind: nothing, the end of another sentence, or what people begin with."""
_IT = r"(?:it|that|this|them|everything|us|the\s+(?:region|place|location|city|app|one))"
_END = r"(?=\s*(?:[.!?;]|,?\s*\b(?:please|thanks|thank\s+you|sorry|\w?instead|rather|then|now)\b|$))"
"""What may follow a name there. A sound of the name may hang on the word behind it: "ginstead"."""
_INSIDE = r"(?P<inside>[^.!?;]+?)"
_FRAMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:use|take|have|try|choose|pick|go\s+(?:with|for|to)|put\s+{_IT}\s+(?:in|into|to)|be\s+in)\s+{_INSIDE},?\s+(?:\w?instead|rather)\b",
        rf"{_LEAD}make\s+(?:it|that|this)\s+(?:be\s+)?{_INSIDE}{_END}",
        rf"{_LEAD}(?:change|switch|move|set)\s+(?:{_IT}\s+)?(?:over\s+)?(?:to|into)\s+{_INSIDE}{_END}",
        rf"(?:^|\W)i\s+(?:meant|mean|said)\s+(?:to\s+say\s+)?{_INSIDE}{_END}",
        rf"(?:^|[.,;:!?]\s+|\b(?:no|wait|sorry|actually)\s+)not\s+[^.,!?;]+,\s*(?:but\s+)?{_INSIDE}{_END}",
        rf"^\W*no,\s+{_INSIDE}{_END}",
    )
)
_SPLIT = re.compile(r",|\b(?:and|or|as\s+well\s+as)\b", re.IGNORECASE)
_KEPT = frozenset("at be for go in into it it's its like make on please put that this to use want would".split())
"""What may stand before a name inside a frame, and stays there."""
_TORN = frozenset("a an i is me my of our the us we with you your".split())
"""What may be a piece of a name that was torn, and goes with it: "your remember" is Nuremberg."""
_WORD = re.compile(r"\S+")
_BARE = re.compile(r"[^\w']+")


@dataclass(frozen=True, slots=True)
class Demand:
    """Words of a text that should be a name; all numbers are of its words, ends half open."""

    start: int
    end: int
    core_start: int
    core_end: int
    """Without the small words around it."""


def demands(text: str) -> tuple[Demand, ...]:
    """The places in a text where a correction asks for a name, in its order."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    bare = [_BARE.sub("", text[start:end]).lower() for start, end in words]
    found: list[Demand] = []
    for frame in _FRAMES:
        for match in frame.finditer(text):
            for start, end in _parts(text, *match.span("inside")):
                inside = [n for n, (first, _) in enumerate(words) if start <= first < end]
                made = _demand(bare, inside)
                if made is not None and all(made.end <= other.start or other.end <= made.start for other in found):
                    found.append(made)
    return tuple(sorted(found, key=lambda demand: demand.start))


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Two names that are asked for together, each on its own."""
    cuts = [start, *(edge for cut in _SPLIT.finditer(text, start, end) for edge in cut.span()), end]
    return list(zip(cuts[::2], cuts[1::2], strict=True))


def _demand(bare: list[str], inside: list[int]) -> Demand | None:
    if not 0 < len(inside) <= _MOST_WORDS:
        return None
    start, end = _without(_KEPT, bare, inside[0], inside[-1] + 1)
    core_start, core_end = _without(_KEPT | _TORN, bare, start, end)
    return Demand(start, end, core_start, core_end) if core_start < core_end else None


def _without(small: frozenset[str], bare: list[str], start: int, end: int) -> tuple[int, int]:
    """The words from the first to the last that isn't one of these."""
    while start < end and bare[start] in small:
        start += 1
    while end > start and bare[end - 1] in small:
        end -= 1
    return start, end
