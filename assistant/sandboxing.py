"""The sandbox as the settings want it."""

import asyncio
import re
import shlex
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import Protocol
from urllib.parse import urlsplit

from assistant.logs import get_logger
from assistant.problems import Problem
from assistant.settings import Settings, listed
from sandbox.agents import Gateway, Site, again
from sandbox.agents.setup import ToolServer
from sandbox.disk import GIB, Allowance
from sandbox.host.launch import HostFailed, Spec
from sandbox.hub import Sessions
from sandbox.isolation import Egress, Limits, Reach, Walls, probe

_log = get_logger("concierge.sandbox")


class NotHere(RuntimeError):
    """The sandbox can't be had as the settings want it; the text says why."""


def told(settings: Settings) -> Site:
    """What agents are told of, wherever they run. Raises NotHere."""
    servers = tuple(map(_tools, listed(settings.sandbox_tools)))
    folders = tuple(Path(text).resolve() for text in listed(settings.sandbox_agents))
    found = Site(folders=folders, record=settings.sandbox_record, servers=servers)
    if settings.sandbox_gateway_url is not None and settings.sandbox_gateway_token is not None:
        gateway = Gateway(settings.sandbox_gateway_url, settings.sandbox_gateway_token.get_secret_value(), settings.sandbox_model)
        found = replace(found, models=gateway)
    return found


def site(settings: Settings) -> Site:
    """Where agents run on this machine. Blocks for a fifth of a second. Raises NotHere."""
    found = told(settings)
    if settings.sandbox_isolation == "none":
        return found
    standing = probe(settings.sandbox_cgroup)
    if not standing.ok:
        raise NotHere(f"No walls can be put around agents, so there is no sandbox. {standing.text} CONCIERGE_SANDBOX_ISOLATION=none does without them.")
    if settings.sandbox_cgroup is not None and standing.cgroup is None:
        raise NotHere(f"CONCIERGE_SANDBOX_CGROUP can't be used: {standing.text}.")
    try:
        reaches = tuple(Reach.parse(text) for text in listed(settings.sandbox_hosts))
        reaches += tuple(Reach.parse(server.url, private=True) for server in found.servers if server.url)
    except ValueError as error:
        raise NotHere(f"CONCIERGE_SANDBOX_HOSTS: {error}.") from None
    folder = settings.data_dir.resolve() / "walls"
    limits, each = Limits(), allowance(settings).each
    walls = Walls(
        folder, privileged=standing.privileged, egress=Egress(settings.sandbox_egress), reaches=reaches, cgroup=standing.cgroup,
        limits=replace(limits, file=min(limits.file, each or limits.file)),
    )  # fmt: skip
    return replace(found, walls=walls)


def _tools(text: str) -> ToolServer:
    """`name=https://host/mcp`, or `name=/path/of/program argument`. Raises NotHere."""
    name, _, where = text.partition("=")
    parts = urlsplit(where)
    known = re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", name) is not None
    if known and parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc:
        return ToolServer(name, url=where)
    try:
        command = tuple(shlex.split(where))
    except ValueError:
        command = ()
    if known and command and command[0].startswith("/"):
        return ToolServer(name, command)
    raise NotHere("CONCIERGE_SANDBOX_TOOLS must be name=https://host/mcp or name=/path/of/program, several with commas.")


def allowance(settings: Settings) -> Allowance:
    """What people's files may take."""
    return Allowance(int(settings.sandbox_disk_gib * GIB), int(settings.sandbox_free_gib * GIB))


def contact(mail_from: str, base_url: str) -> str:
    """Whom push services may write to; some take no address of a machine without a name."""
    if mail_from.endswith("@localhost") and base_url.startswith("https://"):
        return base_url
    return f"mailto:{mail_from}"


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
