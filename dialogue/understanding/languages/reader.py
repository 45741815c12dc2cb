"""One language's reader: the person's words in, the pipeline's English out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dialogue.lexicon import Lexicon
from dialogue.understanding.languages.addresses import joined
from dialogue.understanding.languages.beside import together
from dialogue.understanding.languages.book import Book
from dialogue.understanding.languages.meshes import meshed
from dialogue.understanding.languages.naming import find_name
from dialogue.understanding.languages.order import ordered
from dialogue.understanding.languages.others import SAID, meant_for_us
from dialogue.understanding.languages.page import Named, Page
from dialogue.understanding.languages.rendering import NAME, Rendering, Writer
from dialogue.understanding.languages.times import TIMES
from dialogue.understanding.languages.tokens import Token, ending, tokens
from dialogue.understanding.languages.told_labels import KEEPS, hyphened, underscored, with_labels
from dialogue.understanding.languages.transfer import Item, Transfer
from dialogue.understanding.text import clean

_OPENS_NO_QUESTION = ("can we", "can you", "could you", "what about", "how about", "we need", "we want", "i need", "i want", "would like", "have something", "possible")
_ORDERS = frozenset({"add", "remove", "replace", "make it", "use", "without"})
"""A question with one of them is a polite order ("Nextcloud noch dazu?")."""
_COMMITS = ("confirm", "email_code")
"""Questions whose yes spends money: with a word in it that nobody knows it isn't a clear one."""
_RULES = frozenset({"eu residency", "data must stay in"})
"""What a question asks about rather than demands."""
_CIVIL = frozenset({"please", "thanks", "ok", "good", "perfect", "great", "hello", "the", "and", "then", "so", "now", "", "sorry"})
_SHORT_LABEL = 4
_OF = "of"
_SAME = "same size"
_OF_A_SITE = frozenset({"website analytics", "uptime monitoring"})
_WHOSE = frozenset({"", "of", "the", "a", "our", "my", "for", "in", "if", "yes if", "zz", "one in"})
"""What stands between a thing and whose it is."""
_SIZE_WORDS = frozenset({"small", "medium", "large", "extra large"})
_SIZES = frozenset({"small", "medium", "large", "dedicated", "shared"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a message is read against."""

    asking: str | None = None
    organisation: str | None = None
    """The name that stands."""


class Reader:
    """Reads one language."""

    def __init__(self, book: Book, lexicon: Lexicon, others: Sequence[Book], english: frozenset[str]) -> None:
        self.book = book
        self._transfer = Transfer(book, lexicon, others, english)

    def read(self, said: str, context: Context) -> Rendering:
        """`said` in the pipeline's English."""
        text = clean(said)
        heard = tokens(text)
        found = meant_for_us(heard, self.book.others.get("talks", ()), self.book.others.get("asks", ()), asked=ending(text) == "?")
        if heard and not found:
            return Rendering(SAID, text)
        found = underscored(meshed(joined(found, self.book), self.book), text)
        if context.asking == "domain":
            found = hyphened(found)
        if not found:
            return Rendering(text, said)
        verbatim = self._labels(found, context)
        spans = self._transfer.vocabulary(found)
        items = self._transfer.items(found, verbatim=verbatim, spans=spans)
        if context.asking != "domain" and any(i.english.endswith(KEEPS) for i in items) and any(t.joined for t in found):
            found = hyphened(found, items)
            spans = self._transfer.vocabulary(found)
            items = self._transfer.items(found, spans=spans)
        asks = ending(text) == "?"
        items = _chosen_label(items) if verbatim else with_labels(self.book, found, items, asks=asks)
        name = None if verbatim else find_name(Page(self.book, text, found, items), asked=context.asking == "organisation", current=context.organisation)
        if name:
            trade = _trade_of(items, name) if context.organisation is None else ""
            items = _with_name(with_labels(self.book, found, self._transfer.items(found, name.blocked, spans=spans), asks=asks), name, trade, self._transfer.elsewhere)
        items = _without_taken_back(items)
        if context.asking in _COMMITS and any(i.kind == "yes" for i in items) and any(i.kind == "unknown" for i in items) and not _clear_all_the_same(items, found):
            items = [*items, Item(",", "break", len(found), len(found)), Item("maybe", "hedge", len(found), len(found))]
        items = _kept(items, found, self.book.describes)
        rendered = _written(ordered(items), found, ending(text))
        return Rendering(rendered.text, text, tuple(rendered.pieces), name.value if name else None)

    def _labels(self, found: Sequence[Token], context: Context) -> frozenset[int]:
        """Words that are an answer to the question for the label of the address."""
        if context.asking != "domain":
            return frozenset()
        hyphened = [n for n, i in enumerate(found) if "-" in i.text and i.kind == "word"]
        answers = any(i.kind in ("yes", "no", "hedge", "ask") for i in self._transfer.items(found))
        strange = [n for n, i in enumerate(found) if i.kind == "word" and i.latin and self._strange(found, n)]
        chosen = hyphened or ([] if answers else strange)
        return frozenset(chosen) if len(found) <= _SHORT_LABEL + len(chosen) and len(chosen) <= _SHORT_LABEL else frozenset()

    def _strange(self, found: Sequence[Token], at: int) -> bool:
        return all(i.kind == "unknown" for i in self._transfer.items(found[at : at + 1]) if i.kind != "break")


def _clear_all_the_same(items: Sequence[Item], found: Sequence[Token]) -> bool:
    """ "sí señorita, así está bien, dele": said twice, one word beside it that nobody knows takes nothing back, as long as it says no time."""
    strange = [i for i in items if i.kind == "unknown"]
    yeses = [i for i in items if i.kind == "yes" and i.english != "yes if"]
    said = len(strange) == 1 and len(yeses) > 1 and found[strange[0].start].norm not in TIMES
    return said and all(i.kind in ("yes", "unknown", "drop", "break") or i.english in _CIVIL for i in items)


def _without_taken_back(items: Sequence[Item]) -> list[Item]:
    """ "el dominio es x.co y no y.co", "x@a.example olacak, y@a.example değil": the one that is denied isn't meant."""
    addresses = [n for n, i in enumerate(items) if i.kind == "address"]
    if len(addresses) != 2:
        return list(items)
    first, second = addresses
    after = next((n for n in range(second + 1, min(len(items), second + 3)) if items[n].kind == "op" and items[n].english == "<not"), None)
    between = [n for n in range(first + 1, second) if items[n].kind == "op" and items[n].english == "not"]
    if after is not None and not between:
        gone = {*range(second, after + 1)}
    elif between and all(items[n].kind in ("op", "drop", "break") or items[n].english in ("and", "the", "") for n in range(first + 1, second)):
        gone = {*range(between[0], second + 1)}
    else:
        return list(items)
    return [i for n, i in enumerate(items) if n not in gone]


def _chosen_label(items: Sequence[Item]) -> list[Item]:
    """ "kranich-hq olsun": the label, and what was said against it."""
    kept = [i for i in items if i.kind not in ("say", "drop")]
    return [Item("use", "say", kept[0].start, kept[0].start), *kept] if kept and kept[0].kind == "verbatim" else list(items)


def _trade_of(items: Sequence[Item], name: Named) -> str:
    """ "die Zahnarztpraxis Huber", "la clínica dental Sonrisa": what they do, told in their name or right before it."""
    first = name.cue[0] if name.cue and name.cue[0] < name.start else name.start
    told = [i for i in items if i.kind == "trade" and (first <= i.start and i.end <= name.end or i.end == name.start)]
    whole = sum(i.end - i.start for i in told) >= name.end - name.start  # nothing but a trade: no name of a house
    return told[0].english if told and not (whole and told[0].start >= name.start) else ""


_PAIR = 2


def _with_name(items: Sequence[Item], name: Named, trade: str, elsewhere: Callable[[Item], bool]) -> list[Item]:
    """The name as its own clause in its place, with what they do.

    Args:
        elsewhere: there is no region at a place: who names it says where they are.
    """
    start = name.cue[0] if name.cue and name.cue[0] < name.start else name.start
    what = f", {_article(trade)} {trade}" if trade else ""
    said = Item(f'{"we are" if name.we else "it is"} called "{NAME}"{what}', "name", name.start, name.end)
    at = next((n for n, i in enumerate(items) if i.start >= start and i.kind != "break"), len(items))
    after = items[at : at + 2]
    where = bool(after) and (after[0].english.split()[:1] == ["in"] or (after[0].english in (_OF, "from") and after[-1].kind == "place"))
    breaks = [] if (name.we or trade) and where else [Item(".", "break", name.end, name.end)]
    if trade and after and after[0].kind == "place" and elsewhere(after[0]) and (len(after) < _PAIR or after[1].kind == "break"):
        breaks = [Item("in", "say", after[0].start, after[0].start)]  # "Arztpraxis Dr. Huber, Wien"
    lead = [Item(".", "break", start, start)] if at and items[at - 1].kind != "break" else []
    return [*items[:at], *lead, said, *breaks, *items[at:]]


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


def _settled(items: Sequence[Item]) -> list[Item]:
    """ "de Córdoba" says where, "de discos" nothing; the same size as one that is named says nothing new."""
    sized = any(i.kind == "value" and set(i.english.split()) & _SIZES for i in items if i.english != _SAME)
    result: list[Item] = []
    for at, item in enumerate(items):
        if _belongs(items, at):
            continue
        following = items[at + 1].english if at + 1 < len(items) else ""
        only = at > 0 and items[at - 1].english == "only"
        if item.english == "a" and (following == "workers" or (only and following in ("region", "regions"))):
            result.append(replace(item, english="1", kind="number"))
        elif item.english == _OF:
            where = at + 1 < len(items) and items[at + 1].kind == "place"
            result.append(replace(item, english="in" if where else "", kind="say" if where else "drop"))
        elif item.english in _SIZE_WORDS and _of_people(items, at):
            continue
        elif item.english in _SIZE_WORDS and _beside_cluster(items, at):
            result.append(replace(item, english=f"{item.english} size"))
        elif item.english != _SAME or not sized:
            result.append(item)
    return result


def _belongs(items: Sequence[Item], at: int) -> bool:
    """ "las estadísticas de nuestra web", "web sitesi istatistikleri": the site is whose they are, not a wish of its own."""
    if items[at].english == "host":
        after = next((i for i in items[at + 1 :] if i.english not in _WHOSE), None)
        return after is not None and after.english == "git hosting"
    if items[at].english != "website":
        return False
    before = next((i for i in reversed(items[:at]) if i.english not in _WHOSE), None)
    after = items[at + 1] if at + 1 < len(items) else None
    return any(i is not None and i.english in _OF_A_SITE for i in (before, after))


def _of_people(items: Sequence[Item], at: int) -> bool:
    """ "wir sind ein kleiner Chor": how large they are, and none of their machines."""
    before = next((i for i in reversed(items[:at]) if i.english not in ("", "a", "the")), None)
    after = items[at + 1] if at + 1 < len(items) else None
    return before is not None and before.english in ("we are", "i am") and after is not None and after.kind in ("unknown", "trade")


def _beside_cluster(items: Sequence[Item], at: int) -> bool:
    """ "ein kleiner Cluster": how large its machines are."""
    before = next((i.english for i in reversed(items[:at]) if i.english not in ("", "a")), "")
    after = next((i.english for i in items[at + 1 :] if i.english not in ("", "a")), "")
    return "cluster" in (before, after)


def _kept(items: Sequence[Item], found: Sequence[Token], describes: frozenset[str]) -> list[Item]:
    """Unknown words after "the subdomain …" stay as they are."""
    result: list[Item] = []
    keeps = False
    for item in together(_settled(items)):
        if item.kind == "unknown" and keeps and found[item.start].norm not in describes:
            result.append(Item(found[item.start].norm, "verbatim", item.start, item.end))
            keeps = False
            continue
        keeps = item.english.endswith(KEEPS) or (keeps and item.kind in ("drop", "say"))
        result.append(Item(item.english.removesuffix(KEEPS).strip(), item.kind, item.start, item.end, item.tail))
    return result


def _written(items: Sequence[Item], found: Sequence[Token], ends: str) -> Writer:
    writer = Writer()
    clause_start = 0
    clauses = _clauses(items)
    for begin, finish in clauses:
        clause = items[begin:finish]
        mark = items[finish].english if finish < len(items) else ends
        if mark == "?" and _is_plain_question(clause):
            writer.word("is it", found[clause[0].start].start if clause[0].start < len(found) else 0, found[min(clause[0].start, len(found) - 1)].start)
        for item in clause:
            _write(writer, item, found)
        writer.mark(mark)
        clause_start = finish
    del clause_start
    return writer


def _clauses(items: Sequence[Item]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    begin = 0
    for at, item in enumerate(items):
        if item.kind == "break":
            found.append((begin, at))
            begin = at + 1
    if begin < len(items):
        found.append((begin, len(items)))
    return found


def _is_plain_question(clause: Sequence[Item]) -> bool:
    """A question by its mark alone: it asks whether, and wishes for nothing."""
    if not clause or any(i.kind in ("ask", "yes", "no", "name") or i.english in _ORDERS for i in clause):
        return False
    english = " ".join(i.english for i in clause)
    return any(i.thing or i.english in _RULES for i in clause) and not any(p in english for p in _OPENS_NO_QUESTION)


def _write(writer: Writer, item: Item, found: Sequence[Token]) -> None:
    if item.start >= item.end:
        at = found[min(item.start, len(found) - 1)].start
        writer.word(item.english, at, at)
        return
    last = max([item.end - 1, *item.tail])
    writer.word(item.english, found[item.start].start, found[last].end)
