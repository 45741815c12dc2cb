"""The persona `helpful`: a small honest model. It reads what the person said with our own reader, validates it, and says what came of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from assistant.models.scripted.answer import Answer, Asked, Call
from assistant.models.scripted.reading import VALIDATE, Told, offers, told
from dialogue import events as ev
from dialogue.commands import Emit
from dialogue.core import Core
from dialogue.draft import Draft
from dialogue.engines.model.request import ToolResult
from dialogue.plan import PlanView
from dialogue.state import State

JsonObject = dict[str, Any]
Reader = Callable[[Told], ev.Understood]
QUESTIONS = {
    "organisation": "What is the organisation called?",
    "email": "Which e-mail address may I use for you?",
    "regions": "Where should it run?",
    "domain": "Which address should it have?",
    "size": "How large should the machines be?",
}
LISTS = (("region", "marketplace.region.list"), ("size", "marketplace.sku.list"), ("machine", "marketplace.sku.list"), ("app", "marketplace.catalog.list"))
"""Word of a question, and the list that answers it."""
MOST_LISTED = 6
_SOME_TIME = datetime(2026, 1, 1, tzinfo=UTC)
"""The reader tells no time."""
_TAKEN_OVER = ("organisation", "email", "regions", "size", "highAvailability", "apps", "residency")
"""Members of a plan that a draft can have as they are."""


def core_reader(core: Core) -> Reader:
    """Reads with the embedded engine: one utterance against the plan that the prompt tells of."""

    def read(said: Told) -> ev.Understood:
        state = _state(said.state)
        seq = state.seq + 1
        logged = ev.Logged(seq=seq, at=_SOME_TIME, event=ev.UserSaid(text=said.words))
        _, commands = core.step(state, logged)
        found = (c.event for c in commands if isinstance(c, Emit) and isinstance(c.event, ev.Understood))
        return next(found, ev.Understood(of=seq))

    return read


class Helpful:
    """The brain."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def answer(self, asked: Asked) -> Answer:
        """See `Brain`."""
        if asked.results:
            return Answer(text=" ".join(_of_result(result) for result in asked.results).strip() or "Good.")
        said = told(asked)
        understood = self._reader(said)
        members: JsonObject = {**understood.set, **dict.fromkeys(understood.clear)}
        if members and asked.request.may_call and offers(asked, VALIDATE):
            return Answer(text="", calls=(Call(VALIDATE, members),))
        listed = _list_for(said.words, understood)
        if listed and asked.request.may_call and offers(asked, listed):
            return Answer(calls=(Call(listed),))
        return Answer(text=_without_news(said.state, understood))


def _list_for(words: str, understood: ev.Understood) -> str | None:
    if not any(act.name == "ask" for act in understood.acts):
        return None
    return next((tool for word, tool in LISTS if word in words.lower()), None)


def _without_news(state: JsonObject, understood: ev.Understood) -> str:
    """Nothing was said that changes the plan."""
    estimate = state.get("monthlyEstimateEUR")
    asks = any(act.name == "ask" for act in understood.acts)
    answer = f"At the moment the estimate is {estimate:.2f} EUR a month." if asks and isinstance(estimate, int | float) else "All right."
    return f"{answer} {_next(state)}".strip()


def _next(state: JsonObject) -> str:
    """The question for what is missing, if anything is."""
    missing = state.get("missing") if state.get("plan") is not None else ["organisation"]
    first = missing[0] if isinstance(missing, list) and missing else None  # pyright: ignore[reportUnknownVariableType] - JSON
    return QUESTIONS.get(str(first), f"What about the {first}?") if first else ""


def _of_result(result: ToolResult) -> str:
    body = result.body
    if not result.ok:
        error = body.get("error", body)
        return f"That didn't work: {error.get('message', 'I could not do it.') if isinstance(error, dict) else error}"  # pyright: ignore[reportUnknownMemberType] - JSON
    if "plan" in body:
        return _of_plan(body)
    items = body.get("items")
    if isinstance(items, list):
        names = [str(item.get("name") or item.get("city") or item.get("id")) for item in items if isinstance(item, dict)]  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType, reportUnknownArgumentType] - JSON
        return f"There are {len(names)}: {', '.join(names[:MOST_LISTED])}."
    return "I have looked it up."


def _of_plan(body: JsonObject) -> str:
    problems = [problem for problem in body.get("problems", []) if problem.get("blocking", True)]
    if problems:
        suggestions = problems[0].get("suggestions") or []
        offer = f" Shall I take {suggestions[0]}?" if suggestions else " What would you like instead?"
        return f"{problems[0].get('message') or 'That is not possible.'}{offer}"
    notes = " ".join(str(note) for note in body.get("notes", []))
    question = _next(body)
    return " ".join(part for part in ("Noted.", notes, question or "That makes the plan complete.") if part)


def _state(body: JsonObject) -> State:
    """As much of the state as the prompt tells."""
    plan: JsonObject = body.get("plan") or {}
    members: JsonObject = {name: plan[name] for name in _TAKEN_OVER if plan.get(name)}
    domain = plan.get("domain") or {}
    if domain.get("fqdn") or domain.get("label"):
        members["domain"] = domain.get("fqdn") or domain.get("label")
    if plan.get("workers"):
        members |= {"workers": plan["workers"], "workerSize": plan.get("workerSize") or None}
    state = replace(State(), seq=1, language=body.get("language") or "en", asking=body.get("asking"), options=tuple(body.get("options", ())))
    try:
        state = replace(state, draft=Draft.model_validate(members))
        view = {"plan": plan, "missing": body.get("missing", []), "problems": body.get("problems", [])}
        return replace(state, validated=PlanView.model_validate(view)) if plan else state
    except ValidationError:
        return state
