"""What is recognised in a text, and how it is said: a pattern and a function each, the narrowest first."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from speech.mouth.normalise.numbers import cardinal, decimal, digits, digits_plain, ordinal, year
from speech.mouth.normalise.spelling import host, letters, mailbox, run
from speech.mouth.normalise.tongues import Tongue, counting, tongue

Say = Callable[[re.Match[str], str], str]
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_NUMBER = r"\d{1,3}(?:[.,\u00a0\u202f' ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_CURRENCY = r"€|\$|£|₺|CHF\b|EUR\b|USD\b|GBP\b"
_ISO = {"EUR": "€", "USD": "$", "GBP": "£"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of thing."""

    pattern: re.Pattern[str]
    say: Say


def value(text: str, words: Tongue) -> str:
    """A written number with a point for its decimals and nothing between its thousands."""
    bare = re.sub(r"[\u00a0\u202f' ]", "", text)
    marks = re.findall(r"[.,]", bare)
    if not marks:
        return bare
    last = marks[-1]
    head, _, tail = bare.rpartition(last)
    several = len(set(marks)) > 1
    usual = "," if words.comma_decimal else "."
    is_decimal = several or (len(marks) == 1 and (last == usual or len(tail) != 3))
    whole = re.sub(r"[.,]", "", head)
    return f"{whole}.{tail}" if is_decimal else whole + tail


def number(text: str, language: str) -> str:
    """A number in words; long runs of digits and those that begin with nought are read digit by digit."""
    words = tongue(language)
    if text.isdecimal() and (len(text) > 6 or (text.startswith("0") and len(text) > 1)):
        return digits_plain(text, language)
    if text.isdecimal() and len(text) == 6:
        return digits(text, language)
    return decimal(value(text, words), language, words.point)


def _money(match: re.Match[str], language: str) -> str:
    words = tongue(language)
    sign = match["before"] or match["after"]
    sign = _ISO.get(sign, sign)
    one, many, hundredth, hundredths = words.currencies.get(sign, (sign, sign, "", ""))
    whole, _, fraction = value(match["amount"], words).partition(".")
    said = f"{counting(cardinal(int(whole), language), words)} {one if int(whole) == 1 else many}"
    cents = int((fraction + "00")[:2]) if fraction else 0
    if cents:
        small = f"{counting(cardinal(cents, language), words)} {hundredth if cents == 1 else hundredths}"
        said = small if int(whole) == 0 else f"{said} {words.and_} {small}"
    per = (match["per"] or "").lower()
    return f"{said} {words.per.get(per, '')}".strip() if per else said


def _quantity(match: re.Match[str], language: str) -> str:
    words = tongue(language)
    unit = match["unit"]
    amount = value(match["amount"], words)
    if unit in ("%", ""):  # the sign goes before the number in Turkish
        said = number(match["amount"], language)
        return f"{words.percent} {said}" if language.startswith("tr") else f"{said} {words.percent}"
    one, many = words.units[unit]
    return f"{counting(number(match['amount'], language), words)} {one if amount == '1' else many}"


def _address(match: re.Match[str], language: str) -> str:
    words = tongue(language)
    said = f" {words.dot} ".join(cardinal(int(part), language) for part in match["ip"].split("."))
    if match["mask"]:
        said += f" {words.slash} {cardinal(int(match['mask']), language)}"
    return f"{said}, {words.port} {cardinal(int(match['port']), language)}" if match["port"] else said


def _colons(match: re.Match[str], language: str) -> str:
    groups = [run(" ".join(group), language) if group else "" for group in match[0].split(":")]
    return ", ".join(group for group in groups if group)


def _web(match: re.Match[str], language: str) -> str:
    path = (match["path"] or "").rstrip("/")
    return host(match["host"], language) + (f" {run(path, language)}" if path else "")


def _version(match: re.Match[str], language: str) -> str:
    words = tongue(language)
    spoken = f" {'point' if language.startswith('en') else words.dot} ".join(cardinal(int(n), language) for n in match["number"].split("."))
    return f"{words.version} {spoken}" if match["v"] else spoken


def _date(match: re.Match[str], language: str) -> str:
    words = tongue(language)
    month, day = int(match["month"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return digits_plain(re.sub(r"\D", "", match[0]), language)
    said = ordinal(day, language) if language.startswith("en") else cardinal(day, language)
    made = words.date.replace("{day}.", "{day}")
    return made.format(day=said, month=words.months[month - 1], year=year(int(match["year"]), language))


def _clock(match: re.Match[str], language: str) -> str:
    words, hours, minutes = tongue(language), int(match["hours"]), int(match["minutes"])
    if not minutes:
        return words.sharp.format(h=cardinal(hours, language))
    oh = "oh " if words is tongue("en") and minutes < 10 else ""
    return words.past.format(h=cardinal(hours, language), m=oh + cardinal(minutes, language))


def _size(match: re.Match[str], language: str) -> str:
    return f"{letters(match['letters'])} {run(match['digits'], language)}"


def _zone(match: re.Match[str], language: str) -> str:
    """A cloud's region: "eu-central-1"."""
    first, *rest = match[0].split("-")
    return " ".join([letters(first), *(run(part, language) for part in rest)])


def _range(match: re.Match[str], language: str) -> str:
    return f"{number(match['low'], language)} {tongue(language).to} {number(match['high'], language)}"


def _sign(match: re.Match[str], language: str) -> str:
    words = tongue(language)
    return {"&": words.and_, "+": words.plus, "→": ",", "=": ",", "×": "times" if language.startswith("en") else "x"}[match[0]]


_UNITS = sorted({unit for language in ("en", "de", "es", "fr", "tr", "ar") for unit in tongue(language).units}, key=len, reverse=True)

RULES: tuple[Rule, ...] = (
    Rule(re.compile(rf"https?://(?P<host>(?:{_LABEL}\.)*{_LABEL})(?::\d+)?(?P<path>/[\w/.-]*[\w/])?"), _web),
    Rule(re.compile(rf"[\w.+-]*\w@(?:{_LABEL}\.)+[^\W\d_]{{2,}}"), lambda m, language: mailbox(m[0], language)),
    Rule(re.compile(r"(?<![\w.])(?P<ip>(?:\d{1,3}\.){3}\d{1,3})(?:/(?P<mask>\d{1,2}))?(?::(?P<port>\d{1,5}))?(?![\w])"), _address),
    Rule(re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{0,4}(?![\w:])"), _colons),
    Rule(re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)"), _date),
    Rule(
        re.compile(
            rf"(?:(?P<before>{_CURRENCY})\s?(?P<amount>{_NUMBER}))(?P<after>)(?:\s?/\s?(?P<per>[^\W\d_]+))?"
        ),
        _money,
    ),
    Rule(
        re.compile(rf"(?<![\w.,])(?P<before>)(?P<amount>{_NUMBER})\s?(?P<after>{_CURRENCY})(?:\s?/\s?(?P<per>[^\W\d_]+))?"),
        _money,
    ),
    Rule(re.compile(r"(?<![\w.])(?P<v>[vV])(?P<number>\d+(?:\.\d+)+)(?![\w])"), _version),
    Rule(re.compile(r"(?<![\w.])(?P<v>)(?P<number>\d+(?:\.\d+){2,})(?![\w])"), _version),
    Rule(
        re.compile(rf"(?<![\w.,])(?P<amount>{_NUMBER})\s?(?P<unit>%|(?:{'|'.join(re.escape(u) for u in _UNITS)})(?![\w/]))"),
        _quantity,
    ),
    Rule(re.compile(rf"(?<!\w)%\s?(?P<amount>{_NUMBER})(?P<unit>)(?!\w)"), _quantity),
    Rule(re.compile(r"\b[a-z]{2}-[a-z]+-\d\b"), _zone),
    Rule(re.compile(rf"(?<![\w.@-])(?:{_LABEL}\.)+[^\W\d_]{{2,}}(?![\w@-])"), lambda m, language: host(m[0], language)),
    Rule(re.compile(r"\b(?P<letters>[a-zA-Z]{2,4})(?P<digits>\d{1,3})\b"), _size),
    Rule(re.compile(r"(?<![\w.,])(?P<n>\d{1,4})(?:st|nd|rd|th)\b"), lambda m, language: ordinal(int(m["n"]), language)),
    Rule(re.compile(r"(?<![\w:.])(?P<hours>[01]?\d|2[0-3]):(?P<minutes>[0-5]\d)(?![\w:])"), _clock),
    Rule(re.compile(r"(?<![\w.,–-])(?P<low>\d{1,5})\s?[–-]\s?(?P<high>\d{1,5})(?![\w–-])"), _range),
    Rule(re.compile(rf"(?<![\w.,])(?:{_NUMBER})(?!\w)"), lambda m, language: number(m[0], language)),
    Rule(re.compile(r"(?<=\s)[&+=→×](?=\s)"), _sign),
    Rule(re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])[^\W_]{2,12}\b"), lambda m, language: run(m[0], language)),
)
