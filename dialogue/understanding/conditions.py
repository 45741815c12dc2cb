"""What stands beside a yes and makes it one to something else than what was read back: a price, a condition, a delay, an order to skip the rules."""

import re

from dialogue.patterns import regex

_CONDITION = regex(
    r"""(?ix)\b(?:when(?:ever)?|only|provid(?:ed|ing)|assuming|presuming|supposing|granted\s+that|given\s+that|subject\s+to|
    pending|conditional\w*|conditions?|depend(?:s|ing)|as\s+soon\s+as|so\s+long\s+as|in\s+(?:the\s+)?case|until|till|first|instead|beforehand|
    (?:let\s+me|i(?:'ll|'ve\s+got\s+to|\s+will|\s+(?:just\s+)?(?:need|have|want|ought)\s+to|\s+must|\s+should|\s+gotta))\s+(?:\w+\s+)?(?:ask|check|think|talk|speak|see|look|sleep|consult|discuss|clear\s+it))\b"""
)
_UNPAID = regex(
    r"""(?ix)(?<!feel\ )(?<!feeling\ )(?<!are\ )(?<!you're\ )\bfree\b(?!\s+to\b)|\b(?:gratis|complimentary|unpaid|unbilled|on\s+the\s+house|on\s+(?:trial|credit|approval|tick)|pro\s+bono|for\s+(?:nothing|less|zero|half)|no\s+(?:charges?|costs?|fees?|payments?|bills?|invoices?|money)|
    (?:not|never|n't)\s+(?:\w+\s+){0,2}?(?:pay|paying|charge|charging|bill|billing|cost|invoice)|discount\w*|rebates?|vouchers?|coupons?|half(?:\s+the)?\s+(?:price|cost)|cheap\w*|
    (?:another|lower|better|different|reduced|special|smaller|old|other)\s+(?:price|rate|cost)|
    without)\b"""
)
_MONEY = regex(r"(?i)[€$£]\s*\d|\b\d+(?:[.,]\d+)?\s*(?:€|\$|£|(?:eur|euros?|dollars?|bucks?|quid|pounds?|omr|rials?|cents?)\b)|\b(?:eur|usd|gbp|omr)\s*\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|fifty|hundred)\s+(?:euros?|dollars?|bucks?|quid|pounds?|rials?|cents?)\b")
_SKIPS_RULES = regex(r"(?i)\b(?:ignore|disregard|override|bypass|skip|forget|circumvent)\b[^.!?]{0,40}\b(?:instructions?|rules?|checks?|steps?|verification|confirmation|code|safety|guardrails?|prompts?|polic(?:y|ies))\b")
_PRAISE = regex(
    r"(?i)^(?:(?:oh|ah|um+|uh|well|hmm+|wow|and|so|what\s+an?|that(?:'s|\s+is)\s+an?|very|really|such\s+an?)[\s,.!]+){0,4}"
    r"(?:perfect|great|wonderful|excellent|good|fine|nice|lovely|brilliant|superb|fantastic|awesome|fair|decent)\s+(?P<next>[a-z][\w'-]*)"
)
_GOES_ON = frozenset(
    "please go ahead thanks thank then now yes yeah yep do create let's lets let so as by with for to enough and we i we're i'm all just build deploy start proceed that that's this it it's you really indeed too".split()
)
"""Behind "great" they go on with the yes; any other word is what is praised ("great price", "good morning")."""
_UNDERSTANDS = regex(r"(?i)\b(?:i\s+(?:\w+\s+)?(?:see|understand|understood|know|get\s+it|got\s+it|got\s+that|hear\s+you|hear\s+that|follow|read\s+(?:it|that))|understood|got\s+(?:it|that)|noted|makes\s+sense|makes\s+sense\s+to\s+me)\b")
_PLAIN = regex(r"(?i)\b(?:yes|yeah|yep|yup|sure|go\s+ahead|confirmed|agreed|i\s+(?:confirm|agree)|do\s+it|create\s+(?:it|that))\b")
_CLAUSE_END = regex(r"[.!?,;:…]|\s[–-]\s")


def conditioned(text: str) -> bool:
    """ "create it for free", "yes, when my boss is back", "go ahead for ten euros": not what was read back."""
    return any(pattern.search(text) for pattern in (_CONDITION, _UNPAID, _MONEY, _SKIPS_RULES))


def praises(text: str) -> bool:
    """ "Great price!", "perfect is the enemy of good", "good morning": something is found good, and no question answered."""
    found = _PRAISE.match(text)
    return found is not None and found["next"].casefold() not in _GOES_ON and _PLAIN.search(text) is None


def only_understands(text: str) -> bool:
    """ "yes, I see", "right, got it": heard, and not agreed to."""
    return _UNDERSTANDS.search(text) is not None


def behind(text: str, order: re.Pattern[str]) -> str:
    """What is said in one breath behind the first go-ahead: the manner in which it is to be done."""
    found = order.search(text)
    return _CLAUSE_END.split(text[found.end() :], maxsplit=1)[0] if found else ""
