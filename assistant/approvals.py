"""Approvals on our own page: what another person's agent wants, decided by the verified person in a conversation of ours."""

import secrets
import sqlite3
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from assistant.conversations import Conversations
from assistant.identity.buckets import Limiter, Rate
from assistant.identity.tokens import APPROVAL_SECONDS, Tokens
from assistant.store import Database, EventStore
from dialogue import events as ev
from dialogue.fold import apply
from dialogue.state import State
from tools.concierge.ports import ApprovalView, Asked
from tools.concierge.refusals import ToolRefused
from tools.planning import Draft

RATE = Rate(burst=10, per_second=1 / 60)
"""Approvals that agents may ask of one address: each may mail a code."""
LISTED = 50
PAGE = 500
PREPARED = "(An agent prepared this plan for me.)"
_ROWS = (
    "SELECT a.id, a.conversation, a.organisation, a.expires_at, EXISTS"
    " (SELECT 1 FROM tokens t WHERE t.conversation = a.conversation) FROM approvals a WHERE"
)
Row = tuple[str, str, str, float, bool]


class PageApprovals:
    """The port `Approvals`: a conversation seeded with the agent's plan, opened by the person through a one-use link."""

    def __init__(
        self,
        conversations: Callable[[], Conversations],
        *,
        store: EventStore,
        database: Database,
        tokens: Tokens,
        started: Callable[[], ev.ConversationStarted],
        base_url: Callable[[], str],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._conversations = conversations
        self._store = store
        self._database = database
        self._tokens = tokens
        self._started = started
        self._base_url = base_url
        self._rate = Limiter(RATE)
        self._now = now

    async def request(self, draft: Draft, principal: str) -> Asked:
        """See `Approvals`. Raises ToolRefused: rate_limited."""
        wait = self._rate.wait((draft.email or "").strip().lower(), time.monotonic())
        if wait > 0:
            raise ToolRefused("rate_limited", f"Too many approvals were asked for; try again in {wait:.0f} seconds.")
        wishes = draft.model_dump(mode="json", by_alias=True, exclude_none=True)
        conversation = await self._conversations().create(
            self._started(),
            ev.UserSaid(text=PREPARED),
            ev.Understood(of=2, acts=(ev.Act(name="inform"),), set=wishes),
        )
        approval_id = f"apr-{secrets.token_hex(16)}"
        expires = self._now() + APPROVAL_SECONDS
        row = (approval_id, conversation.id, principal, draft.organisation or "", self._now(), expires)
        await self._database.write(lambda c: c.execute("INSERT INTO approvals VALUES (?, ?, ?, ?, ?, ?)", row).rowcount)
        # Whoever opens the link finds the plan read back; and `concierge mcp` may end without leaving it half done.
        await conversation.settle(conversation.state.seq)
        code = await self._tokens.link(conversation.id, seconds=APPROVAL_SECONDS)
        return Asked(approval_id, f"{self._base_url()}/start#join={code}", datetime.fromtimestamp(expires, UTC))

    async def look(self, approval_id: str, principal: str) -> ApprovalView | None:
        """See `Approvals`."""
        rows = await self._rows("a.id = ? AND a.principal = ?", approval_id, principal)
        return await self._view(rows[0]) if rows else None

    async def listed(self, principal: str) -> Sequence[ApprovalView]:
        """See `Approvals`."""
        return [await self._view(row) for row in await self._rows("a.principal = ?", principal)]

    async def withdraw(self, approval_id: str, principal: str) -> None:
        """See `Approvals`."""

        def work(connection: sqlite3.Connection) -> None:
            mine = "SELECT conversation FROM approvals WHERE id = ? AND principal = ?"
            connection.execute(f"DELETE FROM links WHERE conversation = ({mine})", (approval_id, principal))  # noqa: S608 - no value in it
            connection.execute("UPDATE approvals SET expires_at = 0 WHERE id = ? AND principal = ?", (approval_id, principal))

        await self._database.write(work)

    def page(self) -> str:
        """See `Approvals`."""
        return f"{self._base_url()}/start"

    async def prepared(self, conversation: str) -> bool:
        """An agent prepared this conversation. It must not come in beside the person: no further device is let in by one
        on which nothing was verified."""
        sql = "SELECT 1 FROM approvals WHERE conversation = ?"
        return await self._database.read(lambda c: c.execute(sql, (conversation,)).fetchone() is not None, short=True)

    async def _rows(self, where: str, *values: str) -> list[Row]:
        sql = f"{_ROWS} {where} ORDER BY a.made_at DESC LIMIT {LISTED}"

        def work(connection: sqlite3.Connection) -> list[Row]:
            return [
                (str(i), str(c), str(o), float(e), bool(opened)) for i, c, o, e, opened in connection.execute(sql, values)
            ]

        return await self._database.read(work)

    async def _view(self, row: Row) -> ApprovalView:
        approval_id, conversation, organisation, expires, opened = row
        # The log is folded anew: the conversation may be running in another process, which serves the page.
        state = await self._folded(conversation) if opened else State()
        late = state.closed or (not opened and expires < self._now())
        deployment = state.deployment.id if state.deployment else None
        return ApprovalView(
            id=approval_id,
            status="approved" if deployment else "approval_expired" if late else "approval_pending",
            opened=opened,
            organisation=organisation or None,
            deployment=deployment,
        )

    async def _folded(self, conversation: str) -> State:
        state = State()
        while entries := await self._store.read(conversation, state.seq, PAGE):
            for entry in entries:
                state = apply(state, entry.logged)
        return state
