"""What a model has said and been told, as a fold over the log: the messages of its next request, and how its turn stands.

Messages are only ever added at the end, so that a provider's cache of the beginning holds from one request to the next.
When they grow too many, the oldest half goes at once: one new beginning instead of one with every message.
"""

from dataclasses import dataclass, field, replace

from dialogue import events as ev
from dialogue.engines.model.request import Message, ToolResult, ToolUse
from dialogue.engines.model.summary import heard, of_view, result
from dialogue.plan import PlanView
from dialogue.state import SUPPOSE, VALIDATE, State

CALL = "model:"
"""Call ids of tool calls made for the model begin so; the rest is the model's own id."""
MOST_MESSAGES = 120
MOST_HEARD = 200


@dataclass(frozen=True, slots=True)
class ModelMemory:
    """One conversation as its model knows it."""

    messages: tuple[Message, ...] = ()
    heard: tuple[str, ...] = ()
    """The person's own words, message by message: what a value of a plan may be taken from."""
    asked: str | None = None
    """The request that is under way."""
    active: bool = False
    """The open turn is the model's."""
    rounds: int = 0
    """Requests made in the open turn."""
    spoken: str = ""
    """Everything it said in the open turn, as far as its answers have ended."""
    speaking: str = ""
    """Clauses of the answer that is under way: shown already, whatever becomes of it."""
    calls: tuple[ev.ModelCall, ...] = ()
    """Calls of its last answer that nobody has settled yet."""
    results: tuple[ToolResult, ...] = ()
    """Of the calls of its last answer, as far as they are settled."""
    done: bool = False
    """Its last answer made no calls: it has said what it has to say in the open turn."""
    refused: int = 0
    """Calls that the dispatcher refused in the open turn."""
    applied: bool = False
    """What it understood in the open turn has reached the plan."""
    wants_read_back: bool = False
    """It tried to create: the plan is read back, and the person decides."""
    failed: str | None = None
    """Why the open turn goes on without it."""
    cut: bool = False
    """It failed after it had begun to speak."""
    usage: ev.Usage = field(default_factory=ev.Usage)
    cost_usd: float = 0.0


def remember(before: State, state: State, logged: ev.Logged) -> ModelMemory:
    """The memory after `logged`, which took the conversation from `before` to `state`."""
    memory = state.model or ModelMemory()
    match logged.event:
        case ev.UserSaid(text=text):
            fresh = replace(memory, heard=(*memory.heard, text)[-MOST_HEARD:], asked=None, active=False, rounds=0, calls=(), results=())
            fresh = replace(_silent(fresh), done=False, refused=0, applied=False, wants_read_back=False)
            return _with(fresh, Message("user", heard(text, before)))
        case ev.Understood(engine="embedded"):
            return replace(memory, active=False)
        case ev.Understood() as event:
            return replace(memory, active=True, applied=memory.applied or bool(event.set or event.clear))
        case ev.ModelAsked(call_id=call_id, round=number):
            return replace(memory, asked=call_id, rounds=number, speaking="")
        case ev.ModelSpoke() as event if event.call_id == memory.asked:
            return replace(memory, speaking=memory.speaking + event.text)
        case ev.ModelAnswered() as event if event.call_id == memory.asked:
            return _answered(memory, event)
        case ev.ModelFailed() as event if event.call_id == memory.asked:
            last = event.spoken or memory.speaking
            spoken = " ".join(part for part in (memory.spoken, last.strip()) if part)
            failed = replace(memory, asked=None, active=False, failed=event.code, cut=bool(spoken), spoken=spoken, calls=(), results=())
            return _with(failed, Message("assistant", last)) if last.strip() else failed
        case ev.ToolRefused() as event:
            read_back = event.code in ("not_read_back", "read_back_not_shown", "not_confirmed")
            memory = replace(memory, refused=memory.refused + 1, wants_read_back=memory.wants_read_back or read_back)
            return _settled(memory, event.call_id, ok=False, body={"code": event.code, "message": event.message})
        case ev.ToolReturned() as event:
            own = event.call_id.removeprefix(SUPPOSE)
            if not own.startswith(CALL):
                return memory
            return _settled(memory, own.removeprefix(CALL), ok=event.ok, body=_body(event))
        case ev.AssistantSaid(text=text, ends_turn=ends):
            extra = text.strip().removeprefix(memory.spoken.strip()).strip()
            said = _with(memory, Message("assistant", extra)) if extra else memory
            return replace(_silent(said), active=False) if ends else said
        case _:
            return memory


def _silent(memory: ModelMemory) -> ModelMemory:
    """A turn begins or ends: what was spoken in the one before isn't spoken in the next."""
    return replace(memory, spoken="", speaking="", failed=None, cut=False)


def _answered(memory: ModelMemory, event: ev.ModelAnswered) -> ModelMemory:
    old, new = memory.usage, event.usage
    memory = replace(
        memory,
        asked=None,
        speaking="",
        spoken=" ".join(part for part in (memory.spoken.strip(), event.text.strip()) if part),
        calls=event.calls,
        results=(),
        done=not event.calls,
        cost_usd=memory.cost_usd + event.cost_usd,
        usage=ev.Usage(
            input=old.input + new.input,
            output=old.output + new.output,
            cache_read=old.cache_read + new.cache_read,
            cache_write=old.cache_write + new.cache_write,
        ),
    )
    if not (event.text.strip() or event.calls):
        return memory
    calls = tuple(ToolUse(call.id, call.tool, call.arguments) for call in event.calls)
    return _with(memory, Message("assistant", event.text, calls))


def _settled(memory: ModelMemory, call_id: str, *, ok: bool, body: ev.JsonObject) -> ModelMemory:
    """One call has its result; once all have, the results make one message."""
    call = next((c for c in memory.calls if c.id == call_id), None)
    if call is None:
        return memory
    left = tuple(c for c in memory.calls if c is not call)
    memory = replace(memory, calls=left, results=(*memory.results, ToolResult(call_id, call.tool, ok, body)))
    if left:
        return memory
    return replace(_with(memory, Message("tool", results=memory.results)), results=())


def _body(event: ev.ToolReturned) -> ev.JsonObject:
    if not event.ok:
        error = event.error or ev.ToolError(code="internal")
        return {"code": error.code, "message": error.message}
    if event.tool == VALIDATE:
        return of_view(PlanView.model_validate(event.result))
    return result(event.result)


def _with(memory: ModelMemory, message: Message) -> ModelMemory:
    messages = (*memory.messages, message)
    if len(messages) > MOST_MESSAGES and message.role == "user":
        begins = next((i for i in range(len(messages) // 2, len(messages)) if messages[i].role == "user"), len(messages) - 1)
        messages = messages[begins:]
    return replace(memory, messages=messages)
