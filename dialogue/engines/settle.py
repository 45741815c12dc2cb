"""What an open question makes of a yes, a no or a choice; wishes that can't be met don't stay for ever."""


from dialogue.draft import without
from dialogue.engines.change import Change
from dialogue.engines.letting_go import let_go
from dialogue.engines.reading import Reading
from dialogue.engines.regions import beside_standing, current_regions
from dialogue.events import JsonObject
from dialogue.patterns import regex
from dialogue.plan import PlanView, Problem
from dialogue.state import State
from dialogue.understanding.acts import Acts
from dialogue.understanding.numbers import numbers
from dialogue.understanding.positions import APPS, Positions, positions
from dialogue.understanding.text import Utterance
from dialogue.understanding.wants import Wants

_TAKES_OFFER = regex(
    r"(?i)\b(?:add|take|include|install|with|want|like|need|use|have|yes to)\s+(?:me\s+)?(?:them|those|these|all(?: of (?:them|those|these))?|both|"
    r"(?:all )?(?:the|these|those|your) (?:suggested |proposed )?(?:apps|ones|suggestions?|proposals?))\b|^(?:all of (?:them|those)|everything|all)\b"
)
_TAKES_THAT = regex(
    r"(?i)\b(?:take|do|use|want|have|like|choose|pick|add|go (?:for|with))\s+(?:that|those|them|these)\b|\b(?:i'll|we'll|let's|i'd) (?:take|have) it\b"
    r"|\b(?:put|host|place|go|have|run|keep|set|move|want|take|do|be)(?:\s+(?:it|us|me|everything|that|this|them|up))*\s+(?:in\s+|over\s+)?there\b|^(?:ok(?:ay)?|good|great|yes|fine|then|well|perfect|alright|so)?[\s,.!]*there(?:\s+(?:then|please|it\s+is))*[\s.!,]*$"
    r"|\b(?:that one|that works|that suits (?:me|us)|that's (?:the one|what (?:i|we) want))\b"
)
"""Adopts what a question has just tried out."""
_TAKES_IT = regex(
    r"(?i)\b(?:add|include|take|have|want|install|use|get|need|like|try|go\s+(?:for|with)|put)\s+(?:it|that|this|one|(?:them|those|these)(?:\s+(?:both|two|all))?|(?:both|all|each)(?:\s+of\s+(?:them|those|these))?)(?:\s+one)?\b(?!\s+(?:to|in|under|on|at|isn't|is|was|for)\b(?!\s+(?:the\s+(?:list|plan)|there|please)))"
    r"|^(?:(?:ok(?:ay)?|yes|yeah|great|good|nice|grand|perfect|fine|cool|well|then|right)[\s,.!]+)*(?:that\s+one|both(?:\s+of\s+(?:them|those))?|all\s+of\s+(?:them|those))(?:[\s,]+(?:please|then|too|as\s+well))*[\s.!]*$"
)
_NOT_IT = regex(r"(?i)\b(?:not|no|never|without|\w+n't|dont|don't|won't|wouldn't|shouldn't|doesn't|already)\b")
_ALL_BUT = regex(r"(?i)\b(?:all|everything|them|those|these|rest|yes|ok(?:ay)?|sure|fine|good)\b.{0,80}\b(?:but|except|without|minus|not|apart from|no|leave out|drop|skip|lose|remove)\b")
_WHICH = frozenset({"label_taken", "label_reserved", "duplicate_region", "unknown_region", "residency_conflict", "app_unknown"})
"""Problems that ask which of several is to be taken: a yes doesn't answer that."""
_STAND = frozenset({"sku_unavailable", "unknown_size"})


def _beside(reading: Reading, meant: JsonObject) -> JsonObject:
    """ "put it there too": what was asked about comes beside the regions that stand."""
    tried = meant.get("regions")
    if not isinstance(tried, list):
        return meant
    named = [str(r) for r in tried]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - a list of a draft holds words
    return {**meant, "regions": beside_standing(current_regions(reading.state), named, reading.utterance.text)}


def settle(reading: Reading, wanted: Wants, change: Change) -> None:
    """Apply what the open question, the offer or the standing problems make of this utterance."""
    state, shape = reading.state, reading.shape
    informs = bool(change.values or change.clear)
    if state.supposition and not any(s.get("region", "country", "place") for s in reading.spans) and _TAKES_THAT.search(reading.utterance.text):
        for slot in ("regions", "location"):
            change.values.pop(slot, None)  # "there" is what was asked about, not where they are
    meant = {slot: value for slot, value in state.supposition.items() if slot not in change.values}
    if meant and len(meant) == len(state.supposition) and not shape.has("ask") and not shape.has("deny") and _TAKES_THAT.search(reading.utterance.text):
        change.values.update(_beside(reading, meant))
        change.clear.update(without(meant))
        return
    if "apps" not in change.values and (asked := _asked_about(reading, informs=informs)):
        now = list(state.validated.plan.apps) if state.validated else []
        change.put("apps", list(dict.fromkeys([*now, *asked])), reading.utterance.text)
        return
    view = state.validated
    if state.offered_apps and _take_offer(reading, wanted, change, informs=informs):
        return
    if view:
        _let_go(view, change)
        if not informs:
            _take_suggestion(state, view, shape, change)
            if not change.values and not change.clear:
                let_go(state, view, shape, change, reading.utterance.text)


def _asked_about(reading: Reading, *, informs: bool) -> list[str]:
    """ "we'll have that one", "both, please", after a question about apps: what was asked about is wished for."""
    kind, _, slug = (reading.state.topic or "").partition(":")
    text = reading.utterance.text
    if kind not in ("app", "about") or reading.shape.has("ask") or reading.shape.has("deny") or _NOT_IT.search(text):
        return []
    asked = slug.split(",")
    by_place = positions(reading.utterance, len(asked), APPS) if len(asked) > 1 else Positions()
    if by_place.kept and not by_place.dropped:
        return [asked[place] for place in by_place.kept]  # "we'll have the latter"
    return asked if not informs and _TAKES_IT.search(text) else []


def _agrees(shape: Acts) -> bool:
    """A yes of any kind, but no "mhm" and no "try again"."""
    return any(act.name == "affirm" and act.topic not in ("backchannel", "retry") for act in shape.acts)


def _let_go(view: PlanView, change: Change) -> None:
    """A key that can't be read is told once: a new one is all that settles it."""
    if any(p.code == "ssh_key_invalid" for p in view.problems) and "sshPublicKey" not in change.values:
        change.clear.add("sshPublicKey")


def _take_offer(reading: Reading, wanted: Wants, change: Change, *, informs: bool) -> bool:
    """Apps that were proposed enter the plan on a yes to just that; silence about them leaves them out."""
    state, utterance, shape = reading.state, reading.utterance, reading.shape
    asked = state.asking == "apps"
    whole = state.user_said is None or len(state.user_said.text.split()) <= len(utterance.words)  # not what is left of "five workers. scratch that, two"
    counts = "workers" in change.values or any(act.name == "clarify" for act in change.acts)  # "five workers, no, two"
    picked = _picked(utterance, state.offered_apps, numbered=whole) if asked and not counts and not wanted.apps and not {"regions", "location"} & set(change.values) else ()
    if picked:
        now = list(state.validated.plan.apps) if state.validated else []
        change.put("apps", list(dict.fromkeys([*now, *picked])), utterance.text)
        return True
    declined = shape.has("deny") or wanted.only
    agreed = _agrees(shape) and (asked and not (informs and _ONLY_GOES_ON.match(utterance.text)) or not informs) and not shape.has("ask")
    all_but = bool(wanted.not_apps) and asked and bool(_ALL_BUT.search(utterance.text))
    named = bool(_TAKES_OFFER.search(utterance.text)) and not shape.has("ask")
    if declined or not (agreed or named or all_but):
        return False
    already = change.values.get("apps")
    if already is None:
        already = list(state.validated.plan.apps) if state.validated else []
    taken = [slug for slug in (*already, *state.offered_apps) if slug not in wanted.not_apps]
    change.put("apps", list(dict.fromkeys(taken)), "yes")
    return True


_ONLY_GOES_ON = regex(r"(?i)\s*(?:ok(?:ay)?|good|great|fine|right|alright|all\s+right|cool|perfect|thanks|well)[\s,.!]+(?!.*\b(?:yes|yeah|yep|both|all\s+of\s+(?:them|it)|them|those|these|add|include|all)\b)(?=.*\w)")
""" "ok, Germany works too" goes on with something else, and takes up no offer of apps."""


def _picked(utterance: Utterance, offered: tuple[str, ...], *, numbered: bool) -> tuple[str, ...]:
    """ "the first two", "only the second", "the first and the last", "all but the third", "1 and 3": the ones named by their place.

    Args:
        numbered: bare numbers are places too.
    """
    found = positions(utterance, len(offered), APPS)
    places = found.kept
    if found.dropped and not places and _ALL_BUT.search(utterance.text):
        places = tuple(p for p in range(len(offered)) if p not in found.dropped)
    elif numbered and not places and set(utterance.folded) - _BESIDE_NUMBERS:
        counted = [n for n in numbers(utterance) if not n.article]
        said = sum(n.end - n.start for n in counted) + sum(w in _BESIDE_NUMBERS for w in utterance.folded)
        places = tuple(n.value - 1 for n in counted if 0 < n.value <= len(offered)) if said == len(utterance.words) else ()
    return tuple(dict.fromkeys(offered[p] for p in places))


_BESIDE_NUMBERS = frozenset("and or just only please number numbers option options no the thanks plus".split())


def _take_suggestion(state: State, view: PlanView, shape: Acts, change: Change) -> None:
    """ "yes" or "the second one", when a problem with suggestions was put."""
    problem = next((p for p in view.problems if p.suggestions and p.code != "credentials_missing"), None)
    if problem is None:
        return
    picked: str | None = None
    for act in shape.acts:
        if act.name == "choose" and act.topic and int(act.topic) <= len(problem.suggestions):
            picked = problem.suggestions[int(act.topic) - 1]
    single = len(problem.suggestions) == 1 or problem.code not in _WHICH
    if picked is None and single and _agrees(shape) and problem.blocking:
        picked = problem.suggestions[0]
    if picked is not None:
        if problem.code == "residency_conflict" and problem.field == "regions" and len(state.draft.regions or ()) > 1:
            change.put("regions", _in_its_place(list(state.draft.regions or ()), list(view.plan.regions), picked), "yes")
            return
        _apply(view, problem, picked, change)
    elif shape.has("deny") and problem.code in _STAND:
        change.put(problem.field, view.plan.size if problem.field == "size" else None, "no")
        change.clear.add(f"{problem.field}Need")
        if problem.field != "size":
            change.values.pop(problem.field)
            change.clear.add(problem.field)


def _in_its_place(asked: list[str], kept: list[str], picked: str) -> list[str]:
    """The regions asked for, with the one that may not be there replaced."""
    return list(dict.fromkeys(region if region in kept else picked for region in asked))


def _apply(view: PlanView, problem: Problem, picked: str, change: Change) -> None:
    match problem.field:
        case "size" | "workerSize":
            change.put(problem.field, picked, "yes")
            change.clear.add(f"{problem.field}Need")
        case "regions" if problem.code == "duplicate_region":
            change.put("regions", list(dict.fromkeys([*view.plan.regions, picked])), "yes")
            change.clear |= {"regionCount"}
        case "regions":
            change.put("regions", list(view.plan.regions) if picked in view.plan.regions else [picked], "yes")
            change.clear |= {"regionCount", "topology"} if problem.code == "too_many_regions" else set()
        case "domain":
            change.put("domain", picked, "yes")
        case "objectStorageRegion" if "rule" in picked:
            change.put("residency", "none", "yes")
            change.clear.add("compliance")
        case "workers" if picked.isdecimal():
            change.put("workers", int(picked), "yes")
            change.clear |= {"workersTotal", "workersIn"}
        case "apps":
            change.put("apps", list(dict.fromkeys([*view.plan.apps, picked])), "yes")
        case _:
            return
