"""Which words are the organisation's name: introduced as one, standing where names stand, or the whole answer."""


from rapidfuzz import fuzz

from dialogue.understanding.languages.book import Phrase
from dialogue.understanding.languages.page import LONGEST, Named, Page, capital_end, name_end
from dialogue.understanding.languages.tokens import Token
from dialogue.understanding.text import fold

_ALIKE = 75.0
_ACTS = frozenset(
    {"speak to a human", "undo", "start over", "repeat that", "send the code again", "try again", "redo", "thanks", "hello", "nothing else", "the code is",
     "can we have", "what about", "we need", "i need", "we want", "i want"}
)  # fmt: skip
"""English of pieces that no answer with a name has."""
_STRONG = ("sure", "we", "here", "before")
_KINDS = frozenset("kanzlei praxis agentur stiftung verein verband genossenschaft gesellschaft werkstatt schule hotel".split())
"""Labels that belong to the name that follows them in a clause of its own."""
_HEADS = frozenset("casa maison haus cafe hotel grupo groupe gruppe atelier estudio bodega bodegas taller centro centre zentrum club escuela ecole".split())
"""What names of houses begin with, and people aren't called."""
_JOINING = frozenset({"&", "und", "y", "e", "et", "and", "ve"})


def find_name(page: Page, *, asked: bool, current: str | None) -> Named | None:
    """The organisation named in this message, or None.

    Args:
        asked: the last question was for the name.
        current: the name that stands; then only an introduction or a correction changes it.
    """
    found = _introduced(page, weak=current is None or asked)
    if found:
        return found
    if current is not None and (again := _accented(page, current) or _corrected(page, current)):
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
            strong = _beside_person(page, _after(page, at, end, sure=False, we=True), at) or strong
            continue
        name = _by_cue(page, phrase.english, at, end)
        if name is None:
            continue
        labelled = phrase.english == "label" and _colon(page, end)
        if labelled or (phrase.english in _STRONG and (phrase.english not in ("we", "here") or _certain(page, name))):
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
            if tokens[at].brk in (".", "?") and phrase.english in ("before", "before_weak"):
                continue  # nothing stands before it: "Hier Schreinerei Holzwurm"
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
        case "here":
            name = _after(page, at, end, sure=False, we=True)
            return _beside_person(page, name, at) or name
        case "weak":
            return _after(page, at, end, sure=False)
        case "label" if page.tokens[at].brk and page.tokens[at].capital and page.tokens[at].norm in _KINDS and not _colon(page, end):
            whole = name_end(page, at, sure=False)  # "Kanzlei Pichler" is the name
            return page.named(at, whole, (at, at)) if _certain_run(page, at, whole) and whole > end else None
        case "label":
            return _after(page, at, end, sure=_colon(page, end))
        case "common":
            # "mi estudio Retama": with a capital ("Estudio Retama") it is part of the name
            return None if page.tokens[at].capital else _after(page, at, end, sure=False)
        case "before" | "before_weak":
            return _before(page, at, end, sure=role == "before")
        case _:
            return None


def _beside_person(page: Page, name: Named | None, at: int) -> Named | None:
    """ "aquí Pablo de Bodegas Arriaga", "ich bin Anna vom Kranich Atelier": who speaks, and for whom."""
    if name is None or name.start + 2 >= name.end or page.tokens[name.start].norm in _HEADS or not page.unknown(name.start):
        return None
    start = name.start + 1
    while start < name.end and page.tokens[start].norm in page.book.naming.inside - _JOINING and not page.tokens[start].capital:
        start += 1
    return page.named(start, name.end, (at, start), we=True) if name.start + 1 < start < name.end else None


def _after(page: Page, at: int, begin: int, *, sure: bool, we: bool = False) -> Named | None:
    start = begin if sure and not page.cased else _past_skips(page, begin)
    while (label := _label(page, start)) is not None:
        start = _past_skips(page, label)
    if start >= len(page.tokens) or (page.tokens[start].brk in (".", "?") and start == begin and not _colon(page, start)):
        return None
    end = name_end(page, start, sure=sure)
    if not page.tokens[start].capital and start < end and all((item := page.over(n)) is not None and item.kind == "vocabulary" for n in range(start, end)):
        return None  # "ponle nextcloud"
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


def _only_ours(page: Page, start: int, end: int) -> bool:
    """Linking words and names of ours."""
    linked = [n for n in range(start, end) if page.tokens[n].norm in page.book.naming.inside]
    ours = [n for n in range(start, end) if n not in linked and (item := page.over(n)) is not None and item.kind in ("vocabulary", "place")]
    return bool(linked and ours) and len(linked) + len(ours) == end - start


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


def _before(page: Page, at: int, end: int, *, sure: bool) -> Named | None:
    """ "X heißen wir", "X adında": back over the run that stands before the cue."""
    tokens, naming, start = page.tokens, page.book.naming, at
    while start > 0 and at - start < LONGEST:
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


def _accented(page: Page, current: str) -> Named | None:
    """The name that stands, with other marks or capitals ("lleva tilde: Café Kóndor")."""
    for start, end in _runs(page):
        value = page.text[page.tokens[start].start : page.tokens[end - 1].end]
        if value != current and fold(value) == fold(current) and fold(value) != value.casefold():
            return page.named(start, end)
    return None


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
            end = capital_end(page, at)
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
        if unknown == 1 and page.unknown(start) and page.tokens[start].brk and _only_ours(page, start + 1, end):
            continue  # "Prescindimos de Umami": how the sentence begins, and words of ours
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
        end = max(capital_end(page, start), start + 1) if any(t.capital for t in tokens[start + 1 : end]) else end
    return page.named(start, end)
