"""Machine sizes: the table of size words, the families, and ids in any spelling (plan-rules, Sizes)."""

from dataclasses import dataclass

from tools.catalogue.fold import key

SIZE_WORDS = ("small", "medium", "large", "extra large")
SIZE_TABLE: dict[str, tuple[str | None, ...]] = {
    "shared-amd": ("cpx32", "cpx42", "cpx52", "cpx62"),
    "dedicated": ("ccx23", "ccx33", "ccx43", "ccx53"),
    "shared-arm": ("cax21", "cax31", "cax41", None),
    "shared-intel": ("cx33", "cx43", "cx53", None),
}
"""plan-rules, Sizes: family → small, medium, large, extra large."""
FAMILY_PREFIX = {"cpx": "shared-amd", "ccx": "dedicated", "cax": "shared-arm", "cx": "shared-intel"}
BLOCKED_MEASURES = {"cpx21": (3, 4), "cpx31": (4, 8)}
"""vCPU and GB of sizes that the provider lists and sells nowhere; the data file names them without measures."""
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen".split()
_TENS = {"twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60"}
_SPOKEN = {**{word: str(number) for number, word in enumerate(_UNITS)}, **_TENS}
_WORDS = {digits: word for word, digits in _SPOKEN.items()}
_HEARD = {"c": "see", "p": "pee", "x": "ex", "a": "ay"}
"""Letters as a recogniser writes them."""
_LETTERS = {heard: letter for letter, heard in _HEARD.items()}


@dataclass(frozen=True, slots=True)
class Sku:
    """A machine size."""

    id: str
    vcpu: int
    ram_gb: int
    family: str
    monthly: float
    """EUR."""
    regions: frozenset[str]
    """Where it can be ordered; empty: nowhere."""


def sku_id(text: str) -> str | None:
    """A size id in any spelling ("CPX 52", "c p x fifty two"); it need not exist."""
    words = [_SPOKEN.get(word, _LETTERS.get(word, word)) for word in key(text).split()]
    joined = ""
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        tens = len(word) == 2 and word.isdecimal() and word.endswith("0")
        joined += word[0] if tens and len(following) == 1 and following.isdecimal() else word
    prefix = joined.rstrip("0123456789")
    return joined if prefix in FAMILY_PREFIX and len(prefix) < len(joined) <= len(prefix) + 3 else None


def spellings(sku: str) -> tuple[str, ...]:
    """How people say and write an id."""
    prefix = sku.rstrip("0123456789")
    digits = sku.removeprefix(prefix)
    letters = " ".join(prefix)
    said = _in_words(digits)
    heard = " ".join(_HEARD[letter] for letter in prefix)
    half = f"{_HEARD[prefix[0]]} {' '.join(prefix[1:])}"
    names = (prefix, letters, heard, half)
    return (sku, *(f"{name} {number}" for name in names for number in (digits, said)))


def _in_words(digits: str) -> str:
    if digits in _WORDS:
        return _WORDS[digits]
    return f"{_WORDS[digits[0] + '0']} {_WORDS[digits[1]]}"
