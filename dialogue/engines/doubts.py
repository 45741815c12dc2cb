"""What only sounds like a name of ours: said back when it is taken, asked about when it isn't likely enough."""

from collections.abc import Sequence
from dataclasses import replace

from dialogue.engines.change import Change
from dialogue.events import Act, Evidence
from dialogue.lexicon import Span
from dialogue.state import State
from dialogue.understanding.acts import Acts
from dialogue.understanding.organisation import Name
from dialogue.understanding.sounding import SURE_SILENT
from dialogue.understanding.text import Utterance
from dialogue.understanding.yes_no import yes_no

YES_CONFIDENCE = 0.5
"""How sure a recogniser must be of a yes that spends money."""
_SLOTS = {"region": "regions", "country": "regions", "app": "apps", "need": "apps"}


def agreed(state: State, text: str) -> str:
    """`text`, or the one name that was asked about ("Did you mean Falkenstein?") when it is a plain yes."""
    problems = state.validated.problems if state.validated else ()
    if state.asking != "clarify" or len(state.options) != 1 or any(state.options[0] in p.suggestions for p in problems):
        return text
    acts = yes_no(text, asks="?" in text)
    yes = any(a.name == "affirm" and a.topic != "backchannel" for a in acts)
    return state.options[0] if yes else text


def ask_about(utterance: Utterance, doubts: Sequence[Span], name: Name | None, change: Change, asking: str | None) -> None:
    """Put the question for the likeliest of what may have been meant, unless the message settles that slot without it."""
    if any(act.name == "clarify" for act in change.acts):
        return
    for span in doubts:
        begin, slot = utterance.words[span.start].start, _slot(span)
        inside = name is not None and name.start <= begin < name.end
        if not inside and slot not in change.values and (asking != "organisation" or slot == "regions"):
            change.acts.append(Act(name="clarify", topic=slot, options=span.rivals))
            return


def undecided(shape: Acts, doubts: Sequence[Span]) -> Acts:
    """What was said, without a choice among what is offered where another name may have been meant."""
    if all(_slot(d) != "regions" for d in doubts):
        return shape
    return replace(shape, acts=tuple(act for act in shape.acts if act.name != "choose"))


def say_back(utterance: Utterance, spans: Sequence[Span], change: Change) -> None:
    """Evidence, with how alike they sound, for apps that were taken from words that are spelled otherwise; places have theirs."""
    for span in spans:
        entry = span.get("app", "need")
        if entry and span.score < SURE_SILENT and entry.value in (change.values.get("apps") or ()):  # pyright: ignore[reportOperatorIssue] - a list
            change.evidence.append(Evidence(slot="apps", words=utterance.surface(span.start, span.end)[:120], value=entry.value, score=round(span.score, 2)))


def heard_well(acts: Sequence[Act], confidence: float | None) -> list[Act]:
    """A yes that the recogniser isn't sure of is no clear one."""
    if confidence is None or confidence >= YES_CONFIDENCE:
        return list(acts)
    return [act.model_copy(update={"topic": "hedged"}) if act.name == "affirm" and act.topic is None else act for act in acts]


def _slot(span: Span) -> str:
    return next((_SLOTS[e.kind] for e in span.entries if e.kind in _SLOTS), "")
