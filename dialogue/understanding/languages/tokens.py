"""The person's words as tokens with their places: addresses and masks whole, apostrophes and hyphens between words."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from dialogue.patterns import regex
from dialogue.understanding.privacy import MASK
from dialogue.understanding.text import fold

_EMAIL = r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*"
_DOMAIN = r"(?:https?://)?(?:[A-Za-z0-9](?:[\w-]*\w)?\.){1,20}[A-Za-z][\w-]*[A-Za-z](?:/\S*)?"
_NO_DOMAIN = r"(?<![\w@.-])(?:-[A-Za-z][\w-]*(?:\.[\w-]+)+|\d{1,3}(?:\.\d{1,3}){3}(?![\w.])|[A-Za-z0-9][\w-]*(?:\.{2}|-\.)(?:com|net|org|info|eu|de|at|ch|es|fr|be|tr|om|ae|io|dev|example)(?![\w.]))"
"""Written where a domain stands, and none ("acme..de", "-acme.com", "192.168.1.1")."""
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670"
_TOKEN = regex(
    rf"(?P<mask>{MASK})|(?P<address>{_EMAIL}|{_NO_DOMAIN}|(?<![\w@]){_DOMAIN})|(?P<word>(?:[^\W\d_]\.){{2,}}(?!\w)|(?:[^\W\d_]\.)+[^\W\d_](?!\w|\.\w)|[^\W_][^\W_{_MARKS}]*(?:[{_MARKS}]+[^\W_{_MARKS}]*)*)|(?P<mark>\S)|(?P<line>\n)"
)
_SENTENCE_END = frozenset(".!?;…؟。！？؛\n")
_COMMA_LIKE = frozenset(",()[]–—،、，|/")
_OPENING = frozenset("\"“«„‹‚”'")
_LETTERS = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None, "ک": "ك", "ی": "ي", "گ": "ك"})
_SEVERAL = regex(r"(.)\1{2,}")
MOST = 400
"""Tokens that are read in one message; what comes after is kept out."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word or address; `start` and `end` are offsets into the text."""

    text: str
    norm: str
    start: int
    end: int
    kind: str
    """`word`, `address` or `mask`."""
    brk: str = ""
    """What stands before it: nothing, a comma (any lesser break), a colon, a full stop, a question mark."""
    glued: bool = False
    """An apostrophe and no space stands before it: a Turkish suffix, a French elision's second half."""
    joined: bool = False
    """A hyphen and no space stands before it."""
    quoted: bool = False
    """An opening quotation mark stands before it."""

    @property
    def capital(self) -> bool:
        """Begins with a capital letter or a digit."""
        return self.kind == "word" and (self.text[0].isupper() or self.text[0].isdigit())

    @property
    def latin(self) -> bool:
        """Written in Latin letters."""
        return self.text[0] < "\u0250"


def folded(text: str) -> str:
    """Lower case without marks, digits as ASCII, Arabic letters in their plain forms."""
    plain = fold(text).translate(_LETTERS)
    if plain.isascii():
        return plain
    return "".join(str(unicodedata.digit(c, c)) if c.isdigit() else c for c in plain)


def normal(word: str) -> str:
    """A word folded, and said once what is drawn out ("jaaaa")."""
    norm = folded(word).replace(".", "")
    drawn_out = not norm.isdigit() and _SEVERAL.search(norm)  # asked first: a template costs ten times as much, and few are
    return _SEVERAL.sub(r"\1", norm) if drawn_out else norm


_TITLES = frozenset("dr prof med dent vet st sta ste dra sra dott mag dipl ing hl av".split())
"""Written short, with names behind them."""


@lru_cache(maxsize=64)
def tokens(text: str) -> tuple[Token, ...]:
    """Words, addresses and masks, each with the break before it."""
    found: list[Token] = []
    brk: str = "."
    glued, joined, quoted = False, False, False
    for match in _TOKEN.finditer(text):
        kind, mark = match.lastgroup or "", match.group()
        if kind in ("mark", "line"):
            after = text[match.end() : match.end() + 1]
            before = text[match.start() - 1 : match.start()]
            inside = before.isalnum() and after.isalnum()
            if mark in "'’`´" and inside:
                glued = True
            elif mark in "-‐‑" and inside:
                joined = True
            elif mark in _OPENING:
                quoted = not before.isalnum()
            elif mark in "?؟":
                brk = "?"
            elif mark == "." and found and not brk and found[-1].norm in _TITLES and found[-1].end == match.start():
                pass  # "Dr. Wallner" is one name
            elif mark in _SENTENCE_END and not (mark == "\n" and brk == "?"):
                brk = "?" if brk == "?" else "."
            elif mark == ":":
                brk = brk or ":"
            elif mark in _COMMA_LIKE or mark in "-‐":
                brk = brk or ","
            elif mark == "&":
                found.append(Token(mark, "&", match.start(), match.end(), "word", brk if found else "."))
                brk, glued, joined, quoted = "", False, False, False
            continue
        end = match.end()
        word = mark.rstrip(".") if kind == "address" else mark
        norm = normal(word) if kind == "word" else word.lower()
        found.append(Token(word, norm, match.start(), end - len(mark) + len(word), kind, brk if found else ".", glued, joined, quoted))
        brk, glued, joined, quoted = "", False, False, False
        if len(found) >= MOST:
            break
    return tuple(found)


def ending(text: str) -> str:
    """The mark the text ends with: a question mark, or a full stop."""
    return "?" if text.rstrip("\"'»”) \n")[-1:] in ("?", "؟") else "."
