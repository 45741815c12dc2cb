"""Needs that no word names: whoever is to book something needs a calendar for it, whoever is to be warned needs a watch kept."""

from collections.abc import Iterator

from dialogue.lexicon import Entry, Span
from dialogue.understanding.text import Utterance

_VERBS = frozenset("book reserve schedule".split())
_LEADS = frozenset("to can could should may might must shall will would gotta online themselves just".split())
_PEOPLE = frozenset(
    "people folks folk customers customer clients client patients patient guests guest members member users visitors visitor parents pupils students tenants residents families "
    "everyone everybody anyone anybody someone somebody they readers players owners tourists travellers travelers buyers kids children teams neighbours neighbors patrons them".split()
)
_OBJECTS = frozenset("a an the their his her its our my some one in with online through on via themselves directly slots for it them this that".split())
_REACH = 9
_ALARMS = frozenset(
    "warn warned warns warning alert alerted alerts tell tells told notify notified notifies ping pings pinged alarm alarmed shout shouts message messages text know notice notices inform informed "
    "see scream screams call calls wake wakes woken waken page paged".split()
)
_WATCHED = frozenset("site sites website websites server servers page pages shop shops system systems service services anything something everything app apps store machine machines it they one stuff thing things reader readers terminal terminals till tills line lines router camera cameras".split())
_FAILS = frozenset("down offline unreachable dead broken breaks break crashes crash fails fail dies die hangs".split())
_WHEN = frozenset("when if whenever once that as".split())
_REGIONS = frozenset("region regions datacenter datacentre location locations survive outlive".split())


def implied(utterance: Utterance, spans: list[Span]) -> list[Span]:
    """`spans` with those needs among them."""
    covered = {i for span in spans for i in range(span.start, span.end)}
    values = {entry.value for span in spans for entry in span.entries}
    booked = [s for s in _booked(utterance, covered) if all(_object_of(utterance, s, other) for other in spans if other.get("need", "app") and other.entries[0].value == "cal-com")]
    found = [*booked, *(_watched(utterance) if "uptime-kuma" not in values else ())]
    if not found:
        return spans
    taken = {i for span in found for i in range(span.start, span.end)}
    return sorted([*(s for s in spans if taken.isdisjoint(range(s.start, s.end))), *found], key=lambda s: s.start)


def _object_of(utterance: Utterance, verb: Span, thing: Span) -> bool:
    """ "book a repair appointment": what is booked stands right behind, and isn't spoken of for itself."""
    return verb.end <= thing.start <= verb.end + _NEAR and not any(utterance.words[i].brk for i in range(verb.end, thing.start + 1))


_NEAR = 3


def _booked(utterance: Utterance, covered: set[int]) -> Iterator[Span]:
    """ "people must be able to book a move": somebody of theirs is to book what no word of the vocabulary names."""
    for index, word in enumerate(utterance.words):
        if word.norm not in _VERBS or index in covered or not index:
            continue
        begin, end = utterance.sentence(index)
        lead = utterance.norms(max(begin, index - 2), index)
        people = _PEOPLE & set(utterance.norms(max(begin, index - _REACH), index)) or lead[-1:] == ("to",) and "able" in utterance.norms(max(begin, index - 3), index)
        led = lead[-1:] and (lead[-1] in _LEADS | _PEOPLE)
        goes_on = index + 1 >= end or utterance.words[index + 1].brk > 0 or utterance.words[index + 1].norm in _OBJECTS or utterance.norms(index + 1, index + 2) in (("and",), ("but",)) or _of_theirs(utterance, index, end)
        if people and led and goes_on:
            yield Span(index, index + 1, (Entry("need", "cal-com"),))


def _of_theirs(utterance: Utterance, verb: int, end: int) -> bool:
    """ "people should book riding lessons": several of something that the vocabulary hasn't got."""
    things = utterance.norms(verb + 1, min(end, verb + 1 + _NEAR))
    return any(len(thing) > _NEAR and thing.endswith("s") and not utterance.words[verb + 1 + at].brk for at, thing in enumerate(things))


def _watched(utterance: Utterance) -> Iterator[Span]:
    """ "something that shouts when the website's down": an alarm, a when, and what fails."""
    if _REGIONS & set(utterance.folded):
        return
    for index, word in enumerate(utterance.words):
        if word.norm not in _FAILS:
            continue
        begin, _ = utterance.sentence(index)
        before = utterance.norms(max(begin, index - 6), index)
        when = max((i for i, w in enumerate(before) if w in _WHEN), default=-1)
        thing = next((i for i, w in enumerate(before) if i > when and w.removesuffix("'s") in _WATCHED), None)
        if when < 0 or thing is None or not _ALARMS & set(utterance.norms(max(begin, index - 14), index - len(before) + when)):
            continue
        yield Span(index - len(before) + thing, index + 1, (Entry("need", "uptime-kuma"),))
        return
