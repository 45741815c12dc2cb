"""The organisation's name, as the person wrote or spelled it.

Candidates come from what announces a name (`introductions`), from how the speaker presents themselves, from names that
just stand (`standing`), and from the bare answer to the question (`bare_names`). What speaks for each is counted, and an
address that repeats the name counts too. When nothing speaks clearly for one, none is taken, and the name is asked for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dialogue.patterns import regex
from dialogue.understanding.bare_names import bare_name, is_titled_name, tells_who
from dialogue.understanding.described import described
from dialogue.understanding.dictated import dictated
from dialogue.understanding.everyday import is_everyday
from dialogue.understanding.introductions import Lead, extent, is_talk, leads
from dialogue.understanding.itemised import itemised
from dialogue.understanding.kinds import ORG_NOUNS
from dialogue.understanding.legal_forms import is_form
from dialogue.understanding.proper import Run, is_company, run_at, starts_like_a_sentence
from dialogue.understanding.small_names import Ours, nothing_of_ours
from dialogue.understanding.standing import (
    ENOUGH,
    ENOUGH_ASKED,
    Meaning_of,
    alike,
    best,
    standing,
    without_person,
)
from dialogue.understanding.text import Utterance, fold

_FIRST_NAME = regex(r"(?i)(?:^|[.,!?;]\s*|\b(?:hi|hello|hey|yo)\s+)(?:my\s+)?name(?:'s|\s+is)\s+$")
_PERSON = regex(r"(?i)(?:^|(?<=[\s,.;!?]))(?P<who>this\s+is|it's|it\s+is|i'm|i\s+am|im|my\s+name\s+is|my\s+name's)\s+(?=\w)")
_COMES_FROM = regex(r"(?i)\s*,?\s*(?:here\s+|speaking\s+|calling\s+|writing\s+)?(?:,\s*)?(?:(?:the\s+)?(?:\w+\s+){0,2})?(?:from|of|at|with|for)\s+")
_GREETED = regex(r"(?i)^(?:(?:hi|hello|hey|good\s+(?:morning|afternoon|evening|day)|so|ok(?:ay)?|well)[\s,.!]+)*")
_QUOTED = regex(r"[\"“«„]([^\"”»“]{2,80})[\"”»“]|(?<![\w])'([^']{2,80})'(?!\w)")
_ITS = regex(r"(?i)(?:^|[\s,.;!(])(?:it's|its|it\s+is|we're|we\s+are|that's|that\s+is)\s+$")
"""Before a name in quotes, which may be written small then."""
_SPELLED = regex(r"\b(?:[A-Za-z](?:[-.]|\s+)){2,}[A-Za-z]\b")
_LOWER_LEADING = regex(r"^((?!(?:hi|hello|hey|so|ok|okay|well|yes|no|we|i|please|sure)\b)[a-zß-ÿ][\w&'’-]*(?:\s+[\w&'’-]+){0,2})\s*,\s*an?\s+\w")
_IS_THE_NAME = regex(r"(?i)^\s*([^\s,.;:!?][^,.;:!?\n]{1,60}?)\s*,?\s+(?:is|that's|thats|that\s+is)\s+(?:the|our|my(?!\s+(?:(?:own|full|first|last|real|given|maiden)\s+)?name))\s+(?:\w+(?:'s)?\s+)?name\b")
_NOT_A_NAME = frozenset(
    "i a an the it us me we yes no ok okay sure not what why how which you this that here there nothing none same "
    "something anything somewhere hosting hosted data servers please put one two three small big new wrong right incorrect outdated obsolete stale mistaken changed "
    "misspelled mistyped spelled spelt correct fine good different still missing unclear open undecided name mail email company organisation organization org region domain".split()
)
_CONTRACTED = frozenset("i'm i'd i've i'll we're we'd we've we'll it's that's there's let's don't you'll you're you'd you've".split())
_ABBREVIATED = regex(r"\b\w\.\w+\.$")
"""Ends in a dot that belongs to it ("d.o.o.")."""
_FORM_DOT = regex(r"(?i)\b(?:ltd|inc|co|corp|bros|st|jr|sr)\.$")
_WHERE_INSIDE = regex(rf"^(?:[Tt]he\s+)*(?:[\w'’-]+\s+){{0,3}}(?:{ORG_NOUNS})\s+(?:on|in|at|near|by|behind|opposite|off|around|from|next\s+to|across\s+from)\s+(?:the\s+)?[^\W\da-z_]")
_SHOULD_SAY = regex(r"(?i)\b(?:should|must|has\s+to|ought\s+to|needs\s+to)\s+(?:read|say)\s+$")
_ORG_ENDS = regex(rf"(?i)\s(?:{ORG_NOUNS}|partners|services|solutions|systems|brothers|sons|foods|works)$")
_LIKENED = regex(r"(?i)\s*(?:(?:a\s+bit|a\s+little|more\s+or\s+less|kind\s+of|just|much|rather|not|nothing)\s+)*(?:like|similar\s+to|unlike|bigger\s+than|smaller\s+than|competing\s+with|rivals?\s+of)\s")
""" "we're like Aurora Dental, but smaller"."""
_APPOSED = regex(r"\s*,\s*an?\s+\w")
"""What a name in small letters is, said behind it."""
LONGEST = 120
_DICTATED = 3.6
"""What it weighs to be presented, or put somewhere, in a message without capitals."""
_ITEMISED = 4.4
"""What it weighs to be the one item of a list that is no value."""
_ECHOED = 4.8
"""What it weighs that an address repeats a name word for word."""
FARTHEST = 3000
"""Characters of a message within which a name is looked for."""
STRONG = 6.0
"""What an explicit announcement weighs: it alone changes a name that stands."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name and the words that gave it."""

    value: str
    words: str
    start: int
    """Offset into the utterance's text."""
    end: int
    bare: bool = False
    """The whole answer to the question for the name: it may have answered something else."""
    sure: bool = True
    """It was introduced as a name; else it only stands where names stand ("Acme Bank needs …")."""


def organisation(
    utterance: Utterance,
    *,
    asked: bool,
    known: bool,
    meaning: Meaning_of,
    addresses: Sequence[str] = (),
    ours: Ours = nothing_of_ours,
    echoed: Sequence[Run] = (),
) -> Iterator[Name]:
    """The names that may be meant, surest first.

    Args:
        asked: the last question was for the name; a short answer is the name.
        known: there is a name already: only an explicit introduction ("call it …") changes it.
        meaning: what our vocabulary says of a stretch of the text.
        addresses: e-mail addresses and domains in the message; they often repeat the name.
        ours: what our vocabulary says of one word where a name in small letters may end.
        echoed: stretches that an address repeats word for word.
    """
    text = utterance.text[:FARTHEST]
    if asked and is_titled_name(text):
        yield from _named(_without_stop(text.strip().rstrip("!")), text, bare=True)
    settled = known and not asked
    introduced = [(weight, _as_echoed(name, echoed)) for weight, name in _introduced(text, addresses, ours, strong=settled)]
    if settled:
        yield from (name for weight, name in introduced if weight >= STRONG)
        return
    found = introduced + list(_presented(text, meaning, addresses, ours))
    run = best([s for s in standing(text, meaning, addresses) if not _right(text, s.run.end, meaning)], ENOUGH_ASKED if asked else ENOUGH)
    if run:
        found.append((_standing_weight(run, text, addresses), Name(run.text, run.text, run.start, run.end, sure=False)))
    found += [(_ECHOED, Name(run.text, run.text, run.start, run.end)) for run in echoed]
    found += [(_ITEMISED + max(0.0, alike(run.text, addresses)) * 0.5, Name(run.text, run.text, run.start, run.end, sure=False)) for run in itemised(text, ours)]
    found += [(_DICTATED, Name(run.text, run.text, run.start, run.end)) for run in dictated(text, ours, addresses)]
    for _, name in sorted(found, key=lambda f: -f[0]):
        if plausible(name.value):
            yield _without_kind(text, _as_hosted(_put_right(text, name, meaning), text, addresses))
    if asked and not tells_who(text) and (answer := _answer(text, ours)):
        yield answer


_WRONG = regex(
    r"(?i)[\s,.…–-]+(?:(?:no|er|erm|uh|um|oh|ah|wait|oops|sorry|pardon|actually|i\s+mean|that\s+is|rather|correction|make\s+that|i\s+meant)[\s,.…–-]+){0,4}"
    r"(?:sorry|pardon|oops|i\s+mean|i\s+meant|correction|make\s+that|no\s+wait|wait\s+no|er\s+no|uh\s+no)[\s,.…–-]+(?:(?:it's|we're|it\s+is|we\s+are|called|that's)\s+)?(?:the\s+)?(?=(?-i:[^\W\da-z_]))"
)
""" "…, er sorry, …": what follows is how it should have been."""


def _right(text: str, end: int, meaning: Meaning_of) -> Run | None:
    """The name that puts the one right that ends there."""
    wrong = _WRONG.match(text, end)
    run = run_at(text, wrong.end()) if wrong else None
    return run if run and plausible(run.text) and not meaning(run.start, run.end) and not starts_like_a_sentence(fold(run.text.split()[0])) else None


def _put_right(text: str, name: Name, meaning: Meaning_of) -> Name:
    """ "Acme Bank, no sorry, Apex Trust"; and "the Kettle Players society… Kettle Players", said once more and shorter."""
    if run := _right(text, name.end, meaning):
        return replace(name, value=run.text, words=run.text, start=run.start, end=run.end)
    again = _AGAIN.match(text, name.end)
    if again and name.value.startswith(f"{again[1]} ") and " " in again[1] and name.value[len(again[1]) + 1 :].islower():
        return replace(name, value=again[1], words=again[1], end=name.start + len(again[1]))
    return name


_AGAIN = regex(r"(?:[^.…!?\n]{0,40})(?:\.{2,3}|…|[.!?]|\s[–—-])\s*([^\W\da-z_][\w'’& -]{2,60}?)(?=[.,;!?\n]|$)")


def _as_echoed(name: Name, echoed: Sequence[Run]) -> Name:
    """As far as the address says that it goes ("wags on wheels")."""
    run = next((r for r in echoed if r.start == name.start and r.end > name.end), None)
    return replace(name, value=run.text, words=run.text, end=run.end) if run else name


def _as_hosted(name: Name, text: str, addresses: Sequence[str]) -> Name:
    """ "Paws for Thought", of which capitals alone give "Paws", when the address is made of all of it."""
    longer = _GOES_ON.match(text, name.end)
    value = text[name.start : longer.end()] if longer else ""
    joined = re.sub(r"[\W_]", "", fold(value))
    hosts = [re.sub(r"[\W_]", "", fold(a.rpartition("@")[2].partition(".")[0])) for a in addresses]
    return replace(name, value=value, words=value, end=name.start + len(value)) if value and joined in hosts else name


_GOES_ON = regex(r"(?:\s+(?:for|in|on|by|at|to|with|of|and|the|a))+\s+[^\W\da-z_][\w'’-]*(?:\s+[^\W\da-z_][\w'’-]*)*")
_KIND_LETTERS = regex(r"(?:NGO|NPO|SME|SMB)\s+(?=[A-Z])")
_A_KIND = regex(r"(?i)\b(?:our|the|an?|my|this|small|local|little)\s+$")


def _without_kind(text: str, name: Name) -> Name:
    """ "our NGO Kitabu Trust": what it is, not how it is called."""
    letters = _KIND_LETTERS.match(name.value)
    if letters is None or not _A_KIND.search(text[max(0, name.start - 10) : name.start]):
        return name
    value = name.value[letters.end() :]
    return replace(name, value=value, words=value, start=name.end - len(value))


def _standing_weight(run: Run, text: str, addresses: Sequence[str]) -> float:
    """Below an announcement, unless an address repeats it."""
    del text
    return min(3.4 + alike(run.text, addresses) * 0.6, 5.4)


def _named(value: str, text: str, *, bare: bool = False) -> Iterator[Name]:
    start = text.find(value)
    if plausible(value):
        yield Name(value, value, start, start + len(value), bare=bare)


def _introduced(text: str, addresses: Sequence[str], ours: Ours, *, strong: bool = False) -> Iterator[tuple[float, Name]]:
    """What was announced, the last one first: it corrects those before it."""
    for number, lead in enumerate(leads(text, strong=strong)):
        name = _taken(text, lead, addresses, ours)
        if name is None:
            continue
        if _FIRST_NAME.search(text, max(0, lead.begin - 12), lead.begin) and " " not in name.value and any(o.begin > lead.begin for o in leads(text)):
            continue  # "name's Marcus, my crew is Bluecrab Movers"
        bonus = max(alike(name.value, addresses), 0.0) if lead.weight < STRONG else 0.0
        if lead.weight == 4.0 and not lead.capital and not name.value[0].isupper() and not bonus and not _ends(text, name.end):  # "we are …" in small letters
            continue
        yield min(lead.weight + bonus * 0.5, STRONG - 0.1 if lead.weight < STRONG else lead.weight) + number * 0.001, name


def _ends(text: str, end: int) -> bool:
    """A break, or a word that says where, stands behind."""
    return re.match(r"\s*(?:[,.;!?\n(]|$|-\s|(?:in|from|near|and\s+(?:we|our|i|my|want|need|would|people|guests|customers|clients|members|parents|visitors|everyone)|(?:we|i)\s+(?:need|want|would|like))\b)", text[end:]) is not None


def _taken(text: str, lead: Lead, addresses: Sequence[str], ours: Ours) -> Name | None:
    if _LIKENED.match(text, lead.begin):
        return None
    begin, end = extent(text, lead, ours)
    words = text[begin:end]
    value = words.strip() if lead.literal else _tidy(words)
    if not value or (not lead.literal and is_talk(value, lead.weight)) or not plausible(value):
        return None
    if lead.capital and value[0].islower() and not (bare_name(value) and (_APPOSED.match(text, end) or alike(value, addresses) > 0)):
        return None
    if value[0].islower() and _WHERE_INSIDE.search(value):
        return None  # "we're the bakery on Elm Street": which one it is, not what it is called
    if " " not in value and ours(begin) in ("region", "place") and _SHOULD_SAY.search(text, max(0, begin - 40), begin):
        return None  # "sorry, it should say Helsinki": of all that stands there a place is what reads so
    if lead.capital and " " not in value and (ours(begin) == "thing" or (lead.weight >= STRONG and (ours(begin) or is_everyday(fold(value))))):
        return None  # "our firm changed, it's Hetzner now"
    if lead.several and (len(value.split()) < 2 or (value[0].islower() and not bare_name(value))):  # one word may be anything
        return None
    if lead.weight == 4.0 and not lead.capital and not value[0].isupper() and not _called_so(value):  # "we are …" in small letters
        return None
    if text[end : end + 1] == "." and not text[end + 1 :].strip() and "." in value and is_form(value.split()[-1]):
        value, words, end = f"{value}.", f"{words}.", end + 1  # who writes "C. & J." writes "Ltd." too
    return Name(value, words, begin, end)


def _called_so(value: str) -> bool:
    """ "we are blue harbor", not "we are dentists" or "we are moving to Oslo"."""
    words = [fold(w) for w in value.split()]
    if any(w[0].isupper() for w in value.split()[:-1]):  # "official Bosch dealer"
        return False
    if words[0] in ("the", "a", "an"):
        words = words[1:]
    if len(words) < 2 or value.split(maxsplit=1)[0] in ("a", "an"):  # one small word describes
        return False
    return bare_name(" ".join(words)) is not None and not words[0].endswith("ly")


def _presented(text: str, meaning: Meaning_of, addresses: Sequence[str], ours: Ours) -> Iterator[tuple[float, Name]]:
    """Who speaks and where they come from ("Sven here from Kite Works", "this is Acme Bank"), what is in quotes."""
    for whole, says in _people(text, ours):
        run = without_person(whole)
        if run is not whole and not meaning(run.start, run.end):
            yield 5.2, Name(run.text, run.text, run.start, run.end)
            continue
        link = _COMES_FROM.match(text, run.end)
        home = run_at(text, link.end()) if link else None
        if home and plausible(home.text) and not meaning(home.start, home.end):
            yield 5.2, Name(home.text, home.text, home.start, home.end)
        elif says.startswith("my name") and len(run.text.split()) > 1 and (is_company(run) or _ORG_ENDS.search(run.text)):
            yield 5.2, Name(run.text, run.text, run.start, run.end)  # "my name is Vireo Audit Partners"
        elif says in ("this is", "it's", "it is") and not meaning(run.start, run.end) and (len(run.text.split()) > 1 or (home and says == "this is")):
            likeness = alike(run.text, addresses)
            if likeness >= 0:
                yield 4.0 + likeness * 0.4, Name(run.text, run.text, run.start, run.end)
    for quoted in _QUOTED.finditer(text):
        said = (quoted.group(1) or quoted.group(2)).strip()
        told = _ITS.search(text, max(0, quoted.start() - 12), quoted.start()) and bare_name(said) is not None
        if (told or not said[:1].islower()) and not all(is_everyday(fold(w)) for w in said.split()):
            yield 5.3 if told else 3.2, Name(said, quoted.group(), quoted.start(), quoted.end())
    first = _IS_THE_NAME.match(text)
    if first and bare_name(first.group(1)):
        yield 4.5, Name(first.group(1), first.group(1), first.start(1), first.end(1))
    lower = _LOWER_LEADING.match(text)
    if lower and bare_name(lower.group(1)):
        yield 3.1, Name(lower.group(1), lower.group(1), lower.start(1), lower.end(1), sure=False)


def _people(text: str, ours: Ours) -> Iterator[tuple[Run, str]]:
    """Who speaks: "this is Maria", "Jane here"; with the words that say so."""
    for intro in _PERSON.finditer(text):
        run = run_at(text, intro.end()) or described(text, intro.end(), ours)
        if run and not starts_like_a_sentence(fold(run.text.split()[0]).replace("the", "")):
            yield run, re.sub(r"\s+", " ", intro.group("who").casefold())
    greeted = _GREETED.match(text)
    run = run_at(text, greeted.end() if greeted else 0)
    if run and text[run.end :].lstrip(" ,").startswith("here"):
        yield run, "here"


def _answer(text: str, ours: Ours) -> Name | None:
    """The whole answer to "what is it called?", when it is short and no sentence of its own."""
    spelled = _SPELLED.fullmatch(text.strip())
    if spelled and len(text) <= LONGEST:
        return Name(_joined_letters(spelled.group()), text, 0, len(text), bare=True)
    found = bare_name(text)
    if found is None or not plausible(found[0]):
        return None
    value, start = found
    inner = described(value, 0, ours)
    if inner and inner.end == len(value):  # "the bakery Broodhuis"
        value, start = inner.text, start + inner.start
    return Name(_tidy(value), value, start, start + len(value), bare=True)


def _tidy(value: str) -> str:
    value = value.strip().strip('"“”«»„').strip()
    value = _without_stop(value)
    if _SPELLED.fullmatch(value):
        return _joined_letters(value)
    return re.sub(r"\s+", " ", value)


def _without_stop(value: str) -> str:
    """Without the dot that ends a sentence; one that belongs to an abbreviation stays."""
    return value if _ABBREVIATED.search(value) or _FORM_DOT.search(value) else value.rstrip(".").strip()


def _joined_letters(value: str) -> str:
    return re.sub(r"[\s.-]", "", value).capitalize()


def plausible(value: str) -> bool:
    """It can be a name at all."""
    if not value or len(value) > LONGEST or "@" in value:
        return False
    words = value.casefold().split()
    if words[0] in _CONTRACTED:
        return False
    if len(words) > 1 and all(w[0].isupper() for w in value.split()):
        return True  # "Nothing New"
    return not all(w in _NOT_A_NAME for w in words) and any(c.isalnum() for c in value)
