"""Which words are the organisation's name: introduced as one, standing where names stand, or the whole answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from dialogue.understanding.languages.book import Book, Phrase
from dialogue.understanding.languages.tokens import Token
from dialogue.understanding.languages.transfer import Item

_LONGEST = 8
_SPELLED = 3
"""Single letters in a row that spell a name."""
_ALIKE = 75.0
_ACTS = frozenset(
    {"speak to a human", "undo", "start over", "repeat that", "send the code again", "try again", "redo", "thanks", "hello", "nothing else", "the code is",
     "can we have", "what about", "we need", "i need", "we want", "i want"}
)  # fmt: skip
"""English of pieces that no answer with a name has."""
_STRONG = ("sure", "we", "before")


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
        if end <= start or end - start > _LONGEST + 2:
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
        after = self.text[last.end : last.end + 3]
        goes_on = last.text.islower() or after[1:2] == "," or after[2:3].islower()
        return last.norm in self.book.naming.forms and after[:1] == "." and goes_on


def find_name(page: Page, *, asked: bool, current: str | None) -> Named | None:
    """The organisation named in this message, or None.

    Args:
        asked: the last question was for the name.
        current: the name that stands; then only an introduction or a correction changes it.
    """
    found = _introduced(page, weak=current is None or asked)
    if found:
        return found
    if current is not None and (again := _corrected(page, current)):
        return again
    if current is None and (standing := _standing(page)):
        return standing
    return _answer(page) if asked else None


def _introduced(page: Page, *, weak: bool) -> Named | None:
    """The last strong introduction, else the first weak one."""
    strong: Named | None = None
    likely: Named | None = None
    past = 0
    for at in range(len(page.tokens)):
        cue = _cue(page, at) if at >= past else None
        if cue is None:
            continue
        phrase, end = cue
        if phrase.english == "not":
            past = end  # "mein Name ist": a person's
            continue
        name = _by_cue(page, phrase.english, at, end)
        if name is None:
            continue
        labelled = phrase.english == "label" and _colon(page, end)
        if labelled or (phrase.english in _STRONG and (phrase.english != "we" or _certain(page, name))):
            strong = name
        elif weak and likely is None:
            likely = name
    return strong or likely


def _certain(page: Page, name: Named) -> bool:
    """ "wir sind X": X is more than words of ours."""
    return any(page.unknown(n) for n in range(name.start, name.end))


def _cue(page: Page, at: int) -> tuple[Phrase, int] | None:
    tokens = page.tokens
    forms = [tokens[at].norm]
    if page.book.clitics and not tokens[at].latin:
        forms += [tokens[at].norm[len(p) :] for p, _ in page.book.clitics if tokens[at].norm.startswith(p) and len(tokens[at].norm) - len(p) > 2]
    for form in forms:
        for phrase in page.book.naming.cues.candidates(form):
            end = at + len(phrase.words)
            rest = zip(phrase.words[1:], tokens[at + 1 : end], strict=False)
            if end <= len(tokens) and all(_same(w, t) and not t.brk for w, t in rest):
                return phrase, end
    return None


def _same(word: str, token: Token) -> bool:
    return token.norm == word or (word.endswith("*") and token.norm.startswith(word[:-1]))


def _by_cue(page: Page, role: str, at: int, end: int) -> Named | None:
    match role:
        case "sure" | "we":
            return _after(page, at, end, sure=role == "sure", we=role == "we")
        case "weak":
            return _after(page, at, end, sure=False)
        case "label":
            return _after(page, at, end, sure=_colon(page, end))
        case "common":
            # "mi estudio Retama": with a capital ("Estudio Retama") it is part of the name
            return None if page.tokens[at].capital else _after(page, at, end, sure=False)
        case "before" | "before_weak":
            return _before(page, at, end, sure=role == "before")
        case _:
            return None


def _after(page: Page, at: int, begin: int, *, sure: bool, we: bool = False) -> Named | None:
    start = begin if sure and not page.cased else _past_skips(page, begin)
    while (label := _label(page, start)) is not None:
        start = _past_skips(page, label)
    if start >= len(page.tokens) or (page.tokens[start].brk in (".", "?") and start == begin and not _colon(page, start)):
        return None
    end = _end(page, start, sure=sure)
    if not (sure and not _places(page, start, end)) and not _certain_run(page, start, end):
        return None
    return page.named(start, end, (at, start), we=we)


def _label(page: Page, at: int) -> int | None:
    """ "für unseren Verein Turnverein Osterholz": the end of a word for what the name is the name of."""
    cue = _cue(page, at) if at < len(page.tokens) else None
    if cue is None or cue[0].english not in ("label", "common") or cue[1] >= len(page.tokens):
        return None
    following = page.tokens[cue[1]]
    return cue[1] if following.kind == "word" and following.capital and following.brk in ("", ":") else None


def _colon(page: Page, at: int) -> bool:
    return 0 < at < len(page.tokens) and ":" in page.text[page.tokens[at - 1].end : page.tokens[at].start]


def _places(page: Page, start: int, end: int) -> bool:
    return all((item := page.over(n)) is not None and item.kind == "place" for n in range(start, end))


def _certain_run(page: Page, start: int, end: int) -> bool:
    """More than words of ours, or at least two capitals side by side that are no place."""
    covers = [page.over(n) for n in range(start, end)]
    if any(c is None or c.kind == "unknown" for c in covers):
        return True
    return end - start > 1 and not all(c and c.kind in ("vocabulary", "place", "number") for c in covers)


def _past_skips(page: Page, at: int) -> int:
    """Over articles, and over small words when a name follows them ("wir heißen seit Januar …")."""
    naming, tokens, start = page.book.naming, page.tokens, at
    for index in range(at, min(len(tokens), at + 4)):
        token = tokens[index]
        if token.brk and index > at or token.quoted or (token.brk and token.brk != ","):
            break
        if token.norm in naming.skips and (not token.capital or token.norm in _MONTHLIKE or page.over(index) is not None and index + 1 < len(tokens) and not token.capital):
            start = index + 1
            continue
        break
    return start


_MONTHLIKE = frozenset(
    "januar februar marz april mai juni juli august september oktober november dezember janvier fevrier mars avril juin juillet aout "
    "septembre octobre decembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
)


def _end(page: Page, start: int, *, sure: bool) -> int:
    """Where the name that begins here ends."""
    tokens = page.tokens
    if start >= len(tokens) or tokens[start].kind != "word":
        return start
    if tokens[start].quoted:
        return _closing(page, start)
    if not tokens[start].latin:
        return _native_end(page, start)
    if tokens[start].capital or tokens[start].norm == "&":
        return _capital_end(page, start)
    if not sure or (page.cased and not page.unknown(start)):
        return start
    return _plain_end(page, start)


def _closing(page: Page, start: int) -> int:
    for end in range(start + 1, min(len(page.tokens), start + _LONGEST) + 1):
        tail = page.text[page.tokens[end - 1].end : page.tokens[end].start if end < len(page.tokens) else None]
        if any(c in tail for c in "\"”“»«'’"):
            return end
    return start + 1


def _capital_end(page: Page, start: int) -> int:
    """A run of capitals; small linking words and legal forms belong to it."""
    tokens, naming, end = page.tokens, page.book.naming, start + 1
    while end < len(tokens) and end - start < _LONGEST:
        token, following = tokens[end], tokens[end + 1] if end + 1 < len(tokens) else None
        if token.kind != "word" or token.quoted or (token.brk and not _form_goes_on(page, end)):
            break
        if token.glued and page.book.endings:
            break
        if token.norm in naming.forms or token.joined:
            end += 1
        elif token.norm in naming.stops and not (token.capital and not page.book.nouns) and not (token.norm in naming.inside and following and following.capital and not following.brk):
            break
        elif token.capital or token.norm == "&" or token.glued or token.norm in naming.inside and _linked(page, end):
            end += 1
        else:
            break
    return end


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
        if token.kind != "word" or (token.brk and end > start) or token.norm in page.book.naming.stops:
            break
        if end > start and item is not None and item.kind in ("say", "op", "ask", "yes", "no", "hedge", "drop") and token.norm not in page.book.naming.inside:
            break
        end += 1
    while end > start and page.tokens[end - 1].norm in page.book.naming.inside:
        end -= 1
    return end


def _native_end(page: Page, start: int) -> int:
    """A name in a script without capitals."""
    end = start
    while end < len(page.tokens) and end - start < 5:
        token, item = page.tokens[end], page.over(end)
        if token.kind != "word" or (token.brk and end > start) or token.norm in page.book.naming.stops:
            break
        if item is not None and (item.kind in ("say", "op", "ask", "yes", "no", "hedge", "drop") or (item.start == item.end)):
            break
        if end > start and _with_prefix(page, end):
            break
        end += 1
    return end


def _with_prefix(page: Page, at: int) -> bool:
    """ "ونريد", "والبريد": a joined "and" or "in" before a word of ours begins something new."""
    return any(i.kind == "say" and i.start == i.end == at for i in page.items) and not page.unknown(at)


def _before(page: Page, at: int, end: int, *, sure: bool) -> Named | None:
    """ "X heißen wir", "X adında": back over the run that stands before the cue."""
    tokens, naming, start = page.tokens, page.book.naming, at
    while start > 0 and at - start < _LONGEST:
        token = tokens[start - 1]
        if (start < at or tokens[at].brk) and tokens[start].brk:
            break
        if token.kind != "word" or not (token.capital or token.norm == "&" or token.norm in naming.inside or (token.glued and token.norm and not page.book.endings)):
            break
        start -= 1
    while start < at and not tokens[start].capital:
        start += 1
    first = tokens[start] if start < at else None
    if first and (first.brk or start == 0) and (first.norm in naming.skips or first.norm in naming.stops) and at - start > 1:
        start += 1
    if start >= at or (not sure and not any(page.unknown(n) for n in range(start, at))) or (sure and not _certain_run(page, start, at)):
        return None
    return page.named(start, at, (at, end), we=sure)


def _corrected(page: Page, current: str) -> Named | None:
    """A name like the one that stands, beside words that take it back ("pardon, c'est Menuiserie Perraut")."""
    if not any(t.norm in page.book.naming.wrong for t in page.tokens):
        return None
    words = set(current.casefold().split())
    best: Named | None = None
    for start, end in _runs(page):
        value = page.text[page.tokens[start].start : page.tokens[end - 1].end]
        like = words & set(value.casefold().split()) or fuzz.ratio(value.casefold(), current.casefold()) >= _ALIKE
        if like and value != current and len(value.split()) >= min(2, len(words)) and (best is None or end - start >= best.end - best.start):
            best = page.named(start, end)
    return best


def _runs(page: Page) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(page.tokens):
        if page.tokens[at].capital and page.tokens[at].latin:
            end = _capital_end(page, at)
            found.append((at, end))
            at = end
        else:
            at += 1
    return found


def _standing(page: Page) -> Named | None:
    """A piece between commas that is nothing but a name, or a Latin name in another script."""
    native = page.book.script != "latin"
    for start, end in _runs(page):
        if end < len(page.tokens) and page.tokens[end].glued and page.tokens[end].norm in page.book.naming.copulas:
            return page.named(start, end, (end, end + 1), we=True)
        unknown = sum(page.unknown(n) for n in range(start, end))
        known = [page.over(n) for n in range(start, end) if page.tokens[n].norm not in page.book.naming.inside]
        if not unknown or any(i is not None and i.kind in ("yes", "no", "ask", "op", "hedge", "drop") for i in known):
            continue
        article = start > 0 and page.tokens[start - 1].norm in page.book.naming.skips and bool(page.tokens[start - 1].brk)
        alone = (bool(page.tokens[start].brk) or article) and (end == len(page.tokens) or bool(page.tokens[end].brk))
        if native and not any(page.tokens[n].text.isdigit() for n in range(start, end)):
            return page.named(start, end)
        if alone and end - start > 1 and any(i is None or i.kind != "say" for i in known):
            return page.named(start, end)
    return None


def _answer(page: Page) -> Named | None:
    """The whole answer to the question for the name, when nothing in it means anything else."""
    tokens = page.tokens
    start = 0
    while start < len(tokens) and (item := page.over(start)) is not None and item.kind in ("drop", "say") and not tokens[start].capital:
        start += 1
    if start == 0 and tokens and (item := page.over(0)) is not None and item.kind in ("drop", "say") and len(tokens) > item.end and tokens[item.end].brk:
        start = item.end
    end = start
    while end < len(tokens) and tokens[end].kind == "word" and not (tokens[end].brk and end > start):
        end += 1
    meant = [i for i in page.items if start <= i.start < end and (i.kind in ("yes", "no", "ask", "op", "hedge") or i.english in _ACTS)]
    if meant or not start < end <= start + 6 or not any(page.unknown(n) for n in range(start, end)):
        return None
    if end < len(tokens) and tokens[end].kind == "word" and page.unknown(end) and tokens[end].brk == ",":
        return None
    known = sum(not page.unknown(n) for n in range(start, end))
    if not tokens[start].capital and known > (end - start) // 2:
        return None  # a sentence of its own
    if tokens[start].capital:
        end = max(_capital_end(page, start), start + 1) if any(t.capital for t in tokens[start + 1 : end]) else end
    return page.named(start, end)
