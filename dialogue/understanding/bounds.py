"""Words that only bound a number or say how a count is shared: "no less than 12 cores" wants twelve, and denies nothing.

Their words are blanked, so that every other word keeps its place and no "not" reaches what stands behind them.
"""

from dialogue.patterns import regex
from dialogue.understanding.text import Utterance

_BOUND = regex(
    r"(?i)\b(?:(?:not|no|never|nothing|not\s+(?:a\s+\w+|any(?:thing)?)|don't\s+(?:\w+\s+){0,4}?)\s+(?:any(?:thing)?\s+)?(?:(?:less|fewer|smaller|weaker|lower|more|larger|bigger)\s+than|under|below|over|above))\b"
)
_HAS_BOUND = frozenset("than under below over above".split())
_NOT_EACH = regex(r"(?i)\b(?:no|zero|0)\s+workers?\b(?!\s*[:=])|\bnot\s+(?:(?:for|in|per|at|by)\s+)?(?:each|every|per)\b(?:\s+(?:region|site|place|location|city|one|of\s+them))?")


_DENIES = frozenset("not no zero 0".split())


def without_bounds(utterance: Utterance) -> Utterance:
    """Without "no less than", "not under", "not more than": the number after them is the one that is wished for."""
    if _HAS_BOUND.isdisjoint(utterance.folded):
        return utterance
    for match in _BOUND.finditer(utterance.text):
        utterance = utterance.without(match.start(), match.end())
    return utterance


def without_shares(utterance: Utterance) -> Utterance:
    """Without "not each" and "no workers", which are said of a count and of no size after it."""
    if _DENIES.isdisjoint(utterance.folded):
        return utterance
    for match in _NOT_EACH.finditer(utterance.text):
        utterance = utterance.without(match.start(), match.end())
    return utterance
