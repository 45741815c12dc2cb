"""Where data is to be, said without a verb that binds it ("all data in Europe", "we need EU data"); where it can't be kept; and what lies outside."""

import re
from typing import Literal

from dialogue.patterns import regex
from dialogue.understanding.text import Utterance

_EU = r"(?:(?:the\s+)?(?:(?-i:EU|EEA)|e\.u\.|(?<!\w)eu|eea|european\s+union|european|europe))"
_US = r"(?:(?:the\s+)?(?:(?-i:US|USA)|u\.s\.(?:a\.)?|usa|united\s+states|america(?:n)?))"
_THEIRS = r"(?:data|records|information)"
_LINKS = r"(?:(?:all|only|just|must|should|shall|has|have|needs?|to|be|is\s+to|are\s+to|will|kept|stored|hosted|held|located|host|stays?|the|please|use|always|strictly|purely)\s+){0,5}"
_DEMANDS = r"(?:need|want|require|must\s+have|would\s+like|like|prefer|only|just|please|insist\s+on)"
_NOT_LAW = r"(?!\s*[-–]?\s*(?:protection|privacy|cent(?:er|re)s?|subjects?|act|law|laws|directive|rules?|regulation|residency))"


def _there(area: str) -> re.Pattern[str]:
    return regex(
        rf"(?i)\b{_THEIRS}{_NOT_LAW}\s+{_LINKS}(?:(?:in|inside|within)\s+)?{area}(?![\w-])(?!\s+(?:and|or)\s+(?:the\s+)?(?:us|usa|asia|africa|beyond|elsewhere))"
        rf"|\b{_DEMANDS}\s+(?:(?:all|our|only|the|to\s+have)\s+){{0,2}}{area}(?:[\s-]+(?:only|based))?\s+{_THEIRS}\b{_NOT_LAW}"
        rf"|(?:^|[,;.!]\s+){area}(?:[\s-]+(?:only|based))?\s+{_THEIRS}\b{_NOT_LAW}(?=\s*(?:$|[,;.!]|only\b|please\b))"
    )


_IN_EUROPE = _there(_EU)
_IN_AMERICA = _there(_US)
_DENIED = regex(r"(?i)\b(?:no|not|never|n't|without|don't|doesn't|isn't|aren't|any|none|collect\w*|process\w*|gather\w*|receive\w*|already|currently|(?:we|they|i|you|he|she)(?:'ve)?\s+(?:only\s+)?(?:have|had|got|store|hold|keep|save)|there's|there\s+is|there\s+are|about|of\s+people|(?:import|move|migrate|bring|copy)\w*)\b[^.;!?]{0,40}$")
"""Before the data they say that it is told of, or may be there, and not that it must."""


def data_inside(utterance: Utterance) -> Literal["eu", "us"] | None:
    """ "data in the EU", "all data in Europe", "we need EU data": data is named with where it is to be, and nothing else is told of it."""
    if "?" in utterance.text or not _DATA.search(utterance.text):
        return None
    for area, pattern in (("eu", _IN_EUROPE), ("us", _IN_AMERICA)):
        found = pattern.search(utterance.text)
        if found and not _DENIED.search(utterance.text[: found.start()]):
            return "eu" if area == "eu" else "us"
    return None


_DATA = regex(r"(?i)\b(?:data|records|information)\b")

_MUST_STAY = regex(
    r"(?i)\b(?:data|records|information|files|everything|all\s+of\s+it)\b[^.;!?]{0,30}?\b(?:must|has\s+to|have\s+to|needs?\s+to|should|shall|may|can|is\s+to|are\s+to|stays?|remains?|kept|only|not\s+leave|never\s+leave|mustn't\s+leave|can't\s+leave|cannot\s+leave)\b[^.;!?,]{0,30}?\s$"
    r"|\b(?:keep|store|hold)\s+(?:all\s+)?(?:of\s+)?(?:our|the|my|their|its|all)?\s*(?:\w+\s+)?(?:data|records|information|everything)\s+(?:\w+\s+)?(?:in|inside|within)\s+(?:the\s+)?$"
)


def must_be_kept(before: str) -> bool:
    """What stands before a place says that data must stay there ("data must stay in Switzerland"), which is more than a wish for a region near it."""
    return _MUST_STAY.search(before) is not None


_OUTSIDE = regex(
    r"(?i)(?:^|[,;.!]\s*|\b(?:put|host|place|deploy|move|want|need|have|have|run|set\s+up|regions?|servers?|machines?|location|somewhere|anywhere|it|everything|one|rather|and|but|please|should|must|be)\s+(?:\w+\s+){0,2}?)(?:please\s+|rather\s+|only\s+)*outside\s+(?:of\s+)?(?:the\s+)*"
    r"(?P<area>(?-i:EU|EEA|US|USA)|eu|eea|european\s+union|europe|usa|united\s+states|america)\b"
)
_NOT_OUTSIDE = regex(r"(?i)\b(?:no|not|never|nothing|nobody|none|without|n't|cannot|may|can|could|customers?|clients?|users?|people|visitors?|guests?|staff|team|partners?|office|offices|shops?|based|located|live|we're|we\s+are|i'm|i\s+am|both|inside|either|sell|work|ship)\b[^.;!?]{0,40}$")


def outside(utterance: Utterance) -> str | None:
    """The area that it is to stand outside of ("outside the EU please"): `EU` or `US`."""
    if "?" in utterance.text or "outside" not in utterance.text.lower():
        return None
    found = _OUTSIDE.search(utterance.text)
    if found is None or _NOT_OUTSIDE.search(utterance.text[: found.start("area")]) or _GOES_ON.match(utterance.text, found.end()):
        return None
    return "EU" if found["area"].lower().startswith(("e",)) else "US"


_GOES_ON = regex(r"(?i)\s+(?:is|are|was|customers?|clients?|users?|people|data)\b")
