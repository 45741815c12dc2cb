"""What is only supposed stays a question, and so does what goes on from it: "what if we had three workers?" "and with HA?"."""

from collections.abc import Callable

from dialogue.draft import without
from dialogue.events import JsonObject
from dialogue.patterns import regex
from dialogue.state import State

_LEAD = r"(?:(?:hm+|oh|ah|um+|ok(?:ay)?|well|right|so|and|but|or|yes|no|thanks|thank\s+you|interesting|good|great|just\s+out\s+of\s+curiosity|out\s+of\s+curiosity)[\s,.!…]+){0,5}"
_WHO = r"(?:we|i|you|one|they|it|that|this|everything|all\s+of\s+it|our\s+cloud|the\s+cloud)"
_IF = regex(
    rf"(?i)^(?P<lead>{_LEAD})(?:(?:what\s+)?if|(?:let's\s+)?(?:suppose|imagine|assume|say)|supposing)\s+{_WHO}\s+(?:were\s+to\s+|was\s+to\s+|wanted\s+(?:to\s+(?:have\s+|take\s+|use\s+)?)?|want(?:ed)?\s+|would\s+|could\s+|just\s+|also\s+|instead\s+|rather\s+){{0,3}}"
    rf"(?:(?P<off>dropped|drop|removed|remove|skipped|skip|did\s+without|do\s+without|left\s+out|leave\s+out|took\s+away|had\s+no|have\s+no)|(?:moved|move|went|go|were|was|be|stood|sat|ran|run|lived|put|placed|hosted|host)(?:\s+(?:it|that|everything|all\s+of\s+it))?\s+(?P<where>(?:over\s+)?(?:to|in|into|at)\b)|"
    r"(?:took|take|used|use|had|have|went\s+(?:with|for)|go\s+(?:with|for)|chose|choose|picked|pick|added|add|turned\s+on|switched\s+on|got|get|made\s+(?:it|that)|make\s+(?:it|that)|ordered|needed|were|was))\s+"
    r"(?P<what>[^.!?,;\n]{2,60})(?P<rest>(?:[,.]\s*(?:then\s+)?(?:what|how|would|will|is|does|do|could|can)\b[^.!?\n]{0,60})?)(?P<mark>\s*\?+)[\s.!]*$"
)
""" "and if we took Helsinki?", "suppose we dropped the workers, what would it cost?"."""
_FURTHER = regex(
    rf"(?i)^{_LEAD}(?:(?:what|how)\s+about\s+|then\s+)?(?P<how>with|without|in|at|for|on)?\s*(?P<what>(?!(?:can|could|would|will|do|does|is|are|how|what|why|when|where|which|who|if|please)\b)[\w' -]{{1,50}}?)(?:\s+(?:then|instead|too|as\s+well|on\s+top))*\s*(?P<mark>\?+|$)"
)
_OPENS = regex(r"(?i)^(?:(?:hm+|oh|ok(?:ay)?|well|so|thanks)[\s,.!]+){0,3}(?:and|or|but|then|what\s+about|how\s+about)\b")
_ORDERS = regex(r"(?i)\b(?:please|make|take|use|add|put|move|set|give|let's|want|need|i'll|we'll|i'd|we'd|do\s+(?:it|that)|change|switch|drop|remove|create|go\s+with)\b")
"""With one of them it is wished for."""
_AFTER_APP = regex(r"(?:app|about):")
"""The last question was about apps."""
_A_COUNT = regex(r"(?i)(?:only\s+|just\s+)?(?:one|two|three|four|five|six|seven|eight|nine|ten|a\s+dozen|\d{1,2})(?:\s+of\s+(?:them|those|these))?")
_COUNTED = {"workers": "workers", "workersTotal": "workers in total", "regionCount": "regions"}
"""What a bare number is a number of, after a question about so many."""
_FIRST_WORDS = 9


def as_question(state: State, text: str, is_app: Callable[[str], bool], *, rendered: bool) -> str:
    """`text` with what it supposes put as the question what that would cost, or whether there is such an app.

    Args:
        rendered: it is what a reader made of another language.
    """
    if rendered and (asked := _rendered(text)):
        return asked
    if found := _IF.match(text):
        if not found["off"] and is_app(found["what"]):
            return f"do you have {found['what']}?"
        return _asked("without" if found["off"] else "in" if found["where"] else "with", found["what"])
    if _AFTER_APP.match(state.topic or "") and (found := _FURTHER.match(text)) and found["mark"] and _OPENS.match(text) and not _ORDERS.search(text) and is_app(found["what"]):
        return f"do you have {found['what']}?"
    if not state.supposition or len(text.split()) > _FIRST_WORDS or _ORDERS.search(text):
        return text
    found = _FURTHER.match(text)
    if found is None or not _OPENS.match(text) or not (found["mark"] or found["how"]):
        return text
    what = found["what"]
    if _A_COUNT.fullmatch(what):
        things = next((name for slot, name in _COUNTED.items() if slot in state.supposition), "")
        what = f"{what.split(' of ')[0]} {things}" if things else what
    return f"and {_asked(found['how'] or 'with', what)}"


_SUPPOSES = regex(r"(?i)^(?!\s*(?:yes|ok|go\s+ahead)\b)[^.!?]{0,120}\bif\b[^.!?]{0,120}\?\s*$")
_SAYS_NOTHING = regex(r"(?i)\b(?:what\s+about|is\s+it|and|but|so|if|then|use|we\s+have|we\s+want|we\s+need|can\s+we\s+have|would|maybe|cheaper|zz)\b|\?")
_STRIKES = regex(r"(?i)\b(?:not|no|remove|without|instead|replace|swap|change)\b|@")
_OF_ADDRESS = regex(r"(?i)^(?P<before>(?:zz\s+){0,3})(?P<address>[a-z0-9-]+(?:\.[a-z0-9-]+){1,4})(?P<after>(?:\s+(?:zz|is|it)){0,3})\?$")


def _rendered(text: str) -> str:
    """What is supposed of our things, or asked of an address, in the English that another language was put into; where that is
    no other question."""
    text = text.strip()
    if (found := _OF_ADDRESS.match(text)) and (found["before"] or found["after"]):
        return f"is the address {found['address']} free?"
    if not _SUPPOSES.match(text) or _STRIKES.search(text) or _ASKED_ALREADY.search(text):
        return ""
    what = " ".join(_SAYS_NOTHING.sub(" ", text).replace(",", " ").split())
    if not what:
        return ""
    return f"what would it cost {'' if what.startswith('in ') else 'with '}{what}?"


_ASKED_ALREADY = regex(r"(?i)\b(?:how|why|when|where|which|who|what(?!\s+about))\b")


def _asked(how: str, what: str) -> str:
    said = what.strip().removesuffix(" one")
    sized = said.rsplit(" ", 1)[-1].lower() in _SIZE_WORDS
    return f"what would it cost {how} {said}{' machine' if sized else ''}?"


_SIZE_WORDS = frozenset("small medium large biggest smallest bigger smaller dedicated arm intel".split())


def taken_further(state: State, tried: JsonObject, text: str) -> JsonObject:
    """What this question tries out, beside what the one before it did: "and with HA?" of the three workers."""
    if not tried or not _GOES_FURTHER.match(text):
        return tried
    gone = {*tried, *without(tried), *(_REGIONS if _REGIONS & set(tried) else ())}
    return {**{slot: value for slot, value in state.supposition.items() if slot not in gone}, **tried}


_GOES_FURTHER = regex(r"(?i)\s*(?:ok(?:ay)?[\s,]+)?and\s+(?:what|how)\b")
_REGIONS = frozenset({"regions", "regionCount", "topology"})
