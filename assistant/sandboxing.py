"""The sandbox as the settings want it."""

import asyncio
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import Protocol

from assistant.logs import get_logger
from assistant.problems import Problem
from assistant.settings import Settings, listed
from sandbox.agents import Gateway, Site, again
from sandbox.host.launch import HostFailed, Spec
from sandbox.hub import Sessions
from sandbox.isolation import Egress, Reach, Walls, probe

_log = get_logger("concierge.sandbox")


class NotHere(RuntimeError):
    """The sandbox can't be had as the settings want it; the text says why."""


def site(settings: Settings) -> Site:
    """Where agents run. Blocks for a fifth of a second. Raises NotHere."""
    found = Site(folders=tuple(Path(text).resolve() for text in listed(settings.sandbox_agents)), record=settings.sandbox_record)
    if settings.sandbox_gateway_url is not None and settings.sandbox_gateway_token is not None:
        gateway = Gateway(settings.sandbox_gateway_url, settings.sandbox_gateway_token.get_secret_value(), settings.sandbox_model)
        found = replace(found, models=gateway)
    if settings.sandbox_isolation == "none":
        return found
    standing = probe(settings.sandbox_cgroup)
    if not standing.ok:
        raise NotHere(f"No walls can be put around agents, so there is no sandbox. {standing.text} CONCIERGE_SANDBOX_ISOLATION=none does without them.")
    if settings.sandbox_cgroup is not None and standing.cgroup is None:
        raise NotHere(f"CONCIERGE_SANDBOX_CGROUP can't be used: {standing.text}.")
    try:
        reaches = tuple(Reach.parse(text) for text in listed(settings.sandbox_hosts))
    except ValueError as error:
        raise NotHere(f"CONCIERGE_SANDBOX_HOSTS: {error}.") from None
    folder = settings.data_dir.resolve() / "walls"
    walls = Walls(folder, privileged=standing.privileged, egress=Egress(settings.sandbox_egress), reaches=reaches, cgroup=standing.cgroup)
    return replace(found, walls=walls)


class Starts(Protocol):
    """Who knows how an owner's agent is started."""

    async def spec(self, slug: str, name: str, owner: str, cols: int, rows: int, *, follows: str = "") -> Spec:
        """Raises Problem."""
        ...


async def go_on(sessions: Sessions, starts: Starts) -> list[str]:
    """Start again the agents that went with the machine, each with its own way to go on; the names of the new sessions. What was to be
    seen of the old ones stays, to be read only."""
    begun: list[str] = []
    for found in sessions.all():
        if not await asyncio.to_thread(again.lost, found):
            continue
        about, name = found.facts["about"], token_hex(12)
        cols, rows = await asyncio.to_thread(again.size, found.folder)
        try:
            await asyncio.to_thread(again.note, found, name)
            await sessions.create(await starts.spec(about["agent"], name, about["owner"], cols, rows, follows=found.id))
            begun.append(name)
        except (Problem, HostFailed, OSError, TimeoutError) as why:
            _log.warning("agent_not_started_again", agent=about["agent"], why=type(why).__name__)
    return begun
