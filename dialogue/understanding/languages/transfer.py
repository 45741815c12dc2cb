"""From tokens to items: each is a piece of plain English with the words it stands for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from dialogue.lexicon import Entry, Lexicon, Span
from dialogue.patterns import regex
from dialogue.understanding.languages.book import GAP, LISTED, Book, Phrase
from dialogue.understanding.languages.inflection import without_object
from dialogue.understanding.languages.tokens import Token
from dialogue.understanding.text import Utterance, fold, read

UNKNOWN = "zz"
"""Stands for a word that nobody knows: it means nothing, but it is seen that something more was said."""
_SKU = regex(r"c(?:p|c|a)?x\d{2,3}")
_THINGS = frozenset({"value", "place", "number", "vocabulary"})
_PLACES = ("region", "country", "place")
_SHORTEST_CLITIC_REST = 2
_FALLBACKS = frozenset({"value", "say", "number", "place", "op", "yes", "no", "ask"})
_VERBS = frozenset({"op", "say", "yes", "no"})
"""What a word may be that has a pronoun joined to it."""
_SHORTEST_VERB = 3
_SHORTEST_PART = 4
"""Letters of each part of a compound."""
_SURE_STEM = 6
"""Letters of a beginning that counts in another language's words: "repo*" is no beginning of "répondra"."""
_SHORTEST_TOWN = 5
"""Letters of a town in a message without capitals."""
_WE_ARE_IN = 5
"""Letters of an ending that says where somebody is ("ayvalıktayız"), which nothing but places has."""
_TWO = 2
_COASTS = frozenset({"us west", "us east"})


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of English; token indices, half open. A break covers no token."""

    english: str
    kind: str
    """A `book.Kind`, or `vocabulary`, `address`, `mask`, `unknown`, `break`, `name`."""
    start: int
    end: int
    tail: tuple[int, ...] = ()
    """Tokens of the second half of a phrase with a gap."""

    @property
    def thing(self) -> bool:
        """A value that can be wanted or struck."""
        return self.kind in _THINGS


class Transfer:
    """Applies one language's book, then the toolbox's vocabulary, then the other languages' books."""

    def __init__(self, book: Book, lexicon: Lexicon, others: Sequence[Book], english: frozenset[str]) -> None:
        self.book = book
        self._lexicon = lexicon
        self._others = others
        self._english = english

    def items(self, found: Sequence[Token], blocked: frozenset[int] = frozenset(), verbatim: frozenset[int] = frozenset(), spans: Sequence[Span] | None = None) -> list[Item]:
        """Items left to right.

        Args:
            blocked: tokens that are a name or lead to one; nothing is read from them.
            verbatim: tokens that stay as they are (a label that was asked for).
            spans: the toolbox's vocabulary in these tokens, when it was matched already.
        """
        named = {s.start: s for s in (self.vocabulary(found) if spans is None else spans)}
        result: list[Item] = []
        taken: set[int] = set(blocked)
        at = 0
        while at < len(found):
            token = found[at]
            if token.brk and at and not (token.brk == ":" and token.kind != "word") and (at not in taken or (at in blocked and at - 1 not in blocked)):
                _break(result, "," if token.brk == ":" else token.brk, at)
            if at in taken:
                at += 1
                continue
            for item in self._at(found, at, named.get(at), taken, verbatim):
                if item.kind == "clause" or (item.kind == "hedge" and item.english == "but"):
                    _break(result, ",", at)
                result.append(item)
                taken.update(item.tail)
                at = max(at, item.end)
        return self._narrowed(result)

    def _narrowed(self, items: list[Item]) -> list[Item]:
        """ "in den USA, Ashburn", "in Germany, but not Falkenstein: Nuremberg": the country only says where the city is."""
        places = [n for n, i in enumerate(items) if i.kind == "place"]
        gone: set[int] = set()
        for at, country in enumerate(places):
            inside = [n for n in places[at + 1 :] if not _full_stop(items, country, n) and self._inside(items[n], items[country])]
            standing = [n for n in inside if not _negated(items, n)]
            if standing and any(i.kind == "break" or i.english in _COASTS for i in items[country : inside[0] + 1]):
                gone.add(country)
        return [i for n, i in enumerate(items) if n not in gone]

    def elsewhere(self, place: Item) -> bool:
        """No region of ours has this name, nor is one in it."""
        return not any(e.kind == "region" or self._lexicon.regions_in(e.value) for s in self._lexicon.match(read(place.english)) for e in s.entries)

    def _inside(self, city: Item, country: Item) -> bool:
        if city.english in _COASTS and country.english == "the united states":
            return True
        entries = [s.get("region", "country") for item in (city, country) for s in self._lexicon.match(read(item.english))]
        if len(entries) != 2 or None in entries:
            return False
        first, second = entries
        return first is not None and second is not None and first.kind == "region" and second.kind == "country" and first.value in self._lexicon.regions_in(second.value)

    def _at(self, found: Sequence[Token], at: int, span: Span | None, taken: set[int], verbatim: frozenset[int]) -> Iterator[Item]:
        token = found[at]
        if token.kind != "word" or at in verbatim:
            yield Item(token.text, token.kind if token.kind != "word" else "verbatim", at, at + 1)
            return
        known = self._phrase(found, at, taken)
        if known and (span is None or known[1].end - at >= span.end - span.start and not self._only_begins(token, span)):
            yield from self._with_ending(found, *known)
            return
        if span and (item := self._named(found, at, span)):
            yield from self._with_ending(found, "", item)
            return
        yield from self._single(found, at)

    def _single(self, found: Sequence[Token], at: int) -> Iterator[Item]:
        """A word alone: a number, a machine, a misspelt word, a word of another language, or nobody's."""
        token = found[at]
        if token.norm.isdecimal() or _SKU.fullmatch(token.norm):
            yield from self._with_ending(found, "", Item(token.norm, "number" if token.norm.isdecimal() else "value", at, at + 1))
        elif (counted := next(((b, r) for b, r in self._forms(token) if b and r.isdecimal()), None)) is not None:
            yield from self._with_ending(found, counted[0], Item(str(int(counted[1])), "number", at, at + 1))
        elif (item := self._suffixed(found, at)) is not None:
            yield from item
        elif (slip := self._compound(token) or self._misspelt(found, at)) is not None:
            yield Item(slip.english, slip.kind, at, at + 1)
        elif token.norm in self._english:
            yield Item(token.norm, "say", at, at + 1)
        elif (foreign := self._foreign(found, at)) is not None:
            yield foreign
        else:
            yield from self._with_ending(found, "", Item(UNKNOWN, "unknown", at, at + 1))

    def _only_begins(self, token: Token, span: Span) -> bool:
        """ "citadel": a name out of the toolbox's lists, which the language knows but by the letters that it begins with ("cita*")."""
        return span.score == 1.0 and span.end - span.start == 1 and any(e.kind in LISTED for e in span.entries) and not self.book.spells(token.norm)

    def _phrase(self, found: Sequence[Token], at: int, taken: set[int]) -> tuple[str, Item] | None:
        """The heaviest phrase that begins here, with what a prefix of its first word says."""
        for before, rest in self._forms(found[at]):
            best = self._heaviest(self.book, found, at, rest, taken)
            if best:
                return before, best
        return self._with_object(found, at, taken)

    def _with_object(self, found: Sequence[Token], at: int, taken: set[int]) -> tuple[str, Item] | None:
        """ "añádelo", "غيروها": a verb with a pronoun joined to it says what the verb says."""
        token = found[at]
        if not self.book.objects or (token.capital and not token.brk):
            return None
        for before, form in self._forms(token):
            if before.endswith("the"):
                continue  # "الديرة": no verb has an article
            for rest in without_object(form, self.book.objects, _SHORTEST_VERB):
                best = self._heaviest(self.book, found, at, rest, taken)
                if best and best.kind in _VERBS:
                    return before, best
        return None

    def _heaviest(self, book: Book, found: Sequence[Token], at: int, first: str, taken: set[int], *, stem: int = 0) -> Item | None:
        """`stem`: letters that a beginning must have to count."""
        for phrase in book.index.candidates(first):
            if (phrase.strict and not _spelled(phrase, found, at)) or (stem and phrase.words[0].endswith("*") and len(phrase.words[0]) <= stem):
                continue
            matched = self._matched(phrase, found, at, taken)
            if matched is not None:
                end, tail = matched
                return Item(phrase.english, phrase.kind, at, end, tail)
        return None

    def _matched(self, phrase: Phrase, found: Sequence[Token], at: int, taken: set[int]) -> tuple[int, tuple[int, ...]] | None:
        index, words = at + 1, phrase.words[1:]
        for place, word in enumerate(words):
            if word == "~":
                return self._gapped(words[place + 1 :], found, index, taken)
            if index >= len(found) or index in taken or found[index].brk or not self._fits(word, found[index]):
                return None
            index += 1
        return index, ()

    def _gapped(self, rest: Sequence[str], found: Sequence[Token], index: int, taken: set[int]) -> tuple[int, tuple[int, ...]] | None:
        for start in range(index, min(len(found), index + GAP + 1)):
            if found[start].brk and start > index - 1:
                return None
            inside = range(start, start + len(rest))
            if inside.stop <= len(found) and all(i not in taken and self._fits(w, found[i]) for w, i in zip(rest, inside, strict=True)):
                return index, tuple(inside)
        return None

    def _fits(self, word: str, token: Token) -> bool:
        if token.kind != "word":
            return False
        for before, rest in self._forms(token):
            if before not in ("", "the"):
                continue
            if rest == word or (word.endswith("*") and rest.startswith(word[:-1])):
                return True
        return False

    def _forms(self, token: Token) -> Iterator[tuple[str, str]]:
        """The word itself, then without the prefixes that the language joins to words."""
        yield "", token.norm
        if self.book.clitics and not token.latin:
            yield from self._stripped(token.norm, "", 3)

    def _stripped(self, word: str, before: str, depth: int) -> Iterator[tuple[str, str]]:
        for prefix, english in self.book.clitics:
            rest = word[len(prefix) :]
            if word.startswith(prefix) and (len(rest) >= _SHORTEST_CLITIC_REST or rest.isdecimal()):
                said = f"{before} {english}".strip()
                yield said, rest
                if depth > 1:
                    yield from self._stripped(rest, said, depth - 1)

    def _with_ending(self, found: Sequence[Token], before: str, item: Item) -> Iterator[Item]:
        """A prefix comes first, and so does what a suffix behind an apostrophe says (`Nürnberg'de` → in Nuremberg)."""
        end = item.end
        if self.book.endings and not item.tail and end < len(found) and found[end].glued and not found[end].brk:
            ending = next((english for suffix, english in self.book.endings if suffix == found[end].norm), "")
            before = f"{before} {ending}".strip()
            item = replace(item, end=end + 1)
        if before:
            yield Item(before, "say", item.start, item.start)
        yield item

    def _suffixed(self, found: Sequence[Token], at: int) -> list[Item] | None:
        """`Kadikoyde` without an apostrophe: the name of a place or an app with a suffix on it."""
        token = found[at]
        for suffix, english in self.book.endings:
            rest = token.norm[: -len(suffix)]
            if len(rest) < 4 or not token.norm.endswith(suffix):
                continue
            phrase = next((p for p in self.book.index.exact.get(rest, ()) if p.words == (rest,) and p.kind in ("place", "value")), None)
            if phrase:
                return [*([Item(english, "say", at, at)] if english else []), Item(phrase.english, phrase.kind, at, at + 1)]
            span = next(iter(self._lexicon.match(_utterance([replace(token, norm=rest)]))), None)
            if span is None and english and (token.capital or len(suffix) >= _WE_ARE_IN):
                named = token.text[: -len(suffix)]
                span = self._lexicon.town_at([named if token.capital else named.capitalize()], 0, end=1)
                span = replace(span, entries=tuple(replace(e, ambiguous=False) for e in span.entries)) if span and not token.capital else span
            if span and span.score == 1.0 and (named := self._named(found, at, span, cased=bool(english))):
                return [*([Item(english, "say", at, at)] if english else []), replace(named, english=rest)]
        return None

    def _compound(self, token: Token) -> Phrase | None:
        """ "Kochblog", "Vereinshomepage": in a language that joins its nouns the last one says what it is."""
        if not self.book.nouns:
            return None
        for cut in range(_SHORTEST_PART, len(token.norm) - _SHORTEST_PART + 1):
            rest = token.norm[cut:]
            found = next((p for p in self.book.index.candidates(rest) if len(p.words) == 1 and p.kind == "value" and len(p.words[0].rstrip("*")) >= _SHORTEST_PART), None)
            if found:
                return found
        return None

    def _misspelt(self, found: Sequence[Token], at: int) -> Phrase | None:
        """The word of the language that this one is, but for a slip."""
        word = found[at].norm
        if len(word) < 5 or not word.isalpha() or (found[at].capital and at and not found[at].brk and not self.book.nouns):
            return None
        best: tuple[int, Phrase] | None = None
        for known, phrase in self.book.forgiving.get(word[0], ()):
            begins = phrase.words[0].endswith("*")
            compared = word[: len(known)] if begins else word
            most = 1 if len(known) < 8 else 2
            if abs(len(compared) - len(known)) > 1 or (begins and len(word) < len(known)):
                continue
            distance = OSA.distance(compared, known, score_cutoff=most)
            if distance <= most and (best is None or distance < best[0]):
                best = distance, phrase
        return best[1] if best else None

    def _foreign(self, found: Sequence[Token], at: int) -> Item | None:
        """A word of one of the other languages in the middle of this one."""
        if len(found[at].norm) < 4:
            return None
        for book in self._others:
            item = self._heaviest(book, found, at, found[at].norm, set(), stem=_SURE_STEM)
            if item and item.kind in _FALLBACKS and not item.tail:
                return item
        return None

    def vocabulary(self, found: Sequence[Token]) -> list[Span]:
        """Names of the toolbox's lists in these tokens, and smaller towns where a word or an ending says that a place comes."""
        spans = self._lexicon.match(_utterance(found))
        taken = {i for span in spans for i in range(span.start, span.end)}
        small = not any(t.capital for t in found)
        for at, token in enumerate(found):
            named = token.capital or (small and len(token.norm) >= _SHORTEST_TOWN and not self.book.knows(token))
            if at in taken or not named or token.kind != "word" or not self._is_where(found, at):
                continue
            end = next((i for i in range(at + 1, len(found)) if i in taken or found[i].kind != "word"), len(found))
            town = self._lexicon.town_at([t.text for t in found[at:end]][:4], at, end=end)
            if town:
                spans.append(replace(town, entries=tuple(replace(e, ambiguous=False) for e in town.entries)))
        return spans

    def _is_where(self, found: Sequence[Token], at: int) -> bool:
        after = found[at + 1].norm if at + 1 < len(found) and not found[at + 1].brk else ""
        return (at > 0 and self._says_where(found, at - 1)) or any(english and suffix == after for suffix, english in self.book.endings)

    def _named(self, found: Sequence[Token], at: int, span: Span, *, cased: bool = False) -> Item | None:
        """A name out of the toolbox's lists, when it can't be a word of the language."""
        tokens = found[at : at + span.end - span.start]
        slip = span.score < 1.0
        if any(t.kind != "word" for t in tokens) or (slip and (not tokens[0].capital or self._misspelt(found, at))):
            return None
        clear = [e for e in span.entries if not e.ambiguous]
        capital = tokens[0].capital
        placed = cased or (at > 0 and self._says_where(found, at - 1))
        entry = next((e for e in clear if e.kind not in _PLACES), None) or next((e for e in clear if e.kind in ("region", "country")), None) or span.get("topology")
        if entry is None:
            entry = self._place(span, capital=capital, placed=placed)
        if entry is None:
            return None
        english = " ".join(fold(t.text) for t in tokens)
        if english in ("us", "usa") and entry.kind == "country":
            english = "the united states"
        return Item(english, "place" if entry.kind in _PLACES else "vocabulary", at, at + len(tokens))

    def _place(self, span: Span, *, capital: bool, placed: bool) -> Entry | None:
        place = span.get("place")
        if place is None or not (capital or placed) or (place.ambiguous and not (capital and placed)):
            app = span.get("app", "need", "unavailable_need")
            return app if app and capital and span.end - span.start == 1 and app.kind == "app" else None
        return place

    def _says_where(self, found: Sequence[Token], at: int) -> bool:
        phrase = self._heaviest(self.book, found, at, found[at].norm, set())
        return phrase is not None and phrase.english.split()[-1:] in (["in"], ["to"], ["from"], ["near"])


def _full_stop(items: Sequence[Item], start: int, end: int) -> bool:
    return any(i.kind == "break" and i.english != "," for i in items[start:end])


def _negated(items: Sequence[Item], at: int) -> bool:
    """A negation stands right before, or right behind it in its clause."""
    before = next((i for i in reversed(items[:at]) if i.english not in ("in", "the", "")), None)
    said = [i for i in items[at + 1 :] if i.english]
    after = said[0] if said else None
    ends = len(said) < _TWO or said[1].kind == "break"  # "en Falkenstein no, en la otra"
    return (before is not None and before.kind == "op" and not before.english.startswith("<")) or (after is not None and after.kind == "op" and (after.english.startswith("<") or ends))


def _break(result: list[Item], mark: str, at: int) -> None:
    if result and result[-1].kind != "break":
        result.append(Item(mark, "break", at, at))


def _spelled(phrase: Phrase, found: Sequence[Token], at: int) -> bool:
    """The words that must be spelled just so are."""
    pairs = zip(phrase.strict, found[at:], strict=False)
    return all(not allowed or token.text.casefold() in allowed for allowed, token in pairs)


def _utterance(found: Sequence[Token]) -> Utterance:
    """The tokens as the vocabulary is matched against them: one plain word each."""
    words = (t.norm if t.kind == "word" and t.norm.isalnum() else UNKNOWN for t in found)
    breaks = ("" if not n else ". " if t.brk in (".", "?") else ", " if t.brk else " " for n, t in enumerate(found))
    return read("".join(b + w for b, w in zip(breaks, words, strict=True)))
