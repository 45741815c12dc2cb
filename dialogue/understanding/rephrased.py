"""Whole constructions put in plainer words, which the readers of slots know: "where I wrote Nuremberg, read Ashburn",
"bookstack in, gitea out", "the one in America, I don't want it".

A construction counts only where the things in it are ours and of one kind; everything else stays as it was said.
"""

import re
from collections.abc import Callable

from dialogue.patterns import regex

Names = Callable[[str], bool]
_END = r"(?=\s*(?:$|[.,;:!?\n]|\b(?:and|please|then|but|instead|for|with)\b))"
_THING = r"[\w'-]+(?:[ .][\w'-]+){0,2}?"
_SAID = r"(?:said|wrote|put|typed|told\s+you|asked\s+for|gave|named|have|had|ordered)"
_AGO = r"(?:\s+(?:(?:a\s+)?(?:minute|moment|second|while)\s+ago|just\s+now|before|earlier|above|there|at\s+first|first|in\s+the\s+first\s+\w+))*"
_WHERE = regex(
    rf"(?i)\b(?:where(?:ver)?|when)\s+(?:i|we)(?:'ve|\s+have)?\s+(?:just\s+)?{_SAID}\s+(?P<old>{_THING}){_AGO}[,:]?\s+(?:please\s+|just\s+|then\s+|you\s+(?:should|must|can|may)\s+|that\s+(?:should|must)\s+|it\s+(?:should|must|has\s+to)\s+)*"
    rf"(?:(?:read|take|understand|put|use|write|say|make\s+(?:it|that)|be|think)|(?:i|we)\s+(?:really\s+|actually\s+)?mean[t]?)\s+(?:of\s+)?(?P<new>{_THING}){_END}"
)
_WHEN = regex(
    rf"(?i)\b(?:i|we)\s+(?:just\s+)?{_SAID}\s+(?P<old>{_THING})\s+(?:when|but|although|though|while)[,]?\s+(?:(?:what|the\s+one)\s+)?(?:i|we)\s+(?:(?:really|actually|obviously)\s+)?(?:had\s+)?(?:mean[t]?|wanted|need(?:ed)?)\s+(?:to\s+say\s+)?(?:was\s+|is\s+)?(?P<new>{_THING}){_END}"
)
_SED = regex(r"(?<![\w/])s/(?P<old>[\w .-]{2,30})/(?P<new>[\w .-]{2,30})/g?(?![\w/])")
_IN_OUT = regex(rf"(?i)(?<![\w-])(?P<new>{_THING})\s+in\b\s*[,;/&+]?\s*(?:and\s+)?(?P<old>{_THING})\s+out{_END}")
_OUT_IN = regex(rf"(?i)(?<![\w-])(?P<old>{_THING})\s+out\b\s*[,;/&+]?\s*(?:and\s+)?(?P<new>{_THING})\s+in{_END}")
_ARROW = regex(rf"(?<![\w-])(?P<old>{_THING})\s*(?:->|=>|→)\s*(?P<new>{_THING})(?=\s*(?:$|[.,;:!?\n]))")
_REPLACED = (_WHERE, _WHEN, _SED, _IN_OUT, _OUT_IN, _ARROW)
_DONT = r"(?:(?:i|we)\s+)?(?:(?:really|actually)\s+)?(?:don't|dont|do\s+not|no\s+longer|won't)\s+(?:(?:really|actually|even)\s+)?(?:need|want|like|use)\s+(?:it|that|this|them|that\s+one)"
_GO = r"(?:(?:please\s+)?(?:take|leave|throw|kick|cut)\s+(?:it|that|them|this)\s+(?:out|off|away)|(?:please\s+)?(?:remove|drop|delete|strike)\s+(?:it|that|them|this)|(?:it|that|they)\s+(?:can|should|must|may)\s+go)"
_STAY = r"(?:(?:and\s+)?(?:(?:only|just|keep|leave)\s+)*(?:all\s+)?(?:the\s+)?(?:others?|rest|other\s+ones|other\s+(?:two|three|four))(?:\s+(?:ones|can|should|may|are|is|must))*(?:\s+(?:stays?|remains?|keep|fine|ok(?:ay)?|good|right|in))?)"
_TAIL = rf"(?:[\s,;.]+(?:{_DONT}|{_GO}|{_STAY}|please|thanks|thank\s+you|any\s*more|any\s+longer|after\s+all|now))*"
_APART = regex(
    rf"(?i)(?:^|(?<=[.!?;,]\s))(?:(?:excuse\s+me|sorry|no|and|but|also|well|so|please|ok(?:ay)?|hm+)[\s,]+)*(?P<what>(?:the\s+|that\s+)?[\w' .-]{{2,40}}?),?\s+(?:{_DONT}|{_GO}){_TAIL}\s*(?=[.!?;]|$)"
)
_ALIKE = regex(r"(?i)\bthe\s+same(?:\s+(?:thing|set-?up|machines?|kit|again))?\s+in\s+(?P<one>[\w .'-]{2,30}?)\s+(?:as|like)\s+in\s+(?P<other>[\w .'-]{2,30}?)(?=[,.;!?]|\s+(?:for|and|please|with)\b|$)")


_COUNTRY = {"DE": "Germany", "GER": "Germany", "FI": "Finland", "FIN": "Finland", "US": "US", "USA": "US"}
_AND = regex(r"\s*[+&]\s*")
_CODE = regex(r"\b(?:DE|GER|FI|FIN|USA?)\b")
_CODES = r"(?:DE|GER|FI|FIN|USA?)(?:\s*(?:,|\+|&|/|\band\b|\bthen\b)\s*(?:and\s+)?(?:DE|GER|FI|FIN|USA?))"
_CODED = regex(rf"(?<![\w.@/-]){_CODES}+(?![\w@-]|\.\w)|(?:(?i:\bin|\bto|\bregions?:?|\bsites?:?|\bDCs?:?|\blocations?:?))\s+(?:DE|GER|FI|FIN)(?![\w@-]|\.\w)")
"""Countries by the codes that people of the trade write ("two sites, DE + FI"); a code alone may be anything."""


def rephrased(text: str, *, is_app: Names, is_region: Names) -> str:
    """`text` in plainer words.

    Args:
        is_app: the words name one of our apps, or a need that one serves.
        is_region: they name one region, by its city, its country or its id.
    """
    text = _CODED.sub(lambda m: _AND.sub(" and ", _CODE.sub(lambda c: _COUNTRY[c.group()], m.group())), text)
    told: set[str] = set()
    for pattern in _REPLACED:
        text = pattern.sub(lambda m: _instead(m, is_app, is_region, told), text, count=2)
    text = _APART.sub(lambda m: _dropped(m, is_app, is_region), text, count=1)
    found = _ALIKE.search(text)
    if found and is_region(found["one"]) and is_region(found["other"]):
        text = f"{text[: found.start()]}the same in {found['other']} and in {found['one']}{text[found.end() :]}"
    return text


def _instead(match: re.Match[str], is_app: Names, is_region: Names, told: set[str]) -> str:
    """The exchange in plain words; nothing when it was told in other words already."""
    old, new = match["old"], match["new"]
    if not ((is_app(old) and is_app(new)) or (is_region(old) and is_region(new))):
        return match.group()
    plain = f"replace {old} with {new}"
    if plain.casefold() in told:
        return ""
    told.add(plain.casefold())
    return plain


def _dropped(match: re.Match[str], is_app: Names, is_region: Names) -> str:
    what = match["what"]
    return f"remove {what}" if is_region(what) or is_app(what) else match.group()
