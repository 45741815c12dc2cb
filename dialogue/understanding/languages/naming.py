"""Which words are the organisation's name: introduced as one, standing where names stand, or the whole answer."""


from rapidfuzz import fuzz

from dialogue.understanding.languages.answering import answer
from dialogue.understanding.languages.cues import cue_here, cues_here
from dialogue.understanding.languages.native_names import mere_house, with_house
from dialogue.understanding.languages.page import LONGEST, Named, Page, name_end
from dialogue.understanding.languages.runs import (
    FROM,
    before_where,
    beside_trade,
    certain_run,
    echoed,
    hosted,
    inside_run,
    leading,
    places,
    runs,
    standing,
)
from dialogue.understanding.text import fold

_ALIKE = 75.0
_STRONG = ("sure", "we", "here", "before")
_KINDS = frozenset("kanzlei praxis agentur stiftung verein verband genossenschaft gesellschaft werkstatt schule hotel fundacion asociacion federacion instituto fondation federation".split())
"""Labels that belong to the name that follows them in a clause of its own."""
_HEADS = frozenset("casa maison haus cafe hotel grupo groupe gruppe atelier estudio bodega bodegas taller centro centre zentrum club escuela ecole".split())
"""What names of houses begin with, and people aren't called."""
_PERSON = 3
"""Words of a person's name."""
_HOUSES = frozenset("empresa sociedad compania entreprise societe compagnie firma negocio organizacion organisation".split())
"""Words for any house: never part of the name."""
_COPULAS = frozenset("est es ist lautet sera sería seria waere ware serait".split())
_ROLES = 2
_PAIR = 3
"""Two nouns with "and" between."""
_FAR = 3
"""Words between "the name" and "is"."""
_OF_ADDRESSES = frozenset({"a free address", "only for mail"})
""" "einen kostenlosen Namen", "nur für E-Mail": the name and the "for" in it introduce nobody."""
_JOINING = frozenset({"&", "und", "y", "e", "et", "and", "ve"})


def find_name(page: Page, *, asked: bool, current: str | None) -> Named | None:
    """The organisation named in this message, or None.

    Args:
        asked: the last question was for the name.
        current: the name that stands; then only an introduction or a correction changes it.
    """
    found = _introduced(page, weak=current is None or asked)
    if found and not mere_house(page, found):
        return with_house(page, found)
    if current is not None and (again := _accented(page, current) or _corrected(page, current)):
        return again
    if current is None and (alone := standing(page) or hosted(page) or beside_trade(page) or echoed(page)) and not mere_house(page, alone) and not _begins_with_me(page, alone):
        return alone
    return answer(page) if asked else None


def _introduced(page: Page, *, weak: bool) -> Named | None:
    """The last strong introduction, else the first weak one."""
    strong: Named | None = None
    likely = leading(page) if weak else None
    past = 0
    addressed = {n for i in page.items if i.english in _OF_ADDRESSES for n in range(i.start, i.end)}
    for at in range(len(page.tokens)):
        cues = cues_here(page, at) if at >= past and at not in addressed and not inside_run(page, at) and not _at_house(page, at) else []
        if cues and cues[0][0].english == "not":
            past = cues[0][1]  # "mein Name ist": a person's
            strong = _beside_person(page, _after(page, at, past, sure=False, we=True), at) or strong
            continue
        # "nennen wir uns" stands before a name, or behind it
        told = next(((phrase, end, name) for phrase, end in cues[:_ROLES] if (name := _by_cue(page, phrase.english, at, _before_article(page, at, end)))), None)
        if told is None:
            continue
        phrase, end, name = told
        labelled = phrase.english == "label" and (_colon(page, end) or _told(page, end) is not None)
        if labelled or (phrase.english in _STRONG and (phrase.english not in ("we", "here") or _certain(page, name))):
            strong = name
        elif weak and likely is None and not _common(page, name, at):
            likely = name
    return strong or likely


def _at_house(page: Page, at: int) -> bool:
    """ "Chez Nénette": where a new piece begins with its capital, it is the name's first word."""
    tokens = page.tokens
    return tokens[at].text == "Chez" and bool(tokens[at].brk) and at + 1 < len(tokens) and tokens[at + 1].capital and not tokens[at + 1].brk


def _before_article(page: Page, at: int, end: int) -> int:
    """ "se llama El Comal": with a capital the article is the name's."""
    last = page.tokens[end - 1] if end - at > 1 and end <= len(page.tokens) else None
    mine = last is not None and page.cased and last.capital and last.norm in _ARTICLES and not page.tokens[end - 2].capital
    return end - 1 if mine else end


_ARTICLES = frozenset("el la los las le les il lo".split())


def _common(page: Page, name: Named, cue: int) -> bool:
    """ "für unsere Skripte": where every noun has a capital, one of them behind a small word is no name."""
    if not page.book.nouns or page.tokens[name.start].quoted:
        return False
    if name.end - name.start > 1:  # "für die Mitglieder und Gäste"
        return name.end - name.start == _PAIR and page.tokens[name.start + 1].norm == "und" and name.start > cue + 1
    return not page.tokens[cue].brk or name.start > cue + 1


def _certain(page: Page, name: Named) -> bool:
    """ "wir sind X": X is more than words of ours."""
    return any(page.unknown(n) for n in range(name.start, name.end))


def _by_cue(page: Page, role: str, at: int, end: int) -> Named | None:
    match role:
        case "sure" | "we":
            name = _after(page, at, end, sure=role == "sure", we=role == "we")
            if name and role == "we" and _first_name(page, name, at):
                return _from_house(page, name, at)
            return (_from_house(page, name, at) if name and role == "we" else None) or name
        case "here":
            name = _after(page, at, end, sure=False, we=True)
            return _beside_person(page, name, at) or name or _before(page, at, end, sure=False)
        case "weak":
            return _after(page, at, end, sure=False)
        case "label" if page.tokens[at].brk and page.tokens[at].capital and page.tokens[at].norm in _KINDS and not _colon(page, end):
            whole = name_end(page, at, sure=False)  # "Kanzlei Pichler" is the name
            return page.named(at, whole, (at, at)) if certain_run(page, at, whole) and whole > end else None
        case "label":
            told = _told(page, end)
            return _after(page, at, told or end, sure=told is not None or _colon(page, end))
        case "common":
            # "mi estudio Retama": with a capital ("Estudio Retama") it is part of the name
            return None if page.tokens[at].capital else _after(page, at, end, sure=False)
        case "before" | "before_weak":
            return _before(page, at, end, sure=role == "before")
        case _:
            return None


def _first_name(page: Page, name: Named, at: int) -> bool:
    """ "ben Tom": one word behind "I am" is who speaks, and no house."""
    led = page.over(at)
    return led is not None and led.english == "i am" and name.end - name.start == 1


def _begins_with_me(page: Page, name: Named) -> bool:
    """ "Soy Tom": a sentence about who speaks, also in capitals."""
    led = page.over(name.start)
    return led is not None and led.english == "i am" and led.end < name.end <= led.end + _PERSON


def _beside_person(page: Page, name: Named | None, at: int) -> Named | None:
    """ "aquí Pablo de Bodegas Arriaga", "ich bin Anna vom Kranich Atelier": who speaks, and for whom."""
    if name is None or page.tokens[name.start].norm in _HEADS or not page.unknown(name.start):
        return None
    if not page.book.nouns and name.start > 0 and page.tokens[name.start - 1].norm in _ARTICLES:
        return None  # "ici les Éditions du Platane"
    if behind := _behind_person(page, name, at):
        return behind
    if name.start + 2 >= name.end:
        return None
    start = name.start + 1
    while start < name.end and page.tokens[start].norm in page.book.naming.inside - _JOINING and not page.tokens[start].capital:
        start += 1
    return page.named(start, name.end, (at, start), we=True) if name.start + 1 < start < name.end else None


def _behind_person(page: Page, person: Named, at: int) -> Named | None:
    """ "soy Marta, de Talleres Iribarne", "ich bin Petra, von der Schreinerei Huber": the house behind a comma."""
    start = person.end
    if page.book.script != "latin":
        return _native_behind(page, person, at)
    if person.end - person.start > _PERSON or start >= len(page.tokens) or page.tokens[start].brk not in ("", ","):
        return None
    while start < len(page.tokens) and page.tokens[start].norm in page.book.naming.inside - _JOINING and not page.tokens[start].capital:
        start += 1
    led = any(t.norm in FROM for t in page.tokens[person.end : start])
    if not led or start >= len(page.tokens) or not page.tokens[start].capital or page.tokens[start].brk:
        return None
    end = name_end(page, start, sure=True)
    if end - start < 2:
        return None  # "aquí Radio Almadraba, de Barbate": a town
    return page.named(start, end, (at, start), we=True) if certain_run(page, start, end) and not places(page, start, end) else None


def _from_house(page: Page, person: Named, at: int) -> Named | None:
    """ "ben Ayşe, Garip Marangozluk'tan": the house that somebody speaks from."""
    if page.book.script != "latin":
        return _native_behind(page, person, at)
    start = person.end
    if not page.book.endings or person.end - person.start > 2 or start >= len(page.tokens) or page.tokens[start].brk != "," or not page.tokens[start].capital:
        return None
    end = name_end(page, start, sure=True)
    from_it = end < len(page.tokens) and page.tokens[end].glued and dict(page.book.endings).get(page.tokens[end].norm) == "from"
    return page.named(start, end, (at, start), we=True) if from_it and not places(page, start, end) else None


def _native_behind(page: Page, person: Named, at: int) -> Named | None:
    """ "معك سارة من ورشة الغرناطي": the house behind "from"."""
    start = person.end + 1
    if start >= len(page.tokens) or person.end - person.start > _PERSON or page.tokens[start].brk:
        return None
    within = page.tokens[person.end].norm == "في" and page.tokens[start].capital  # "معكم مسؤولة التقنية في Nizwa Trust"
    if page.tokens[person.end].norm != "من" and not within:
        return None
    end = name_end(page, start, sure=True)
    if within and end - start < 2:
        return None  # a town
    if end - start < 2 and page.tokens[start].latin is False:
        return None  # a town
    return page.named(start, end, (at, start), we=True) if certain_run(page, start, end) and not places(page, start, end) else None


def _after(page: Page, at: int, begin: int, *, sure: bool, we: bool = False) -> Named | None:
    start = begin if sure and not page.cased else _past_skips(page, begin)
    if sure and page.cased and start < len(page.tokens) and not page.tokens[start].capital:
        told = (n + 1 for n in range(start, min(start + _FAR, len(page.tokens) - 1)) if page.tokens[n + 1].capital and (page.tokens[n].norm in _COPULAS or page.tokens[n + 1].brk == ":"))
        start = next(told, start)
    while (label := _label(page, start)) is not None:
        start = _past_skips(page, label)
    start = _past_trade(page, start)
    if page.book.script != "latin":
        start = _latin_behind(page, start) if sure else _latin_house(page, start)
    if start >= len(page.tokens) or (page.tokens[start].brk in (".", "?") and start == begin and not _colon(page, start)):
        return None
    end = before_where(page, start, name_end(page, start, sure=sure), sure=sure)
    if not page.tokens[start].capital and start < end and all((item := page.over(n)) is not None and item.kind == "vocabulary" for n in range(start, end)):
        return None  # "ponle nextcloud"
    told = sure and (not places(page, start, end) or (start == begin and end == start + 1 and page.tokens[start].capital))
    if not told and not certain_run(page, start, end):
        return None  # "se llama Finlandia": a place may be a name when it is told as one
    return page.named(start, end, (at, start), we=we)


def _past_trade(page: Page, start: int) -> int:
    """ "llamo de la panadería Miga Tierna", "pour le théâtre La Lanterne": what they do, before the name that they have."""
    item = page.over(start) if start < len(page.tokens) else None
    if item is None or page.tokens[start].capital or not page.tokens[start].latin or item.end >= len(page.tokens) or page.book.nouns:
        return start
    what = item.kind == "unknown" and start > 0 and page.tokens[start - 1].norm in _ARTICLES and name_end(page, item.end, sure=False) - item.end > 1
    if item.kind != "trade" and not what:
        return start
    following = page.tokens[item.end]
    return item.end if following.kind == "word" and following.capital and not following.brk else start


def _latin_behind(page: Page, start: int) -> int:
    """ "الاسم الرسمي Wadi Honey": a name in Latin letters right behind an adjective."""
    after = start + 1
    if after >= len(page.tokens) or page.tokens[start].latin or page.tokens[after].brk:
        return start
    return after if page.tokens[after].latin and page.tokens[after].capital else start


def _latin_house(page: Page, start: int) -> int:
    """ "احنا محل دراجات Derraga", "معك مدرسة سواقة Green Light": what the house is, and its name in Latin letters behind that."""
    end = start
    while end < len(page.tokens) and end - start < _HOUSE and page.tokens[end].kind == "word" and not page.tokens[end].latin and not (page.tokens[end].brk and end > start):
        end += 1
    named = start < end < len(page.tokens) and page.tokens[end].latin and page.tokens[end].capital and not page.tokens[end].brk and page.unknown(end)
    cited = any((i := page.over(n)) is not None and i.kind in ("say", "op", "ask", "yes", "no", "hedge") for n in range(start, end))
    return end if named and not cited else start


_HOUSE = 3
"""Words for what a house is."""


def _label(page: Page, at: int) -> int | None:
    """ "für unseren Verein Turnverein Osterholz": the end of a word for what the name is the name of."""
    cue = cue_here(page, at) if at < len(page.tokens) else None
    if cue is None or cue[0].english not in ("label", "common") or cue[1] >= len(page.tokens):
        return None
    following = page.tokens[cue[1]]
    if page.tokens[at].capital and _belongs(page, at, cue[1]):
        return None
    return cue[1] if following.kind == "word" and following.capital and following.brk in ("", ":") else None


def _belongs(page: Page, at: int, end: int) -> bool:
    """ "la Fundación Manos Abiertas", "der Stiftung Lebenswert": with a capital the kind of house is part of its name."""
    if not page.book.nouns:
        return bool(at) and not page.tokens[at].brk and page.tokens[at].norm not in _HOUSES
    named_so = any(page.tokens[n].norm.endswith(k) for k in _KINDS for n in range(end, min(end + 2, len(page.tokens))))
    ours = at > 0 and page.tokens[at - 1].norm.startswith(("unser", "mein", "eur"))
    return page.tokens[at].norm in _KINDS and not named_so and not ours


def _told(page: Page, end: int) -> int | None:
    """ "le nom à mettre, c'est X": where the name stands behind "is"."""
    found = (n + 1 for n in range(end - 1, min(end + _FAR, len(page.tokens) - 1)) if page.tokens[n + 1].capital and (page.tokens[n].norm in _COPULAS or (page.tokens[n + 1].brk == ":" and n >= end and not any(t.brk for t in page.tokens[end : n + 1]))))
    return next(found, None)


def _colon(page: Page, at: int) -> bool:
    return 0 < at < len(page.tokens) and ":" in page.text[page.tokens[at - 1].end : page.tokens[at].start]





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
    "januar janner februar feber marz april mai juni juli august september oktober november dezember janvier fevrier mars avril juin juillet aout "
    "septembre octobre decembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
)


def _before(page: Page, at: int, end: int, *, sure: bool) -> Named | None:
    """ "X heißen wir", "X adında": back over the run that stands before the cue."""
    tokens, naming = page.tokens, page.book.naming
    last = at
    if page.book.endings and last > 1 and tokens[last - 1].glued and not tokens[last - 1].brk and not tokens[at].brk:
        last -= 1  # "Kuzey Tekstil'in sahibiyim"
    start = last
    while start > 0 and last - start < LONGEST:
        token = tokens[start - 1]
        if (start < last or tokens[at].brk) and tokens[start].brk:
            break
        if token.kind != "word" or not (token.capital or token.norm == "&" or token.norm in naming.inside or (token.glued and token.norm and not page.book.endings)):
            break
        start -= 1
    while start < last and not tokens[start].capital:
        start += 1
    first = tokens[start] if start < last else None
    if first and (first.brk or start == 0) and (first.norm in naming.skips or first.norm in naming.stops) and last - start > 1:
        start += 1
    if all(tokens[n].norm in _MONTHLIKE for n in range(start, last)):
        return None  # "seit Januar heißen wir …": nothing, or since when
    if start >= last or (not sure and not any(page.unknown(n) for n in range(start, last))) or (sure and not certain_run(page, start, last)):
        return None
    return page.named(start, last, (last, end), we=sure)


def _accented(page: Page, current: str) -> Named | None:
    """The name that stands, with other marks or capitals ("lleva tilde: Café Kóndor")."""
    for start, end in runs(page):
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
    for start, end in runs(page):
        value = page.text[page.tokens[start].start : page.tokens[end - 1].end]
        like = words & set(value.casefold().split()) or fuzz.ratio(value.casefold(), current.casefold()) >= _ALIKE
        if like and value != current and len(value.split()) >= min(2, len(words)) and (best is None or end - start >= best.end - best.start):
            best = page.named(start, end)
    return best
