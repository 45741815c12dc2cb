"""One conversation of a user with an agent, recorded."""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Protocol

from evals import frames
from evals.agent import Agent, AgentLost, Evidence, Reply, Session, plan_of
from evals.expectations import unmet
from evals.fixtures import heard
from evals.model_user import SpeakerLost
from evals.scenario import Entry, JsonObject, Scenario, Slots
from evals.user import End, Say, ScriptedUser, Seen, Wait


@dataclass(slots=True)
class Turn:
    """One message and what came of it."""

    number: int
    said: str
    """As sent, a code replaced by `{code}`."""
    source: str
    reply: Reply
    entry: Entry | None = None
    assent: bool = False
    dissent: bool = False
    plan_before: JsonObject = field(default_factory=dict[str, object])
    wanted: Slots | None = None
    """What should stand in the plan now; None when nobody said."""
    wanted_before: Slots = field(default_factory=dict[str, object])
    checks: list[frames.SlotCheck] = field(default_factory=list[frames.SlotCheck])
    unmet: list[str] = field(default_factory=list[str])

    @property
    def plan(self) -> JsonObject:
        """After the reply."""
        return plan_of(self.reply.state)

    @property
    def read_back(self) -> bool:
        """The reply read the plan back."""
        return any(e["type"] == "assistant_said" and e.get("readBack") for e in self.reply.events)

    @property
    def user_seq(self) -> int:
        """Where the message stands in the log; 0 when it wasn't taken."""
        return next((int(e["seq"]) for e in self.reply.events if e["type"] == "user_said"), 0)


@dataclass(slots=True)
class Run:
    """A whole conversation."""

    scenario: Scenario
    turns: list[Turn] = field(default_factory=list[Turn])
    ended: str = ""
    evidence: Evidence = field(default_factory=lambda: Evidence([], []))
    state: JsonObject = field(default_factory=dict[str, object])
    """At the end."""
    committed_state: JsonObject | None = None
    """As it was first seen with a deployment."""
    unsaid: tuple[int, ...] = ()
    broken: str | None = None
    """Why nothing can be said about this run."""
    conversation: str = ""
    repeat: int = 0
    seconds: float = 0.0


Step = Say | Wait | End


class User(Protocol):
    """Who talks to the agent."""

    @property
    def unsaid(self) -> tuple[int, ...]:
        """Lines of the scenario that were never said."""
        ...

    def next(self, seen: Seen) -> "Step | Awaitable[Step]":
        """What they do after a reply."""
        ...


async def hold(agent: Agent, scenario: Scenario, user: User | None = None) -> Run:
    """The whole conversation; never raises for what the agent does."""
    run = Run(scenario)
    user = user or ScriptedUser(scenario)
    try:
        session = await agent.begin(scenario)
        run.conversation = str(session.state.get("id", ""))
        for line in scenario.preset:
            await session.say(line)
        await _talk(session, user, run)
        run.evidence = await session.evidence()
    except (AgentLost, SpeakerLost) as lost:
        run.broken = str(lost) or type(lost).__name__
    run.unsaid = user.unsaid
    return run


async def _talk(session: Session, user: User, run: Run) -> None:
    seen = Seen.of(session.state, [], human=False)
    run.state = session.state
    wanted: Slots = {}
    while True:
        chosen = user.next(seen)
        step: Step = chosen if isinstance(chosen, Step) else await chosen
        if isinstance(step, End):
            run.ended = step.why
            return
        if isinstance(step, Wait):
            run.state = await session.until(step.phases)
            if run.state.get("phase") not in step.phases:
                run.ended = "stuck"
                return
            seen = Seen.of(run.state, [], human=False)
            continue
        turn = await _turn(session, run, step, wanted)
        wanted = turn.wanted if turn.wanted is not None else wanted
        run.turns.append(turn)
        run.state = turn.reply.state
        if run.committed_state is None and run.state.get("deployment") is not None:
            run.committed_state = run.state
        human = any(e["type"] == "human_requested" for e in turn.reply.events)
        seen = Seen.of(run.state, turn.reply.events, human=human, words=turn.reply.text)


async def _turn(session: Session, run: Run, step: Say, wanted: Slots) -> Turn:
    scenario = run.scenario
    entry = scenario.entries[step.index] if step.index is not None else None
    for fault in entry.faults if entry else ():
        await session.fault(fault)
    if entry and entry.pause:
        await session.wait(entry.pause)
    text = heard(entry) if entry and scenario.channel == "asr" else step.text
    before = plan_of(run.state)
    code = await session.code() if "{code}" in text else None
    reply = await session.say(text.replace("{code}", code or ""))
    turn = Turn(len(run.turns) + 1, text, step.source, reply, entry, step.assent, step.dissent, before)
    turn.wanted_before = wanted
    if entry is None:  # an answer to a question settles what was asked, whatever was known of it before
        asked = str(run.state.get("asking"))
        turn.wanted_before = wanted = {k: v for k, v in wanted.items() if k not in (asked, *frames.DEPENDENTS.get(asked, ()))}
    if entry and entry.slots is not None:
        turn.wanted = wanted | entry.slots
        turn.checks = frames.compare(turn.wanted, wanted, turn.plan)
    if entry and entry.expect:
        turn.unmet = unmet(entry.expect, reply)
    return turn
