"""Devices that want to be told when a session waits for their person, though no page is open. See docs/sandbox.md."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from assistant.api.bodies import parse_object, whole_body
from assistant.api.services import SERVICES
from assistant.identity.buckets import Limiter, Rate
from assistant.problems import Problem, not_found, rate_limited, unavailable
from assistant.push import Refused, Sender, Subscription, Subscriptions, Vapid
from assistant.push.addresses import Rule
from assistant.push.keys import load
from assistant.push.waits import Waits

LARGEST = 4096
"""Bytes of a subscription."""
CHANGES = Rate(burst=20, per_second=0.2)
"""Of one person."""
ROOT = "/api/v1/sandbox/push"
Who = Callable[[web.Request], Awaitable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Push:
    """What the routes work with."""

    vapid: Vapid
    kept: Subscriptions
    waits: Waits
    who: Who
    """Owner and device of a request. Raises Problem."""
    changes: Limiter


PUSH: web.AppKey[Push] = web.AppKey("sandbox push", Push)


async def add_push(app: web.Application, data: Path, who: Who, *, contact: str, loopback: bool = False) -> Waits:
    """The routes, and who tells people. Raises DamagedKey, OSError."""
    services, rule = app[SERVICES], Rule(loopback)
    vapid = Vapid(await asyncio.to_thread(load, data), contact)
    kept = await asyncio.to_thread(Subscriptions, data, rule)
    sender = Sender(vapid, rule)
    waits = Waits(kept, sender, services.tokens.verified_email, lambda outcome: services.metrics.pushes.labels(outcome=outcome).inc())
    app[PUSH] = Push(vapid, kept, waits, who, Limiter(CHANGES))
    app.add_routes([web.get(ROOT, listed), web.post(ROOT, add), web.delete(f"{ROOT}/{{device}}", remove)])

    async def close(_app: web.Application) -> None:
        await waits.close()
        await sender.close()

    app.on_cleanup.append(close)
    return waits


def _shown(one: Subscription) -> dict[str, Any]:
    """Not its endpoint: who knows it may send."""
    return {"id": one.id, "service": one.service, "renewedAt": datetime.fromtimestamp(one.renewed, UTC).isoformat()}


async def listed(request: web.Request) -> web.Response:
    """GET /api/v1/sandbox/push: the key to subscribe with, and one's own devices."""
    push = request.app[PUSH]
    owner, _ = await push.who(request)
    return web.json_response({"key": push.vapid.public, "devices": [_shown(one) for one in push.kept.of(owner)]})


async def add(request: web.Request) -> web.Response:
    """POST /api/v1/sandbox/push {endpoint, keys}: a browser's PushSubscription; the same again is the same device."""
    push = request.app[PUSH]
    owner, device = await push.who(request)
    _slowly(push, owner)
    raw = await whole_body(request)
    if len(raw) > LARGEST:
        raise Problem(413, "body_too_large", f"A subscription has at most {LARGEST} bytes.", "Nothing was taken in.")
    try:
        made = await asyncio.to_thread(push.kept.add, parse_object(raw), owner=owner, device=device)
    except Refused as error:
        raise Problem(422, "bad_subscription", str(error), "Subscribe anew in the browser, and send what it gives.") from None
    except OSError:
        raise unavailable("The subscription can't be kept.") from None
    return web.json_response(_shown(made), status=201)


async def remove(request: web.Request) -> web.Response:
    """DELETE /api/v1/sandbox/push/{device}: one's own; it is told no more."""
    push = request.app[PUSH]
    owner, _ = await push.who(request)
    _slowly(push, owner)
    if not await asyncio.to_thread(push.kept.remove, request.match_info["device"], owner):
        raise not_found()
    return web.Response(status=204)


def _slowly(push: Push, owner: str) -> None:
    if wait := push.changes.wait(owner, time.monotonic()):
        raise rate_limited(wait)
