"""The model's turn: when it is asked, what it is asked, what becomes of its calls, and when the turn goes on without it.

The yes, the code, undo, redo, start over, cancel, repeat and the wish for a person are read from the person's words by the
embedded engine, also here: none of them may hang on what a model makes of them. Everything else is the model's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue import events as ev
from dialogue.commands import CallModel, Command, Emit
from dialogue.engines.embedded import EmbeddedEngine
from dialogue.engines.model.dispatch import settle, unsettled
from dialogue.engines.model.memory import ModelMemory
from dialogue.engines.model.request import ModelRequest, ToolOffer
from dialogue.state import State

MOST_ROUNDS = 6
"""Requests of one turn; the last one may only speak."""
MOST_REFUSALS = 2
"""One repair is tried; after a second refusal it may only speak."""
_OURS = frozenset({"code", "undo", "redo", "restart", "cancel", "human", "repeat", "resend_code"})


@dataclass(frozen=True, slots=True)
class ModelSetup:
    """What every request of this process has in common."""

    system: str
    tools: tuple[ToolOffer, ...]
    ceiling_usd: float = 1.0
    """Of one conversation; above it the embedded engine goes on alone. 0: no ceiling."""
    max_tokens: int = 1024


class ModelEngine:
    """Decides for the model's part of a turn. Holds nothing of a conversation: all of that is `State.model`."""

    def __init__(self, embedded: EmbeddedEngine, setup: ModelSetup) -> None:
        self._embedded = embedded
        self._setup = setup
        self._offered = frozenset(tool.name for tool in setup.tools)

    def opening(self, state: State, said: ev.UserSaid, seq: int) -> ev.Understood:
        """What is understood before the model is asked; with engine `embedded` when the turn isn't the model's."""
        plain = self._embedded.understand(state, said, seq)
        if state.started.engine == "embedded" or self._over_ceiling(state) or _is_ours(plain, state):
            return plain
        acts = tuple(act for act in plain.acts if act.name != "clarify")
        tried = {} if plain.set or plain.clear else plain.suppose
        return ev.Understood(of=seq, acts=acts, suppose=tried, language=plain.language, engine=state.started.engine)

    def step(self, state: State) -> Sequence[Command] | None:
        """The next command of the model's turn, none while it is being waited for; None when it has no part in this turn any more."""
        memory = state.model
        if memory is None or state.open_turn is None:
            return None
        if memory.asked:
            return ()
        if not memory.active:
            return self._without_model(state, memory)
        if memory.calls and memory.rounds >= MOST_ROUNDS:
            return unsettled(memory, "too_many_calls", "That was the last call of this turn.")[:1]
        if memory.calls:
            tries = state.understood is not None and bool(state.understood.suppose)
            return settle(state, memory, self._offered, supposes=tries)
        if memory.done or memory.rounds >= MOST_ROUNDS:
            heard = memory.spoken.strip() or memory.wants_read_back
            return None if heard else self._by_us(state, memory)
        return (CallModel(f"model-{state.seq}", self._request(memory), memory.rounds + 1),)

    def restarted(self, state: State) -> list[ev.Event]:
        """After a restart: an answer that was under way is lost."""
        memory = state.model
        return [ev.ModelFailed(call_id=memory.asked, code="restarted", spoken=memory.speaking)] if memory and memory.asked else []

    def _request(self, memory: ModelMemory) -> ModelRequest:
        setup = self._setup
        may_call = memory.rounds < MOST_ROUNDS - 1 and memory.refused < MOST_REFUSALS
        return ModelRequest(setup.system, setup.tools, memory.messages, setup.max_tokens, may_call)

    def _without_model(self, state: State, memory: ModelMemory) -> Sequence[Command] | None:
        """It failed, or has no part in this turn."""
        if memory.failed == "interrupted":  # the person cut it short and goes on talking
            return (Emit(ev.AssistantSaid(text=memory.spoken.strip() or "…", asking=state.asking, options=state.options)),)
        return self._by_us(state, memory) if memory.failed else None

    def _by_us(self, state: State, memory: ModelMemory) -> Sequence[Command] | None:
        """The same turn is understood without it, unless its understanding has reached the plan already."""
        understood, said = state.understood, state.user_said
        if memory.applied or said is None or state.open_turn is None:
            return None
        if understood is None or understood.engine == "embedded":
            return None
        return (Emit(self._embedded.understand(state, said, state.open_turn)),)

    def _over_ceiling(self, state: State) -> bool:
        spent = state.model.cost_usd if state.model else 0.0
        return 0 < self._setup.ceiling_usd <= spent


def _is_ours(plain: ev.Understood, state: State) -> bool:
    """A code, a command, a clear yes to what stands: read from the words, whatever engine talks."""
    names = {act.name for act in plain.acts}
    if names & _OURS or state.create in ("in_flight", "unknown"):
        return True
    if any(act.name == "affirm" and act.topic == "retry" for act in plain.acts):
        return True
    yes = any(act.name == "affirm" and act.topic is None for act in plain.acts)
    asked = state.asking in ("confirm", "email_code") and state.read_back is not None
    return yes and asked and not (plain.set or plain.clear or "ask" in names)
