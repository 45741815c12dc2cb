"""What the speaker's own trade is; other people's trades (customers, advisers, neighbours) say nothing of it."""

from dataclasses import dataclass

from dialogue.lexicon import Entry, Span
from dialogue.patterns import regex
from dialogue.understanding.scope import cue_before
from dialogue.understanding.text import Utterance, stem

_PROFESSIONS = frozenset(
    "lawyer attorney solicitor barrister advocate notary dentist doctor physio physiotherapist vet veterinarian psychotherapist therapist optician midwife "
    "practitioner paediatrician pediatrician dermatologist cardiologist chiropractor psychologist orthodontist accountant adviser advisor auditor bookkeeper broker "
    "consultant realtor agent manager developer photographer architect designer planner publisher carpenter baker butcher caterer florist jeweller builder maker "
    "toolmaker producer patient student teacher".split()
)
"""People: "my accountant" is somebody else, "I'm an accountant" isn't."""
_SELF = frozenset("i'm we're i we am are we've".split())
_RUNS = frozenset("run runs running own owns manage manages operate operates lead leads opening open opened founded started have be are am called represent head at".split())
_POSSESSIVE = frozenset("my our".split())
_OTHERS = frozenset("the their his her your its that this these those some any every each another other many most few all".split())
_BESIDE = frozenset("near opposite above behind beside below under inside past towards from by like than unlike".split())
_BESIDE_PHRASES = (("next", "to"), ("close", "to"), ("across", "from"), ("front", "of"), ("top", "of"), ("building", "of"), ("used", "to", "be"), ("kind", "of", "like"))
_FORMER = frozenset("former ex previous was were wasn't last current".split())
_SERVES = frozenset(
    "sell sells selling supply supplies supplying serve serves serving help helps helping advise advises support supports build builds building make makes making develop "
    "develops developing design designs designing provide provides providing deliver delivers delivering consult write writes repair repairs train trains teach teaches equip "
    "software apps systems equipment tools supplies furniture products services consulting marketing training machines solutions website websites platform used depend depends "
    "customers clients customer client users audience sold product".split()
)
"""With another trade after "for" or "to" they tell whom the speaker serves."""
_CLIENTELE = frozenset({"for", "to", "by", "with", "of", "from"})
_TALKS = frozenset("says say said thinks think wants insists recommends recommended suggests suggested told has does handles asked advised tells knows checked check reviewed confirmed agreed approved insist say found depend depends use uses".split())
_CLIENTS = frozenset("customers clients users audience guests suppliers competitors neighbours neighbors partners customer client members subscribers readers".split())
_REPORTS = frozenset("says say said thinks insists recommends recommended suggests suggested told tells advised advises asked checked".split())
_KIN = frozenset("wife husband brother sister father mother friend cousin uncle aunt neighbour neighbor son daughter dad mum mom nephew niece colleague boss partner".split())
_NOT_TRADE = {
    "legal": frozenset("thing reasons reason requirement requirements matter matters department team entity name form obligation issue issues advice notice stuff entities".split()),
    "medical": frozenset("reasons emergency leave records".split()),
    "store": frozenset("files documents our the my data all it them photos everything passwords stuff things records some financial health medical patient customer client personal sensitive".split()),
    "education": frozenset(), "finance": frozenset("team department people".split()),
}  # fmt: skip
_KINDS_OF = frozenset("a an small little large big family new local independent tiny medium old private public regional national international boutique busy growing young own".split())


@dataclass(frozen=True, slots=True)
class Trade:
    """An industry and the words for it."""

    value: str
    start: int
    end: int
    sure: bool
    """Said of the speaker in so many words."""


def trade(utterance: Utterance, spans: list[Span], wished: list[tuple[int, int]]) -> Trade | None:
    """The first trade that is the speaker's own.

    Args:
        wished: words that are an app wished for ("a web shop"), and no trade.
    """
    best: Trade | None = None
    for span in spans:
        entry = span.get("industry")
        if entry is None or (span.start, span.end) in wished:
            continue
        own = _own(utterance, span, entry)
        if own is None:
            continue
        found = Trade(entry.value, span.start, span.end, own)
        if own:
            return found
        best = best or found
    return _by_its_data(utterance) or best


def _by_its_data(utterance: Utterance) -> Trade | None:
    """ "we keep financial data of our clients": whoever has such data has the trade's duties, whatever else they do."""
    found = _DATA_KEPT.search(utterance.text)
    if found is None:
        return None
    words = [i for i, word in enumerate(utterance.words) if found.start("what") <= word.start < found.end()]
    health = found["what"].lower().startswith(_HEALTH)
    return Trade("healthcare" if health else "finance", words[0], words[-1] + 1, sure=False) if words else None


_DATA_KEPT = regex(
    r"(?i)\b(?:we|i|we'll|i'll|we've|our\s+\w+|my\s+\w+)\s+(?:(?:also|will|do|have\s+to|must|need\s+to|only|mainly|mostly|all)\s+)*(?:keep|store|hold|process|handle|have|manage|collect|save|work\s+with|deal\s+with)s?\s+"
    r"(?:(?:the|all|our|my|some|a\s+lot\s+of|lots\s+of|their|sensitive|personal|confidential|private|highly|very)\s+|and\s+)*(?P<what>health|medical|patients?(?:'s?)?|clinical|financial|banking|bank\s+account|tax|payroll)"
    r"(?:\s+(?:and|or|&)\s+\w+)?\s+(?:data|records?|files|information|details|histories)\b"
)
_HEALTH = ("health", "medical", "patient", "clinical")


def _own(utterance: Utterance, span: Span, entry: Entry) -> bool | None:
    """True: said to be the speaker's; False: it may well be; None: it isn't."""
    begin, end = utterance.sentence(span.start)
    before = utterance.norms(begin, span.start)
    after = utterance.norms(span.end, min(end, span.end + 3)) if span.end < len(utterance.words) and utterance.words[span.end].brk < 2 else ()
    near = before[-4:]
    head = stem(utterance.words[span.end - 1].norm)
    person = head in _PROFESSIONS or stem(utterance.words[span.start].norm) in _PROFESSIONS and span.end - span.start == 1
    plural = utterance.words[span.end - 1].norm.endswith("s")
    if set(after[:1]) & _NOT_TRADE.get(utterance.words[span.start].norm, frozenset()):
        return None
    if set(near[-3:]) & _FORMER or cue_before(utterance, span.start, spans=set()).mode == "remove":
        return None
    if _elsewhere(before) or _for_others(before, plural=plural):
        return None
    if _CLIENTS & set(before[-4:]) and {"are", "is", "include", "mostly", "like"} & set(before[-3:]):
        return None  # "our customers are restaurants"
    if set(before[-2:]) & _POSSESSIVE and set(after[:1]) & _REPORTS:
        return None  # "our bank recommended you"
    if person and _somebody(before, after, plural=plural):
        return None
    if _said_of_self(before):
        return True
    if entry.ambiguous:
        if head == "patient" and after[:1] in (("should",), ("must",), ("can",), ("could",), ("need",), ("want",), ("have",), ("would",)):
            return False  # "patients should be able to book"
        return False if _describes(utterance, span, before, after) else None
    return False


def _elsewhere(before: tuple[str, ...]) -> bool:
    """ "next to the bakery", "from the bank", "my brother's restaurant"."""
    small = list(before[-4:])
    while small and small[-1] in _KINDS_OF | _OTHERS | _POSSESSIVE:
        small.pop()
    if not small or len(small) == len(before[-4:]):
        return bool(before) and (before[-1].endswith("'s") and before[-1] not in ("it's", "that's", "he's", "she's", "there's", "here's", "what's", "let's") or before[-1] in _BESIDE - {"from", "by"})
    return small[-1] in _BESIDE or any(tuple(small[-len(p) :]) == p for p in _BESIDE_PHRASES)


def _for_others(before: tuple[str, ...], *, plural: bool) -> bool:
    """ "software for restaurants", "we sell to dentists", "clinics depend on us" are customers."""
    lead = [w for w in before if w not in _KINDS_OF]
    if not lead or not plural or lead[-1] not in _CLIENTELE | _SERVES:
        return False
    return bool(_SERVES & set(lead))


def _somebody(before: tuple[str, ...], after: tuple[str, ...], *, plural: bool) -> bool:
    """A person who isn't the speaker: "my accountant", "our lawyer says", "the doctors say"."""
    last = [w for w in before[-3:] if w not in _KINDS_OF]
    owner = last[-1] if last else ""
    if owner in _OTHERS or (owner in _POSSESSIVE and (not plural or bool(_TALKS & set(after[:2])))):
        return True
    if bool(_KIN & set(before[-5:])):
        return True
    return bool(set(after[:1]) & _TALKS and not plural)


def _said_of_self(before: tuple[str, ...]) -> bool:
    """ "we are a small family bakery", "I run a clinic"."""
    lead = list(before)
    words = 0
    while lead and words < 4 and (lead[-1] not in _SELF | _RUNS):
        lead.pop()
        words += 1
    if not lead or lead[-1] not in _SELF | _RUNS:
        return False
    if not set(before[len(lead) :]) & {"a", "an", "the", "our", "my", "in"} and words > 2:
        return False
    if lead[-1] in _RUNS - {"are", "am", "be"}:
        return bool(set(lead[-4:]) & (_SELF | {"who", "here", "to"})) and not _KIN & set(lead[-5:])
    return lead[-1] in ("i'm", "we're", "we've") or bool(set(lead[-3:]) & {"i", "we", "who"})


def _describes(utterance: Utterance, span: Span, before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """An everyday word stands as a description: "a bar in Leeds", "our shop", "web shop from Riga"."""
    lead = before[-1:] if before else ()
    placed = after[:1] in (("in",), ("from",), ("near",), ("called",), ("named",), ("based",), ("with",), ("at",))
    opens = not before or lead in (("a",), ("an",))
    owned = bool(_POSSESSIVE & set(before[-3:]))
    following = span.end < len(utterance.words) and utterance.words[span.end].brk == 1
    return (opens and (placed or following or not after)) or owned or bool(set(before[-3:]) & _KINDS_OF - {"a", "an", "own", "new"}) or placed
