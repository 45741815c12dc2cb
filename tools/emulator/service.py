"""What the routes share: the records, the clock, the dice, the ticking, and the restarts of the service."""

import asyncio
import hashlib
import json
import secrets
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from aiohttp import web

from tools.emulator.deployment import IN_PHASE0, Deployment, utc_now
from tools.emulator.scenario import FaultError, scenario_of
from tools.emulator.secretfiles import SecretFiles
from tools.emulator.store import Store, redact, write
from tools.emulator.wire import stamp

JsonObject = dict[str, Any]
TICK = 0.05
"""Seconds between two looks at the timetable while something runs."""
WIPED_SECONDS = 60.0
"""A wiped record answers for so long (life), then it is unknown."""
ABSENCES = ("ghcr-token", "harbor-token", "signer", "keycloak", "names")
"""What can be taken from the service: its two registry tokens, the signing key, the identity server, the name service."""


class Misconfigured(ValueError):
    """The emulator can't be started so; the text is for a person."""


@dataclass(slots=True)
class Options:
    """How an emulator is started."""

    speed: float = 60.0
    seed: int | None = None
    faults: tuple[str, ...] = ()
    sign_in: bool = False
    without: frozenset[str] = frozenset()
    clock: Callable[[], datetime] = utc_now

    def __post_init__(self) -> None:
        try:
            scenario_of("", self.faults)
        except FaultError as error:
            raise Misconfigured(str(error)) from None
        unknown = self.without - frozenset(ABSENCES)
        if unknown:
            raise Misconfigured(f"can't be without {', '.join(sorted(unknown))}; there are: {', '.join(ABSENCES)}")


@dataclass(slots=True)
class Wishes:
    """For the next deployment."""

    faults: tuple[str, ...] = ()
    seed: int | None = None


@dataclass(slots=True)
class _Outage:
    """A restart of the service as clients see it."""

    until: datetime
    asked: int = 0


@dataclass
class Service:
    """The emulator's state."""

    folder: Path
    options: Options = field(default_factory=Options)
    creates: list[JsonObject] = field(default_factory=list[JsonObject])
    """Every accepted POST, secrets redacted, for counting."""
    wishes: Wishes = field(default_factory=Wishes)
    announce: Callable[[Deployment], str] | None = None
    """Makes the link that is announced when a run ended `ready`."""
    signer: Any = None
    """The key that signs hand-overs, once it was needed: reading it takes a tenth of a second."""
    outage: _Outage | None = None
    connections: set[asyncio.Transport] = field(default_factory=set[asyncio.Transport])
    """Open ones, to be cut by a restart."""
    store: Store = field(init=False)
    secrets: SecretFiles = field(init=False)
    _dice: int = 0

    def __post_init__(self) -> None:
        self.store = Store(self.folder)
        self.secrets = SecretFiles(self.folder)
        self.store.load(self.now())

    @property
    def speed(self) -> float:
        """How much faster than life."""
        return self.options.speed

    def now(self) -> datetime:
        """Wall time, UTC."""
        return self.options.clock()

    def lacks(self, what: str) -> bool:
        """It was taken away."""
        return what in self.options.without

    # Time passes

    def tick(self) -> None:
        """Play what is due everywhere."""
        now = self.now()
        for deployment in list(self.store.deployments.values()):
            self._restart_if_due(deployment, now)
        for deployment in list(self.store.deployments.values()):
            before = deployment.status, len(deployment.journal)
            deployment.announce = self.announce
            deployment.advance(now)
            if (deployment.result or {}).get("handoverFiredAt"):
                deployment.hand_over(now)  # the service stopped between the moment and the link
            if (deployment.status, len(deployment.journal)) != before:
                self.store.save(deployment)
            if deployment.wiped and now >= deployment.wiped + deployment.life(WIPED_SECONDS):
                self.store.remove(deployment.id)

    def _restart_if_due(self, deployment: Deployment, now: datetime) -> None:
        planned = deployment.scenario.restart
        if planned is None or any(entry.get("planned") for entry in deployment.journal):
            return
        at = deployment.started + deployment.life(planned.at)
        if now < at:
            return
        self.outage = _Outage(now + deployment.life(planned.down))
        for other in self.store.deployments.values():
            moment = max(at, other.started)
            other.advance(moment)
            kind = "abandoned" if other.status in IN_PHASE0 else "restarted"
            other.note(kind, moment, **({"planned": True} if other is deployment else {}))
            self.store.save(other)
        for transport in list(self.connections):
            transport.abort()

    def down(self) -> int | None:
        """How often it was asked for since it went down; None when it is up."""
        if self.outage is None or self.now() >= self.outage.until:
            self.outage = None
            return None
        self.outage.asked += 1
        return self.outage.asked

    async def run(self) -> None:
        """Tick for ever."""
        while True:
            self.tick()
            await asyncio.sleep(TICK)

    # Records

    @cached_property
    def reserved_words(self) -> frozenset[str]:
        """Labels that no Sovereign gets."""
        data = json.loads(files("tools.data").joinpath("pool-domains.json").read_text(encoding="utf-8"))
        return frozenset(data["reserved"])

    def get(self, deployment_id: str) -> Deployment | None:
        """A deployment as of now."""
        self.tick()
        return self.store.deployments.get(deployment_id)

    def note(self, deployment: Deployment, kind: str, **more: Any) -> None:
        """Do something to a deployment and store that it was done."""
        deployment.note(kind, self.now(), **more)
        self.store.save(deployment)

    def faults_of_next(self) -> tuple[str, ...]:
        """What goes wrong with the next deployment."""
        return (*self.options.faults, *self.wishes.faults)

    def create(self, body: JsonObject, owner: str) -> Deployment:
        """Store a validated request and start its run."""
        faults, wishes, self.wishes = self.faults_of_next(), self.wishes, Wishes()
        number = self._number(self.options.seed if wishes.seed is None else wishes.seed)
        token = secrets.token_hex(32)
        deployment = Deployment(
            id=number,
            request=redact(body),
            owner=owner,
            started=self.now(),
            speed=self.speed,
            faults=faults,
            bearer_hash=hashlib.sha256(token.encode()).hexdigest(),
            secrets=True,
        )
        # The new machine is told the token; the service keeps a hash.
        self.secrets.put("machines", f"{number}.token", token)
        self.store.add(deployment)
        self.creates.append(
            {"id": deployment.id, "fqdn": deployment.fqdn, "at": stamp(deployment.started), "body": deployment.request}
        )
        return deployment

    def _number(self, seed: int | None) -> str:
        """A deployment id: random, or the next one of the seed's row, also after a restart."""
        if seed is None:
            return secrets.token_hex(8)
        path = self.folder / "seeds.json"
        used: dict[str, int] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        while True:
            turn = used.get(str(seed), 0)
            used[str(seed)] = turn + 1
            number = hashlib.sha256(f"{seed}|{turn}".encode()).hexdigest()[:16]
            if number not in self.store.deployments:
                write(path, json.dumps(used))
                return number

    def uuid(self) -> str:
        """For requests and tokens; follows from the seed when there is one."""
        if self.options.seed is None:
            return str(uuid.uuid4())
        self._dice += 1
        digest = hashlib.sha256(f"{self.options.seed}|uuid|{self._dice}".encode()).digest()
        return str(uuid.UUID(bytes=digest[:16], version=4))

    # Names

    def holder(self, label: str, pool: str) -> str | None:
        """Why a name under a managed pool isn't free: reserved-state, active-state, or None."""
        fqdn, now = f"{label}.{pool}".lower(), self.now()
        held = (d.name.holds(now) for d in self.store.deployments.values() if d.name.fqdn == fqdn)
        return next((reason for reason in held if reason), None)

    def sweep(self, label: str, pool: str) -> None:
        """Somebody takes a name: holds of others that have lapsed are gone."""
        fqdn = f"{label}.{pool}".lower()
        for deployment in self.store.deployments.values():
            if deployment.name.fqdn == fqdn and deployment.name.state == "reserved":
                self.note(deployment, "swept")

    def with_status(self, statuses: Iterable[str]) -> list[Deployment]:
        """Deployments in one of these."""
        wanted = frozenset(statuses)
        return [d for d in self.store.deployments.values() if d.status in wanted]


SERVICE = web.AppKey("service", Service)
