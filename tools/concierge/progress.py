"""How a deployment stands and what it tells, at once or while it happens."""

import asyncio
from contextlib import suppress
from typing import Any

from mcp import types

from tools.catalyst.models import Snapshot, State
from tools.catalyst.scrub import scrub
from tools.concierge.approving import approval_body, resolve, visible
from tools.concierge.feed import Feed, Reader, TooMany
from tools.concierge.offer import Call
from tools.concierge.ports import ToolboxDeps
from tools.concierge.refusals import ToolRefused, refused

JsonObject = dict[str, Any]
LONGEST_WAIT = 300
"""Seconds; clients and proxies rarely allow more for one call, and another call goes on where this one ended."""
_LEVELS: dict[str, types.LoggingLevel] = {"warn": "warning", "warning": "warning", "error": "error"}


class Progress:
    """The tools `get` and `events`."""

    def __init__(self, deps: ToolboxDeps, feed: Feed) -> None:
        self._deps = deps
        self._feed = feed

    async def get(self, call: Call, arguments: JsonObject) -> JsonObject:
        """State of a deployment, or of an approval as long as there is none."""
        number, view = await resolve(self._deps, call, str(arguments["id"]))
        if number is None:
            return approval_body(view) if view else {}
        body = state_body(await visible(self._deps, call, number))
        return {**body, "approvalId": view.id} if view else body

    async def events(self, call: Call, arguments: JsonObject) -> JsonObject:
        """Events after the ones already seen. With `wait` the call stays: until there is something new, or with
        `until: done` until the deployment is over, in any case no longer than that many seconds."""
        following = _Following(self._deps, self._feed, call, int(arguments.get("after", 0)), str(arguments["id"]))
        seconds, until = int(arguments.get("wait", 0)), str(arguments.get("until", "change"))
        if not seconds:
            return await following.now()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await following.wait(until_done=until == "done")
        return await following.now()


class _Following:
    """One call of `events`."""

    def __init__(self, deps: ToolboxDeps, feed: Feed, call: Call, after: int, given: str) -> None:
        self._deps = deps
        self._feed = feed
        self._call = call
        self._after = after
        self._given = given
        self._told = after
        self._steps = 0.0

    async def now(self) -> JsonObject:
        number, view = await resolve(self._deps, self._call, self._given)
        if number is None:
            return self._waiting(view)
        await visible(self._deps, self._call, number)
        return page(await self._deps.catalyst.snapshot(number), self._after)

    async def wait(self, *, until_done: bool) -> JsonObject:
        number, view = await resolve(self._deps, self._call, self._given)
        if number is None and view is not None:
            number = await self._approval(view.id)
            if number is None or not until_done:
                return await self.now()
        if number is None:
            return await self.now()
        await visible(self._deps, self._call, number)
        reader = self._held(lambda: self._feed.deployment(number))
        try:
            return await self._deployment(reader, until_done=until_done)
        finally:
            self._feed.release(reader)

    async def _approval(self, approval_id: str) -> str | None:
        """Until the person has decided, or can't any more; the deployment when there is one."""
        reader = self._held(lambda: self._feed.approval(approval_id, self._call.caller.principal))
        try:
            opened = False
            await self._step("Waiting for the person's approval.")
            while True:
                version = reader.version
                view = reader.value
                if view is not None and view.opened and not opened:
                    opened = True
                    await self._step("The person has opened the page.")
                if view is not None and view.deployment is not None:
                    await self._step("Approved.")
                    return view.deployment
                if reader.over:
                    return None
                await reader.news(version)
        finally:
            self._feed.release(reader)

    async def _deployment(self, reader: Reader[Snapshot], *, until_done: bool) -> JsonObject:
        while True:
            version = reader.version
            if reader.value is not None:
                found = page(reader.value, self._after)
                await self._tell(reader.value)
                if found["done"] or (found["events"] and not until_done):
                    return found
            if reader.error is not None:
                raise refused(reader.error)
            if reader.over:
                return await self.now()
            await reader.news(version)

    async def _tell(self, snapshot: Snapshot) -> None:
        kept = [e for e in snapshot.events if not e.hidden]
        for event in kept[self._told :]:
            message = scrub(event.message)
            await self._step(f"{event.component or event.phase}: {message}"[:300])
            level = _LEVELS.get(event.level)
            if level is not None:
                await self._call.log(level, message)
        self._told = max(self._told, len(kept))

    async def _step(self, message: str) -> None:
        self._steps += 1
        await self._call.progress(self._steps, message)

    def _held(self, take: Any) -> Any:
        try:
            return take()
        except TooMany:
            raise ToolRefused("busy", "Too much is being followed at once; ask again without `wait`.") from None

    def _waiting(self, view: Any) -> JsonObject:
        return {"events": [], "next": self._after, **approval_body(view), "done": view.status == "approval_expired"}


def state_body(state: State) -> JsonObject:
    """As results and resources show it."""
    result = state.result
    return {
        "id": state.id,
        "status": state.status,
        "fqdn": state.sovereign_fqdn,
        "error": scrub(state.error) if state.error else None,
        "phase1Outcome": (result.phase1_outcome or None) if result else None,
        "consoleURL": (result.console_url or None) if result else None,
        "components": state.components,
    }


def page(snapshot: Snapshot, after: int) -> JsonObject:
    """Events after a place."""
    kept = [e for e in snapshot.events if not e.hidden]
    events = [e.shown(scrub(e.message)) for e in kept[after:]]
    return {
        "id": snapshot.state.id, "events": events, "next": len(kept), "status": snapshot.state.status, "done": snapshot.done,
    }  # fmt: skip
