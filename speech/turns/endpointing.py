"""How long a silence must last before a turn is over: the dialogue, the text, the sound and the speaker's habit each have a vote."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from speech.turns.events import EndReason
from speech.turns.expectation import Completeness, Kind


@dataclass(frozen=True, slots=True)
class Hangover:
    """The silences of one kind of answer, in ms."""

    sure: int
    """After a text that answers the question."""
    base: int
    """When nothing is known."""
    hold: int
    """After a text that breaks off."""


HANGOVERS: Mapping[Kind, Hangover] = MappingProxyType(
    {
        "yes_no": Hangover(150, 400, 1100),
        "choice": Hangover(200, 550, 1400),
        "list": Hangover(350, 750, 1600),
        "open": Hangover(260, 700, 1700),
        "name": Hangover(260, 800, 1600),
        "number": Hangover(300, 900, 1700),
        "code": Hangover(200, 1200, 1800),
        "domain": Hangover(380, 1150, 1800),
        "email": Hangover(420, 1300, 1800),
    }
)
CAP_MS = 3000
"""However unfinished it sounds."""
_UNSURE_SHARE = 0.5
_HOLD_PACE = 1.05
"""A sentence that breaks off is waited for long enough already; a slow speaker gets little more."""
_FREE: frozenset[Kind] = frozenset({"open", "name"})
"""Kinds whose answers may be anything: a text that may be all of one says much."""
_WHOLE_SHARE, _WHOLE_GAIN = 0.55, 1.6
"""Of the way from `sure` to `base`, so much is waited after a text that may be all of it while the sound says nothing; and how soon
a sound that is finished takes it down to `sure`."""
_DOUBTED = 4
"""While the text isn't there, or isn't one that may be all, a sound that is finished earns only this part of what is saved."""
_CLOSED: frozenset[Kind] = frozenset({"yes_no", "choice", "list", "number", "code", "domain", "email"})
"""Kinds whose answers are recognised: a text that holds none is likely to go on, and until the text is there nothing is known. Waiting
for it costs nothing, since without it nothing can be answered."""

_NAMED: frozenset[Kind] = frozenset({"yes_no", "choice", "list", "name"})
"""Kinds whose answers the recogniser is told, or that are names: out of half a sentence it makes one that would do."""
_BELIEVED = 0.6
"""A text of such a kind with less confidence says nothing about the end."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known in a pause."""

    kind: Kind
    completeness: Completeness | None
    """Of the text of everything said; None while that text isn't there."""
    smart_turn: float | None
    """The acoustic model's probability that the speaker has finished; None while it hasn't answered, or isn't there."""
    pace: float = 1.0
    """The speaker's habit: above 1 for long pauses between words."""
    confidence: float = 1.0
    """The recogniser's in the text, 0 to 1."""


def hangover(evidence: Evidence) -> tuple[int, EndReason]:
    """The silence to wait for, and what the end of the turn will be put down to."""
    limits = HANGOVERS[evidence.kind]
    base, hold = round(limits.base * evidence.pace), round(limits.hold * min(evidence.pace, _HOLD_PACE))
    evidence = _believed(evidence)
    match evidence.completeness:
        case Completeness.COMPLETE:
            wait, reason = _complete(limits.sure, base, evidence.smart_turn)
        case Completeness.INCOMPLETE:
            wait, reason = _unfinished(base, hold, evidence.smart_turn), "cap"
        case Completeness.ASIDE:
            free = HANGOVERS["open"]
            wait, reason = _may_be_all(free.sure, round(free.base * evidence.pace), evidence.smart_turn)
        case Completeness.POSSIBLE if evidence.kind in _FREE:
            wait, reason = _may_be_all(limits.sure, base, evidence.smart_turn)
        case None if evidence.kind in _CLOSED:
            wait, reason = hold, "silence"
        case Completeness.POSSIBLE | Completeness.UNKNOWN | None:
            wait, reason = _by_sound(limits.sure, base, hold, evidence)
    return min(CAP_MS, wait), reason


def _believed(evidence: Evidence) -> Evidence:
    """Without what the text says, where it is unlikely to be what was said."""
    answers = evidence.completeness in (Completeness.COMPLETE, Completeness.POSSIBLE)
    if answers and evidence.kind in _NAMED and evidence.confidence < _BELIEVED:
        return replace(evidence, completeness=Completeness.UNKNOWN)
    return evidence


def _complete(sure: int, base: int, smart_turn: float | None) -> tuple[int, EndReason]:
    """The answer is there; only a voice that is clearly in mid-sentence earns it a little more patience."""
    if smart_turn is not None and smart_turn < 0.1:
        return round(sure + (base - sure) * _UNSURE_SHARE), "complete"
    return sure, "complete"


def _unfinished(base: int, hold: int, smart_turn: float | None) -> int:
    """The text breaks off; a voice that has clearly come to its end says that a word was misheard."""
    return round(hold - (hold - base) * _UNSURE_SHARE) if smart_turn is not None and smart_turn > 0.9 else hold


def _may_be_all(sure: int, base: int, smart_turn: float | None) -> tuple[int, EndReason]:
    """A whole sentence, or a name: the sound says whether it is over, and never that it is far from it."""
    middle = sure + (base - sure) * _WHOLE_SHARE
    if smart_turn is None:
        return round(middle), "silence"
    lean = max(-1.0, min(1.0, (smart_turn - 0.5) * 2 * _WHOLE_GAIN))
    return (round(middle - (middle - sure) * lean), "smart_turn") if lean >= 0 else (round(middle - (base - middle) * lean), "silence")


def _by_sound(sure: int, base: int, hold: int, evidence: Evidence) -> tuple[int, EndReason]:
    """Between `sure` and `base` when the sound is finished, between `base` and `hold` when it isn't.

    The text, where it is there and says nothing either way, makes the sound's word count for more. It never counts for
    all: in lists and before a search for words the model is wrong more often than not.
    """
    probability = evidence.smart_turn
    if evidence.kind in _FREE:
        sure = base - (base - sure) // _DOUBTED
    elif evidence.completeness is Completeness.UNKNOWN and evidence.kind in _CLOSED:
        sure, base = base, (base + hold) // 2
    if probability is None:
        return base, "silence"
    trusted = 0.5 if evidence.completeness is not None else 0.35
    if probability >= 0.5:
        share = (probability - 0.5) * 2 * trusted
        return round(base - (base - sure) * share), "smart_turn"
    share = (0.5 - probability) * 2 * trusted
    return round(base + (hold - base) * share), "silence"
