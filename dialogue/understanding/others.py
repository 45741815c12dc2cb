"""Somebody else in the room: words to them are none to us, and what they ask is only asked."""

from dialogue.patterns import regex

_WHO = r"(?!(?:you|(?:an?\s+|the\s+)?(?:\w+\s+)?(?:robot|bot|machine|computer|human|person|program|ai|agent|operator|colleague\s+of\s+yours))\b)(?:my|the|our|someone|somebody|a|an|him|her|them|his|their)\b(?:\s+[\w'-]+)?"
_TO_OTHERS = regex(
    rf"(?i)\b(?:(?:(?:i\s+(?:was|am)|i'm|we\s+were|we're)\s+(?:just\s+|only\s+|still\s+)?(?:talking|speaking|saying\s+that|shouting|on\s+the\s+phone)\s+(?:to|with|for|at)|(?:that|this)\s+was\s+(?:just\s+|only\s+)?(?:meant\s+)?(?:to|for))\s+{_WHO}"
    r"|not\s+(?:talking\s+to\s+|speaking\s+to\s+)?you(?=\s*(?:[,.!;]|$))|(?:i\s+wasn't|i\s+was\s+not|i'm\s+not)\s+(?:talking|speaking)\s+(?:to|with)\s+you|(?:wasn't|was\s+not|isn't)\s+(?:meant\s+|intended\s+)?(?:for|to|at)\s+you\b|"
    r"wrong\s+(?:window|chat|tab|conversation))(?![^.!\n]{0,40}\?)"
)
_SOMEBODY = r"(?:(?:my|our|the|his|her|one\s+of\s+(?:my|our))\s+(?:[\w-]+\s+){0,2}?[\w'-]+|he|she|they|somebody|someone|everybody|everyone)"
_ASK = regex(
    rf"(?i)(?P<who>(?:^|(?<=[.!?,;:]\s)|(?<=\band\s)|(?<=\bbut\s)){_SOMEBODY})\s+(?:(?:is|are|was|were|'s|keeps?|just|still|now)\s+){{0,2}}(?:ask(?:s|ed|ing)?|wonder(?:s|ed|ing)?|(?:want(?:s|ed)?|would\s+like)\s+to\s+know)\s+(?:me\s+|us\s+|again\s+)?(?:if|whether)\s+(?:we|i)\s+"
    r"(?:really\s+|also\s+|even\s+|still\s+|don't\s+)?(?:want(?:ed)?|need(?:ed)?|should(?:n't)?|ought|took|take|are\s+going|would\s+(?:want|like|need|prefer))\b[^.!?\n]*[.!?]?"
)
""" "my wife is asking if we want Ashburn". Whether it can be had is asked of us."""
_MUTTERS = regex(rf"(?i)(?:^|(?<=[.!?,;:]\s)){_SOMEBODY}\s+(?:is|was|are|were|'s)\s+(?:just\s+)?(?:saying|shouting|telling\s+me|mumbling|going\s+on)\s+(?:something|things)\b[^.!?\n]*")
_HOLDS = regex(r"(?i)^[\s,.!?;:–-]*(?:(?:sorry|pardon|excuse\s+me|oops|oh|hey|um+|er|well|no|ok(?:ay)?|please|and|but|hang\s+on|hold\s+on|wait|(?:just\s+)?(?:a|one)\s+(?:second|sec|moment|minute)|yes)\b[\s,.!?;:–-]*)*$")


def without_others(text: str) -> str | None:
    """What is left for us of `text`: all of it; without what was said to or asked by somebody else; or nothing (None)."""
    found = [m.end() for m in _TO_OTHERS.finditer(text)]
    rest = text[max(found) :].lstrip(" ,.!;") if found else text
    rest = _MUTTERS.sub(" ", _ASK.sub(" ", rest))
    if rest == text:
        return text
    return None if _HOLDS.match(rest) else rest.strip(" ,")
