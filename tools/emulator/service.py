"""What the routes share: the store, the clock, the name rules, the ticking."""

import asyncio
import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from tools.catalogue import Catalogue
from tools.emulator.deployment import Deployment, stamp
from tools.emulator.store import Store, build
from tools.emulator.timeline import Wishes

JsonObject = dict[str, Any]
TICK = 0.05
"""Seconds between two looks at the timetable while something runs."""
MANAGED_POOLS = ("omani.works", "openova.io")


def json_answer(body: Any, status: int = 200) -> web.Response:
    """JSON as the service writes it: `<`, `>` and `&` escaped, a newline at the end."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return web.Response(status=status, text=text + "\n", content_type="application/json")


def plain(text: str, status: int) -> web.Response:
    """A plain-text error."""
    return web.Response(status=status, text=text + "\n", content_type="text/plain", charset="utf-8", headers={"X-Content-Type-Options": "nosniff"})


class Service:
    """The emulator's state and clock."""

    def __init__(self, folder: Path, speed: float) -> None:
        self.speed = speed
        self.store = Store(folder)
        self.catalogue = Catalogue.load()
        self.creates: list[JsonObject] = []
        """Every accepted POST, secrets redacted, for counting."""
        self.next_wishes = Wishes()
        self.handover: Callable[[Deployment], str] | None = None
        """Makes the link that is announced when a run ended `ready`."""
        self.store.load(self.now())

    def now(self) -> datetime:
        """Wall time, UTC."""
        return datetime.now(UTC)

    def tick(self) -> None:
        """Play what is due everywhere."""
        now = self.now()
        for deployment in self.store.deployments.values():
            before = deployment.status
            if not deployment.done and deployment.advance(now) and deployment.status != before:
                self.store.save(deployment)
            if self.handover and deployment.handover_due:
                deployment.hand_over(self.handover(deployment), now)

    async def run(self) -> None:
        """Tick for ever."""
        while True:
            self.tick()
            await asyncio.sleep(TICK)

    def get(self, deployment_id: str) -> Deployment | None:
        """A deployment as of now."""
        self.tick()
        return self.store.deployments.get(deployment_id)

    def create(self, body: JsonObject, owner: str) -> Deployment:
        """Store a validated request and start its run."""
        wishes, self.next_wishes = self.next_wishes, Wishes()
        deployment = build(secrets.token_hex(8), body, owner, self.now(), speed=self.speed, wishes=wishes)
        self.store.add(deployment)
        self.creates.append(
            {"id": deployment.id, "fqdn": deployment.fqdn, "at": stamp(deployment.started), "body": deployment.request}
        )
        return deployment

    def holder(self, label: str, pool: str) -> str | None:
        """Why a name under a managed pool isn't free: reserved-state, active-state, or None."""
        fqdn = f"{label}.{pool}".lower()
        for deployment in self.store.deployments.values():
            if deployment.fqdn.lower() != fqdn or deployment.request.get("sovereigndomainmode") != "pool":
                continue
            if deployment.in_flight:
                return "reserved-state"
            if deployment.status in ("ready", "adopted"):
                return "active-state"
        return None


SERVICE = web.AppKey("service", Service)
