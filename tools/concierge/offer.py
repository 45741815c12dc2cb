"""What a server offers, as the wiring in `wire` sees it; and one request, as those who answer it see it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from mcp import types
from mcp.server.connection import Connection
from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError, NoBackChannelError
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from tools.concierge.ports import CallContext

JsonObject = dict[str, Any]
Context = ServerRequestContext[Any, Any]
Action = Literal["accept", "decline", "cancel"]
Release = Callable[[], None]
URL_MODE = "2025-11-25"
"""The first revision with links in elicitation."""
LEVEL = "concierge.level"
"""Under this name a connection's wish for log messages is kept with it."""
_LEVELS: tuple[types.LoggingLevel, ...] = ("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency")


def connection_of(ctx: Context) -> Connection:
    """The connection behind a request. The SDK has no public way to it from a handler, while only the connection
    outlives the request and tells when it ends."""
    return ctx.session._connection  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - see above


def is_modern(ctx: Context) -> bool:
    """No handshake, no session, no requests from us: 2026-07-28 and later."""
    return ctx.protocol_version in MODERN_PROTOCOL_VERSIONS


@dataclass(frozen=True, slots=True)
class Call:
    """One request."""

    ctx: Context
    caller: CallContext
    answers: Mapping[str, Action] = field(default_factory=dict[str, Action])
    """What came back for what this request asked its client before (2026-07-28 and later)."""
    state: str | None = None
    """What we gave that client to bring back; sealed on the way, so it is ours."""
    responses: Mapping[str, types.InputResponse] = field(default_factory=dict[str, types.InputResponse])
    """The same answers whole."""

    async def progress(self, done: float, message: str) -> None:
        """A notification, when the client asked for progress."""
        await self.ctx.session.report_progress(done, None, message)

    async def log(self, level: types.LoggingLevel, text: str) -> None:
        """A log message, when the client asked for this level: with `logging/setLevel`, or later with the request."""
        wanted = _wanted_level(self.ctx)
        if wanted not in _LEVELS or _LEVELS.index(level) < _LEVELS.index(wanted):
            return
        params = types.LoggingMessageNotificationParams(level=level, data=text, logger="concierge")
        await self.ctx.session.send_notification(
            types.LoggingMessageNotification(params=params), related_request_id=self.ctx.request_id
        )

    @property
    def opens_links(self) -> bool:
        """The client can send its person to a page."""
        mine = self.ctx.session.client_capabilities
        able = mine is not None and mine.elicitation is not None and mine.elicitation.url is not None
        return able and self.ctx.protocol_version >= URL_MODE

    async def send_person(self, key: str, url: str, message: str, *, seconds: float) -> Action | None:
        """Ask the client, in the middle of this request, to send its person to a page (2025-11-25). None when it
        can't, or nobody answered in time."""
        if not self.opens_links or is_modern(self.ctx) or not self.ctx.session.can_send_request:
            return None
        try:
            async with asyncio.timeout(seconds):
                answer = await self.ctx.session.elicit_url(message, url, key, related_request_id=self.ctx.request_id)
        except (MCPError, NoBackChannelError, TimeoutError):
            return None
        return answer.action


def _wanted_level(ctx: Context) -> str | None:
    if is_modern(ctx):
        return str((ctx.meta or {}).get(types.LOG_LEVEL_META_KEY))
    return connection_of(ctx).state.get(LEVEL)


class Offer(Protocol):
    """Everything behind one server."""

    name: str
    title: str
    version: str
    instructions: str

    async def begin(self, ctx: Context) -> Call:
        """The request with its caller."""
        ...

    async def tools(self, call: Call) -> Sequence[types.Tool]:
        """In the order in which they are shown."""
        ...

    async def run(self, call: Call, name: str, arguments: JsonObject) -> types.CallToolResult | types.InputRequiredResult:
        """Run a tool. Never raises for a tool's own failure."""
        ...

    async def resources(self, call: Call) -> Sequence[types.Resource]:
        """What this caller may see."""
        ...

    async def templates(self, call: Call) -> Sequence[types.ResourceTemplate]:
        """Addresses that aren't listed."""
        ...

    async def read(self, call: Call, uri: str) -> Sequence[types.TextResourceContents | types.BlobResourceContents]:
        """Empty when there is nothing at this address for this caller."""
        ...

    async def prompts(self, call: Call) -> Sequence[types.Prompt]:
        """For a person to choose from."""
        ...

    async def prompt(self, call: Call, name: str, arguments: Mapping[str, str]) -> types.GetPromptResult | types.InputRequiredResult | None:
        """None when there is no such prompt."""
        ...

    async def complete(self, call: Call, params: types.CompleteRequestParams) -> Sequence[str]:
        """All values that fit what has been typed."""
        ...

    async def watch(self, call: Call, uri: str) -> Release | None:
        """Begin to tell of changes at this address; None when there is nothing for this caller."""
        ...

    def listening(self) -> None:
        """Somebody wants to hear of changes from now on."""
        ...

    async def close(self) -> None:
        """End what runs in the background."""
        ...
