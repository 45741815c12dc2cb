"""What the toolbox needs to know of our conversations: who calls, whether the create is allowed, the secrets."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from assistant.conversations import Conversations
from assistant.identity.orders import Orders
from assistant.identity.vault import NAMES, SSH_FINGERPRINT, SSH_PRIVATE, SSH_PUBLIC, Vault
from dialogue import events as ev
from dialogue.gates import may_retry
from tools.catalyst import CatalystClient, CatalystError
from tools.concierge.ports import CallContext, Refusal
from tools.planning import Account, Credentials, NameVerdict

if TYPE_CHECKING:
    from tools.concierge.session import ToolSession

CREDENTIALS_VERDICT = "account:verdict"
"""Kept beside the customer's secrets: `rejected` when the provider refused them."""
OVER_CEILING = "Together with what was ordered today this is more than I may order by myself."
NAME_SECONDS = 4.0
"""A name check that takes longer isn't waited for: it is made again at the create anyway."""
FREE_SECONDS = 30.0
"""Sentences of a talk: longer would offer a name that somebody else has taken meanwhile, shorter asks again at each of them."""
MOST_FREE = 1000
_OUTCOMES: tuple[Literal["refused", "unknown", "unreachable"], ...] = ("refused", "unknown", "unreachable")


@dataclass(frozen=True, slots=True)
class Failure:
    """A tool's typed error."""

    code: str
    message: str
    outcome: Literal["refused", "unknown", "unreachable"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of a tool call; see `assistant.ports.ToolOutcome`."""

    ok: bool
    result: ev.JsonObject
    error: Failure | None = None


class McpToolbox:
    """The port `Toolbox`: every call of the dialogue goes through the MCP client in memory."""

    def __init__(self, session: "Callable[[], Awaitable[ToolSession]]") -> None:
        self._session = session

    async def call(self, tool: str, arguments: ev.JsonObject, *, conversation: str) -> Outcome:
        """Call one tool for one conversation."""
        answer = await (await self._session()).call(tool, arguments, conversation=conversation)
        if answer.ok:
            return Outcome(True, answer.result)
        outcome = answer.error.get("outcome")
        return Outcome(
            False,
            {},
            Failure(
                str(answer.error.get("code", "internal"))[:80],
                str(answer.error.get("message", ""))[:500],
                outcome if outcome in _OUTCOMES else "refused",
            ),
        )


class ConversationCallers:
    """The port `Callers`: a caller is one of our conversations, as its state stands now."""

    def __init__(self, conversations: Callable[[], Conversations], vault: Vault, orders: Orders) -> None:
        self._conversations = conversations
        self._vault = vault
        self._orders = orders

    async def context(self, conversation: str) -> CallContext:
        """See `Callers`."""
        state = (await self._conversations().get(conversation)).state
        known = await self._vault.get(conversation, SSH_PUBLIC, SSH_FINGERPRINT, CREDENTIALS_VERDICT)
        kind = state.started.account
        present = frozenset(state.secrets & set(NAMES))
        return CallContext(
            conversation=conversation,
            email=state.verified_email,
            email_verified=state.email_verified,
            account=Account(kind, present, rejected=known.get(CREDENTIALS_VERDICT) == "rejected"),
            ssh_fingerprint=known.get(SSH_FINGERPRINT),
            ssh_public_key=known.get(SSH_PUBLIC),
            refused_names=state.refused_names,
            ordered=await self._orders.elsewhere(state.verified_email, conversation) if state.verified_email else Decimal(0),
        )


class ConversationGate:
    """The port `Gate`."""

    def __init__(
        self, conversations: Callable[[], Conversations], orders: Orders, ceiling: Decimal | None, forget: Callable[[], None] = lambda: None
    ) -> None:
        """`forget`: called before something is created."""
        self._conversations = conversations
        self._orders = orders
        self._ceiling = ceiling
        self._forget = forget

    async def claim(self, conversation: str, digest: str) -> Refusal | None:
        """See `Gate`."""
        actor = await self._conversations().get(conversation)
        refusal = actor.claim(digest)
        if refusal is not None:
            return Refusal(refusal.code, refusal.message)
        self._forget()
        state = actor.state
        monthly = state.validated.estimate.monthly if state.validated else 0.0
        counted = await self._orders.claim(
            conversation, digest, email=state.verified_email or "", monthly=monthly, ceiling=self._ceiling
        )
        return None if counted else Refusal("over_ceiling", OVER_CEILING)

    async def release(self, conversation: str, digest: str) -> None:
        """See `Gate`."""
        await self._orders.release(conversation, digest)

    async def claim_retry(self, conversation: str, deployment_id: str) -> Refusal | None:
        """See `Gate`."""
        refusal = may_retry((await self._conversations().get(conversation)).state, deployment_id)
        return Refusal(refusal.code, refusal.message) if refusal else None


class CredentialVault:
    """The port `Vault`: the operator's account, or what the customer typed into the separate fields."""

    def __init__(
        self, vault: Vault, conversations: Callable[[], Conversations], operator: Credentials | None
    ) -> None:
        self._vault = vault
        self._conversations = conversations
        self._operator = operator

    async def credentials(self, conversation: str) -> Credentials | None:
        """See `Vault`."""
        if (await self._conversations().get(conversation)).state.started.account == "operator":
            return self._operator
        values = await self._vault.get(conversation, *NAMES)
        return Credentials(*(values[name] for name in NAMES)) if len(values) == len(NAMES) else None

    async def put_ssh_key(self, conversation: str, *, public_key: str, private_key: str, fingerprint: str) -> None:
        """See `Vault`."""
        pair = {SSH_PUBLIC: public_key, SSH_PRIVATE: private_key, SSH_FINGERPRINT: fingerprint}
        await self._vault.put_many(conversation, pair, durable=False)


class CatalystNames:
    """The port `NameCheck` of planning. A name that was free a moment ago is not asked for again: the plan is validated at
    every change, up to three times a turn, and the service has the last word at the create anyway."""

    def __init__(self, catalyst: CatalystClient) -> None:
        self._catalyst = catalyst
        self._free: dict[tuple[str, str], float] = {}

    async def check(self, label: str, pool: str) -> NameVerdict:
        """See `NameCheck`."""
        now = asyncio.get_running_loop().time()
        if now - self._free.get((label, pool), -FREE_SECONDS) < FREE_SECONDS:
            return NameVerdict(True)
        try:
            async with asyncio.timeout(NAME_SECONDS):
                answer = await self._catalyst.check_subdomain(label, pool)
        except (CatalystError, TimeoutError):
            return NameVerdict(False, "pdm-unavailable")
        if answer.available:
            if len(self._free) >= MOST_FREE:
                self._free.clear()
            self._free[label, pool] = now
        return NameVerdict(answer.available, answer.reason)

    def forget(self) -> None:
        """Somebody creates something: what was free may not be any more."""
        self._free.clear()


async def check_credentials(catalyst: CatalystClient, vault: Vault, conversation: str) -> None:
    """Ask the provider about the customer's account once all parts are there; a service that is down decides nothing."""
    values = await vault.get(conversation, *NAMES)
    if len(values) < len(NAMES):
        return
    try:
        accepted = await catalyst.credentials_valid(values["hetznerToken"]) and await catalyst.storage_valid(
            "fsn1", values["objectStorageAccessKey"], values["objectStorageSecretKey"]
        )
    except CatalystError:
        return
    await vault.put(conversation, CREDENTIALS_VERDICT, "accepted" if accepted else "rejected")
