"""What somebody else would take, where the person says otherwise: "Our instructor keeps saying Falkenstein, I prefer Helsinki"."""

from collections.abc import Callable

from dialogue.engines.change import Change
from dialogue.patterns import regex

Slots = Callable[[str], Change]
"""What a text would set."""
_WHO = r"(?:(?:my|our|his|her)\s+(?:own\s+)?[\w'-]+(?:\s+(?!(?:says?|said|keeps?|thinks?|thought|wants?|wanted|asks?|asked|would|recommends?|recommended|suggests?|suggested|insists?|votes?|likes?|prefers?|told)\b)[\w'-]+)?|(?-i:[A-Z])[a-z]+(?:,\s*(?:my|our|the)\s+[\w' -]{2,24},)?|he|she|they)"
_SAYS = (
    r"(?:(?:always|also|only|just|first|really)\s+)?(?:keeps?\s+(?:on\s+)?(?:saying|asking\s+for|suggesting|recommending)|says?|said|thinks?|thought|asks?\s+for|asked\s+for|wants?|wanted|would\s+(?:go|take|like|prefer|have|choose|say|rather)|recommends?|recommended|"
    r"suggests?|suggested|insists?\s+(?:on|that)|votes?\s+for|likes?|prefers?|told\s+(?:me|us))"
)
_OPINION = regex(rf"(?i)(?:^|(?<=[.!?;,]\s)){_WHO}\s+{_SAYS}\s+(?P<what>(?:(?!\bbut\b|[,;]\s*(?:i|we|i'd|i'm|we're|we'd|but|though|yet)\b|\.(?:\s|$)|[!?\n]).){{2,120}}?)(?=\s*(?:\bbut\b|[,;]\s*(?:i|we|i'd|i'm|we're|we'd|but|though|yet)\b|\.(?:\s|$)|[!?\n]|$))")
_TOGETHER = ({"regions", "regionCount", "topology"}, {"size", "sizeNeed"}, {"workers", "workersTotal", "workersIn"}, {"workerSize", "workerSizeNeed"})
"""Members that one wish may be told by."""
_OURSELVES = frozenset("we i it they there this that what which".split())


def without_opinions(text: str, slots: Slots) -> str:
    """`text` with such opinions blanked; one that nothing else contradicts stays, for people order for others."""
    for found in _OPINION.finditer(text):
        if found.group().split(maxsplit=1)[0].lower() in _OURSELVES:
            continue
        rest = text[: found.start()] + " " * (found.end() - found.start()) + text[found.end() :]
        if any(c.isalnum() for c in rest[found.end() :]) and _contradicted(slots(found["what"]), slots(rest[found.end() :])):
            text = rest
    return text


def _contradicted(theirs: Change, ours: Change) -> bool:
    said, wished = {*theirs.values, *theirs.clear}, {*ours.values, *ours.clear}
    return any(said & members and wished & members for members in _TOGETHER)

