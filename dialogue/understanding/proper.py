"""Proper names in running text: runs of capitalised words in any script, with what may stand inside them."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from dialogue.patterns import regex
from dialogue.understanding.everyday import GREETINGS, is_everyday, is_short_form
from dialogue.understanding.kinds import KINDS
from dialogue.understanding.legal_forms import is_form, is_sure_form
from dialogue.understanding.text import fold

_COUNTS = regex(r"\d{1,4}(?:st|nd|rd|th|d|h|x|s)")
_TOKEN = regex(r"[^\s,;:=!?()\[\]\"“”«»„؟،。、]+")
_LINKS = frozenset("of and de der den del della di da do dos das du des la le les los las van von the al el y e i a o u ou en oder ja con sur sous aan op ved und et og och ve for at on & +".split())
"""Small words that may stand inside a name, never at its end."""
_DOTTED = frozenset("st dr mr mrs prof inc ltd co corp bros no jr sr mt ft".split())
"""Abbreviations whose dot belongs to them."""
INSTITUTIONS = frozenset(
    "society institute institution association centre center council foundation fund trust campaign alliance school academy college university home house "
    "friends forum network agency bureau office department ministry committee commission union federation league guild partnership initiative project "
    "museum laboratory lab hospital clinic service services company group collective cooperative co-operative people citizens doctors engineers teachers "
    "lawyers women parents artists action shelter charity church party movement board authority observatory station archive archives library hall chamber club".split()
)
"""What may be "for" something in its own name ("Institute for Soil Science")."""
_BRACKETED = regex(r"\(([^()\s]+(?: [^()\s]+)?)\)\s+([^\s,;:!?()]+)")
"""A part of a name in brackets, with the word behind it ("Kerr (Holdings) Ltd.")."""
_MOST = 30
"""Words that a name and its neighbours have at most."""
_FUNCTION = frozenset(
    "i i'm i'd i've i'll we we're we'd we've we'll it it's its that that's this there there's they you he she our my your the a an hi hello hey so ok okay "
    "well please yes no not can could would will should do does is are was what which who why how when where and but or if then also need want give make "
    "let let's set put use take add create build host thanks thank good morning afternoon evening greetings dear here just maybe from in for with of to "
    "at on by as under near about around via call name email mail e-mail make move launch deploy register domain address website region regions org organisation "
    "organization company firm client customer administrator admin contact two three both please also still sorry actually anyway then there somebody someone everybody everyone "
    "nobody anybody nothing something everything anything those these his their its per during after before because since while until unless although".split()
) | GREETINGS
"""Words that begin a sentence with a capital and are no names."""
_MAY_FOLLOW = frozenset("his good two three both call name mail address".split())
"""Of those, what may go on a name after a small word ("Bread & Good Company")."""
_MAY_BEGIN = frozenset("no not good two three both still under after before near".split())
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
    def counts(self) -> bool:
        """ "2nd", "3d", "24h": digits with small letters, a name's only before another word of it."""
        return _COUNTS.fullmatch(self.text) is not None

    @property
    def proper(self) -> bool:
        """Written as names are: a capital, a script without capitals, or a digit that a capital follows."""
        first = next((c for c in self.text if c.isalnum()), "")
        if first.isdigit():
            return any(c.isupper() for c in self.text) or not any(c.isalpha() for c in self.text) or self.counts
        return first.isupper() or (first.isalpha() and not first.islower())


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the text that may be a name."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=16)
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
        ends = more == "" or ("." not in bare and is_form(bare) and not _form_goes_on(text[match.end() :]))
        keeps = word.endswith(".") and dotted and ("." in bare or not ends)
        found.append(Token(bare + ("." if keeps else ""), start + lead, start + lead + len(bare) + (1 if keeps else 0)))
    return found


def _form_goes_on(rest: str) -> bool:
    """ "Acme Inc., mail …", "GmbH & Co. KG": the dot ended no sentence."""
    following = rest.split(maxsplit=1)
    return rest[:1] == "," or bool(following and is_form(following[0].rstrip(",")))


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
    words = tokens(text)
    first = bisect_left(words, offset, key=lambda w: w.start)
    return words[first : first + _MOST]


def _run_end(text: str, words: list[Token], at: int, *, begins: bool = True) -> int:
    """Index behind the run that begins at `at`; `at` itself when none does."""
    first = words[at]
    if not first.proper or ((first.counts or not any(c.isalpha() for c in first.text)) and not _followed(text, words, at)) or (begins and starts_like_a_sentence(first.norm) and first.norm != "the" and not _begins_a_name(text, words, at)):
        return at
    if first.norm == "the" and not _followed(text, words, at):
        return at
    end = at + 1
    while end < len(words) and _joined(text, words[end - 1], words[end]):
        word = words[end]
        if word.text == "Please" and is_everyday(words[end - 1].norm) and end == at + 1 and not text[word.end :].lstrip(" ")[:1].isalpha():
            end += 1  # "Next Please"
            break
        if word.norm in _SPEAKERS and not (word.text == "i" and _links(text, words, at, end)):
            break
        if (word.proper and not word.counts) or is_form(word.text) or (word.counts and _followed(text, words, end)):
            end += 1
        elif word.norm in _LINKS and (links := _links(text, words, at, end)):
            end += links + 1
        elif word.norm == "by" and end + 1 < len(words) and words[end + 1].text == words[end - 1].text and _joined(text, word, words[end + 1]):
            end += 2  # "Brick by Brick Builders"
        elif word.norm == "in" and end + 1 < len(words) and words[end + 1].proper and words[end + 1].norm in _NOWHERE and _joined(text, word, words[end + 1]):
            end += 2
        else:
            break
    return _with_brackets(text, words, end)


_NOWHERE = frozenset("time bloom love motion wonderland progress tune touch style blue black white green gold stone wood clay paper harmony mind heart hand focus flight".split())
"""What a name may end with behind "in", and nobody lives in: "Stitch in Time"."""


def _begins_a_name(text: str, words: list[Token], at: int) -> bool:
    """ "No Limits Gym", "Two Hands Coffee": two more capitals that are no talk behind a word which begins sentences too."""
    after = words[at + 1 : at + 3]
    joined = len(after) == 2 and _joined(text, words[at], after[0]) and _joined(text, after[0], after[1])
    everyday = [is_everyday(w.norm) for w in after]
    return joined and words[at].norm in _MAY_BEGIN and all(w.proper for w in after) and not (all(everyday) if words[at].norm in ("two", "three", "not") else any(everyday))


def _links(text: str, words: list[Token], begin: int, at: int) -> int:
    """How many small words lead on to another proper one ("Bank of Salalah", "Society for the Blind"), not to a sentence
    of its own ("and I")."""
    last = at + 1 if at + 1 < len(words) and words[at].norm in ("of", "for", "de") and words[at + 1].norm in ("the", "la", "los", "las") else at
    after = last + 1
    if after >= len(words) or not words[after].proper or not all(_joined(text, words[i], words[i + 1]) for i in range(at, after)):
        return 0
    first = words[at].norm
    if first == "for" and not INSTITUTIONS & {w.norm for w in words[begin:at]}:
        return 0
    if first in ("i", "a", "o", "u") and not _foreign_link(text, words, at):
        return 0
    if first in ("at", "on") or (words[after].norm in _FUNCTION and words[after].norm not in _MAY_FOLLOW):
        return 0
    return last - at + 1


def _foreign_link(text: str, words: list[Token], at: int) -> bool:
    """ "Ruch i Spokój", "Chleba a Sůl": one letter that is English too joins two words of a name, and neither speaks nor
    describes ("Kite a Bakery")."""
    after = words[at + 1]
    described = at + 2 < len(words) and _joined(text, after, words[at + 2]) and words[at + 2].norm in KINDS
    return words[at].text.islower() and not is_everyday(after.norm) and after.norm not in KINDS and not described


def _with_brackets(text: str, words: list[Token], end: int) -> int:
    """Past a part in brackets when the name goes on behind it."""
    if end >= len(words) or text[words[end - 1].end : words[end].start].strip() != "(":
        return end
    part = _BRACKETED.match(text, words[end].start - 1)
    if part is None or not is_form(part.group(2)):
        return end
    inside = sum(1 for w in words[end:] if w.start < part.end(1))
    return _run_end(text, words, end + inside, begins=False)


def _followed(text: str, words: list[Token], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1].proper and _joined(text, words[at], words[at + 1])


def _joined(text: str, first: Token, second: Token) -> bool:
    """Only a space stands between, or the apostrophe of a plural ("Veterans' Choir"), so neither comma nor end of a sentence."""
    gap = text[first.end : second.start].strip(" ")
    return not gap or (gap in ("'", "’") and text[first.end] == gap and first.text[-1:] in "sxzSXZ" and text[first.start - 1 : first.start] != gap)


def is_company(run: Run) -> bool:
    """It ends in what companies are by law."""
    words = run.text.split()
    return len(words) > 1 and is_sure_form(words[-1])


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
    return norm in _FUNCTION or is_short_form(norm)
