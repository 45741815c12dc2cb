"""Where data must stay: demanded, or given up again."""

import re
from typing import Literal

from dialogue.patterns import regex
from dialogue.understanding.data_places import data_inside
from dialogue.understanding.text import Utterance

_AREA = r"(?:the\s+)?(?:(?-i:EU|EEA|US|USA)|e\.u\.|u\.s\.(?:a\.)?|(?<!\w)eu|eea|usa|europe(?:an(?:\s+union)?)?|(?:united\s+)?states|america(?:n)?(?:\s+only)?)(?:\s+only)?"
_DENIED = r"(?:not|never|n't|no\s+longer|cannot|mustn't|can't|won't|nothing|no\s+\w+|none|nobody|without)"
_RULE = r"(?:rules?|restrictions?|requirements?|residency(?:\s+(?:rule|requirement))?|conditions?|constraints?|limits?|limitations?|things?|demands?|clauses?|stuff|obligations?|business|part|bit|compliance|boundary|policy)"
_LETS_GO = r"(?:drop|forget(?:\s+about)?|waive|lift|remove|skip|ignore|scrap|scratch|cancel|lose|strike|ditch|relax|delete|withdraw|take\s+(?:back|out|off|away)|never\s+mind|disregard|do\s+without|get\s+rid\s+of|without)"
_BOUND = regex(
    rf"(?ix)\b\w*{_DENIED}\b[^.!?;]{{0,40}}?\b(?:leave|leaves|leaving|outside(?:\s+of)?|beyond|out\s+of|exit|cross)\s+{_AREA}\b"
)
_FREE = regex(
    rf"""(?ix)
      \b{_LETS_GO}\s+(?:(?:the|that|this|our|my|any|all|those|whole|old)\s+)*(?:(?:us|u\.s\.|eu|europe(?:an)?|american?|data|location|gdpr|privacy|legal|compliance|residency)[\s-]+(?:only\s+|data\s+)?)*{_RULE}\b
    | \b{_LETS_GO}\s+(?:everything\s+|all\s+(?:that\s+)?)?(?:what|that|which)?\s*(?:i|we)(?:'ve|\s+have)?\s+(?:just\s+)?(?:said|told\s+you|wrote|asked|demanded)\s+(?:about|on|regarding|concerning|of)\s+(?:\w+\s+){{0,3}}?(?:{_AREA}|residency|where\s+(?:the|our)\s+data)
    | \b(?:eu|europe(?:an)?|us|residency|location|data)?[\s-]*(?:only\s+)?(?:{_RULE}|europe|eu|residency|location|where\s+(?:it|the\s+data)\s+(?:is|stays))\s+
      (?:isn't|is\s+not|doesn't|does\s+not|is\s+no\s+longer|no\s+longer|can\s+go|may\s+go|is\s+off|is\s+gone|falls|was\s+wrong|is\s+history|has\s+gone|is\s+lifted|is\s+dropped|can\s+be\s+(?:dropped|lifted|ignored|forgotten|removed))\b(?!\s+(?:a\s+)?(?:problem|leave|optional))
    | \b(?:doesn't|does\s+not|don't|do\s+not|needn't|need\s+not|no\s+longer|isn't|not|without)\s+(?:really\s+|actually\s+|necessarily\s+|even\s+)*
      (?:(?:have|need|needs|has|having|required|obliged|forced|bound)\s+)?(?:to\s+)?(?:(?:be|stay|remain|live|sit|keep\s+\w+|stored|kept|hosted|bound|tied|limited)\s+)+(?:\w+\s+){{0,2}}?(?:in|inside|within|to|on)\s+{_AREA}\b
    | \b(?:may|can|could|might|free\s+to|allowed\s+to|fine\s+to|ok(?:ay)?\s+to)\s+(?:\w+\s+)?(?:go|leave|be|live|move|sit|stay|stand|stored|kept|use|put|host|take)\b[^.!?;]{{0,20}}?(?:anywhere|wherever|any\s+region|outside|abroad|leave\s+{_AREA})
    | \b(?:may|can|could)\s+leave\s+{_AREA}\b
    | \b(?:anywhere|outside\s+{_AREA})\s+(?:in\s+the\s+world\s+)?(?:is|would\s+be|works)\s+(?:also\s+)?(?:fine|ok(?:ay)?|allowed|good|possible)
    | \b(?:don't|doesn't|do\s+not|does\s+not)\s+(?:care|matter|mind)\s+(?:\w+\s+)?where
    | \bno\s+(?:data\s+|location\s+|geographic\w*\s+|eu\s+|legal\s+)*(?:residency|(?:residency|location|eu|data)\s+(?:rules?|requirements?|restrictions?))\b
    | \bno\s+(?:rules?|requirements?|restrictions?)\s+(?:about|on|for|as\s+to)\s+(?:where|the\s+location|location)\b
    | \bno\s+(?:need|reason|obligation)\s+(?:for\s+(?:us|it)\s+)?to\s+(?:stay|be|remain|keep\s+\w+)\s+(?:in|inside|within)\s+{_AREA}\b
    """
)
_EUROPE = frozenset({"eu", "europe", "european", "eea"})
_AMERICA = frozenset({"us", "usa", "america", "american", "states"})
AREAS = _EUROPE | _AMERICA
"""Words for where data may have to stay."""
_BINDING = frozenset("stay stays remain remains must only leave leaves residency resident sovereignty keep kept law laws exclusively solely".split())
_HAS_TO = regex(r"(?i)\b(?:has|have|needs?|ought)\s+to\s+(?:\w+\s+)?(?:be|sit|live|stand)\b")
_POLICY = regex(r"(?i)\b(?:policy|policies|statutes?|regulator|auditors?|insurers?|by-?laws?|board)\s+(?:\w+\s+)?(?:says?|requires?|demands?|asks?\s+for|wants?|insists?|prescribes?|dictates?|tells?\s+us)\b")
""" "our policy says three regions, all of them in the EU"."""
_INSIDE = frozenset({"inside", "within"})
_ALL_OF_IT = frozenset("all everything whole entirely strictly completely data records".split())
""" "all of it inside the European Union"."""
_SHAPES = frozenset("solo compact zoned dual triangle citadel topology".split())
""" "citadel inside the EU"."""
_ASKS_FOR = frozenset("can could may would want wants need needs please let let's make keep put have should must use take host only".split())
""" "could it stay in the EU?" wishes for it."""
_BOUND_THINGS = frozenset("cloud servers machines hosting data it everything records residency stay only regions region all information files remain kept exclusively solely".split())


_ONLY_NOT = regex(r"(?i)\bonly\s+not\b")
""" "the US is fine, only not Ashburn"."""


_MAY_BE_FREE = regex(r"(?i)rule|restrict|requir|residenc|condition|constrain|limit|thing|demand|clause|stuff|obligation|business|part|bit|complian|boundar|polic|eu|e\.u|us|u\.s|america|states|where|outside|abroad|region")
"""One of these is in whatever gives a rule up; nearly no message has to be looked at closer."""


_AREA_LETTERS = ("eu", "eea", "us", "states", "america", "e.u", "u.s")


def gives_up(text: str) -> bool:
    """ "forget the EU requirement", "it doesn't have to stay in Europe": data may be anywhere."""
    return _MAY_BE_FREE.search(text) is not None and _FREE.search(text) is not None and _BOUND.search(text) is None


def residency(utterance: Utterance) -> Literal["eu", "us", "none"] | None:
    """`eu` or `us` when it was demanded, `none` when it was given up."""
    low = utterance.text.lower()
    bound = _BOUND.search(utterance.text) if any(area in low for area in _AREA_LETTERS) else None
    if bound:
        return "us" if re.search(r"(?i)\b(?:us|usa|states|american?)\b|u\.s\.", bound.group()[-16:]) else "eu"
    if gives_up(utterance.text):
        return "none"
    norms = utterance.folded
    for index, norm in enumerate(norms):
        if norm not in _EUROPE | _AMERICA or (norm == "us" and utterance.words[index].text != "US"):
            continue
        if norms[index + 1 : index + 2] == ("privacy",) or norms[index + 1 : index + 3] in (("data", "protection"), ("data", "privacy")):
            continue  # the name of a law, which is a regime
        first, _ = utterance.segment(index)
        if {"no", "not", "never", "without", "outside", "nothing", "none", "nowhere", "cannot", "can't", "mustn't", "don't"} & set(norms[max(first, index - 6) : index]) and not {"leave", "leaves"} & set(norms[first:index]):
            continue
        start, end = utterance.sentence(index)
        clause = set(norms[start:end]) - ({"only"} if _ONLY_NOT.search(utterance.text) else set())
        if utterance.text[utterance.words[end - 1].end :].lstrip()[:1] == "?" and not clause & _ASKS_FOR:
            continue  # "does it stay in the US?" wants to know
        if clause & _INSIDE and clause & (_ALL_OF_IT | _SHAPES):
            return "eu" if norm in _EUROPE else "us"
        said = utterance.surface(start, end)
        binding = clause & _BINDING or _HAS_TO.search(said) or _POLICY.search(said)
        if binding and clause & _BOUND_THINGS:
            return "eu" if norm in _EUROPE else "us"
    return data_inside(utterance)
