"""Nothing that looks like a secret stands on a card; nothing on a card can play tricks with whoever shows it."""

import re
from typing import Any

LONGEST = 16 * 1024
"""Characters of one text."""
MOST_ITEMS = 100
DEEPEST = 6
MASK = "•••"
_NAMED = re.compile(r"(?i)(pass(word|wd|phrase)?|secret|token|api[_-]?key|private[_-]?key|credential|authorization)$")
_ASSIGNED = re.compile(
    r"(?i)((?:password|passwd|secret|token|api[_-]?key|private[_-]?key)[\w-]{0,40}\s{0,3}[=:]\s{0,3}|--(?:password|token|secret)[= ]|\bauthorization:\s{0,3}\w{1,20}\s{1,3}|\bbearer\s{1,3})"
    r"(['\"]?)(?!\d+\b)[^\s'\"]{3,}\2"
)
_KNOWN = re.compile(
    r"\b(?:sk-[\w-]{16,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+)"
)
_IN_URL = re.compile(r"(\b[a-z][a-z0-9+.-]{0,20}://[^/\s:@]{0,100}:)[^/\s@]{1,500}(?=@)")
_KEY_BLOCK = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)
_SEQUENCE = re.compile(r"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|\[[0-?]*[ -/]*[@-~]?|[ -/]*[0-~]?)")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def plain(text: str) -> str:
    """Without escape sequences, controls, and what turns the direction of text or can't be seen."""
    return _UNSEEN.sub("", _SEQUENCE.sub("", text).replace("\r\n", "\n"))


def masked(text: str) -> str:
    """What looks like a secret is dots."""
    text = _KEY_BLOCK.sub(MASK, text)
    text = _ASSIGNED.sub(lambda m: m[1] + MASK, text)
    return _IN_URL.sub(lambda m: m[1] + MASK, _KNOWN.sub(MASK, text))


def redacted(value: Any, name: str = "", depth: int = 0) -> Any:
    """A card's value as it may be kept and shown."""
    match value:
        case str() if _NAMED.search(name):
            return MASK
        case str():
            short = masked(plain(value[: 2 * LONGEST]))  # of a secret that is cut here nothing stays below
            return short if len(short) <= LONGEST else short[:LONGEST] + "…"
        case dict() if depth < DEEPEST:
            return {plain(str(key))[:80]: redacted(item, str(key), depth + 1) for key, item in list(value.items())[:MOST_ITEMS]}
        case list() | tuple() if depth < DEEPEST:
            return [redacted(item, name, depth + 1) for item in value[:MOST_ITEMS]]
        case bool() | int() | float() | None:
            return value
        case _:
            return "…"
