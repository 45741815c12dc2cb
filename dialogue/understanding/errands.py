"""Errands that somebody is sent on ("book me a flight to Muscat"): nothing that people will do with their cloud, and nothing that is ours to do."""

from dialogue.patterns import regex

_ERRAND = regex(
    r"(?i)(?:^|[.!?;,]\s*|\b(?:please|can\s+you|could\s+you|will\s+you|would\s+you|kindly|then|and|to|you)\s+|\b(?=(?:book|order|buy|get|reserve)\s+(?:me|us|myself)\b))(?:please\s+|just\s+|also\s+)?(?:book|reserve|buy|order|get|find|rent|hire)\s+(?:(?:me|us|myself)\s+)?(?:(?:a|an|the|some|two|three|my|our|cheap|nice|return|direct)\s+){0,3}"
    r"(?P<what>flights?|plane|plane\s+tickets?|train(?:\s+tickets?)?|tickets?|taxis?|cabs?|uber|hotels?|hotel\s+rooms?|holidays?|vacation|trip|cruise|rental\s+car|limo(?:usine)?|pizzas?|lunch|dinner)\b(?!\s+(?:booking|sales|system|site|page|app|online))"
)


def is_errand(text: str) -> bool:
    """The speaker wants it done, now and by us; "guests should be able to book a hotel room" is what their site is for."""
    found = _ERRAND.search(text)
    return found is not None and not _PEOPLE.search(text[: found.start("what")])


def without_errands(text: str) -> str:
    """From the comma before an errand to the end of its sentence nothing is said of the plan; every other word keeps its place."""
    found = _ERRAND.search(text)
    if found is None or not is_errand(text):
        return text
    begin = max((m.end() for m in _BREAK.finditer(text, 0, found.start("what"))), default=0)
    end = next((m.start() for m in _END.finditer(text, found.end())), len(text))
    return text[:begin] + "".join(" " if c.isalnum() else c for c in text[begin:end]) + text[end:]


_BREAK = regex(r"[.!?;,\n]")
_END = regex(r"[.!?;\n](?:\s|$)|\b(?:and|but)\s+(?:also\s+)?(?:add|we|i|put|make|take|use|install|host)\b")
_PEOPLE = regex(r"(?i)\b(?:people|guests?|customers?|clients?|visitors?|users?|members?|patients?|they|everyone|anyone|tourists?|travell?ers?|passengers?|fans|able|so\s+that|where|online|website|site|app)\b")
