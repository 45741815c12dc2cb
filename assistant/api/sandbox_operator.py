"""The operator switches agents on and off, for everybody or for one Org, by a page or a program; as `concierge agents` does.

There are no roles, so whoever knows the operator's token is the operator. It comes in a header of its own, never in an address and
never as a cookie: no other site's page can send it.
"""

import asyncio
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from hmac import compare_digest
from pathlib import Path
from typing import Any

from aiohttp import web

from assistant.api import page_files, system
from assistant.api.bodies import json_object
from assistant.api.sandbox_agents import AGENTS
from assistant.api.sandbox_audit import Audit
from assistant.api.sandbox_openapi import OPERATOR_HEADER, operator_paths
from assistant.identity.buckets import REMEMBERED, Limiter, Rate
from assistant.problems import Problem, not_found, rate_limited, unavailable
from sandbox.agents import Offer
from sandbox.agents.switches import FILE, Switches, alone, load, save

WRONG = Rate(burst=5, per_second=1 / 30)
"""Tokens that are none, from one address; after that none is looked at for a while."""
MOST_ORGS = 1000
"""With something switched off for them alone."""
ROOT = "/api/v1/sandbox/operator/agents"
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_NOBODY = Problem(401, "unauthorised", "This isn't the operator's token.", "Send what CONCIERGE_SANDBOX_OPERATOR_TOKEN says.")


class Door:
    """Who knows the token comes in.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, token: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._digest, self._clock = _digest(token), clock
        self._wrong = Limiter(WRONG)
        self._shut: OrderedDict[str, float] = OrderedDict()

    def check(self, address: str, token: str) -> None:
        """Raises Problem: the token is wrong, or too many were."""
        now = self._clock()
        if (wait := self._shut.get(address, 0.0) - now) > 0:
            raise rate_limited(wait)
        if compare_digest(_digest(token), self._digest):
            return
        if wait := self._wrong.wait(address, now):
            self._shut[address] = now + wait
            if len(self._shut) > REMEMBERED:
                self._shut.popitem(last=False)
            raise rate_limited(wait)
        raise _NOBODY


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


def add_operator(app: web.Application, data: Path, token: str) -> None:
    """The routes and the page. `app` has the sandbox already.

    Args:
        data: where what is switched off is kept.
        token: the operator's.
    """
    door, audit = Door(token), Audit(data)
    app[system.MORE_PATHS] = app[system.MORE_PATHS] | operator_paths()

    async def listed(request: web.Request) -> web.Response:
        door.check(request.remote or "", request.headers.get(OPERATOR_HEADER, ""))
        return web.json_response(await asyncio.to_thread(_shown, request.app, data))

    async def switch(request: web.Request) -> web.Response:
        door.check(request.remote or "", request.headers.get(OPERATOR_HEADER, ""))
        body, slug = await json_object(request), request.match_info["agent"]
        on, org = body.get("on"), body.get("org")
        if not isinstance(on, bool):
            raise Problem(422, "bad_parameter", "`on` must be true or false.", "Correct it.")
        if org is not None and (not isinstance(org, str) or len(org) > 254 or not _ADDRESS.fullmatch(org)):
            raise Problem(422, "bad_parameter", "`org` must be an address.", "Correct it, or leave it out for everybody.")
        return web.json_response(await asyncio.to_thread(_switched, request.app, data, audit, slug, on=on, org=org.lower() if org else None))

    app.add_routes([web.get(ROOT, listed), web.put(f"{ROOT}/{{agent}}", switch), web.get("/sandbox/agents", page_files.page)])


def _switched(app: web.Application, data: Path, audit: Audit, slug: str, *, on: bool, org: str | None) -> dict[str, Any]:
    """Raises Problem."""
    try:
        with alone(data):
            if slug not in {offer.slug for offer in app[AGENTS].catalogue()}:
                raise not_found()
            switches = load(data / FILE).switched(slug, on=on, org=org)
            if org is not None and len(switches.orgs) > MOST_ORGS:
                raise Problem(409, "too_many_orgs", f"Something is switched off for {MOST_ORGS} already.", "Switch something on again for one of them.")
            audit.switched(slug, actor="operator", on=on, org=org)
            save(data / FILE, switches)
    except (ValueError, OSError):
        raise _unusable() from None
    return _shown(app, data)


def _shown(app: web.Application, data: Path) -> dict[str, Any]:
    """Raises Problem."""
    try:
        switches, offers = load(data / FILE), app[AGENTS].catalogue()
    except (ValueError, OSError):
        raise _unusable() from None
    return {"agents": [_agent(offer, switches) for offer in offers], "orgs": [{"org": org, "off": sorted(off)} for org, off in sorted(switches.orgs.items()) if off]}


def _agent(offer: Offer, switches: Switches) -> dict[str, Any]:
    return {"id": offer.slug, "name": offer.title, "installed": offer.installed, "on": offer.slug not in switches.sovereign}


def _unusable() -> Problem:
    return unavailable("What is switched off can't be read or written, so nobody starts anything that isn't running.")
