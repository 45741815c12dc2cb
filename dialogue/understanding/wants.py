"""Apps and needs, industry, compliance regimes, provider, topology: the rest of what a vocabulary span can mean."""

from dataclasses import dataclass, field

from dialogue.lexicon import Entry, Span
from dialogue.understanding.contacts import Contact
from dialogue.understanding.polarity import polarity
from dialogue.understanding.scope import Mode, cue_before
from dialogue.understanding.text import Utterance

_OWNED = frozenset("my our run runs own have has".split())
_WANTING = frozenset(
    "need needs want wants like with plus add also use using get install host include including "
    "require looking for about take online web booking bookings and website we'd i'd keep give".split()
)
_LISTING = frozenset("and or plus a an some the with".split())
_MEANS = frozenset("place somewhere something space tool app software system solution program".split())
_MAIL_WORDS = frozenset({"mail", "email", "e", "mails", "emails"})
_APP_WORDS = frozenset("app apps application applications".split())
_SOME = frozenset("more other further extra additional these those suggested first last second".split())
_ADDRESS_WORDS = frozenset({"address", "is", "me", "my", "at", "us", "send", "by", "via", "code", "reach", "contact", "its"})


@dataclass(slots=True)
class Wants:
    """What was wanted and what was struck, in the order named."""

    apps: list[str] = field(default_factory=list[str])
    instead: bool = False
    """What comes takes the place of what stands."""
    not_apps: list[str] = field(default_factory=list[str])
    either: list[str] = field(default_factory=list[str])
    """Alternatives: it is open which."""
    only: bool = False
    """"only WordPress": everything else goes."""
    industry: str | None = None
    compliance: list[str] = field(default_factory=list[str])
    not_compliance: list[str] = field(default_factory=list[str])
    provider: str | None = None
    topology: str | None = None
    evidence: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    """(slot, words, value)."""


def wants(
    utterance: Utterance, spans: list[Span], contacts: list[Contact], *, expects_apps: bool
) -> Wants:
    """Everything wanted in the utterance."""
    result = Wants()
    covered = {i for span in spans for i in range(span.start, span.end)}
    named: list[tuple[Span, Entry]] = []
    for span in spans:
        app = span.get("app") or span.get("need", "unavailable_need")
        listed = expects_apps or (app is not None and app.ambiguous and _beside_another(utterance, span, spans))
        if app and _is_wanted(utterance, span, contacts, ambiguous=app.ambiguous, expects_apps=listed):
            named.append((span, app))
        industry = span.get("industry")
        if industry and not result.industry:
            result.industry = industry.value
            result.evidence.append(("industry", utterance.surface(span.start, span.end), industry.value))
        _regimes(utterance, span, result, covered)
    modes = polarity(utterance, [(s.start, s.end) for s, _ in named], covered=covered, names=[e.value for _, e in named])
    for (span, app), mode in zip(named, modes, strict=True):
        _want(utterance, span, app.value, mode, result)
    return result


def _want(utterance: Utterance, span: Span, slug: str, mode: Mode, result: Wants) -> None:
    result.evidence.append(("apps", utterance.surface(span.start, span.end), slug))
    match mode:
        case "dropped":
            result.evidence.pop()
        case "remove":
            result.apps = [other for other in result.apps if other != slug]  # the later word counts
            result.not_apps += [slug] if slug not in result.not_apps else []
        case "either":
            result.either += [slug] if slug not in result.either else []
        case _:
            result.instead = result.instead or mode == "replace_to"
            before = utterance.norms(max(0, span.start - 3), span.start)
            if {"only", "just"} & set(before) and not result.apps:
                result.only = True
            result.not_apps = [other for other in result.not_apps if other != slug]
            result.apps += [slug] if slug not in result.apps else []


def _is_wanted(
    utterance: Utterance, span: Span, contacts: list[Contact], *, ambiguous: bool, expects_apps: bool
) -> bool:
    """A word for e-mail beside an address is no wish for a mail server; nor is a word inside an address."""
    if any(c.start <= span.start < c.end for c in contacts):
        return False
    norms = utterance.norms(span.start, span.end)
    start, end = utterance.segment(span.start)
    around = set(utterance.norms(start, end)) - set(norms)
    if set(norms) & _MAIL_WORDS and "server" not in norms:
        beside_address = any(c.kind == "email" and start <= c.start < end + 1 for c in contacts)
        if beside_address or around & _ADDRESS_WORDS:
            return False
    if span.get("app") is None and _asks_what_it_is(utterance, span):
        return False
    if not ambiguous or expects_apps:
        return True
    return _ambiguous_wanted(utterance, span)


def _ambiguous_wanted(utterance: Utterance, span: Span) -> bool:
    """An everyday word that is also an app or a need: written as a name, or right after a word of wanting."""
    begin, end = utterance.sentence(span.start)
    before = utterance.norms(max(begin, span.start - 4), span.start)
    if set(before) & _MEANS and {"for", "to"} & set(before):
        return True  # "a place for our manuals"
    if before[-1:] == ("control",) or set(before[-3:]) & _OWNED:
        return False
    if utterance.norms(span.start, span.end) == ("twenty",) and span.end < end and not utterance.words[span.end].brk:
        return False  # twenty of something
    if span.get("app") is not None:
        mid_sentence = span.start > begin and utterance.words[span.start].text[0].isupper()
        listed = bool({"app", "apps"} & set(utterance.norms(*utterance.sentence(span.start))))
        return mid_sentence or listed or bool(set(before[-3:]) & _WANTING)
    return bool(set(utterance.norms(begin, end)) & _WANTING)


def _beside_another(utterance: Utterance, span: Span, spans: list[Span]) -> bool:
    """ "a wiki, a blog, forms": in one list with what is certainly an app."""
    for other in spans:
        entry = other.get("app", "need", "unavailable_need")
        if other is span or entry is None or entry.ambiguous:
            continue
        first, second = sorted((span, other), key=lambda s: s.start)
        between = utterance.norms(first.end, second.start)
        if len(between) <= 2 and set(between) <= _LISTING and (between or utterance.words[second.start].brk == 1):
            return utterance.words[second.start].brk < 2
    return False


def _asks_what_it_is(utterance: Utterance, span: Span) -> bool:
    before = utterance.norms(max(0, span.start - 4), span.start)
    return before[-2:] in (("what", "is"), ("is", "a")) and "what" in before


def _regimes(utterance: Utterance, span: Span, result: Wants, covered: set[int]) -> None:
    regime = span.get("compliance")
    if regime and cue_before(utterance, span.start, spans=covered).mode == "remove":
        result.not_compliance.append(regime.value)
    elif regime:
        result.compliance.append(regime.value)
    provider = span.get("provider")
    if provider and cue_before(utterance, span.start, spans=covered).mode != "remove":
        result.provider = provider.value
    topology = span.get("topology")
    if topology and _topology_meant(utterance, span, ambiguous=topology.ambiguous):
        result.topology = topology.value


def _topology_meant(utterance: Utterance, span: Span, *, ambiguous: bool) -> bool:
    """`compact` or `solo` can be anything; with "topology", "setup" or "region" near it is a topology."""
    around = set(utterance.norms(*utterance.segment(span.start)))
    named = {"topology", "setup", "set-up", "layout", "region", "regions", "template", "architecture", "deployment"}
    return bool(around & named) or not ambiguous or len(utterance.words) <= 3


def no_apps(utterance: Utterance) -> bool:
    """ "no apps", "forget the apps", "without any applications": none at all, not just none of some."""
    for index, word in enumerate(utterance.words):
        if word.norm not in _APP_WORDS or set(utterance.norms(max(0, index - 3), index)) & _SOME:
            continue
        if cue_before(utterance, index, spans=set()).mode == "remove" or utterance.norms(max(0, index - 1), index) == ("zero",):
            return True
    return False
