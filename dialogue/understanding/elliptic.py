"""What is left out because it was just spoken of: "and without?", "then without it"."""

from dialogue.patterns import regex

_WITHOUT = regex(
    r"(?i)(?P<lead>^|[.!?]\s+)(?:(?:hm+|oh|ok(?:ay)?|well|and|so|then|but|right|no|how\s+much|what|rather|better|let's\s+do|i'd\s+rather\s+(?:have\s+|do\s+)?|we'll\s+do|make\s+it)[\s,]+)*"
    r"without(?:\s+(?:it|that|them|those))?(?P<end>\s*\?|(?=\s*(?:[.,;!]|$)|\s+(?:please|then|thanks)\b))"
)
_NAMED = {"highAvailability": "high availability", "workers": "workers"}


def completed(text: str, about: str | None) -> str:
    """`text` with the thing named that it does without.

    Args:
        about: the slot that the talk is about.
    """
    thing = _NAMED.get(about or "")
    if thing is None or "ithout" not in text:
        return text
    return _WITHOUT.sub(lambda m: f"{m['lead']}what would it cost without {thing}?" if m["end"] else f"{m['lead']}no {thing}", text, count=1)
