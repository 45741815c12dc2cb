"""Names that nothing introduces: where they stand, and what they stand beside, tells that they are names."""

from dialogue.understanding.languages.page import Named, Page, capital_end, pair
from dialogue.understanding.languages.tokens import folded
from dialogue.understanding.languages.transfer import Item

FROM = frozenset("de del du des d von vom".split())
"""What leads from a person to their house, and from a house to its town."""
_SEVERAL = 2
"""Words of a name that is one without the place behind it."""
_TOWN = 3
"""Words of "in" and a town."""
_MOST_LOWER = 3
"""Words of a name in lower case beside a trade."""
_MEANS = frozenset({"yes", "no", "ask", "op", "hedge", "drop"})
_HOUSES = frozenset(
    "empresa entreprise firma negocio organizacion organisation organismo organisme unternehmen betrieb kurulus sirket isletme kurum "
    "cliente client kunde auftraggeber musteri name nombre nom".split()
)
"""Words for any house and for its name: no part of the name."""
_BESIDE = range(2)
"""Words between what is done and what it is done to."""
_WHERE = frozenset({"in", "to", "from", "near", "closest to", "of", "a", "and in", "one in"})
_ADDS = frozenset({"add", "remove", "not", "without", "instead of", "change"})


def only_ours(page: Page, start: int, end: int) -> bool:
    """Linking words and names of ours."""
    linked = [n for n in range(start, end) if page.tokens[n].norm in page.book.naming.inside]
    ours = [n for n in range(start, end) if n not in linked and (item := page.over(n)) is not None and item.kind in ("vocabulary", "place")]
    return bool(linked and ours) and len(linked) + len(ours) == end - start


def places(page: Page, start: int, end: int) -> bool:
    """Nothing but places."""
    return all((item := page.over(n)) is not None and item.kind == "place" for n in range(start, end))


def certain_run(page: Page, start: int, end: int) -> bool:
    """More than words of ours, or at least two capitals side by side that are no place."""
    covers = [page.over(n) for n in range(start, end)]
    if any(c is None or c.kind == "unknown" for c in covers):
        return True
    if (whole := covers[0] if covers else None) is not None and whole.kind == "value" and whole.start <= start and end <= whole.end:
        return False  # "ندير كلمات المرور": what is run is a thing of ours
    return end - start > 1 and not all(c and c.kind in ("vocabulary", "place", "number") for c in covers)


def _before_town(page: Page, start: int, end: int) -> int:
    """ "llevo la Floristería Azahar en Castellón": where a house is, in a town that nobody knows."""
    at = next((n for n in range(start + _SEVERAL, end - 1) if (i := page.over(n)) is not None and i.english == "in" and not page.tokens[n].capital), None)
    return end if at is None or end - at > _TOWN or not page.tokens[at + 1].capital else at


def before_where(page: Page, start: int, end: int, *, sure: bool = True) -> int:
    """ "la asociación Taronja Solidària de Valencia": behind a word for what it is, "of" a place says where it is."""
    end = end if sure else _before_town(page, start, end)
    kind = page.over(start - 1) if start else None
    where = page.over(end - 1) if end - start > _SEVERAL else None
    land = page.over(end) if end < len(page.tokens) and page.tokens[end].brk == "," else None
    if land is not None and land.kind == "place" and end - start > _SEVERAL + 1 and page.tokens[end - 2].norm in FROM and (where is None or where.kind in ("place", "unknown")):
        return end - 2  # "somos Milonga Sin Fin de Rosario, Argentina"
    if kind is None or where is None or where.kind != "place" or page.tokens[start - 1].capital or page.tokens[start].brk:
        return end
    named = kind.kind == "trade" or any(p.english in ("label", "common") for p in page.book.naming.cues.candidates(page.tokens[start - 1].norm))
    of = where.start - 1
    whole = of - start >= _SEVERAL and page.tokens[of].norm in FROM and page.unknown(start) and certain_run(page, start, of)
    return of if named and whole else end


def runs(page: Page) -> list[tuple[int, int]]:
    """Words in capitals beside each other."""
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


def past_verb(page: Page, start: int) -> int:
    """ "Ponga Río y Hermanos": a verb with the capital of its sentence, before a name with its own."""
    item = page.over(start) if start < len(page.tokens) else None
    if item is None or item.english not in _WRITES or item.end >= len(page.tokens):
        return start
    following = page.tokens[item.end]
    return item.end if following.kind == "word" and following.capital and not following.brk else start


_WRITES = frozenset({"use", "add", "make it", "host", "change", "take that"})
"""What is asked for to be written down ("Mettez Lavoir et Fils")."""


def standing(page: Page) -> Named | None:
    """A piece between commas that is nothing but a name, or a Latin name in another script."""
    native = page.book.script != "latin"
    for begin, end in runs(page):
        start = past_verb(page, begin)
        if end < len(page.tokens) and page.tokens[end].glued and page.tokens[end].norm in page.book.naming.copulas:
            return page.named(start, end, (end, end + 1), we=True)
        unknown = sum(page.unknown(n) for n in range(start, end))
        if unknown == 1 and page.unknown(start) and page.tokens[start].brk and only_ours(page, start + 1, end):
            continue  # "Prescindimos de Umami": how the sentence begins, and words of ours
        known = [page.over(n) for n in range(start, end) if page.tokens[n].norm not in page.book.naming.inside]
        whole = not native and not page.book.nouns and _trade_and_more(page, start, end)
        if not (unknown or whole) or any(i is not None and i.kind in ("yes", "no", "ask", "op", "hedge", *(() if whole else ("drop",))) for i in known):
            continue
        article = start > 0 and page.tokens[start - 1].norm in page.book.naming.skips and bool(page.tokens[start - 1].brk)
        alone = (bool(page.tokens[begin].brk) or article) and (end == len(page.tokens) or bool(page.tokens[end].brk))
        if native and not any(page.tokens[n].text.isdigit() for n in range(start, end)):
            return page.named(start, end)
        if alone and end - start > 1 and any(i is None or i.kind != "say" for i in known):
            return page.named(start, end)
    return None


def _trade_and_more(page: Page, start: int, end: int) -> bool:
    """ "Despacho Ibarra Abogados", "Panadería Valencia": a trade, and a town or a kind of house that isn't all of it."""
    items = [i for n in range(start, end) if (i := page.over(n)) is not None]
    return end - start > 1 and any(i.kind == "trade" for i in items) and not all(i.kind == "trade" for i in items) and certain_run(page, start, end)


def inside_run(page: Page, at: int) -> bool:
    """ "Miel del Valle, …": a small word between capitals of a run that begins where something else ends introduces nothing."""
    tokens = page.tokens
    if not page.cased or page.book.nouns or at == 0 or at + 1 >= len(tokens) or tokens[at].norm not in FROM or tokens[at].brk or not tokens[at - 1].capital:
        return False
    begin = at - 1
    while begin > 0 and tokens[begin - 1].capital and not tokens[begin].brk:
        begin -= 1
    return tokens[at + 1].capital and not tokens[at + 1].brk and bool(tokens[begin].brk) and begin > 0


def leading(page: Page) -> Named | None:
    """The message begins with a name and says what it is about behind a comma ("Planungsbüro Steinhauer, eine Maschine …")."""
    start = next((n for n in range(len(page.tokens)) if not _greets(page.over(n))), len(page.tokens))
    if start + 1 < len(page.tokens) and page.tokens[start + 1].norm not in page.book.naming.forms and (_leads(page, start) or page.tokens[start].norm in _HOUSES):
        start += 1
    while start < len(page.tokens) and page.tokens[start].norm in page.book.naming.skips and not page.tokens[start].capital:
        start += 1
    if start >= len(page.tokens) or not page.tokens[start].capital or not page.tokens[start].latin:
        return None
    end = before_where(page, start, whole := capital_end(page, start))
    whole = _past_place(page, whole)
    if end - start < 2 or whole >= len(page.tokens) or not page.tokens[whole].brk:
        return None
    covers = [page.over(n) for n in range(start, end) if page.tokens[n].norm not in page.book.naming.inside]
    unknown = any(i is None or i.kind == "unknown" for i in covers) or bool(covers) and (covers[0] is not None and covers[0].kind == "trade")
    return page.named(start, end) if unknown and not any(i is not None and i.kind in _MEANS for i in covers) else None


def _past_place(page: Page, at: int) -> int:
    """ "Kletterhalle Griffig aus Jena, …": behind the town that a house is from."""
    item, where = page.over(at) if at < len(page.tokens) else None, page.over(at + 1)
    led = item is not None and item.english in ("in", "from") and not page.tokens[at].brk
    return where.end if led and where is not None and where.kind == "place" and not page.tokens[at + 1].brk else at


def _leads(page: Page, at: int) -> bool:
    """ "Für Turnverein Ahrtal: …", "En la Ferretería Don Chepe, …": a small word before the name."""
    item = page.over(at)
    return item is not None and item.kind == "say" and item.english in ("for", "in", "at", "from")


def _greets(item: Item | None) -> bool:
    return item is not None and item.english in ("hello", "ok", "please")


def hosted(page: Page) -> Named | None:
    """ "mettez Ateliers Tramontane à Nuremberg", "Mavi Fener'e bir bulut": two capitals that nobody knows, to be put somewhere."""
    found = [(start, end) for start, end in runs(page) if end - start > 1 and all(page.unknown(n) or page.tokens[n].norm in page.book.naming.inside for n in range(start, end))]
    if len(found) != 1 or page.book.nouns:
        return None
    start, end = found[0]
    inside = [i for i in page.items if not start <= i.start < end]
    before = next((i for i in reversed([i for i in inside if i.start < start]) if i.kind != "break"), None)
    if any(i.kind == "op" and i.english.strip("<>") in _ADDS and (start - i.end) in _BESIDE or i.kind == "op" and i.english.strip("<>") in _ADDS and (i.start - end) in _BESIDE for i in inside) or (before is not None and before.english in _WHERE):
        return None
    somewhere = any((i.kind == "place" or i.english == "cluster") and _near(page, i, start, end) for i in inside)
    return page.named(start, end, we=False) if somewhere else None


def _near(page: Page, item: Item, start: int, end: int) -> bool:
    """In the same clause as the run."""
    first, last = (item.start, start) if item.start < start else (end - 1, item.start)
    return not any(t.brk for t in page.tokens[first + 1 : last + 1])


def echoed(page: Page) -> Named | None:
    """ "Acme, info@acme.example": a run of capitals that nobody knows and an address repeats."""
    hosts = {_letters(t.norm.rpartition("@")[2].partition(".")[0]) for t in page.tokens if t.kind == "address"} - {""}
    if not hosts or page.book.script != "latin":
        return None
    for start, end in runs(page):
        own = [n for n in range(start, end) if page.tokens[n].norm not in page.book.naming.inside]
        alone = bool(page.tokens[start].brk or start == 0) and (end == len(page.tokens) or bool(page.tokens[end].brk) or page.tokens[end].kind == "address")
        said = page.text[page.tokens[start].start : page.tokens[end - 1].end]
        if alone and all(page.unknown(n) for n in own) and {_letters(folded(said)), _letters(folded(said.translate(_SPELLED)))} & hosts:
            return page.named(start, end)
    return None


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def beside_trade(page: Page) -> Named | None:
    """ "garage mistral a marseille", "firça kuaför olarak": in lower case, what nobody knows beside a trade."""
    if page.book.script != "latin":
        return None
    if page.cased:
        return _behind_trade(page)
    for item in page.items:
        if item.kind != "trade" or item.end - item.start != 1:
            continue
        start, end = item.start, item.end
        if page.book.endings:
            while start > 0 and page.unknown(start - 1) and not page.tokens[start].brk and item.start - start < _MOST_LOWER:
                start -= 1
        else:
            while end < len(page.tokens) and page.unknown(end) and not page.tokens[end].brk and page.tokens[end].kind == "word" and end - item.end < _MOST_LOWER:
                end += 1
            end += 2 if end > item.end and pair(page, start, end) else 0
        if end - start > 1:
            return page.named(start, end)
    return None


def _behind_trade(page: Page) -> Named | None:
    """ "cabinet d'architectes Plan B à Toulouse": a run of capitals right behind what they do."""
    if page.book.nouns or page.book.endings:
        return None
    for item in page.items:
        at = item.end
        if item.kind != "trade" or at >= len(page.tokens) or page.tokens[item.start].capital or not page.tokens[at].capital or page.tokens[at].brk:
            continue
        end = capital_end(page, at)
        if (end - at > 1 or _the_one(page, item, end)) and certain_run(page, at, end) and not places(page, at, end):
            return page.named(at, end)
    return None


def _the_one(page: Page, item: Item, end: int) -> bool:
    """ "la clinique Beaulieu à Lyon": one word names it, where an article says that there is no other, and nothing but where it is follows."""
    definite = item.start > 0 and page.tokens[item.start - 1].norm in _DEFINITE and not page.tokens[item.start].brk
    following = page.over(end) if end < len(page.tokens) else None
    return definite and (end == len(page.tokens) or bool(page.tokens[end].brk) or following is not None and following.english == "in")


_DEFINITE = frozenset("la le l el los las les".split())
