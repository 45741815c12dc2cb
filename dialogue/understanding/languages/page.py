"""One message as names are looked for in it, and how far a name reaches that begins at a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.understanding.languages.book import Book
from dialogue.understanding.languages.tokens import Token
from dialogue.understanding.languages.transfer import Item

LONGEST = 8
"""Words of a name."""
_SPELLED = 3
"""Single letters in a row that spell a name."""
_WISHES = frozenset({"we want", "i want", "want", "we need", "i need", "need"})
_NOUNS = frozenset({"value", "trade", "vocabulary", "place"})
_CIVIL = frozenset({"hello", "thanks", "ok", "yes", "no", "please"})
"""What is said to be polite is also what houses are called ("Peace", "Hope")."""
_MEANT = ("say", "op", "ask", "yes", "no", "hedge", "drop")


@dataclass(frozen=True, slots=True)
class Named:
    """The name and the words that led to it; token indices, half open."""

    value: str
    start: int
    end: int
    cue: tuple[int, int] | None = None
    """The words that introduced it; they say nothing else."""
    we: bool = False
    """They were about the speaker ("wir sind …"): a place beside it is where they are."""

    @property
    def blocked(self) -> frozenset[int]:
        """Tokens that mean nothing else."""
        return frozenset(range(self.start, self.end)) | frozenset(range(*self.cue) if self.cue else ())


@dataclass(frozen=True, slots=True)
class Page:
    """One message as names are looked for in it."""

    book: Book
    text: str
    tokens: Sequence[Token]
    items: Sequence[Item]

    def over(self, at: int) -> Item | None:
        """The item that covers a token."""
        return next((i for i in self.items if i.start <= at < i.end and i.kind != "break"), None)

    def unknown(self, at: int) -> bool:
        """Nobody knows the word."""
        item = self.over(at)
        return item is None or item.kind == "unknown"

    @property
    def cased(self) -> bool:
        """Capitals are used, so that a name has them."""
        return any(t.capital and not t.text.isdigit() and (n == 0 or not t.brk) for n, t in enumerate(self.tokens) if n) or sum(t.capital for t in self.tokens) > 1

    def named(self, start: int, end: int, cue: tuple[int, int] | None = None, *, we: bool = False) -> Named | None:
        """These tokens as a name, in the person's own words."""
        if end <= start or end - start > LONGEST + 2:
            return None
        letters = [t.text for t in self.tokens[start:end]]
        if len(letters) >= _SPELLED and all(len(x) == 1 and x.isalpha() for x in letters):
            value = "".join(letters).capitalize()
        else:
            value = self.text[self.tokens[start].start : self.tokens[end - 1].end]
            value += "." if self._abbreviated(end) else ""
        return Named(" ".join(value.split()), start, end, cue, we)

    def _abbreviated(self, end: int) -> bool:
        last = self.tokens[end - 1]
        if last.text.isupper() and last.norm in _CAPITALS:
            return False  # "Kiezkabel UG. ick will …": no dot belongs to these letters
        after = self.text[last.end : last.end + 3]
        goes_on = last.text.islower() or after[1:2] == "," or after[2:3].islower()
        return last.norm in self.book.naming.forms and after[:1] == "." and goes_on


def name_end(page: Page, start: int, *, sure: bool) -> int:
    """Where the name that begins here ends."""
    tokens = page.tokens
    if start >= len(tokens) or tokens[start].kind != "word":
        return start
    if tokens[start].quoted:
        return _closing(page, start)
    if not tokens[start].latin:
        return _native_end(page, start, sure=sure)
    if tokens[start].capital or tokens[start].norm == "&":
        end = capital_end(page, start)
        return for_whom(page, start, end) if sure else end
    if not sure or (page.cased and not page.unknown(start)):
        return start
    return _plain_end(page, start)


def for_whom(page: Page, start: int, end: int) -> int:
    """ "Eau pour Tous", "Agua para Todos": told as a name, whom it is for is part of it."""
    tokens = page.tokens
    if end + 1 >= len(tokens) or tokens[end].norm not in _FOR or tokens[end].brk or tokens[end + 1].brk:
        return end
    first = page.over(start)
    if not tokens[end + 1].capital or not tokens[end + 1].latin or (first is not None and first.kind in ("vocabulary", "op")):
        return end
    last = capital_end(page, end + 1)
    return last if last == len(tokens) or tokens[last].brk or tokens[last].kind != "word" else end


def _closing(page: Page, start: int) -> int:
    for end in range(start + 1, min(len(page.tokens), start + LONGEST) + 1):
        tail = page.text[page.tokens[end - 1].end : page.tokens[end].start if end < len(page.tokens) else None]
        if end < len(page.tokens) and page.tokens[end].glued:
            continue  # the apostrophe of "d'Assinie"
        if any(c in tail for c in "\"”“»«'’"):
            return end
    return start + 1


_CAPITALS = frozenset("ug ag kg gbr ohg sa sas sarl sl as ltd llc inc".split())
_DEGREES = frozenset("med dent vet jur phil ing rer nat hc habil".split())
_TITLED = _DEGREES | frozenset("dr prof dipl mag".split())
"""What is written small inside a name: "Praxis Dr. med. Anna Huber"."""


def capital_end(page: Page, start: int) -> int:
    """A run of capitals; small linking words and legal forms belong to it."""
    tokens, naming, end = page.tokens, page.book.naming, start + 1
    while end < len(tokens) and end - start < LONGEST + 2:
        token, following = tokens[end], tokens[end + 1] if end + 1 < len(tokens) else None
        if token.kind != "word" or token.quoted or (token.brk and not _form_goes_on(page, end)):
            break
        if (token.glued and page.book.endings) or (token.norm in naming.inside and (end > start + 1 or _behind_what_it_is(page, start)) and _says_where(page, end)):
            break
        if token.norm in naming.forms or token.joined or token.glued or _purpose(page, start, end) or _of_a_trade(page, start, end):
            end += 1
        elif token.norm in naming.stops and not (token.capital and not page.book.nouns) and not (token.norm in naming.inside and following and following.capital and not following.brk):
            break
        elif token.capital or token.norm == "&" or token.glued or (token.norm in _DEGREES and tokens[end - 1].norm in _TITLED and not token.brk) or token.norm in naming.inside and _linked(page, end):
            end += 1
        else:
            break
    return end


def _purpose(page: Page, start: int, at: int) -> bool:
    """ "Fundación para el Desarrollo Rural": what such a house is for is part of its name."""
    if page.tokens[start].norm not in _FOUNDED or at != start + 1 or page.tokens[at].norm not in _FOR:
        return False
    return any(t.capital and not t.brk for t in page.tokens[at + 1 : at + 3])


def _of_a_trade(page: Page, start: int, at: int) -> bool:
    """ "Cabinet vétérinaire des Trois Chênes": a small word inside what the house does, with its name behind it."""
    item = page.over(start)
    if item is None or item.kind != "trade" or item.end != at + 1 or at + 2 >= len(page.tokens) or page.book.nouns:
        return False
    link, following = page.tokens[at + 1], page.tokens[at + 2]
    return link.norm in page.book.naming.inside and following.capital and not link.brk and not following.brk


_FOUNDED = frozenset("fundacion asociacion federacion instituto centro fondation association federation institut centre stiftung verein verband gesellschaft".split())
_FOR = frozenset({"para", "pour", "fur", "zur"})


def _behind_what_it_is(page: Page, start: int) -> bool:
    """ "la clínica dental Sonrisa", "la clinique Beaulieu": one word is the whole name, where what they are stands before it."""
    item = page.over(start - 1) if start else None
    return item is not None and item.kind == "trade" and not page.tokens[start - 1].capital and not page.tokens[start].brk


def _says_where(page: Page, at: int) -> bool:
    """ "Kranich Atelier à Lyon": a word for "in" before a place."""
    item, following = page.over(at), page.over(at + 1)
    return item is not None and item.english == "in" and following is not None and following.kind == "place"


def _form_goes_on(page: Page, at: int) -> bool:
    """ "Acme, Inc", "Ege Zeytin Ltd. Şti": a legal form behind a comma or another form's dot."""
    token, forms = page.tokens[at], page.book.naming.forms
    return token.norm in forms and (token.brk == "," or page.tokens[at - 1].norm in forms)


def _linked(page: Page, at: int) -> bool:
    """A linking word stands before a capital, maybe with another linking word between ("de la Vega")."""
    for following in page.tokens[at + 1 : at + 3]:
        if following.brk or following.kind != "word":
            return False
        if following.capital:
            return True
        if following.norm not in page.book.naming.inside:
            return False
    return False


def _plain_end(page: Page, start: int) -> int:
    """A name in lower case: to the first word that ends names, or means something of its own."""
    end = start
    while end < len(page.tokens) and end - start < 5:
        token, item = page.tokens[end], page.over(end)
        if token.kind != "word" or (token.brk and end > start) or (token.norm in page.book.naming.stops and not _opens(page, end, start) and not _hyphened(page, end) and not pair(page, start, end)):
            break
        if end > start and ((item is not None and item.kind in _MEANT and token.norm not in page.book.naming.inside) or _with_prefix(page, end)):
            break
        end += 1
        if joined_by_and(page, start, end):
            return end + 2
    while end > start and page.tokens[end - 1].norm in page.book.naming.inside:
        end -= 1
    if end < len(page.tokens) and (item := page.over(end)) is not None and item.english in _WISHES:
        while end - start > 1 and (item := page.over(end - 1)) is not None and item.kind in ("value", "vocabulary"):
            end -= 1  # "adımız siyah inci blog istiyoruz"
    return end


def joined_by_and(page: Page, start: int, at: int) -> bool:
    """ "wir heißen masche und mehr, …", "on s'appelle fil et aiguille": two words with "and" between, and then no more of it."""
    tokens = page.tokens
    if at <= start or at + 1 >= len(tokens) or tokens[at].norm not in _AND or any(t.brk or t.kind != "word" for t in tokens[at : at + 2]):
        return False
    ends = at + 2 == len(tokens) or bool(tokens[at + 2].brk)
    before, after = page.over(at - 1), page.over(at + 1)
    plain = all(i is None or i.kind in ("unknown", "trade") or i.english in _MORE for i in (before, after))
    return ends and plain and not tokens[at + 1].capital


_AND = frozenset({"und", "y", "e", "et", "ve"})
_MORE = frozenset({"more", "", "also", "all of them", "others"})
"""What follows an "and" in a name too ("masche und mehr")."""


def pair(page: Page, start: int, at: int) -> bool:
    """ "bäckerei mohn und hafer in plauen": what is joined to the name by "and" is only more of it where the place follows."""
    if at <= start or at + 2 >= len(page.tokens) or page.tokens[at].norm not in _AND or not page.unknown(at - 1) or not page.unknown(at + 1):
        return False
    link, where = page.over(at + 2), page.over(at + 3)
    return link is not None and link.english in ("in", "from", "of") and where is not None and where.kind == "place" and not any(t.brk for t in page.tokens[at : at + 3])


def _opens(page: Page, at: int, start: int) -> bool:
    """ "se llama tres raices": what ends names may begin one, before a word that nobody knows."""
    return at == start and at + 1 < len(page.tokens) and page.unknown(at + 1) and not page.tokens[at + 1].brk


def _hyphened(page: Page, at: int) -> bool:
    """ "kuestenwind e-bikes": not the "e" of "e-mail"."""
    following = page.tokens[at + 1] if at + 1 < len(page.tokens) else None
    return following is not None and following.joined and page.unknown(at + 1)


def _native_end(page: Page, start: int, *, sure: bool) -> int:
    """A name in a script without capitals."""
    end = start
    while end < len(page.tokens) and end - start < 5:
        token, item = page.tokens[end], page.over(end)
        if token.kind != "word" or (token.brk and end > start) or token.norm in page.book.naming.stops:
            break
        if token.norm in page.book.naming.forms:
            end += 1
            continue
        if end > start and any(p.english == "sure" and len(p.words) == 1 for p in page.book.naming.cues.candidates(token.norm)):
            break
        told = sure and end == start and item is not None and item.end == end + 1 and item.kind in ("say", "drop") and token.norm not in page.book.naming.wrong
        if item is not None and (item.kind in _MEANT or (item.start == item.end)) and not told and not _belongs(page, end, start, sure=sure):
            break
        if _with_prefix(page, end) and (end > start or not sure) and not _belongs(page, end, start, sure=sure):
            break  # "عندنا مطعم ببيروت": where it is
        if end > start and token.latin and token.capital:
            break
        end += 1
    return end


def _belongs(page: Page, at: int, start: int, *, sure: bool) -> bool:
    """ "مطبعة السلام", "مكتب البردي للمحاسبة": a noun with its article right behind the first, or what a house is for."""
    item, norm = page.over(at), page.tokens[at].norm
    if item is None or at == start or item.end > at + 1:
        return False
    if norm.startswith("لل"):
        return item.kind in _NOUNS
    house = sure or any(p.english == "weak" for p in page.book.naming.cues.candidates(page.tokens[start].norm))
    return norm.startswith("ال") and at == start + 1 and (item.english in _CIVIL or (house and (item.kind in _NOUNS or item.kind == "drop" and any(i.start == i.end == at for i in page.items))))


def _with_prefix(page: Page, at: int) -> bool:
    """ "ونريد", "والبريد": a joined "and" or "in" before a word of ours begins something new."""
    return any(i.kind == "say" and i.start == i.end == at for i in page.items) and not page.unknown(at)
