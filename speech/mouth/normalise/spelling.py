"""Names, addresses and identifiers, said so that they can be written down."""

import re

from speech.mouth.normalise.numbers import cardinal, digits_plain
from speech.mouth.normalise.tongues import Tongue, tongue

_PRONOUNCED = frozenset({"com", "org", "net", "info", "gov", "biz", "dev", "cloud", "shop", "app", "online", "site", "tech", "store", "local", "studio", "agency", "health", "name"})
"""Endings that are words; the others are spelled."""
_RUN = re.compile(r"[^\W\d_]+|\d+|.", re.DOTALL)
_VOWEL = re.compile(r"[aeiouyäöüáéíóúâêîôûàèùıœæ]", re.IGNORECASE)
_NOT_LATIN = re.compile(r"[^\x00-\u024f]")


def letters(text: str) -> str:
    """"cpx" → "C P X"."""
    return " ".join(text.upper())


def host(text: str, language: str) -> str:
    """A domain: "acme-shop.co.uk" → "acme dash shop dot co dot U K"."""
    labels = text.split(".")
    last = len(labels) - 1
    said = [_ending(label, language) if i == last else run(label, language) for i, label in enumerate(labels)]
    return f" {tongue(language).dot} ".join(said)


def mailbox(text: str, language: str) -> str:
    """An e-mail address."""
    local, _, domain = text.partition("@")
    return f"{run(local, language)} {tongue(language).at} {host(domain, language)}"


def run(text: str, language: str) -> str:
    """Words as words, initials and what can't be pronounced letter by letter, digits and signs by name."""
    words = tongue(language)
    said: list[str] = []
    for piece in _RUN.findall(text):
        sign = _sign(piece, words)
        if sign:
            said.append(sign)
        elif piece.isdecimal():
            said.append(_digits(piece, language))
        elif piece.strip():
            said.append(piece if _pronounceable(piece) else letters(piece))
    return " ".join(said)


def _ending(label: str, language: str) -> str:
    return label if label.lower() in _PRONOUNCED else letters(label) if len(label) <= 3 else run(label, language)


def _digits(text: str, language: str) -> str:
    """Two digits are a number, more are read one by one, and so is what begins with nought."""
    if len(text) <= 2 and not text.startswith("0"):
        return cardinal(int(text), language)
    return digits_plain(text, language)


def _pronounceable(word: str) -> bool:
    if _NOT_LATIN.search(word):
        return True
    return len(word) > 2 and _VOWEL.search(word) is not None or word.lower() in ("co", "jo", "my", "go", "we", "me", "al", "ed")


def _sign(sign: str, words: Tongue) -> str:
    return {
        ".": words.dot, "-": words.dash, "_": words.underscore, "/": words.slash, "+": words.plus, "@": words.at,
    }.get(sign, "")  # fmt: skip
