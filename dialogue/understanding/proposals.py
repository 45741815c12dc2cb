"""Words that take up what is proposed for an industry: "the usual", "whatever you'd recommend for a law firm"."""

from dialogue.patterns import regex

_YOU = r"(?:you(?:'d|'ve|\s+would|\s+have|\s+could|\s+guys)?(?:\s+(?:usually|normally|typically|generally|just|already|always|would))*)"
_PROPOSE = (
    r"(?:suggest(?:ed|s|ing)?|recommend(?:ed|s|ing)?|propos(?:e|ed|es|ing)|offer(?:ed|ing)?|advis(?:e|ed|es)|mention(?:ed)?|list(?:ed)?|pick(?:ed)?|choose|chose|named?|put\s+forward|have\s+in\s+mind|think\s+(?:fits?|best|we\s+need))"
)
_THINGS = r"(?:apps?|applications?|ones?|things?|stuff|tools?|software|programs?|programmes?|set|bundle|package|selection|list|extras?|suggestions?|proposals?|recommendations?|defaults?|picks?|kit|pack)"
_TAKES = regex(
    rf"""(?ix)
      \b(?:what(?:ever)?|everything|all|anything|any|those|these|the\s+ones?|ones?|{_THINGS})\s+(?:of\s+(?:it|them|those)\s+)?(?:that\s+|which\s+)?{_YOU}\s+{_PROPOSE}\b
    | \b(?:your|the)\s+(?:\w+\s+)?(?:suggestions?|proposals?|recommendations?|picks|defaults?|selection)\b
    | (?<!than\s)\b(?:your|the|those|these|all)\s+(?:(?:usual|normal|typical|standard|default|common|suggested|proposed|recommended)\s+)(?:{_THINGS}|suspects)?(?=[\s,.;!?]|$)
    | \b(?:what|whatever)\s+(?:(?:most|other|the\s+other|all)\s+)*\w+(?:\s+\w+)?\s+like\s+(?:us|ours|mine|me)\s+(?:\w+\s+)?(?:use|uses|need|needs|have|has|take|takes|get)\b
    | \b(?:what|whatever)\s+(?:(?:most|other)\s+)+[\w-]+(?:\s+[\w-]+)?\s+(?:\w+ly\s+)?(?:use|need|have|take|get)\b
    | \b(?:the\s+)?(?:usual|standard|typical|recommended|suggested)\s+(?:{_THINGS})\s+for\b
    | \b(?:all|both|everything|any|some|none|ones)\s+(?:of\s+)?(?:the\s+)?(?:apps?|ones)\s+for\s+(?:a\s+|an\s+|my\s+|our\s+)?\w+
    """
)
_ASKS = regex(r"(?i)^(?:(?:and|so|but|ok(?:ay)?|well|hi|hello)[\s,]+)*(?:what(?!ever)(?:'s)?|which|do you|can you tell|could you tell|tell me|why)\b[^,.;!]*\?")
_REFUSES = regex(
    r"(?i)\b(?:no|none|don't|dont|do not|not|without|skip|forget|neither|ignore|drop|never mind|leave (?:out|away)|hold)\b(?:\s+(?!except|but\b)[\w']+){0,5}?\s+"
    r"(?:suggest\w*|propos\w*|recommend\w*|usual|standard|default)\b"
)


def takes_proposals(text: str) -> bool:
    """What is proposed for the trade is wanted, wholly or with exceptions."""
    found = _TAKES.search(text)
    if found and _A_SIZE.search(text, max(0, found.start() - _NEAR), found.end()):
        return False  # "the smallest one you would recommend" is a machine
    if found is None or _ASKS.search(text):
        return False
    refused = _REFUSES.search(text)
    return refused is None or refused.start() > found.end()


_A_SIZE = regex(r"(?i)\b(?:small|smaller|smallest|medium|large|larger|largest|big|bigger|biggest|cheapest|cheaper|sized?|machine|server|region|city|place|location)\b")
_NEAR = 24
"""Characters."""


def takes_those(text: str) -> bool:
    """ "take all of those", some time after they were proposed."""
    return _THOSE.search(text) is not None and _ASKS.search(text) is None


_THOSE = regex(
    r"(?i)\b(?:take|add|use|install|want|have|need|give\s+(?:me|us)|put\s+in|include)\s+(?:all|both|every\s+one|each|every\s+single\s+one)\s+of\s+(?:those|these|them)\b"
)


def refuses_proposals(text: str) -> bool:
    """ "none of the apps you suggest"."""
    return _REFUSES.search(text) is not None
