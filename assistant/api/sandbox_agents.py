"""Which agents may be started here, and what starting one takes."""

import asyncio
import hashlib
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from aiohttp import web

from assistant.api.sandbox_events import Spool
from assistant.problems import Problem, unavailable
from sandbox.agents import NotPossible, Offer, Site, catalogue, launch
from sandbox.agents.catalogue import agents
from sandbox.agents.place import put
from sandbox.agents.switches import FILE, load
from sandbox.cards import claude, marks, opencode
from sandbox.host.launch import Found, Spec
from sandbox.isolation.walls import HOME

EVENTS = ".sandbox/events"
ABOUT = {
    "claude-code": "Anthropic's coding agent",
    "cursor-agent": "Cursor's coding agent",
    "qwen-code": "Qwen's coding agent",
    "aider": "Pair programming in git",
    "opencode": "Open coding agent",
    "bash": "A shell that stays",
    "sovereign-shell": "The plainest shell",
}
_UNREADABLE = "What an administrator switched off can't be read."
_STATUS = {"invalid-agent": 400, "missing-env": 400, "agent-off": 403}


class Agents:
    """The agents of one installation.

    Args:
        data: where homes, and what an administrator switched off, are kept.
        site: where agents are installed, which models they ask, and what keeps them apart.
    """

    def __init__(self, data: Path, site: Site | None = None) -> None:
        self._data, self._base = data, site or Site()

    def site_of(self, owner: str = "") -> Site:
        """As of now, for one person. Raises ValueError: what is switched off can't be read."""
        return replace(self._base, org=owner, switches=load(self._data / FILE))

    def home(self, owner: str) -> Path:
        """A person's own folder, which all their agents share."""
        return self._data / "homes" / _digest(owner)

    def work(self, owner: str) -> Path:
        """Where they work. Not in the home: what is shown within the walls by its name must stand where nobody within can put something else."""
        return self._data / "work" / _digest(owner)

    async def offers(self) -> list[dict[str, Any]]:
        """As the page lists them; what can be started first."""
        found = await asyncio.to_thread(lambda: self.catalogue(versions=True))
        return [_shown(offer) for offer in sorted(found, key=lambda o: not o.startable)]

    def catalogue(self, *, versions: bool = False) -> list[Offer]:
        """All there are, also those that can't be started. Blocks for a moment, with versions for seconds. Raises ValueError: what is switched off can't be read."""
        return catalogue(self.site_of(), versions=versions)

    def resuming(self) -> frozenset[str]:
        """Those that have conversations which they can go on with."""
        return frozenset(slug for slug, agent in agents(self._base.overrides).items() if agent.resume)

    def allowed(self, slug: str, owner: str) -> None:
        """Blocks for a moment. Raises Problem: an administrator switched it off."""
        try:
            who = self.site_of(owner).switches.off(slug, owner)
        except ValueError:
            raise unavailable(_UNREADABLE) from None
        if who is not None:
            raise Problem(403, "agent_off", f"{self.title(slug)} is switched off by an administrator.", "Start another agent.")

    def is_rescue(self, slug: str) -> bool:
        """A shell, by which somebody may put things right."""
        found = agents(self._base.overrides).get(slug)
        return found is not None and found.rescue

    def title(self, slug: str) -> str:
        """What an agent is called."""
        found = agents(self._base.overrides).get(slug)
        return found.title if found is not None else slug[:40]

    async def spec(self, slug: str, name: str, owner: str, cols: int, rows: int, *, follows: str = "", asked: bool = False) -> Spec:
        """What is to be run. Each owner has a home of their own. Raises Problem.

        Args:
            follows: a session that was lost with the machine, or has ended, whose place it takes.
            asked: by a person.
        """
        home, work = self.home(owner), self.work(owner)

        def make() -> Spec:
            site = self.site_of(owner)
            _taken_out(home, work)
            spec = launch(slug, name, site, home=home, repo=work, about={"owner": owner}, cols=cols, rows=rows, follows=follows, asked=asked)
            return _telling(spec, slug, site, home, name)

        try:
            return await asyncio.to_thread(make)
        except NotPossible as error:
            raise refusal(error) from None
        except ValueError:
            raise unavailable(_UNREADABLE) from None
        except OSError:
            raise unavailable("The agent's folders can't be used.") from None

    def spool(self, owner: str, session: Found) -> Spool | None:
        """What the agent of a session tells of itself; None where it can't be told to."""
        tells = session.facts.get("about", {}).get("agent") in TELLING
        return Spool(self.home(owner) / EVENTS / session.id) if tells else None

    def forget(self, owner: str, session: str) -> None:
        """What it left."""
        shutil.rmtree(self.home(owner) / EVENTS / session, ignore_errors=True)


def refusal(why: NotPossible) -> Problem:
    """Why an agent isn't started, for whoever asked for it."""
    return Problem(_STATUS.get(why.code, 409), why.code.replace("-", "_"), str(why), "Start another agent.")


def _digest(owner: str) -> str:
    return hashlib.sha256(owner.encode()).hexdigest()[:24]


def _taken_out(home: Path, work: Path) -> None:
    """An earlier version had the work in the home, where an agent could put a link in its place. Raises OSError."""
    if os.path.lexists(work) or not os.path.lexists(home / "work"):
        return
    work.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    (home / "work").rename(work)
    if work.is_symlink() or not work.is_dir():
        work.unlink()


def _with_hooks(old: bytes | None) -> bytes:
    """Somebody's own settings, hooks apart."""
    try:
        found = json.loads(old or b"{}")
    except (ValueError, RecursionError):
        found = {}
    return json.dumps({**(found if isinstance(found, dict) else {}), **claude.hooks()}, indent=2).encode() + b"\n"


def _plugin(_: bytes | None) -> bytes:
    return opencode.PLUGIN.encode()


def _nothing(_: bytes | None) -> bytes:
    return b""


TELLING = {"claude-code": (".claude/settings.json", _with_hooks), "opencode": (".config/opencode/plugin/cards.js", _plugin)}
"""Agents that can be told to leave what they do, and how."""


def _telling(spec: Spec, slug: str, site: Site, home: Path, name: str) -> Spec:
    """The same agent, told to leave what it does where it is looked for. One that can't be told works as well."""
    if slug == "bash":
        return replace(spec, env={**marks.SHELL, **spec.env})
    if slug not in TELLING:
        return spec
    owner = site.walls.owner(site.org) if site.walls is not None else None
    try:
        put(home, *TELLING[slug], owner=owner)
        put(home, f"{EVENTS}/{name}/.made", _nothing, owner=owner)
    except OSError:
        return spec
    seen = HOME if site.walls is not None else str(home)
    return replace(spec, env={**spec.env, "SANDBOX_EVENTS": f"{seen}/{EVENTS}/{name}"})


AGENTS: web.AppKey[Agents] = web.AppKey("sandbox agents", Agents)


def _shown(offer: Offer) -> dict[str, Any]:
    return {
        "id": offer.slug,
        "name": offer.title,
        "about": ABOUT.get(offer.slug, offer.note),
        "available": offer.startable,
        "why": _why(offer),
        "version": offer.version or "",
    }


def _why(offer: Offer) -> str:
    if offer.off is not None:
        return "Switched off by your administrator"
    if not offer.installed:
        return "Not installed here"
    return "No model gateway is set" if offer.missing else ""
