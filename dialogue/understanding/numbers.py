"""Small whole numbers, in digits and in words, and ordinals."""

from dataclasses import dataclass

from dialogue.understanding.text import Utterance

_UNITS = {
    "zero": 0, "no": 0, "none": 0, "one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "dozen": 12,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90
}  # fmt: skip
_ARTICLES = {"a": 1, "an": 1, "another": 1, "pair": 2, "couple": 2, "both": 2}
_BEFORE_COUNTS = frozenset("and with need want have take plus please use".split())
_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    "former": 1, "primary": 1, "latter": 2, "other": 2, "secondary": 2, "last": -1,
}  # fmt: skip
_DIGITS = {**{k: v for k, v in _UNITS.items() if v < 10 and k not in ("no", "none", "single")}, "oh": 0, "o": 0}
COUNT = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
"""How people count machines and regions, for patterns."""
LARGEST = 100_000
"""Nothing in a plan is larger; a longer digit string is something else (a phone number)."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the utterance; word indices, half open."""

    start: int
    end: int
    value: int
    article: bool = False
    """Only an article ("a worker"): counts before a countable noun alone."""


def numbers(utterance: Utterance) -> list[Number]:
    """Every number, left to right."""
    found: list[Number] = []
    at = 0
    words = utterance.words
    while at < len(words):
        number = _at(utterance, at)
        if number is None:
            at += 1
            continue
        found.append(number)
        at = number.end
    return found


def _at(utterance: Utterance, at: int) -> Number | None:
    norm = _uncontracted(utterance.words[at].norm)
    group = _group(utterance, at)
    if group is not None:
        return group
    digits = norm.removesuffix("x") if norm[:1].isdigit() else norm.removeprefix("x")  # "3x workers", "workers x2"
    if digits.isdecimal() and len(digits) <= 6:
        value = int(digits)
        return Number(at, at + 1, value) if value <= LARGEST else None
    if norm in _TENS:
        following = utterance.words[at + 1].norm if at + 1 < len(utterance.words) else ""
        unit = _UNITS.get(following, 0)
        if 0 < unit < 10 and following not in ("no", "none"):
            return Number(at, at + 2, _TENS[norm] + unit)
        return Number(at, at + 1, _TENS[norm])
    if norm in _UNITS:
        return Number(at, at + 1, _UNITS[norm])
    if norm in ("to", "too") and _heard_two(utterance, at):
        return Number(at, at + 1, 2)
    if norm in _ARTICLES:
        return Number(at, at + 1, _ARTICLES[norm], article=True)
    return None


def _uncontracted(norm: str) -> str:
    """ "three'll do", "two's enough"."""
    bare, mark, rest = norm.partition("'")
    return bare if mark and rest in ("ll", "s", "d") and (bare in _UNITS or bare in _TENS or bare.isdecimal()) else norm


def _group(utterance: Utterance, at: int) -> Number | None:
    """ "a pair of", "half a dozen": one number in several words."""
    if utterance.norms(at, at + 3) == ("half", "a", "dozen"):
        return Number(at, at + 3, 6)
    if (hundreds := _hundreds(utterance, at)) is not None:
        return hundreds
    first, second = (*utterance.norms(at, at + 2), "", "")[:2]
    if (first, second) == ("another", "one"):
        return Number(at, at + 2, 1, article=True)
    value = {"pair": 2, "couple": 2, "dozen": 12}.get(second)
    return Number(at, at + 2, value) if value and first in ("a", "another") else None


def _hundreds(utterance: Utterance, at: int) -> Number | None:
    """ "a hundred", "two hundred", "one hundred and twenty", "a thousand"."""
    said = utterance.folded
    begin = at + (said[at] in ("a", "one") or (_UNITS.get(said[at], 0) in range(2, 20) and said[at] != "dozen"))
    scale = _SCALES.get(said[begin]) if begin < len(said) else None
    if scale is None:
        return None
    value, end = (_UNITS.get(said[at], 1) if begin > at else 1) * scale, begin + 1
    more = _at(utterance, end + 1) if said[end : end + 1] == ("and",) and end + 1 < len(said) else None
    if scale == _SCALES["hundred"] and more and not more.article and 0 < more.value < scale:
        return Number(at, more.end, value + more.value)
    return Number(at, end, value) if value <= LARGEST else None


_SCALES = {"hundred": 100, "thousand": 1000}
_STANDS_ALONE = frozenset(
    "more fewer less please then instead actually now rather total altogether overall in per each not no or and to too is are was will would "
    "should does do suffice suffices it's that's be seems sounds must can could might for at but as only across over everywhere apiece thanks thank ok okay".split()
)
"""Words that count nothing themselves: a number before them stands for what the talk is about."""


def stands_alone(utterance: Utterance, number: Number) -> bool:
    """Nothing that it counts stands after it: "two is fine", "make it four please", "three of them"."""
    if utterance.words[number.start].norm == "no":
        return False
    after = utterance.norms(number.end, number.end + 2)
    if not after or utterance.words[number.end].brk:
        return True
    return after[0] in _STANDS_ALONE or after in (("of", "them"), ("of", "those"), ("of", "these"), ("of", "each"))


_TELLS_WHICH = frozenset(
    "the this that which other normal usual standard ordinary regular plain old new same right wrong correct first second third last next previous former latter current present "
    "big bigger biggest small smaller smallest large larger largest cheap cheaper cheapest better best whole private spare".split()
)


def is_pronoun(utterance: Utterance, number: Number) -> bool:
    """ "the other one", "leave it at the normal one": which, and not how many."""
    before = utterance.norms(max(0, number.start - 1), number.start)
    return utterance.words[number.start].norm == "one" and bool(before) and before[0] in _TELLS_WHICH and not utterance.words[number.start].brk


def _heard_two(utterance: Utterance, at: int) -> bool:
    """ "too workers": nothing but a number can stand there."""
    before = utterance.norms(max(0, at - 1), at)
    following = utterance.norms(at + 1, at + 2)
    return following in (("workers",), ("regions",)) and (not before or utterance.words[at].brk > 0 or before[0] in _BEFORE_COUNTS)


def ordinal(norm: str) -> int | None:
    """`second` → 2; `last` → -1; None when it is none."""
    return _ORDINALS.get(norm)


def spoken_digit(norm: str) -> str | None:
    """One spoken digit as a character: `three` → `3`; `oh` → `0`."""
    value = _DIGITS.get(norm)
    if value is not None:
        return str(value)
    return norm if norm.isdecimal() and len(norm) == 1 else None
