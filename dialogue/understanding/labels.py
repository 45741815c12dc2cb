"""The label of the address, where it is told as one: "subdomain mail", "make the address status", "nimbus instead of acme in the address".

Its words mean nothing else: no app, no trade, no name of the organisation. Whether it may be had is the toolbox's business, so it is
passed on as it was said, with signs that no label has.
"""

import re
from collections.abc import Iterator

from dialogue.patterns import regex
from dialogue.understanding.contacts import Contact
from dialogue.understanding.everyday import EVERYDAY
from dialogue.understanding.text import Utterance, fold

_OTHER_LABEL = r"(?!\s+(?:manager|boss|owner|head|director|office|team|people|printer|maker|store|shop)\b)"
_THING = rf"(?:sub-?domain|label{_OTHER_LABEL}|web\s+address|address(?<!mail\saddress)(?<!mail\s\saddress))"
_WHOSE = r"(?:the|our|my|that|its|this)"
_VALUE = r"[\"“'„«]?(?P<value>(?!-)[^\W\d](?:[\w-]{0,61}\w)?(?:\s+[^\W][\w-]{0,61}){0,2}?)[\"”'“»]?"
_ENDS = r"(?=\s*(?:$|[.!?](?![\w@.])|[,;)])|\s+(?:and|please|then|instead|now|for|in\s+front|under|on|at|but|with|thanks)\b)"
_IS = r"(?:\s+name)?\s*(?:should\s+(?:be|read|say)|shall\s+be|must\s+be|will\s+be|to\s+be|ought\s+to\s+be|has\s+to\s+be|becomes?|=|:|called|named|reads?)\s*(?:called\s+|named\s+)?"
_WISHES = r"(?:use|take|want|have|make|put|choose|prefer|like|rather|and|with|as|but|says?|please|just|then|no)\s"
_BEFORE = rf"(?:(?:^|[,;.!]\s+)(?!{_WISHES})|\b{_WISHES}+(?!{_WISHES}))"
_SAID: tuple[re.Pattern[str], ...] = (
    regex(rf"(?i)\b(?P<cue>sub-?domain|label{_OTHER_LABEL})(?:{_IS}|(?:\s+name)?\s+(?:is\s+|as\s+|to\s+|of\s+)?){_VALUE}{_ENDS}"),
    regex(rf"(?i)\b(?P<cue>(?:web\s+)?address(?<!mail\saddress)){_IS}{_VALUE}{_ENDS}"),
    regex(rf"(?i)\b(?:make|set|change|rename|switch|put|call|name|turn)\s+{_WHOSE}\s+(?P<cue>{_THING})(?:\s+name)?\s+(?:(?:to|as|into|be|read|say)\s+)?{_VALUE}{_ENDS}"),
    regex(rf"(?i){_BEFORE}{_VALUE}\s+(?:as|for)\s+(?:{_WHOSE}|an?)\s+(?P<cue>{_THING}){_ENDS}"),
    regex(rf"(?i){_BEFORE}{_VALUE},?\s+(?:instead\s+of|rather\s+than|not)\s+[\w-]+,?\s+(?:in|as|for)\s+(?:{_WHOSE}\s+)?(?P<cue>{_THING})\b"),
    regex(rf"(?i)\b(?:in|as|for)\s+{_WHOSE}\s+(?P<cue>{_THING})[\s,:]+(?:(?:i|we)(?:'d|\s+would)?\s+(?:like|want|prefer|rather\s+have)\s+|use\s+|put\s+|take\s+|have\s+)?{_VALUE},?\s+(?:instead\s+of|rather\s+than|not)\s+[\w-]+"),
    regex(rf"(?i)\b(?:replace|change|swap|switch|exchange)\s+[\w-]+\s+(?:with|by|to|for|into)\s+{_VALUE}\s+in\s+{_WHOSE}\s+(?P<cue>{_THING})\b"),
    regex(rf"(?i)\bin\s+{_WHOSE}\s+(?P<cue>{_THING})[\s,:]+(?:replace|change|swap|switch|exchange)\s+[\w-]+\s+(?:with|by|to|for|into)\s+{_VALUE}{_ENDS}"),
)  # fmt: skip
_LABELS_ALL_THE_SAME = frozenset("mail app apps site cloud server data info team website".split())
"""Words of this talk that an address may well be called."""
_SAYS = (EVERYDAY - _LABELS_ALL_THE_SAME) | frozenset(
    "own free pool default another different short shorter shortest longer long custom proposed suggested standard existing missing taken available open required needed easier simpler nicer cleaner catchier prettier clearer public private visible "
    "zz set changed kept checked reserved invalid valid unavailable unique simple easy nicer bad outdated subdomain label slug fqdn dns zone url its ours acceptable unclear".split()
)
"""What tells something of an address, and isn't what it is called."""
_MOST = 40


def with_labels(found: list[Contact], utterance: Utterance, *, named: bool) -> list[Contact]:
    """The addresses, and the labels that are no part of one."""
    taken = {i for c in found for i in range(c.start, c.end)}
    told = [c for c in labels(utterance, named=named) if not taken & set(range(c.start, c.end))]
    return sorted((*found, *told), key=lambda c: c.start) if told else found


def labels(utterance: Utterance, *, named: bool) -> list[Contact]:
    """The labels told as such, as contacts of their own kind.

    Args:
        named: the organisation has a name; before that "our label: Blue Note" may be it.
    """
    if len(utterance.words) > _MOST * 10:
        return []
    found: dict[int, Contact] = {}
    for start, end, cue in _told(utterance.text):
        value = utterance.text[start:end]
        if not _can_be(value) or cue.lower() == "label" and (not named or _OF_MUSIC.search(utterance.text[:start])):
            continue
        words = [i for i, w in enumerate(utterance.words) if start <= w.start < end]
        if words:
            found.setdefault(words[0], Contact(words[0], words[-1] + 1, re.sub(r"\s+", "", value).lower(), "label"))
    return [found[at] for at in sorted(found)]


def _told(text: str) -> Iterator[tuple[int, int, str]]:
    if not _CUED.search(text):
        return
    for pattern in _SAID:
        for said in pattern.finditer(text):
            yield said.start("value"), said.end("value"), said["cue"]


_CUED = regex(r"(?i)sub-?domain|\blabel\b|\baddress\b")


_OF_MUSIC = regex(r"(?i)\b(?:an?|indie|independent|record|music|jazz|rock|folk|techno|fashion|clothing|private)\s+(?:\w+\s+)?label\b[^.;!?]{0,30}$")
""" "we're an indie label called Blue Fox"."""


def _can_be(value: str) -> bool:
    words = [fold(w) for w in value.split()]
    if len(words) == 1:
        return words[0] not in _SAYS
    return not set(words) & _SAYS and words[0] not in _LABELS_ALL_THE_SAME
