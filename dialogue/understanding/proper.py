"""Proper names in running text: runs of capitalised words in any script, with what may stand inside them."""

import re
from dataclasses import dataclass

from dialogue.understanding.text import fold

_TOKEN = re.compile(r"[^\s,;:!?()\[\]\"“”«»„؟،。、]+")
_LINKS = frozenset("of and de der den del di da du la le van von the al el y und et for at on & +".split())
"""Small words that may stand inside a name, never at its end."""
_DOTTED = frozenset("st dr mr mrs prof inc ltd co corp bros no jr sr mt ft".split())
"""Abbreviations whose dot belongs to them."""
_FORMS = re.compile(
    r"(?i)^(?:gmbh|ltd|limited|inc|llc|ag|bv|nv|sarl|sas|sa|spa|srl|ab|oy|oyj|as|asa|aps|co|corp|corporation|llp|plc|ug|kg|kgaa|ohg|saoc|saog|pty|"
    r"pte|group|holding|holdings|d\.o\.o|s\.r\.o|a\.s|s\.a|s\.l|s\.r\.l|e\.v|b\.v|n\.v|z\.o\.o|sp|z|e\.k|k\.k|l\.l\.c|co-op)\.?$"
)
"""What companies are by law, at the end of their names."""
_SURE_FORMS = re.compile(
    r"(?i)^(?:gmbh|ltd|limited|inc|llc|ag|bv|nv|sarl|sas|spa|srl|ab|oy|oyj|asa|aps|corp|corporation|llp|plc|ug|kg|kgaa|ohg|saoc|saog|pty|pte|group|"
    r"holdings?|d\.o\.o|s\.r\.o|a\.s|s\.l|s\.r\.l|e\.v|b\.v|n\.v|z\.o\.o)\.?$"
)
_LONGEST = 160
"""Characters that a name and its neighbours have at most."""
_FUNCTION = frozenset(
    "i i'm i'd i've i'll we we're we'd we've we'll it it's its that that's this there there's they you he she our my your the a an hi hello hey so ok okay "
    "well please yes no not can could would will should do does is are was what which who why how when where and but or if then also need want give make "
    "let let's set put use take add create build host thanks thank good morning afternoon evening greetings dear here just maybe from in for with of to".split()
)
"""Words that begin a sentence with a capital and are no names."""
_SPEAKERS = frozenset("i i'm i'd i've i'll we we're we'd we've we'll our my please it's".split())
"""They begin a sentence of their own, also where no stop stands before them."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place; a dot belongs to it only when it abbreviates."""

    text: str
    start: int
    end: int

    @property
    def norm(self) -> str:
        """Folded."""
        return fold(self.text)

    @property
    def proper(self) -> bool:
        """Written as names are: a capital, a script without capitals, or a digit that a capital follows."""
        first = next((c for c in self.text if c.isalnum()), "")
        if first.isdigit():
            return any(c.isupper() for c in self.text) or self.text.isdecimal()
        return first.isupper() or (first.isalpha() and not first.islower())


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the text that may be a name."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Words by spaces and marks; final dots cut unless they abbreviate."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        word, start = match.group(), match.start()
        bare = word.rstrip(".…")
        if not bare or not any(c.isalnum() or c in "&+" for c in bare):
            continue
        lead = len(bare) - len(bare.lstrip("'’-–—"))
        bare = bare[lead:].rstrip("'’-–—")
        dotted = "." in bare or bare.casefold() in _DOTTED or (len(bare) == 1 and bare.isupper())
        more = text[match.end() :].strip(" ")[:1]
        ends = more == "" or ("." not in bare and _FORMS.match(bare) is not None and not _form_goes_on(text[match.end() :]))
        keeps = word.endswith(".") and dotted and ("." in bare or not ends)
        found.append(Token(bare + ("." if keeps else ""), start + lead, start + lead + len(bare) + (1 if keeps else 0)))
    return found


def _form_goes_on(rest: str) -> bool:
    """ "Acme Inc., mail …", "GmbH & Co. KG": the dot ended no sentence."""
    following = rest.split(maxsplit=1)
    return rest[:1] == "," or bool(following and _FORMS.match(following[0].rstrip(".,")))


def runs(text: str) -> list[Run]:
    """Every maximal run of proper words, left to right; sentence starts like "We" or "Please" are none."""
    words = tokens(text)
    found: list[Run] = []
    at = 0
    while at < len(words):
        end = _run_end(text, words, at)
        if end > at:
            found.append(Run(text[words[at].start : words[end - 1].end], words[at].start, words[end - 1].end))
        at = max(end, at + 1)
    return found


def run_at(text: str, offset: int) -> Run | None:
    """The run that begins at `offset`, past spaces, quotes and "the"."""
    words = _from(text, offset)
    gap = text[offset : words[0].start] if words else ""
    if not words or gap.strip(" \"“„«'"):
        return None
    at = 1 if words[0].text == "the" and len(words) > 1 else 0
    end = _run_end(text, words, at, begins=False)
    return Run(text[words[at].start : words[end - 1].end], words[at].start, words[end - 1].end) if end > at else None


def _from(text: str, offset: int) -> list[Token]:
    """The words after `offset` that a name can have."""
    return [Token(w.text, w.start + offset, w.end + offset) for w in tokens(text[offset : offset + _LONGEST])]


def _run_end(text: str, words: list[Token], at: int, *, begins: bool = True) -> int:
    """Index behind the run that begins at `at`; `at` itself when none does."""
    first = words[at]
    if not first.proper or (first.text.isdecimal() and not _followed(text, words, at)) or (begins and first.norm in _FUNCTION and first.norm != "the"):
        return at
    if first.norm == "the" and not _followed(text, words, at):
        return at
    end = at + 1
    while end < len(words) and _joined(text, words[end - 1], words[end]):
        word = words[end]
        if word.norm in _SPEAKERS:
            break
        if word.proper or _FORMS.match(word.text):
            end += 1
        elif word.norm in _LINKS and _link_leads_on(text, words, end):
            end += 2
        else:
            break
    return end


def _link_leads_on(text: str, words: list[Token], at: int) -> bool:
    """The small word is followed by another proper one ("Bank of Salalah"), not by a sentence of its own ("and I")."""
    if at + 1 >= len(words) or not _joined(text, words[at], words[at + 1]) or not words[at + 1].proper:
        return False
    return words[at + 1].norm not in _FUNCTION and words[at].norm not in ("at", "on", "for")


def _followed(text: str, words: list[Token], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1].proper and _joined(text, words[at], words[at + 1])


def _joined(text: str, first: Token, second: Token) -> bool:
    """Only a space stands between, so neither comma nor end of a sentence."""
    return not text[first.end : second.start].strip(" ")


def is_company(run: Run) -> bool:
    """It ends in what companies are by law."""
    words = run.text.split()
    return len(words) > 1 and _SURE_FORMS.match(words[-1]) is not None


def titled(text: str) -> bool:
    """The whole text is several capitalised words: a name, whatever the words mean."""
    body = text.strip().rstrip(".!")
    found = runs_anyhow(body)
    return found is not None and len(body.split()) > 1


def runs_anyhow(body: str) -> Run | None:
    """The whole of `body` as one run, also when it begins like a sentence ("No Limits Gym")."""
    words = tokens(body)
    if not words or _run_end(body, words, 0, begins=False) != len(words) or words[0].start != 0 or words[-1].end != len(body):
        return None
    return Run(body, 0, len(body))


def starts_like_a_sentence(norm: str) -> bool:
    """A word that names begin with only by chance."""
    return norm in _FUNCTION
