"""Which agents may be started here, and what starting one takes."""

import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from aiohttp import web

from assistant.problems import Problem
from sandbox.agents import NotPossible, Offer, Site, catalogue, launch
from sandbox.agents.switches import load
from sandbox.host.launch import Spec

ABOUT = {
    "claude-code": "Anthropic's coding agent",
    "cursor-agent": "Cursor's coding agent",
    "qwen-code": "Qwen's coding agent",
    "aider": "Pair programming in git",
    "opencode": "Open coding agent",
    "bash": "A shell that stays",
    "sovereign-shell": "The plainest shell",
}
_STATUS = {"invalid-agent": 400, "missing-env": 400, "agent-off": 403}


class Agents:
    """The agents of one installation.

    Args:
        data: where homes, and what an administrator switched off, are kept.
        site: where agents are installed, which models they ask, and what keeps them apart.
    """

    def __init__(self, data: Path, site: Site | None = None) -> None:
        self._data, self._base = data, site or Site()

    def _site(self, owner: str = "") -> Site:
        return replace(self._base, org=owner, switches=load(self._data / "agents.json"))

    async def offers(self) -> list[dict[str, Any]]:
        """As the page lists them; what can be started first."""
        found = await asyncio.to_thread(lambda: catalogue(self._site(), versions=True))
        return [_shown(offer) for offer in sorted(found, key=lambda o: not o.startable)]

    async def spec(self, slug: str, name: str, owner: str, cols: int, rows: int) -> Spec:
        """What is to be run. Each owner has a home of their own. Raises Problem."""
        home = self._data / "homes" / hashlib.sha256(owner.encode()).hexdigest()[:24]

        def make() -> Spec:
            about = {"owner": owner}
            return launch(slug, name, self._site(owner), home=home, repo=home / "work", about=about, cols=cols, rows=rows)

        try:
            return await asyncio.to_thread(make)
        except NotPossible as error:
            status = _STATUS.get(error.code, 409)
            raise Problem(status, error.code.replace("-", "_"), str(error), "Start another agent.") from None


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
