"""Questions that one word in them turns to something else than it seems: what a term of ours means, why we need something, where backups are,
what apps cost."""

import re

from dialogue.patterns import regex

_DEFINES = r"(?:what(?:'s|\s+is|\s+are|\s+does|\s+do|\s+kind|\s+would)?|whats|which|explain|define|describe|tell\s+(?:me|us)|how\s+does|how\s+do|why|when|remind\s+me)\b"
_COSTS = r"(?:costs?|costing|prices?|priced|pricing|expensive|cheap(?:er)?|pay|charged?|fees?|how\s+much|free)"
_TERMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("topology", regex(rf"(?i)^{_DEFINES}(?!.*\b{_COSTS}\b).*\b(?:topolog(?:y|ies)|solo|compact|zoned|triangle|citadel)\b|^{_DEFINES}\s+(?:(?:a|the|does|is|about)\s+)*dual\b(?:\s+(?:mean|means|stand|topology|is|do|for))*\s*[?.!]*$")),
    ("readback", regex(rf"(?i)^{_DEFINES}.*\bread-?\s?backs?\b")),
    ("handover", regex(rf"(?i)^{_DEFINES}.*\bhand-?\s?overs?\b")),
    ("stored", regex(r"(?i)^(?:and\s+|so\s+|but\s+)?where\b.{0,30}\b(?:back-?\s?ups?|files|objects?|uploads?|photos|pictures|documents|attachments)\b.{0,30}\b(?:stored|kept|saved|go|goes|live|lie|sit|stored?|held|end\s+up|are|be)\b|^where\b.{0,20}\b(?:stored?|keep|save)\b.{0,20}\b(?:back-?\s?ups?|files|objects?|uploads?|photos|documents)\b|^where\s+(?:are|is)\s+(?:(?:our|the|my|your|all)\s+)*(?:back-?\s?ups?|files|objects?|uploads)\b")),
    ("why:email", regex(r"(?i)^(?:and\s+|but\s+|so\s+)?(?:why|what\s+(?:do|will)\s+(?:you|we)\s+(?:need|want|use))\b(?!.*\b(?:code|six|digits?|verif\w+)\b).{0,40}\b(?:e-?\s?mail|mail|mail\s+address|e-?mail\s+address)\b")),
    ("why:organisation", regex(r"(?i)^(?:and\s+|but\s+|so\s+)?why\b.{0,30}\b(?:need|want|ask|know|have)\b.{0,30}\b(?:(?:company|organi[sz]ation|business|firm)(?:'s)?\s+name|(?:our|my|the)\s+name|what\s+(?:we|i)(?:'re|\s+are|'m|\s+am)\s+called|name\s+of\s+(?:our|my|the))\b")),
    ("plans", regex(rf"(?i)^(?=.*\b{_COSTS}\b)(?=.*\b(?:apps?|applications?)\b)(?!.*\b(?:with|if|plus|adding|including|instead|cloud|total|altogether|machines?|servers?|regions?|workers?|plan|everything|estimate)\b)")),
)  # fmt: skip
"""Surest first."""


def asked_term(body: str) -> str | None:
    """The topic that the words of this question settle by themselves."""
    return next((topic for topic, pattern in _TERMS if pattern.search(body)), None)


_WOULD_ADD = regex(r"(?i)\b(?:with|if|plus|adding|add|including|include|instead|and\s+(?:a|the|two|one)|when|without)\b")
_TOGETHER = regex(r"(?i)\b(?:machines?|servers?|regions?|workers?|cloud|total|altogether|plan|everything|month\s+for\s+(?:all|everything))\b")


def asks_app_price(body: str) -> bool:
    """ "what does WordPress cost?" asks for the price of that app; "how much would it be with WordPress?" for that of the plan."""
    return _WOULD_ADD.search(body) is None and _TOGETHER.search(body) is None


_COMPARES = regex(r"(?i)\b(?:cheap(?:er|est)?|dearer|pricier|(?:more|less)\s+(?:expensive|costly)|costs?\s+(?:more|less|the\s+same)|same\s+price|price\s+difference|difference\s+in\s+price|compare|prices)\b")


def compares_prices(text: str) -> bool:
    """Which of several is the cheaper one."""
    return _COMPARES.search(text) is not None


_FREE = regex(r"(?i)\b(?:free(?:\s+of\s+charge)?|for\s+free|gratis|included\s+in\s+the\s+price)\s*[?.!]*$")


def is_free(body: str) -> bool:
    """ "is Nextcloud free?": it asks for the price."""
    return _FREE.search(body) is not None
