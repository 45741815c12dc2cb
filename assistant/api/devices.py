"""What a device does beside talking: secrets, links to other devices, tickets, the key file, the hand-over."""

import re
import time

from aiohttp import web

from assistant.api.bodies import json_object, text_field
from assistant.api.services import SERVICES, authorised, verified
from assistant.identity.buckets import Limiter, Rate
from assistant.identity.tokens import LINK_SECONDS, TICKET_SECONDS
from assistant.identity.vault import LONGEST, NAMES, SSH_PRIVATE
from assistant.problems import Problem, closed, rate_limited
from dialogue import events as ev

REDEEMS: web.AppKey[Limiter] = web.AppKey("redeems", Limiter)
REDEEM_RATE = Rate(burst=20, per_second=0.2)
_CODE = re.compile(r"[A-Za-z0-9_-]{10,100}")


async def store_secret(request: web.Request) -> web.Response:
    """POST /api/v1/conversations/{id}/secrets: write-only; the value is never in the log."""
    _, conversation = await authorised(request)
    body = await json_object(request)
    name = text_field(body, "name", longest=60, code="secret_unknown", fits=lambda v: v in NAMES)
    value = text_field(body, "value", longest=LONGEST, code="secret_invalid")
    if conversation.state.closed:
        raise closed()
    services = request.app[SERVICES]
    await services.vault.put(conversation.id, name, value)
    if services.secret_stored is not None:
        await services.secret_stored(conversation.id)
    await conversation.tell(ev.SecretStored(name=name))
    return web.Response(status=204)


async def make_link(request: web.Request) -> web.Response:
    """POST /api/v1/conversations/{id}/links: a one-use, two-minute code for another device."""
    caller, conversation = await authorised(request)
    services = request.app[SERVICES]
    if services.prepared is not None and await services.prepared(conversation.id):
        # Else an agent could open its own link, let the person in to prove the address, and say yes in their place.
        await verified(request, caller, conversation.state)
    code = await services.tokens.link(conversation.id)
    return web.json_response({"code": code, "expiresIn": int(LINK_SECONDS)}, status=201)


async def redeem_link(request: web.Request) -> web.Response:
    """POST /api/v1/links/redeem: exchanges the code for a token of its own."""
    wait = request.app[REDEEMS].wait(request.remote or "", time.monotonic())
    if wait > 0:
        raise rate_limited(wait)
    code = (await json_object(request)).get("code")
    services = request.app[SERVICES]
    found = await services.tokens.redeem(code) if isinstance(code, str) and _CODE.fullmatch(code) else None
    if found is None:
        raise Problem(
            404, "link_unknown", "This link has been used already or is too old.", "Make a new one on the other device."
        )
    return web.json_response({"id": found, "token": await services.tokens.issue(found)}, status=201)


async def make_ticket(request: web.Request) -> web.Response:
    """POST /api/v1/conversations/{id}/tickets: one WebSocket, half a minute."""
    caller, _ = await authorised(request)
    ticket = request.app[SERVICES].tokens.ticket(caller.device, caller.conversation)
    return web.json_response({"ticket": ticket, "expiresIn": int(TICKET_SECONDS)}, status=201)


async def take_ssh_key(request: web.Request) -> web.Response:
    """POST /api/v1/conversations/{id}/ssh-key: the private half, once, to the verified device."""
    caller, conversation = await authorised(request)
    await verified(request, caller, conversation.state)
    private = await request.app[SERVICES].vault.take(conversation.id, SSH_PRIVATE)
    if private is None:
        detail = "There is no private key to give out; each one can be downloaded once."
        raise Problem(410, "ssh_key_gone", detail, "If it is lost, ask a person for a new key.")
    plan = conversation.state.validated.plan if conversation.state.validated else None
    name = re.sub(r"[^a-z0-9.-]", "-", (plan.domain.fqdn if plan else None) or "sovereign")
    return web.json_response({"filename": f"{name}.pem", "privateKey": private})


async def hand_over(request: web.Request) -> web.Response:
    """POST /api/v1/conversations/{id}/handover: a fresh link into the Sovereign, for the verified device only."""
    caller, conversation = await authorised(request)
    state = conversation.state
    await verified(request, caller, state)
    deployment = state.deployment
    ready = deployment is not None and deployment.verdict is not None and deployment.verdict.outcome == "ready"
    if deployment is None or not ready:
        raise Problem(409, "not_ready", "The Sovereign isn't ready yet.", "I say so here as soon as it is.")
    url = await request.app[SERVICES].handovers.mint(deployment.id)
    await conversation.tell(ev.HandedOver(deployment_id=deployment.id))
    return web.json_response({"url": url})
