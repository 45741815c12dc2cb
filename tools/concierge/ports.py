"""What the toolbox needs from its surroundings. The assistant plugs the real things in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal, Protocol

from tools.catalogue import Catalogue
from tools.catalyst import CatalystClient
from tools.planning import Account, Credentials, Draft, NameCheck


@dataclass(frozen=True, slots=True)
class CallContext:
    """Who calls: a conversation of ours, another program for a signed-in person, or a program on this machine."""

    conversation: str | None = None
    principal: str = ""
    """The signed-in person's address where a token was asked for; empty on this machine, where none is."""
    email: str | None = None
    email_verified: bool = False
    account: Account = field(default_factory=Account)
    ssh_fingerprint: str | None = None
    ssh_public_key: str | None = None
    ordered: Decimal = Decimal(0)
    """EUR a month that the verified person has ordered elsewhere in the last day."""
    refused_names: frozenset[str] = frozenset()
    """Addresses that the service refused as taken at a create of this conversation."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A typed refusal."""

    code: str
    message: str


class Callers(Protocol):
    """Knows the conversations."""

    async def context(self, conversation: str) -> CallContext:
        """The context of a conversation as it stands now."""
        ...


class Gate(Protocol):
    """Guards the one tool that spends money."""

    async def claim(self, conversation: str, digest: str) -> Refusal | None:
        """None when this conversation may create the plan with this digest now; never twice for one intent."""
        ...

    async def claim_retry(self, conversation: str, deployment_id: str) -> Refusal | None:
        """None when this is the conversation's own failed deployment, and running it again was just asked for."""
        ...

    async def release(self, conversation: str, digest: str) -> None:
        """A claimed create had no effect for certain: it doesn't count as an order."""
        ...


class Vault(Protocol):
    """Keeps secrets; the only way to their values."""

    async def credentials(self, conversation: str) -> Credentials | None:
        """The cloud account's secrets, the operator's or the customer's; None when one is missing."""
        ...

    async def put_ssh_key(self, conversation: str, *, public_key: str, private_key: str, fingerprint: str) -> None:
        """Keep a fresh pair; the private half is given out once, outside the toolbox."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """An approval that was just asked for."""

    id: str
    """By this the agent follows it. It opens nothing."""
    url: str
    """Holds the one-use code: for the person alone."""
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """How an approval stands."""

    id: str
    status: Literal["approval_pending", "approval_expired", "approved"]
    opened: bool = False
    """The person is, or was, on our page."""
    organisation: str | None = None
    deployment: str | None = None
    """Set when `approved`: the person said yes and the deployment was begun."""


class Approvals(Protocol):
    """Lets the verified person approve on our own page what another agent asks for."""

    async def request(self, draft: Draft, principal: str) -> Asked:
        """A page with this plan. Nothing is created."""
        ...

    async def look(self, approval_id: str, principal: str) -> ApprovalView | None:
        """None for an id that this principal didn't ask for."""
        ...

    async def listed(self, principal: str) -> Sequence[ApprovalView]:
        """What this principal asked for, the latest first, bounded."""
        ...

    async def withdraw(self, approval_id: str, principal: str) -> None:
        """The link opens nothing any more, unless it was opened before."""
        ...

    def page(self) -> str:
        """Address of our page, without any code in it: whoever approved there finds the deployment there."""
        ...


@dataclass(frozen=True, slots=True)
class ToolboxDeps:
    """Everything a toolbox is built from."""

    catalogue: Callable[[], Catalogue]
    catalyst: CatalystClient
    names: NameCheck
    callers: Callers
    gate: Gate
    vault: Vault
    approvals: Approvals
    ceiling: Decimal | None = None
    """EUR a month; None: no ceiling."""
    lookup_pauses: tuple[float, ...] = (0.0, 0.5, 1.5, 3.0)
    """Seconds before each look: a request that was under way when the connection broke may still arrive."""


class AnonymousCallers:
    """In-memory twin: every conversation is anonymous with the operator's account."""

    async def context(self, conversation: str) -> CallContext:
        """See `Callers`."""
        return CallContext(conversation)


class ClosedGate:
    """In-memory twin, and the gate of everything that isn't a conversation of ours: nothing is ever created."""

    async def claim(self, conversation: str, digest: str) -> Refusal | None:
        """See `Gate`."""
        del conversation, digest
        return Refusal("not_confirmed", "There is no clear yes after the read-back.")

    async def claim_retry(self, conversation: str, deployment_id: str) -> Refusal | None:
        """See `Gate`."""
        del conversation, deployment_id
        return Refusal("not_yours", "This conversation has no such deployment.")

    async def release(self, conversation: str, digest: str) -> None:
        """See `Gate`."""


class NoVault:
    """In-memory twin without secrets."""

    async def credentials(self, conversation: str) -> Credentials | None:
        """See `Vault`."""
        del conversation
        return None

    async def put_ssh_key(self, conversation: str, *, public_key: str, private_key: str, fingerprint: str) -> None:
        """See `Vault`."""


class NoApprovals:
    """In-memory twin: points to the start page, and nobody ever approves."""

    async def request(self, draft: Draft, principal: str) -> Asked:
        """See `Approvals`."""
        del draft, principal
        return Asked("apr-" + "0" * 32, "/start", datetime.now(UTC))

    async def look(self, approval_id: str, principal: str) -> ApprovalView | None:
        """See `Approvals`."""
        del approval_id, principal
        return None

    async def listed(self, principal: str) -> Sequence[ApprovalView]:
        """See `Approvals`."""
        del principal
        return ()

    async def withdraw(self, approval_id: str, principal: str) -> None:
        """See `Approvals`."""

    def page(self) -> str:
        """See `Approvals`."""
        return "/start"
