"""A domain of their own that can't be one: "domain is acme..com", "-acme.com", "our domain is 192.168.1.1".

It is passed on as it was written, for the toolbox to say what is wrong with it.
"""

from dialogue.patterns import regex
from dialogue.understanding.endings import is_ending

_WRITTEN = r"[\"'“(<]?(?P<written>[\w-][\w.-]{1,251}[\w-])[\"'”)>]?"
_ENDS = r"(?=[.,;!?]?(?:\s|$))"
_THE_DOMAIN = r"(?:(?:(?:own|web|company|internet|existing)\s+)*(?:domain|url|web\s+address|fqdn|host\s?name)(?:\s+name)?)"
_CUED = (
    regex(rf"(?i)(?<!mail )\b{_THE_DOMAIN}\s*(?:is|are|was|should\s+be|shall\s+be|must\s+be|will\s+be|would\s+be|to|to\s+be|as|=|:|called|named)?\s*(?:called\s+|just\s+|now\s+)?(?<=[\s:=]){_WRITTEN}{_ENDS}"),
    regex(rf"(?i)(?:^|\s){_WRITTEN}\s+(?:is|as|for|should\s+be|will\s+be)\s+(?:the|our|my|its|a)\s+{_THE_DOMAIN}\b"),
)
_ALONE = regex(rf"(?i)^(?:(?:it's|its|it\s+is|use|take|please|the\s+domain|so|then|ok(?:ay)?)[\s,:]+)*{_WRITTEN}(?:[\s,]+(?:please|then|thanks))?[.!]?$")
_NUMBERS = regex(r"\d{1,3}(?:\.\d{1,3}){3}")


def broken_domain(text: str, *, asked: bool) -> str | None:
    """What was written where a domain stands, and is none.

    Args:
        asked: the address was asked for: nothing need say that it is one.
    """
    if "." not in text:
        return None
    for pattern in _CUED:
        for found in pattern.finditer(text):
            if _is_broken(found["written"]):
                return found["written"].lower()
    alone = _ALONE.match(text.strip())
    written = alone["written"] if alone else ""
    return written.lower() if written and _is_broken(written) and (asked or is_ending(written.rpartition(".")[2])) else None


def _is_broken(written: str) -> bool:
    """It has the dots of a domain, and a part that no domain has."""
    parts = written.split(".")
    if len(parts) < _LEAST or not parts[0] or not parts[-1]:
        return False
    return _NUMBERS.fullmatch(written) is not None or not parts[-1].isdecimal() and any(not part or part[0] == "-" or part[-1] == "-" or "_" in part for part in parts)


_LEAST = 2
