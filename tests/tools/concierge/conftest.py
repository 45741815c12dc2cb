"""The toolbox in memory with small real surroundings: callers, a gate, a vault, an approval page."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.tools.samples import ACCESS, PROJECT, PUBLIC_KEY, SECRET, TOKEN
from tests.tools.waiting import PATIENCE
from tools.catalogue import Catalogue
from tools.catalyst import CatalystClient, CatalystError
from tools.concierge.ports import ApprovalView, Asked, CallContext, Refusal, ToolboxDeps
from tools.concierge.server import build_server
from tools.concierge.session import ToolSession
from tools.planning import Credentials, Draft, NameVerdict

WHOLE: dict[str, Any] = {"organisation": "Acme", "email": "Ops@Acme.example"}


class Callers:
    """One conversation with a verified address and a key, unless told otherwise."""

    def __init__(self) -> None:
        self.now = CallContext(
            email="ops@acme.example", email_verified=True, ssh_fingerprint="SHA256:f", ssh_public_key=PUBLIC_KEY
        )

    async def context(self, conversation: str) -> CallContext:
        """See the port."""
        return replace(self.now, conversation=conversation)


class Gate:
    """Opens once for each digest that was confirmed."""

    def __init__(self) -> None:
        self.confirmed: set[tuple[str, str]] = set()
        self.claims: list[tuple[str, str]] = []
        self.released: list[tuple[str, str]] = []

    async def claim(self, conversation: str, digest: str) -> Refusal | None:
        """See the port."""
        self.claims.append((conversation, digest))
        if (conversation, digest) in self.confirmed:
            self.confirmed.remove((conversation, digest))
            return None
        return Refusal("not_confirmed", "There is no clear yes after the read-back.")

    async def claim_retry(self, conversation: str, deployment_id: str) -> Refusal | None:
        """See the port."""
        if (conversation, deployment_id) in self.confirmed:
            return None
        return Refusal("not_yours", "This conversation has no such deployment.")

    async def release(self, conversation: str, digest: str) -> None:
        """See the port."""
        self.released.append((conversation, digest))


class Vault:
    """Holds one account's secrets and what is put into it."""

    def __init__(self) -> None:
        self.account: Credentials | None = Credentials(TOKEN, PROJECT, ACCESS, SECRET)
        self.keys: dict[str, dict[str, str]] = {}

    async def credentials(self, conversation: str) -> Credentials | None:
        """See the port."""
        del conversation
        return self.account

    async def put_ssh_key(self, conversation: str, **pair: str) -> None:
        """See the port."""
        self.keys[conversation] = pair


class Approvals:
    """Remembers who wants what; `approve` is the person's yes."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.views: dict[str, tuple[str, ApprovalView]] = {}

    async def request(self, draft: Draft, principal: str) -> Asked:
        """See the port."""
        self.drafts.append(draft)
        number = f"apr-{len(self.drafts):032x}"
        self.views[number] = principal, ApprovalView(number, "approval_pending", organisation=draft.organisation)
        expires = datetime.now(UTC) + timedelta(minutes=30)
        return Asked(number, f"https://concierge.example/approve/{len(self.drafts)}", expires)

    async def look(self, approval_id: str, principal: str) -> ApprovalView | None:
        """See the port."""
        whose, view = self.views.get(approval_id, ("", None))
        return view if whose == principal else None

    async def listed(self, principal: str) -> Sequence[ApprovalView]:
        """See the port."""
        return [view for whose, view in reversed(self.views.values()) if whose == principal]

    async def withdraw(self, approval_id: str, principal: str) -> None:
        """See the port."""
        assert await self.look(approval_id, principal)
        self.change(approval_id, status="approval_expired")

    def page(self) -> str:
        """See the port."""
        return "https://concierge.example/start"

    def change(self, approval_id: str, **what: Any) -> None:
        """Something happens on the page."""
        whose, view = self.views[approval_id]
        self.views[approval_id] = whose, replace(view, **what)


class Names:
    """Asks the service."""

    def __init__(self, client: CatalystClient) -> None:
        self.client = client

    async def check(self, label: str, pool: str) -> NameVerdict:
        """See the port."""
        try:
            answer = await self.client.check_subdomain(label, pool)
        except CatalystError:
            return NameVerdict(False, "pdm-unavailable")
        return NameVerdict(answer.available, answer.reason)


class Toolbox:
    """The sessions of both scopes and what surrounds them."""

    def __init__(self, client: CatalystClient, catalogue: Catalogue) -> None:
        self.callers, self.gate, self.vault, self.approvals = Callers(), Gate(), Vault(), Approvals()
        self.deps = ToolboxDeps(
            lambda: catalogue, client, Names(client), self.callers, self.gate, self.vault, self.approvals,
            lookup_pauses=(0.0, 0.0),
        )  # fmt: skip
        self.dialogue = ToolSession(build_server(self.deps, scope="dialogue"))
        self.public = ToolSession(build_server(self.deps, scope="public"))

    async def ok(self, tool: str, /, **arguments: Any) -> dict[str, Any]:
        """The result of a dialogue's call."""
        outcome = await self.dialogue.call(tool, arguments, conversation="c1")
        assert outcome.ok, outcome.error
        return outcome.result

    async def refused(self, tool: str, /, **arguments: Any) -> dict[str, Any]:
        """The error of a dialogue's call."""
        outcome = await self.dialogue.call(tool, arguments, conversation="c1")
        assert not outcome.ok, outcome.result
        assert {"code", "message", "outcome"} <= set(outcome.error)
        return outcome.error

    async def confirmed(self, **changes: Any) -> dict[str, Any]:
        """Arguments of a create that the gate lets pass."""
        plan = {**WHOLE, **changes}
        digest = (await self.ok("catalyst.deployments.validate", **plan))["digest"]
        assert digest
        self.gate.confirmed.add(("c1", digest))
        return {**plan, "digest": digest}


@pytest.fixture
async def toolbox(client: CatalystClient, catalogue: Catalogue) -> AsyncIterator[Toolbox]:
    """Over the emulator."""
    box = Toolbox(client, catalogue)
    ready, over = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        """The SDK wants a session opened and closed by one task; a fixture's two halves are two."""
        async with box.dialogue, box.public:
            ready.set()
            await over.wait()

    holder = asyncio.create_task(hold())
    await asyncio.wait_for(ready.wait(), PATIENCE)
    yield box
    over.set()
    await holder
