"""The scenario of one deployment, and the register of the faults that shape it."""

import hashlib
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Ending = Literal["failed", "healed", "never", "swallowed"]
Depends = Callable[[str, list[str]], list[str]]
"""(owning component with its region, canonical job names) → what the wire carries."""


class FaultError(ValueError):
    """The fault isn't known, or its arguments can't be used; the text is for a person."""


@dataclass(frozen=True, slots=True)
class Fate:
    """How a component ends instead of getting installed. `who` is a component, or `region:component`."""

    who: str
    ending: Ending


class Filter(Protocol):
    """Stands between the live events and one reader of the log stream."""

    def feed(self, frame: bytes, *, live: bool) -> list[bytes]:
        """What the reader gets for this frame. Raises StreamCut to break the connection."""
        ...

    def rest(self) -> list[bytes]:
        """What was held back, before `done`."""
        ...


class StreamCut(Exception):
    """The stream breaks here, without `done`."""


@dataclass(frozen=True, slots=True)
class Restart:
    """The service goes down so many life seconds after the POST, and stays down."""

    at: float
    down: float


def unchanged(owner: str, needs: list[str]) -> list[str]:
    """dependsOn as it should be."""
    del owner
    return needs


@dataclass(slots=True)
class Scenario:
    """Everything that can differ from an ordinary run. Seconds are life seconds."""

    key: str
    """The deployment's id: what is random follows from it, so that it is the same after a restart."""
    fates: list[Fate] = field(default_factory=list[Fate])
    outcome: str = ""
    """Overrides the outcome of phase 1."""
    phase0_failure: Literal["", "plan", "apply"] = ""
    releases: bool = True
    kubeconfig: bool = True
    handover_wait: float = 20.0
    """From the outcome to the handover and `done`: the wait for a certificate."""
    read_delay: float = 0.0
    garbage_reads: int = 0
    missing_time: str | None = None
    """Written where a time is missing; None leaves the member out."""
    filters: list[Callable[[], Filter]] = field(default_factory=list[Callable[[], Filter]])
    depends: Depends = unchanged
    reserve_refused: bool = False
    restart: Restart | None = None
    resolves_after: float = 0.0
    """From `ready` on."""
    tls_after: float = 0.0
    flow: Literal["current", "first", "second"] = "current"

    def fate(self, region: str, component: str) -> Ending | None:
        """The last one that was asked for wins."""
        names = (component, f"{region}:{component}")
        return next((f.ending for f in reversed(self.fates) if f.who in names), None)


def chance(*parts: str) -> float:
    """0 to 1, the same for the same parts."""
    return int.from_bytes(hashlib.sha256("|".join(parts).encode()).digest()[:4], "big") / 2**32


@dataclass(frozen=True, slots=True)
class _Kind:
    apply: Callable[..., None]
    arguments: dict[str, Callable[[str], Any]]
    """The first one is the main argument, which may be given without its name."""


_KINDS: dict[str, _Kind] = {}


def fault(name: str, **arguments: Callable[[str], Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a fault: a function of the scenario and its arguments, each with what reads it from text."""

    def register(apply: Callable[..., None]) -> Callable[..., None]:
        taken = list(inspect.signature(apply).parameters)[1:]
        assert taken == list(arguments), f"{name}: {taken}"  # noqa: S101 - a slip of ours, found at import
        _KINDS[name] = _Kind(apply, arguments)
        return apply

    return register


def known() -> list[str]:
    """Names of all faults."""
    return sorted(_KINDS)


def scenario_of(key: str, faults: Iterable[str]) -> Scenario:
    """The scenario that these faults make together. Raises FaultError."""
    scenario = Scenario(key)
    for text in faults:
        name, _, rest = text.strip().partition(":")
        kind = _KINDS.get(name)
        if kind is None:
            raise FaultError(f"unknown fault {name!r}; there are: {', '.join(known())}")
        kind.apply(scenario, **_arguments(name, kind, rest))
    return scenario


def _arguments(name: str, kind: _Kind, rest: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for index, part in enumerate(p.strip() for p in rest.split(",") if p.strip()):
        member, named, value = part.partition("=")
        if not named and index == 0 and kind.arguments:
            member, value = next(iter(kind.arguments)), part
        read = kind.arguments.get(member)
        if read is None:
            raise FaultError(f"fault {name} takes no {member!r}")
        try:
            values[member] = read(value)
        except ValueError as error:
            raise FaultError(f"fault {name}: {member} can't be {value!r} ({error})") from None
    return values


def seconds(text: str) -> float:
    """Life seconds."""
    value = float(text)
    if not 0 <= value < 1e9:
        raise ValueError("not negative, please")
    return value


def share(text: str) -> float:
    """0 to 1."""
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError("from 0 to 1")
    return value


def count(text: str) -> int:
    """A whole number, not negative."""
    value = int(text)
    if value < 0:
        raise ValueError("not negative, please")
    return value


def one_of(*words: str) -> Callable[[str], str]:
    """One of these words."""

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(" or ".join(words))
        return text

    return read
