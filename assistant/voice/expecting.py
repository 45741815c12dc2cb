"""What the open question means for the ears: how an answer looks, which names are likely, whether a text says it already. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dialogue.events import Asking
from dialogue.lexicon import Lexicon
from dialogue.state import State
from speech.ears.port import Vocabulary
from speech.ears.spoken import said
from speech.turns.expectation import Completeness, Expectation, Judge, Kind

_KINDS: dict[Asking, tuple[Kind, str | None]] = {
    "organisation": ("name", "organisation"),
    "email": ("email", "email"),
    "email_code": ("code", "code"),
    "regions": ("list", "region"),
    "size": ("choice", "size"),
    "workers": ("number", "number"),
    "domain": ("domain", "domain"),
    "apps": ("list", "app"),
    "residency": ("yes_no", "yes_no"),
    "secret": ("open", None),
    "confirm": ("yes_no", "yes_no"),
    "clarify": ("choice", None),
}
_SPOKEN = {"cal.com": "Cal dot com", "nocodb": "Noco D B", "invoiceshelf": "Invoice Shelf", "bookstack": "Book Stack"}
"""How people read what isn't said as it is written."""
_YES_NO = ("Yes", "No", "Yeah", "Okay", "Yep", "Nope", "Sure", "Correct", "That's right", "Not yet", "Go ahead", "Cancel", "Stop")
_OPEN_SIZES = 6
"""Of the sizes, so many are hinted at while the floor is open."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the listener is told; compared to see whether it must be told again."""

    asking: Asking | None
    options: tuple[str, ...]
    offered: tuple[str, ...]
    language: str


def read_in(spoken: str, languages: Sequence[str], *, heard_before: bool) -> str | None:
    """The language that speech is read in; None: found out by its sound. `spoken` is the conversation's, English until something
    else was said; `languages` are those that may be spoken."""
    if len(languages) == 1:
        return languages[0]
    known = heard_before or spoken != "en"
    return spoken if known and spoken in languages else None


class Expecting:
    """Over one vocabulary."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._regions = {fact.city: fact.city for fact in lexicon.regions.values()}
        self._sizes = {_letters(sku): sku for sku in lexicon.skus}
        self._apps = {_SPOKEN.get(name.lower(), name): name for name in lexicon.installable}

    @staticmethod
    def key(state: State) -> Expected:
        """Changes when what is expected does."""
        return Expected(state.asking, state.options, state.offered_apps, state.language)

    def of(self, state: State) -> tuple[Expectation, Vocabulary]:
        """For the question that is open."""
        asking = state.asking
        kind, slot = _KINDS[asking] if asking else ("open", None)
        if asking == "apps" and state.offered_apps:
            kind = "list"
        vocabulary = self._vocabulary(slot, state.options)
        judge = _paid if asking == "confirm" else _judge(kind, vocabulary.names)
        expectation = Expectation(
            kind, slot, awaited=asking is not None and not state.closed, paid=asking == "confirm", language=state.language, judge=judge
        )
        return expectation, vocabulary

    def _vocabulary(self, slot: str | None, options: Sequence[str]) -> Vocabulary:
        match slot:
            case "yes_no":
                return replace(_named({**self._regions, **self._apps}, slot), names=_YES_NO, beside=(*self._regions, *self._apps))
            case "region":
                return _named(self._regions, slot)
            case "size":
                return _named(self._sizes, slot)
            case "app":
                return _named(self._apps, slot)
            case None:
                likely = dict(list(self._sizes.items())[:_OPEN_SIZES])
                return _named({**{o: o for o in options}, **self._regions, **self._apps, **likely}, None)
            case "email" | "code" | "number":  # what is no answer: a change of mind about a place, mostly
                return _named({**self._regions, **self._apps}, slot)
            case _:
                return Vocabulary(slot=slot)


def _named(spoken: dict[str, str], slot: str | None) -> Vocabulary:
    return Vocabulary(tuple(spoken), {name: written for name, written in spoken.items() if name != written}, slot)


def _letters(sku: str) -> str:
    """`cpx42` → `C P X 42`."""
    letters = sku.rstrip("0123456789")
    return f"{' '.join(letters.upper())} {sku[len(letters) :]}"


def _paid(_: str) -> Completeness:
    """A yes that spends money may go on ("yes, but make it Helsinki"): it is waited for a little longer."""
    return Completeness.POSSIBLE


def _judge(kind: Kind, names: tuple[str, ...]) -> Judge | None:
    """A choice is made once a name is there; a list may go on."""
    if kind not in ("choice", "list") or not names:
        return None
    forms = _forms(names)
    found = Completeness.COMPLETE if kind == "choice" else Completeness.POSSIBLE

    def judge(text: str) -> Completeness:
        words = " ".join(said(text))
        return found if any(f" {form} " in f" {words} " for form in forms) else Completeness.UNKNOWN

    return judge


@lru_cache(maxsize=64)
def _forms(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(said(name)) for name in names)
