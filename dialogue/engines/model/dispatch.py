"""The dispatcher: what becomes of a call that a model makes. Everything it may not do is refused here, typed and logged.

The model proposes; the person's own words, the toolbox and the gates decide. Free text (a name, an address, a domain) enters
the plan only when the person said it; nothing is created here, since the yes is read from the person's words alone.
"""


from pydantic import ValidationError

from dialogue import events as ev
from dialogue.commands import CallTool, Command, Emit
from dialogue.draft import Draft, apply_change, without
from dialogue.engines.model.memory import CALL, ModelMemory
from dialogue.gates import may_create
from dialogue.patterns import regex
from dialogue.state import CREATE, SUPPOSE, VALIDATE, State
from dialogue.understanding.text import fold

_SAID_ALONE = ("organisation", "email", "domain", "sshPublicKey", "meshName")
"""Members that are taken from the person's words letter by letter."""
_SPOKEN_MARKS = regex(r"\b(?:dot|at|dash|hyphen|minus|underscore|punkt|point|arobase|punto|arroba|nokta|tire)\b")
_OF_DEPLOYMENTS = "catalyst.deployments."
_NOT_FOR_MODELS = ("plan", "current", "digest")


def settle(state: State, memory: ModelMemory, offered: frozenset[str], supposes: bool) -> list[Command]:
    """What is done about the first call that nobody has settled.

    Args:
        offered: names of the tools that the model was given.
        supposes: the person only asks what a change would mean; the plan stays as it is.
    """
    call = memory.calls[0]
    if call.tool not in offered:
        return _refuse(call, "unknown_tool", "There is no such tool.")
    if call.malformed:
        return _refuse(call, "invalid_arguments", "The arguments are no JSON object.")
    if call.tool == CREATE:
        return _create(state, call)
    if call.tool == VALIDATE:
        return _validate(state, memory, call, supposes=supposes)
    if call.tool.startswith(_OF_DEPLOYMENTS) and (state.deployment is None or call.arguments.get("id") != state.deployment.id):
        return _refuse(call, "not_yours", "This conversation has no such deployment.")
    return [CallTool(f"{CALL}{call.id}", call.tool, call.arguments)]


def _refuse(call: ev.ModelCall, code: str, message: str) -> list[Command]:
    return [Emit(ev.ToolRefused(call_id=call.id, tool=call.tool[:120], code=code, message=message))]


def _create(state: State, call: ev.ModelCall) -> list[Command]:
    """Never through here: a clear yes commits by itself. The gate says what is missing."""
    view = state.validated
    refusal = may_create(state, view.digest or "") if view else None
    if view is None or refusal is None:
        return _refuse(call, "not_confirmed", "The plan is created when the person says yes to its read-back, by nothing else.")
    return _refuse(call, refusal.code, refusal.message)


def _validate(state: State, memory: ModelMemory, call: ev.ModelCall, *, supposes: bool) -> list[Command]:
    members = _members(call.arguments)
    unknown = sorted(set(members) - {f.alias or name for name, f in Draft.model_fields.items()})
    if unknown:
        return _refuse(call, "invalid_arguments", f"A plan has no such members: {', '.join(unknown)[:200]}.")
    values = {slot: value for slot, value in members.items() if value is not None}
    cleared = tuple(sorted(slot for slot, value in members.items() if value is None))
    try:
        draft = apply_change(state.draft, values, (*cleared, *without(values)))
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        return _refuse(call, "invalid_arguments", f"The plan's member {where[:80]} has the wrong shape.")
    invented = next((slot for slot in _SAID_ALONE if slot in values and not _said(state, memory, slot, values[slot])), None)
    if invented:
        return _refuse(call, "not_said", f"The person hasn't said this {invented}. Take only what they said, or ask them.")
    if state.create in ("in_flight", "done"):
        return _refuse(call, "too_late", "The plan is being created or was created; it can't be changed any more.")
    arguments: ev.JsonObject = {"plan": draft.wire()}
    if state.validated:
        arguments["current"] = state.validated.plan.model_dump(mode="json", by_alias=True)
    if supposes and draft != state.draft:
        return [CallTool(f"{SUPPOSE}{CALL}{call.id}", VALIDATE, arguments)]
    if draft == state.draft or state.open_turn is None or state.understood is None:
        return [CallTool(f"{CALL}{call.id}", VALIDATE, arguments)]
    # First it is understood; asked again after that event, the plan stands as wished and is checked.
    changed = {slot: value for slot, value in values.items() if state.draft.wire().get(slot) != value}
    gone = tuple(slot for slot in (*cleared, *without(values)) if slot in state.draft.wire())
    evidence = tuple(ev.Evidence(slot=slot, words="", value=str(value)[:120]) for slot, value in changed.items())
    acts = (ev.Act(name="inform"), *(act for act in state.understood.acts if act.name not in ("inform", "unknown")))
    of, engine = state.open_turn, state.started.engine
    return [Emit(ev.Understood(of=of, acts=acts, set=changed, clear=gone, evidence=evidence, engine=engine))]


def _members(arguments: ev.JsonObject) -> ev.JsonObject:
    """The draft's members, at top level or under `plan`; what only the gate uses is left out."""
    under = arguments.get("plan")
    flat = {k: v for k, v in arguments.items() if k not in _NOT_FOR_MODELS}
    return {**under, **flat} if isinstance(under, dict) else flat  # pyright: ignore[reportUnknownVariableType] - JSON


def _said(state: State, memory: ModelMemory, slot: str, value: object) -> bool:
    """The person said it, we offered it, or it stands already."""
    if not isinstance(value, str):
        return False
    if state.draft.wire().get(slot) == value or value in state.options:
        return True
    problems = state.validated.problems if state.validated else ()
    if any(value in problem.suggestions for problem in problems):
        return True
    wanted = _letters(value)
    return bool(wanted) and any(wanted in _letters(text) or wanted in _letters(_SPOKEN_MARKS.sub(" ", fold(text))) for text in memory.heard)


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


def unsettled(memory: ModelMemory, code: str, message: str) -> list[Command]:
    """Refuses every call that is left: the turn has had its share."""
    return [command for call in memory.calls for command in _refuse(call, code, message)]


