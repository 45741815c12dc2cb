"""What the service does to sessions by itself: tells their people that they wait, ends what fills the disk or has nothing to do."""

from collections import Counter
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from assistant.api.sandbox_agents import AGENTS
from assistant.api.sandbox_audit import Audit
from assistant.api.sandbox_seats import Seat, Seats
from assistant.api.services import SERVICES
from assistant.push.waits import Wait, Waits
from sandbox.cards import State
from sandbox.cards.redact import masked, plain
from sandbox.host.launch import Found
from sandbox.hub import Sessions

SESSIONS: web.AppKey[Sessions] = web.AppKey("sandbox", Sessions)
SEATS: web.AppKey[Seats] = web.AppKey("sandbox seats", Seats)
AUDIT: web.AppKey[Audit] = web.AppKey("sandbox audit", Audit)


def owned(found: Found) -> str:
    """Whose it is: an address."""
    return str(found.facts.get("about", {}).get("owner", ""))


def agent_of(found: Found) -> str:
    """Its slug."""
    return str(found.facts.get("about", {}).get("agent", ""))


def places(app: web.Application, owner: str) -> list[Path]:
    """All that a person's sessions have written."""
    return [app[AGENTS].home(owner), app[AGENTS].work(owner), *(f.folder for f in app[SESSIONS].all() if owned(f) == owner)]


async def end_all(app: web.Application, owner: str, why: str) -> None:
    """Programs that fill the disk."""
    for found in app[SESSIONS].all():
        if owned(found) == owner:
            _stop(app, found.id, "disk", f"Ended: {why}")


def count(app: web.Application, states: Counter[str]) -> None:
    """For the figures."""
    for state in State:
        app[SERVICES].metrics.sessions.labels(state=state.value).set(states[state.value])


def rest(app: web.Application, seat: Seat) -> None:
    """An agent has nothing to do and nobody looks: its conversation is kept, it goes on when it is asked to."""
    if agent_of(seat.found) in app[AGENTS].resuming():
        _stop(app, seat.found.id, "idle", "Ended, since it had nothing to do. It can go on.")


def _stop(app: web.Application, name: str, who: str, why: str) -> None:
    """By the service itself; what was to be seen stays."""
    hub, seat = app[SESSIONS].hub(name), app[SEATS].get(name)
    if hub is None or hub.fanout.exited is not None:
        return
    with suppress(OSError):  # a disk that is full takes no line
        app[AUDIT].note("ended", actor=who, session=name)
    if seat is not None:
        seat.remark(why)
    hub.end()


def call(app: web.Application, waits: Waits | None, seat: Seat) -> None:
    """A session waits for its person, who doesn't see it."""
    if waits is not None:
        agent = app[AGENTS].title(agent_of(seat.found))
        waits.tell(owned(seat.found), Wait(seat.found.id, agent, masked(plain(seat.title)), seat.waits_for), lambda: seat.waits_for != "")
