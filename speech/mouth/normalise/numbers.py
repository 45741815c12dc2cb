"""Numbers in words, by Unicode's own rules for each language."""

import re
from functools import lru_cache

from unicode_rbnf import RbnfEngine

_UNSPEAKABLE = 10**12
_SOFT_HYPHEN = "\u00ad"


@lru_cache(maxsize=8)
def _engine(language: str) -> RbnfEngine:
    try:
        return RbnfEngine.for_language(language)
    except ValueError:
        return RbnfEngine.for_language("en")


@lru_cache(maxsize=4096)
def cardinal(number: int, language: str) -> str:
    """42 → "forty two"; what nobody would say as a number is read digit by digit."""
    if number >= _UNSPEAKABLE:
        return " ".join(cardinal(int(digit), language) for digit in str(number))
    return _plain(_engine(language).format_number(number).text)


@lru_cache(maxsize=512)
def ordinal(number: int, language: str) -> str:
    """3 → "third"; a cardinal where the language's rules have no plain ordinal."""
    try:
        made = _engine(language).format_number(number, ruleset_names=["spellout-ordinal"]).text
    except (KeyError, ValueError):
        return cardinal(number, language)
    return _plain(made)


@lru_cache(maxsize=512)
def year(number: int, language: str) -> str:
    """1999 → "nineteen ninety nine" where years are said so."""
    try:
        made = _engine(language).format_number(number, ruleset_names=["spellout-numbering-year"]).text
    except (KeyError, ValueError):
        return cardinal(number, language)
    return _plain(made)


def digits(text: str, language: str) -> str:
    """Each digit by itself; six are said in two groups of three, as codes are read out."""
    said = [cardinal(int(digit), language) for digit in text if digit.isdecimal()]
    if len(said) == 6:
        return f"{' '.join(said[:3])}, {' '.join(said[3:])}"
    return " ".join(said)


def decimal(text: str, language: str, point: str) -> str:
    """"2.5" → "two point five"; the digits behind the point one by one, or as a number when there are two and no nought first."""
    whole, _, fraction = text.partition(".")
    said = cardinal(int(whole or 0), language)
    return f"{said} {point} {digits_plain(fraction, language)}" if fraction else said


def digits_plain(text: str, language: str) -> str:
    """Each digit by itself, without groups."""
    return " ".join(cardinal(int(digit), language) for digit in text)


_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")


def _plain(text: str) -> str:
    return _HYPHEN.sub(" ", text.replace(_SOFT_HYPHEN, "")).strip()
