"""What must not reach the log: the six-digit code, tokens, keys and passwords, masked before they are stored."""

import re
import unicodedata
from dataclasses import dataclass

from dialogue.patterns import regex
from dialogue.understanding.everyday import is_everyday
from dialogue.understanding.numbers import spoken_digit
from dialogue.understanding.text import read

MASK = "••••••"

_CODE = regex(r"(?<![\w.@-])(\d(?:[ -]?\d){5})(?![\w@-]|[.]\d)")
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("private_key", regex(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)),
    ("token", regex(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*")),
    ("token", regex(r"\b(?:sk|pk|rk|ghp|gho|ghs|glpat|xox[abp]|hcloud|hf|npm)[_-][\w-]{16,}")),
    ("token", regex(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    ("token", regex(r"(?<![\w/+.@-])(?=[\w/+=-]*\d)(?=[\w/+=-]*[A-Za-z])[A-Za-z0-9/+=_-]{32,}(?![\w.@])")),
)  # fmt: skip
_WORDS = (
    r"pass\s?(?:words?|phrases?|codes?|keys?)|passwd|pwd?|secret(?:\s(?:access\s)?key)?|client\s?secret|api\s?key|access\s?key|(?:auth(?:entication|orization)?\s)?tokens?|credentials?|log[-\s]?ins?|"
    r"passw[oö]rt(?:er|es)?|passwörter|kennw[oö]rt|mots? de passe|contraseñas?|clave secreta|[sş]ifre(?:m|miz|si)?|parola(?:m|mız|sı)?|كلمة (?:المرور|السر)"
)
_IS = r"(?:is|are|was|ist|lautet|est|es|هي|:|=)"
_TOLD_PASSWORD = regex(rf"(?i)(?<!\w)((?:{_WORDS})\s*{_IS}\s*[\"'“«]?)(\S{{6,}})(\s+\S+)?")
"""What is told outright: "my password is …"."""
_PLAIN_WORD = regex(r"[a-zß-ÿ'’-]+[.,;:!?]*")
_QUOTED_PASSWORD = regex(rf"(?i)(?<!\w)(?:{_WORDS})\b[^.;!?\n\"“]{{0,40}}[\"“]([^\"”\n]{{6,80}})[\"”]")
_SECRETIVE = r"(?!(?:[Cc][A-Za-z]{0,2}[Xx]\d+[^\w\s]*)+(?:\s|$))(?=\S*\d)(?=\S*[^\W\d_])(?!\S*@\S*\.|[\w-]+(?:\.[\w-]+)+[\s.,;:!?]*(?:\s|$)|\S*•)(?=\S*[A-Z]\S*[a-z]|\S*[a-z]\S*[A-Z]|\S*[^\w\s.,;:!?\"'”»-])"
"""Something that only a password looks like: a digit, a letter, and a sign or both kinds of letters."""
_SAID_PASSWORD = regex(rf"(?i)(?<!\w)(?:{_WORDS})(?!\w)[:=]?(?-i:(?:\s+\S+){{0,6}}?\s*[:=]?\s*[\"'“«(]?(?<!\w)({_SECRETIVE}\S{{8,}}))")
"""A password in a sentence ("the admin password should be …"): a few words on."""
_PASSWORD_BEFORE = regex(
    rf"(?<!\S)[\"'“«]?({_SECRETIVE}\S{{8,}})[\"'”»]?\s+(?i:(?:\S+\s+){{0,4}}?(?:as|for|is|be|to\s+be|becomes)\s+(?:\S+\s+){{0,3}}?(?:{_WORDS}))(?!\w)"
)
"""The other way round ("use … as the admin password")."""
_IN_ADDRESS = regex(r"(?<=://)([^\s/:@]+:[^\s/@]{3,})(?=@)")
"""A password in a link."""
_SPOKEN = {
    word: str(value)
    for value, words in enumerate(
        ("null zero cero sıfır sifir صفر", "eins un uno bir واحد", "zwei zwo deux dos iki اثنان اثنين", "drei trois tres üç uc ثلاثة",
         "vier quatre cuatro dört dort أربعة", "fünf cinq cinco beş bes خمسة", "sechs seis altı alti ستة", "sieben sept siete yedi سبعة",
         "acht huit ocho sekiz ثمانية", "neun neuf nueve dokuz تسعة")
    )
    for word in words.split()
}  # fmt: skip
"""Digits as they are spoken in the other languages; which one it is isn't known yet, and six in a row are a code."""
_PUBLIC_KEY = regex(r"\b(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp256)\s+[A-Za-z0-9+/=]{40,}")


@dataclass(frozen=True, slots=True)
class Masked:
    """The text that may be stored, the code that was found (to be compared, never stored), what was masked."""

    text: str
    code: str | None = None
    kinds: tuple[str, ...] = ()


def mask(text: str, *, code_expected: bool) -> Masked:
    """Mask secrets; when a code is expected also a six-digit one, typed or spoken digit by digit.

    A public SSH key is no secret and stays.
    """
    public = [m.group() for m in _PUBLIC_KEY.finditer(text)]
    kinds: list[str] = []
    for index, key in enumerate(public):
        text = text.replace(key, f"\x00{index}\x00")
    for kind, pattern in _PATTERNS:
        text, count = pattern.subn(MASK, text)
        if count and kind not in kinds:
            kinds.append(kind)
    hidden = _without_passwords(text)
    if hidden != text:
        text, kinds = hidden, [*kinds, *(() if "password" in kinds else ("password",))]
    for index, key in enumerate(public):
        text = text.replace(f"\x00{index}\x00", key)
    code: str | None = None
    if code_expected:
        text, code = _take_code(text)
    return Masked(text, code, tuple(kinds))


def _without_passwords(text: str) -> str:
    """Passwords that are told, in words around or in quotes, each hidden."""
    text = _TOLD_PASSWORD.sub(_told, text)
    for pattern in (_QUOTED_PASSWORD, _IN_ADDRESS, _SAID_PASSWORD, _PASSWORD_BEFORE):
        at = 0
        while said := pattern.search(text, at):
            begin, end = said.span(1)
            at = begin + len(MASK) if pattern is _IN_ADDRESS else said.start()
            if MASK in text[begin:end]:
                at = end
                continue
            text = text[:begin] + MASK + text[end:]
    return text


def _told(match: re.Match[str]) -> str:
    """One plain word in a sentence that goes on is no password ("our password is important to us")."""
    value, rest = match.group(2), match.group(3) or ""
    plain = _PLAIN_WORD.fullmatch(value) is not None
    loose = match.group(1).casefold().startswith("secret") and "key" not in match.group(1).casefold()
    if MASK in value or (plain and (loose or rest.strip() or is_everyday(value.strip(".,;:!?")))):
        return match.group()
    return match.group(1) + MASK + rest


def _take_code(text: str) -> tuple[str, str | None]:
    typed = _CODE.search(text)
    if typed:
        digits = "".join(str(unicodedata.digit(c)) for c in typed.group(1) if c.isdigit())
        return text[: typed.start(1)] + MASK + text[typed.end(1) :], digits
    utterance = read(text)
    digits = [spoken_digit(word.norm) or _SPOKEN.get(word.text.casefold()) or _SPOKEN.get(word.norm) for word in utterance.words]
    for at in range(len(digits) - 5):
        run = digits[at : at + 6]
        if all(d is not None for d in run) and not (at + 6 < len(digits) and digits[at + 6] is not None):
            start, end = utterance.words[at].start, utterance.words[at + 5].end
            return utterance.text[:start] + MASK + utterance.text[end:], "".join(d for d in run if d)
    return text, None
