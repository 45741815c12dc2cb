"""A scenario as values: who says what, what must come of it."""

from dataclasses import dataclass, field
from typing import Any, Literal

JsonObject = dict[str, Any]
Final = Literal["commit", "no_commit", "cancelled", "handoff"]
Slots = dict[str, Any]
"""Plan fields by their wire names, `domain` as the FQDN; None means: must be empty."""


@dataclass(frozen=True, slots=True)
class When:
    """A condition; exactly one member is set. `asked` may be the answer "nothing is asked", hence the pair."""

    kind: Literal["asked", "turn", "phase", "readback"]
    value: str | int | None


@dataclass(frozen=True, slots=True)
class Expect:
    """What must hold after a message."""

    asks: tuple[str | None, ...] = ()
    not_asks: tuple[str | None, ...] = ()
    problems: tuple[str, ...] = ()
    no_problems: bool = False
    phase: str | None = None
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    options: int = 0
    committed: bool | None = None
    language: str | None = None
    refused: tuple[str, ...] | None = None
    """Codes with which calls of the model were refused in this turn, in order."""
    failed: tuple[str, ...] | None = None
    """Codes with which the model failed in this turn."""
    asked: int | None = None
    """How often the model was asked in this turn."""

    @property
    def telling(self) -> bool:
        """Somebody who answers nothing would fail it."""
        positive = self.asks and None not in self.asks
        model = self.refused or self.failed or self.asked
        return bool(positive or self.problems or self.has or self.options or self.committed or self.language or model) or (
            self.phase not in (None, "talking")
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the person says."""

    say: str
    heard: str | None = None
    """What a recogniser made of it (a fixture's id, or the words themselves)."""
    when: When | None = None
    slots: Slots | None = None
    expect: Expect | None = None
    faults: tuple[str | JsonObject, ...] = ()
    pause: float = 0.0
    """Seconds before it is said."""
    assent: bool = False
    dissent: bool = False
    """A no or a cancel: nothing may be created after it without a new read-back and a new yes."""
    secrets: tuple[str, ...] = ()
    """Values in `say` that must not be found in any log, reply or state."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What the person truly wants."""

    organisation: str = ""
    email: str = ""
    regions: tuple[str, ...] = ()
    size: str = ""
    workers: tuple[int, ...] = (0,)
    """One number for every region, or one for each."""
    worker_size: str = ""
    ha: bool = False
    apps: tuple[str, ...] = ()
    domain: str = ""
    domain_mode: str = ""
    residency: str | None = None
    residency_given: bool = False
    """`residency` stands in the file, so it is compared."""
    mesh_name: str | None = None
    mesh_id: int | None = None

    def workers_in(self, index: int) -> int:
        """Of the region at `index`."""
        return self.workers[index if len(self.workers) > 1 else 0]


@dataclass(frozen=True, slots=True)
class Persona:
    """For a user played by a language model."""

    who: str = ""
    must: tuple[str, ...] = ()
    """Without these in the end they don't agree."""
    rules: tuple[str, ...] = ()
    """How they decide what is left open."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One conversation to be had."""

    id: str
    suite: str
    lang: str
    channel: Literal["text", "asr"]
    holdout: bool
    entries: tuple[Entry, ...]
    goals: tuple[Goal, ...]
    """The goal first, then what else is acceptable; empty when the scenario has none."""
    final: Final
    why: str = ""
    tags: tuple[str, ...] = ()
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """By what is asked; used up in order when there are several."""
    request: JsonObject = field(default_factory=dict[str, Any])
    """Members of the body that differ from what follows from the goal."""
    forbidden: tuple[str, ...] = ()
    max_turns: int = 20
    turns: int | None = None
    settings: tuple[tuple[str, str], ...] = ()
    model: str | None = None
    """The scripted model that it is held with, by its habit; such a scenario says nothing of the embedded engine."""
    preset: tuple[str, ...] = ()
    silent: bool = False
    persona: Persona | None = None
    file: str = ""

    @property
    def goal(self) -> Goal | None:
        """The true wish."""
        return next(iter(self.goals), None)

    @property
    def least_turns(self) -> int:
        """The scripted minimum of messages: what stands in the file, the code, the yes."""
        if self.turns is not None:
            return self.turns
        said = [e for e in self.entries if e.when is None or e.when.kind != "phase"]
        more = 0
        if self.final == "commit":
            more += not any("{code}" in e.say for e in said)
            more += not any(e.assent for e in said)
        return max(1, len(said) + more)

    @property
    def phases(self) -> tuple[str, ...]:
        """Phases after the commit that somebody wants to speak in."""
        return tuple(
            str(e.when.value)
            for e in self.entries
            if e.when and e.when.kind == "phase" and e.when.value in ("provisioning", "ready", "failed")
        )
