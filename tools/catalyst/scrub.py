"""Raw lines of the service may carry secrets; they are masked before anything stores or shows them."""

import re

MASK = "••••••"
_PATTERNS = (
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL),
    re.compile(r"\beyJ[\w-]{6,}\.[\w-]{6,}\.?[\w-]*"),
    re.compile(r"(?i)(?<=[?&]token=)[^\s\"'&]+"),
    re.compile(r"(?i)(?<=bearer )[\w.~+/=-]{8,}"),
    re.compile(r"(?i)((?:token|secret|password|passwd|access[_-]?key|secret[_-]?key|api[_-]?key)[\"']?\s*[:=]\s*[\"']?)([^\s\"',;]{6,})"),
    re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"),
    re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    re.compile(r"\b[A-Za-z0-9]{64}\b"),
    re.compile(r"(?<![\w/])(?=[A-Za-z0-9+/=_-]*[0-9])(?=[A-Za-z0-9+/=_-]*[A-Z])(?=[A-Za-z0-9+/=_-]*[a-z])[A-Za-z0-9+/=_-]{40,}"),
)  # fmt: skip
LONGEST = 2_000
_LONG = re.compile(r"[A-Za-z0-9+/=_-]{40}")


def scrub(text: str) -> str:
    """Secrets masked, control characters dropped, cut to `LONGEST` characters."""
    if _suspicious(text):
        for pattern in _PATTERNS:
            text = pattern.sub(lambda m: (m.group(1) if m.lastindex == 2 else "") + MASK, text)
    if not text.isprintable():
        text = "".join(c for c in text if c in "\n\t" or ord(c) >= 32)
    return text[:LONGEST]


def _suspicious(text: str) -> bool:
    """Nearly every line has none of this; whatever a pattern above can match has. Ten thousand lines come at once."""
    low = text.lower()
    named = "token" in low or "secret" in low or "passw" in low or "key" in low or "bearer" in low
    shaped = named or "eyj" in low or "akia" in low or "asia" in low or "://" in low
    return shaped or (len(text) >= 40 and _LONG.search(text) is not None)
