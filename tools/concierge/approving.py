"""What other people's agents get instead of a create or a hand-over: a way to our own page, where their person decides."""

import asyncio
from typing import Any

from mcp import types

from tools.catalyst import CatalystClient
from tools.concierge.drafts import checked
from tools.concierge.feed import Feed
from tools.concierge.offer import Action, Call, connection_of, is_modern
from tools.concierge.ports import ApprovalView, ToolboxDeps
from tools.concierge.refusals import ToolRefused

JsonObject = dict[str, Any]
KEY = "approval"
"""Of what is asked of the client; the answer comes back under it."""
PERSON_SECONDS = 240.0
"""How long a client may take to ask its person whether to open the page; the approval itself has longer."""
MOST_WAITING = 100
PENDING = (
    "Nothing was created yet. The person must verify the e-mail address and approve on our page. Follow it with "
    "catalyst.deployments.get or catalyst.deployments.events and this approvalId."
)
REQUIRED = (
    "Nothing was created. The customer must verify the e-mail address and approve on this page. Give them the link; then "
    "follow it with catalyst.deployments.get or catalyst.deployments.events and the approvalId."
)
ASK = "An order for a new cloud is ready. Open the page to see it, prove your e-mail address, and approve or reject it there."


class Approving:
    """Create and hand-over as other people's agents have them."""

    def __init__(self, deps: ToolboxDeps, feed: Feed) -> None:
        self._deps = deps
        self._feed = feed
        self._waiting: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Nobody is told of a decision any more."""
        for task in self._waiting:
            task.cancel()
        await asyncio.gather(*self._waiting, return_exceptions=True)

    async def create(self, call: Call, arguments: JsonObject) -> JsonObject | types.InputRequiredResult:
        """Nothing is created, whatever the client answers: `accept` says that the person was sent to the page, no more."""
        principal = call.caller.principal
        if call.state is not None and KEY in call.answers:
            return await self._answered(call.answers[KEY], call.state, principal)
        arguments.pop("digest", None)
        draft, result = await checked(self._deps, call.caller, arguments)
        if not result.ok:
            raise ToolRefused("plan_incomplete", "The plan isn't complete and valid yet; use validate first.")
        asked = await self._deps.approvals.request(draft, principal)
        if call.opens_links and is_modern(call.ctx):
            page = types.ElicitRequestURLParams(message=ASK, url=asked.url)
            return types.InputRequiredResult(
                input_requests={KEY: types.ElicitRequest(params=page)}, request_state=asked.id
            )
        action = await call.send_person(asked.id, asked.url, ASK, seconds=PERSON_SECONDS)
        if action is not None:
            body = await self._answered(action, asked.id, principal)
            self._tell_when_decided(call, asked.id)
            return body
        raise ToolRefused(
            "approval_required",
            REQUIRED,
            status="approval_pending",
            approvalUrl=asked.url,
            approvalId=asked.id,
            expiresAt=asked.expires_at.isoformat(timespec="seconds"),
        )

    async def _answered(self, action: Action, approval_id: str, principal: str) -> JsonObject:
        if action != "accept":
            await self._deps.approvals.withdraw(approval_id, principal)
            raise ToolRefused("approval_declined", "The person didn't want to open the page. Nothing was created.")
        view = await self._deps.approvals.look(approval_id, principal)
        if view is None:
            raise ToolRefused("approval_unknown", "There is no such approval.")
        return {**approval_body(view), "message": PENDING}

    def _tell_when_decided(self, call: Call, approval_id: str) -> None:
        """A client of 2025-11-25 hears when its person is done on the page."""
        connection = connection_of(call.ctx)

        async def wait() -> None:
            reader = self._feed.approval(approval_id, call.caller.principal)
            try:
                while not reader.over:
                    await reader.news(reader.version)
                await connection.notify("notifications/elicitation/complete", {"elicitationId": approval_id})
            finally:
                self._feed.release(reader)

        if len(self._waiting) < MOST_WAITING:
            task = asyncio.create_task(wait())
            self._waiting.add(task)
            task.add_done_callback(self._waiting.discard)
            connection.exit_stack.callback(task.cancel)

    async def hand_over(self, call: Call, arguments: JsonObject) -> JsonObject:
        """The page where the verified person takes the Sovereign over; the link into it is made there, for them."""
        number, view = await resolve(self._deps, call, str(arguments["id"]))
        if number is None:
            status = view.status if view else ""
            raise ToolRefused("not_ready", "There is no deployment yet: the person hasn't approved.", status=status)
        state = await visible(self._deps, call, number)
        if state.status != "ready":
            raise ToolRefused("not_ready", "The Sovereign isn't ready yet.", status=state.status)
        return {
            "id": number,
            "status": state.status,
            "pageUrl": self._deps.approvals.page(),
            "message": "The verified person takes the Sovereign over on this page, in the browser in which they approved.",
        }


def approval_body(view: ApprovalView) -> JsonObject:
    """As results show it."""
    body: JsonObject = {"id": view.id, "approvalId": view.id, "status": view.status, "opened": view.opened}
    return {**body, "deploymentId": view.deployment} if view.deployment else body


async def resolve(deps: ToolboxDeps, call: Call, given: str) -> tuple[str | None, ApprovalView | None]:
    """The deployment behind an id of either kind, and the approval if it was one. Raises ToolRefused."""
    if not given.startswith("apr-"):
        return given, None
    view = await deps.approvals.look(given, call.caller.principal)
    if view is None:
        raise ToolRefused("not-found", "There is no such approval.")
    return view.deployment, view


async def visible(deps: ToolboxDeps, call: Call, number: str) -> Any:
    """The deployment's state when this caller may see it. A signed-in person sees their own and what they asked for;
    on this machine, where nobody signs in, knowing the id is enough. Raises ToolRefused as if there were none."""
    catalyst: CatalystClient = deps.catalyst
    state = await catalyst.get(number)
    who = call.caller
    if not who.principal or (state.owner_email or "").lower() == who.principal:
        return state
    if any(view.deployment == number for view in await deps.approvals.listed(who.principal)):
        return state
    raise ToolRefused("not-found", "The provisioning service doesn't know this deployment.")
