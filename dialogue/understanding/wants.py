"""Apps and needs, industry, compliance regimes, provider, topology: the rest of what a vocabulary span can mean."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dialogue.lexicon import Span
from dialogue.understanding.clauses import clause
from dialogue.understanding.contacts import Contact
from dialogue.understanding.errands import is_errand
from dialogue.understanding.implied import implied
from dialogue.understanding.polarity import polarity
from dialogue.understanding.providers import provider_meant
from dialogue.understanding.regimes import regimes
from dialogue.understanding.scope import Mode, cue_before
from dialogue.understanding.stance import Stance, likened, stance
from dialogue.understanding.text import Utterance
from dialogue.understanding.topologies import topology_meant
from dialogue.understanding.trade import trade
from dialogue.understanding.unknown_apps import whole_item

_WANTING = frozenset("need needs want wants like with plus add also use get install host include including require looking take online web and we'd i'd keep give".split())
_LISTING = frozenset("and or plus a an some the with".split())
_CONTRASTING = frozenset("and or plus a an some the with rather than instead of not over to for by but actually no sorry in place please for".split())
_MEANS = frozenset("place somewhere something space tool app software system solution program".split())
_MAIL_WORDS = frozenset({"mail", "email", "e", "mails", "emails", "mailbox"})
_APP_WORDS = frozenset("app apps application applications".split())
_A_TOOL = (("app",), ("tool",), ("software",), ("application",))
"""Behind a word of everyday they say that a program is meant ("documents app, please")."""
_BLUEPRINT = (("bp",), ("blueprint",))
"""Before the name of an app: "bp-ghost" is its entry in the catalogue."""
_SOME = frozenset("more other further extra additional these those suggested first last second".split())
_ADDRESS_WORDS = frozenset({"address", "is", "me", "my", "at", "us", "send", "by", "via", "code", "reach", "contact", "its"})
_FOR_BUSINESS = frozenset((lead, owner) for lead in ("for", "of", "at") for owner in ("the", "our", "my", "this"))
_KINDS = ("app", "need", "unavailable_need")


@dataclass(slots=True)
class Wants:
    """What was wanted and what was struck, in the order named."""

    apps: list[str] = field(default_factory=list[str])
    instead: bool = False
    """What comes takes the place of what stands."""
    not_apps: list[str] = field(default_factory=list[str])
    refused: list[str] = field(default_factory=list[str])
    """Of those, what was struck by its own name: "no WordPress, anything else for a website" wants no WordPress."""
    either: list[str] = field(default_factory=list[str])
    """Alternatives: it is open which."""
    only: bool = False
    """"only WordPress": everything else goes."""
    industry: str | None = None
    describes: bool = False
    """The industry was said of the speaker in so many words ("we're a law firm")."""
    compliance: list[str] = field(default_factory=list[str])
    not_compliance: list[str] = field(default_factory=list[str])
    provider: str | None = None
    topology: str | None = None
    evidence: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    """(slot, words, value)."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """An app or a need in the words."""

    span: Span
    slugs: tuple[str, ...]
    """What it may be; more than one when two apps serve it."""
    ambiguous: bool
    """Also an everyday word."""
    named: bool
    """By the app's own name."""
    stance: Stance = "bare"


def wants(
    utterance: Utterance, spans: list[Span], contacts: list[Contact], *, expects_apps: bool, standing: Sequence[str] = ()
) -> Wants:
    """Everything wanted in the utterance.

    Args:
        expects_apps: the open question is for apps.
        standing: the apps in the plan and those on offer: a word for one of them means it.
    """
    result = Wants()
    spans = implied(utterance, spans)
    covered = {i for span in spans for i in range(span.start, span.end)}
    found = [
        m for span in spans if (m := _mention(utterance, span, covered)) and _can_be_meant(utterance, span, contacts) and not _serves(utterance, span, spans)
    ]
    modes = polarity(
        utterance, [(m.span.start, m.span.end) for m in found], covered=covered, names=[m.slugs[0] for m in found]
    )
    for mention, mode in zip(found, modes, strict=True):
        if _names_the_next(utterance, mention, found):
            continue
        if mode == "dropped" and mention.slugs[0] in standing and _said_before(utterance, mention.span):
            mode = "remove"  # noqa: PLW2901 - "I said monitoring, I meant forms"
        mode = _replaced(utterance, mention, mode, covered, standing)  # noqa: PLW2901 - a better reading of the same
        if _counts(utterance, mention, mode, found, expects=expects_apps, standing=(*standing, *result.apps)):
            _want(utterance, mention, mode, result, covered)
    described = trade(utterance, spans, [(m.span.start, m.span.end) for m in found if m.slugs[0] in result.apps])
    if described:
        result.industry, result.describes = described.value, described.sure
        result.evidence.append(("industry", utterance.surface(described.start, described.end), described.value))
    stands, goes = regimes(utterance, spans, covered)
    result.compliance += stands
    result.not_compliance += goes
    for span in spans:
        _others(utterance, span, spans, contacts, result)
    return result


def _mention(utterance: Utterance, span: Span, covered: set[int]) -> _Mention | None:
    entries = [entry for entry in span.entries if entry.kind in _KINDS]
    if not entries:
        return None
    slugs = _in_context(utterance, span, tuple(dict.fromkeys(entry.value for entry in entries)))
    named = span.get("app") is not None
    how = stance(utterance, span.start, span.end, covered=covered, foreign=span.get("brand") is not None, named=named)
    plain = entries[0].ambiguous and utterance.norms(span.end, span.end + 1) not in _A_TOOL and utterance.norms(max(0, span.start - 1), span.start) not in _BLUEPRINT
    return _Mention(span, slugs, plain, named, how)


def _in_context(utterance: Utterance, span: Span, slugs: tuple[str, ...]) -> tuple[str, ...]:
    """A newsletter is mailed to a list or read on a site: what is said around it tells which."""
    if len(slugs) < _SEVERAL:
        return slugs
    said = set(utterance.norms(*utterance.sentence(span.start)))
    fits = tuple(slug for slug in slugs if said & _TELLING.get(slug, frozenset()))
    return fits if len(fits) == 1 else slugs


_SEVERAL = 2
_TELLING = {
    "listmonk": frozenset("send sends sending sent mail mails mailed mailing mailings email emails e-mail e-mails list lists subscribers subscriber members member customers clients donors supporters inbox everyone parents guests volunteers readers signups".split()),
    "ghost": frozenset("site website web page blog publish published publishing article articles write writing paid online stories magazine posts".split()),
}  # fmt: skip
"""Words by which two apps for one need are told apart."""


def _can_be_meant(utterance: Utterance, span: Span, contacts: list[Contact]) -> bool:
    """A word for e-mail beside an address is no wish for a mail server; nor is a word inside an address or a name."""
    if any(c.start <= span.start < c.end for c in contacts):
        return False
    norms = utterance.norms(span.start, span.end)
    start, end = utterance.segment(span.start)
    around = set(utterance.norms(start, end)) - set(norms)
    if set(norms) & _MAIL_WORDS and (_mails_somebody(utterance, span) or _domain_is_for_it(utterance, span, contacts)):
        return False
    written = any(c.kind == "email" for c in contacts)
    if written and set(norms) & _MAIL_WORDS and "server" not in norms and utterance.norms(max(0, span.start - 1), span.start) in (("the",), ("my",), ("our",), ("your",), ("that",)):
        return False  # "I misspelled the mail, it's with two m's: …"
    if set(norms) & _MAIL_WORDS and "server" not in norms:
        beside_address = any(c.kind == "email" and start <= c.start < end + 1 for c in contacts)
        if beside_address or around & _ADDRESS_WORDS:
            return False
    if span.get("app") is None and (_asks_what_it_is(utterance, span) or is_errand(utterance.text)):
        return False
    if norms == ("plane",) and span.start and utterance.words[span.start - 1].norm in ("control", "data", "a"):
        return False  # the machines', not the app
    if norms == ("page",) and utterance.norms(max(0, span.start - 1), span.start) not in _A_PAGE:
        return False  # "the previous page", "a login page"
    if span.get("industry") and any(utterance.norms(at, at + 2) in _FOR_BUSINESS for at in range(max(0, span.start - 4), span.start - 1)):
        return False  # "a page for our shop", "a cloud for my tyre shop"
    return not _inside_a_name(utterance, span)


def _domain_is_for_it(utterance: Utterance, span: Span, contacts: list[Contact]) -> bool:
    """ "acme.com is only for our mail"."""
    before = [w for w in utterance.norms(max(0, span.start - 3), span.start) if w not in ("the", "our", "my")]
    return before[-1:] == ["for"] and any(c.kind == "domain" and 0 <= span.start - c.end <= _NEAR for c in contacts)


_NEAR = 7
_A_PAGE = frozenset((word,) for word in "a an one own small little simple nice proper decent modern new and".split())


def _serves(utterance: Utterance, span: Span, spans: list[Span]) -> bool:
    """ "statistics for our website": what the other one is for is there already."""
    counted = utterance.norms(max(0, span.start - 1), span.start) in (("our",), ("my",), ("the",))
    if counted and any(other.end == span.start - 1 and (need := other.get("need")) is not None and need.value == "umami" for other in spans):
        return True  # "how many people come to our website"
    if utterance.norms(max(0, span.start - 2), span.start) not in (("for", "the"), ("for", "our"), ("for", "my")):
        return False
    return any(other.end == span.start - 2 and other.get(*_KINDS) for other in spans)


def _mails_somebody(utterance: Utterance, span: Span) -> bool:
    """ "mail me", "please email Jansen": what one does, not what is wished for."""
    if span.end >= len(utterance.words) or utterance.words[span.end].brk or span.end - span.start > 1:
        return False
    after = utterance.words[span.end]
    return after.norm in ("me", "us", "him", "her", "them", "you", "it") or (after.text[0].isupper() and span.start > 0 and utterance.words[span.start].brk == 0)


def _inside_a_name(utterance: Utterance, span: Span) -> bool:
    """ "Penny Blog", "Wiki Lane 5": a capital word with another one beside it that isn't ours."""
    words = utterance.words
    first = words[span.start]
    if span.end - span.start > 1 or not first.text[0].isupper() or (span.get("app") and not span.entries[0].ambiguous):
        return False
    before = words[span.start - 1] if span.start and first.brk == 0 else None
    after = words[span.end] if span.end < len(words) and words[span.end].brk == 0 else None
    begins = before is None or before.brk == 2
    if before is not None and before.text[0].isupper() and not begins and before.norm not in _FUNCTION and len(before.text) > 1:
        return True
    return after is not None and after.text[0].isupper() and after.norm not in _FUNCTION and not after.text.isupper() and before is not None and before.norm not in _WANTING


_FUNCTION = frozenset("i a an the and or with for to of in on we our my us is are it no not please add need want i'd we'd host install".split())


def _counts(
    utterance: Utterance, mention: _Mention, mode: Mode, found: list[_Mention], *, expects: bool, standing: Sequence[str]
) -> bool:
    """The mention changes something: it is a wish, or it strikes what stands."""
    known = bool(set(mention.slugs) & set(standing))
    if mode in ("remove", "dropped"):
        if "nobody" in utterance.norms(max(0, mention.span.start - 1), mention.span.start) and mention.span.end - mention.span.start > 1:
            return False  # "nobody books a lesson in milliseconds"
        return known or not mention.ambiguous or mention.stance == "wish"
    if mode == "replace_to":
        return True
    if mention.span.get("brand") and whole_item(utterance, mention.span.start, mention.span.end):
        return True
    if mention.stance == "passing":
        return False
    if utterance.norms(mention.span.start, mention.span.end) == ("a", "site") and _place_of_servers(utterance, mention.span):
        return _beside_another(utterance, mention, found)  # it may be a region
    if mention.stance == "wish" or not mention.ambiguous or expects or known:
        return not (utterance.norms(mention.span.start, mention.span.end) == ("twenty",) and _counts_something(utterance, mention.span))
    alone = _alone(utterance, mention.span, set()) or _fills_its_place(utterance, mention)
    return alone or _beside_another(utterance, mention, found) or _written_as_a_name(utterance, mention) or _for_something(utterance, mention)


def _for_something(utterance: Utterance, mention: _Mention) -> bool:
    """ "git for the firmware", "and files for the team": a clause that begins with what is wanted and says for what."""
    begin, at = clause(utterance, mention.span.start)[0], mention.span.start
    while at > begin and not utterance.words[at].brk and utterance.words[at - 1].norm in _LISTING | {"also", "then", "please"}:
        at -= 1
    opens = at == begin or utterance.words[at].brk > 0 or utterance.norms(at, at + 1) in (("and",), ("plus",), ("also",))
    after = utterance.norms(mention.span.end, mention.span.end + 2)
    return mention.stance == "bare" and opens and after[:1] == ("for",) and after[1:2] != ("now",) and not utterance.words[mention.span.end].brk


def _names_the_next(utterance: Utterance, mention: _Mention, found: list[_Mention]) -> bool:
    """ "website stats", "site monitoring": the site is there, and what watches it is wished for."""
    end = mention.span.end
    if mention.slugs != ("wordpress",) or mention.named or end >= len(utterance.words) or utterance.words[end].brk:
        return False
    return any(m.span.start == end and set(m.slugs) & {"umami", "uptime-kuma"} and not m.named for m in found)


def _said_before(utterance: Utterance, span: Span) -> bool:
    """ "I said monitoring", "not the wiki I asked for": what stands was said in an earlier message."""
    begin, _ = utterance.sentence(span.start)
    return bool({"said", "wrote", "typed", "told", "asked", "put", "chose", "picked"} & set(utterance.norms(max(begin, span.start - 4), span.start)))


def _place_of_servers(utterance: Utterance, span: Span) -> bool:
    """ "a site in Finland" is where it stands, "a site with the menu" and "a site, in Finland" are on the web."""
    after = utterance.norms(span.end, span.end + 1)
    placed = after in (("in",), ("at",), ("near",), ("outside",)) and not utterance.words[span.end].brk
    start, end = utterance.sentence(span.start)
    return placed or bool({"region", "regions", "second", "another", "backup", "failover", "sites", "datacenter", "datacentre"} & set(utterance.norms(start, end)))


def _replaced(utterance: Utterance, mention: _Mention, mode: Mode, covered: set[int], standing: Sequence[str]) -> Mode:
    """ "we want to get rid of Dropbox": a product of others goes, and what it does is wished for."""
    if mode != "remove" or not mention.span.get("brand") or set(mention.slugs) & set(standing):
        return mode
    return "plain" if cue_before(utterance, mention.span.start, spans=covered).kind in ("take", "beside", "without") else mode


def _counts_something(utterance: Utterance, span: Span) -> bool:
    """Twenty of something."""
    return span.end < len(utterance.words) and not utterance.words[span.end].brk


def _want(utterance: Utterance, mention: _Mention, mode: Mode, result: Wants, covered: set[int]) -> None:
    span, slug = mention.span, mention.slugs[0]
    if mode == "dropped":
        return
    if span.get("brand") and span.get("unavailable_need") and mode != "remove" and not likened(utterance, span.start, span.end):
        slug = utterance.surface(span.start, span.end)  # a product that isn't ours: the toolbox says so
    result.evidence.append(("apps", utterance.surface(span.start, span.end), slug))
    if mode == "remove":
        may = [e.value for e in span.entries if e.kind in _KINDS]
        slug = next((other for other in may if other not in result.apps), slug) if len(may) > 1 and not mention.named else slug  # "a blog and no newsletter"
        result.apps = [other for other in result.apps if other != slug]  # the later word counts
        result.not_apps += [slug] if slug not in result.not_apps else []
        result.refused += [slug] if mention.named else []
    elif not mention.named and slug in result.refused:
        return
    elif mode == "either" or (len(mention.slugs) > 1 and slug in mention.slugs):
        result.either += [other for other in mention.slugs if other not in result.either]
    else:
        result.instead = result.instead or mode == "replace_to"
        if not result.apps and _alone(utterance, span, covered):
            result.only = True
        result.not_apps = [other for other in result.not_apps if other != slug]
        result.apps += [slug] if slug not in result.apps else []


_LIMITS = frozenset("only just solely exclusively merely purely".split())
_SOFT_VERBS = frozenset("add put include throw also get give make".split())
_ALONE = (("only",), ("alone",), ("nothing", "else"), ("and", "nothing", "else"), ("and", "that's", "it"), ("that's", "it"), ("and", "that's", "all"), ("that's", "all"), ("and", "no", "more"), ("is", "enough"), ("will", "do"), ("is", "all"), ("and", "nothing", "more"))


def _alone(utterance: Utterance, span: Span, covered: set[int]) -> bool:
    """ "only the wiki", "nothing but a wiki", "the wiki alone", "a wiki and nothing else"."""
    if cue_before(utterance, span.start, spans=covered).only:
        return True
    begin, _ = utterance.sentence(span.start)
    before = utterance.norms(max(begin, span.start - 5), span.start)
    limits = [i for i, norm in enumerate(before) if norm in _LIMITS]
    if limits and "not" not in before[: limits[-1]]:
        between = set(before[limits[-1] + 1 :])
        if not (before[limits[-1]] == "just" and between & _SOFT_VERBS) and not between & {"and"}:
            return True
    if utterance.words[begin].norm in ("and", "also", "plus"):
        return False  # "and a page for bookings, that's all": beside what was wanted before
    last = span.end
    while last < len(utterance.words) and (last in covered or utterance.words[last].norm in _LISTING) and utterance.words[last].brk < 2:
        last += 1
    return any(utterance.norms(last, last + len(phrase)) == phrase for phrase in _ALONE)


def _fills_its_place(utterance: Utterance, mention: _Mention) -> bool:
    """ "Crumb Ltd, files, Utrecht": one item of a list of facts, and no trade."""
    span = mention.span
    if mention.named or span.get("brand", "industry") or len(utterance.words) == span.end - span.start:
        return False
    if utterance.text[utterance.words[span.end - 1].end :].lstrip().startswith((":", "=")):
        return False  # "mail: …" labels what follows
    start, end = utterance.segment(span.start)
    after = utterance.norms(span.end, end)
    if after[:1] == ("in",) and len(after) > 1 and utterance.words[span.end + 1].text[0].isupper():
        end = span.end  # "files in Germany": where is the next fact
    around = set(utterance.norms(start, end)) - set(utterance.norms(span.start, span.end))
    return around <= (_LISTING - {"with"}) | {"our", "my", "online"}


def _written_as_a_name(utterance: Utterance, mention: _Mention) -> bool:
    """An app's name that is also a word: with a capital in mid-sentence, or where apps are spoken of."""
    span = mention.span
    begin, end = utterance.sentence(span.start)
    before = utterance.norms(max(begin, span.start - 4), span.start)
    if set(before) & _MEANS and {"for", "to"} & set(before):
        return True  # "a place for our manuals"
    if not mention.named:
        return False
    capital = span.start > begin and utterance.words[span.start].text[0].isupper()
    return capital or bool(_APP_WORDS & set(utterance.norms(begin, end))) or end - begin <= 2


def _beside_another(utterance: Utterance, mention: _Mention, found: list[_Mention]) -> bool:
    """ "a wiki, a blog, forms", "Ghost rather than WordPress": in one breath with what is certainly an app."""
    for other in found:
        if other is mention or (other.ambiguous and other.stance != "wish"):
            continue
        first, second = sorted((mention.span, other.span), key=lambda s: s.start)
        between = utterance.norms(first.end, second.start)
        if len(between) > 5 or utterance.words[second.start].brk == 2:
            continue
        if len(between) <= 2 and set(between) <= _LISTING and (between or utterance.words[second.start].brk == 1):
            return other.stance != "passing"
        if between and set(between) <= _CONTRASTING and set(between) - _LISTING:
            return True
    return False


def _asks_what_it_is(utterance: Utterance, span: Span) -> bool:
    before = utterance.norms(max(0, span.start - 4), span.start)
    return before[-2:] in (("what", "is"), ("is", "a")) and "what" in before


def _others(utterance: Utterance, span: Span, spans: list[Span], contacts: list[Contact], result: Wants) -> None:
    covered = {i for s in spans for i in range(s.start, s.end)}
    provider = span.get("provider")
    if provider and provider_meant(utterance, span, covered):
        result.provider = provider.value
    topology = span.get("topology")
    if topology and topology_meant(utterance, span, spans, contacts, ambiguous=topology.ambiguous):
        result.topology = topology.value


def no_apps(utterance: Utterance) -> bool:
    """ "no apps", "forget the apps", "without any applications": none at all, not just none of some."""
    for index, word in enumerate(utterance.words):
        if word.norm not in _APP_WORDS or set(utterance.norms(max(0, index - 3), index)) & _SOME:
            continue
        if cue_before(utterance, index, spans=set()).mode == "remove" or utterance.norms(max(0, index - 1), index) == ("zero",) or utterance.norms(index + 1, index + 2) in (("none",), ("no",), ("nothing",)):
            return True
    return False
