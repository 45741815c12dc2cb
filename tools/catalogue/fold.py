"""Unicode folded to ASCII, as names are compared and labels are made (plan-rules, Domain)."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_APOSTROPHES = re.compile("['’‘ʼʻ`´′＇]")
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_LABEL = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Lower case without marks; special letters spelled out. Other scripts stay as they are."""
    if text.isascii():
        return text.lower()
    lowered = text.casefold().translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def key(text: str) -> str:
    """For comparing names: folded, apostrophes gone, anything but letters and digits one space, "the" dropped."""
    spaced = _NOT_WORD.sub(" ", fold(_APOSTROPHES.sub("", text))).strip()
    return spaced.removeprefix("the ")


def slug(text: str) -> str:
    """A label's raw material: folded, apostrophes vanish, anything but a-z and 0-9 becomes a hyphen, collapsed."""
    return _NOT_LABEL.sub("-", fold(_APOSTROPHES.sub("", text))).strip("-")
