"""Who is told when something changes, in both ways that clients know.

Up to 2025-11-25 a client has a connection: it asks with `resources/subscribe` and hears of lists without asking. Since
2026-07-28 it has none: it opens `subscriptions/listen`, whose answer is the stream of what it asked for.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, suppress

import anyio
from mcp import types
from mcp.server.connection import Connection
from mcp.server.subscriptions import (
    InMemorySubscriptionBus,
    ListenHandler,
    PromptsListChanged,
    ResourcesListChanged,
    ResourceUpdated,
    ServerEvent,
    ToolsListChanged,
)
from mcp.shared.exceptions import MCPError

from tools.concierge.offer import Context, Release, connection_of

Watch = Callable[[str], Awaitable[Release | None]]
MOST_STREAMS = 500
MOST_ADDRESSES = 50
"""Of one client."""
PATIENCE = 2.0
"""Seconds for one connection to take a notification; one that doesn't read holds up nobody."""
_METHODS: dict[type[ServerEvent], str] = {
    ToolsListChanged: "notifications/tools/list_changed",
    PromptsListChanged: "notifications/prompts/list_changed",
    ResourcesListChanged: "notifications/resources/list_changed",
    ResourceUpdated: "notifications/resources/updated",
}


class Changes:
    """Subscriptions of one server."""

    def __init__(self) -> None:
        self._bus = InMemorySubscriptionBus()
        self._listen = ListenHandler(self._bus, max_subscriptions=MOST_STREAMS, max_buffered_events=100)
        self._connections: dict[Connection, dict[str, Release]] = {}

    async def tell(self, event: ServerEvent) -> None:
        """To everybody who asked for it."""
        await self._bus.publish(event)
        uri = event.uri if isinstance(event, ResourceUpdated) else None
        told = [c for c, watched in self._connections.items() if uri is None or uri in watched]
        params = {"uri": uri} if uri is not None else None
        await asyncio.gather(*(_notify(connection, _METHODS[type(event)], params) for connection in told))

    def joined(self, ctx: Context) -> None:
        """A connection is there; it hears of lists until it ends."""
        self._connection(ctx)

    async def subscribe(self, ctx: Context, uri: str, watch: Watch) -> None:
        """Raises MCPError for an address that has nothing for this client."""
        watched = self._connection(ctx)
        if uri in watched:
            return
        if len(watched) >= MOST_ADDRESSES:
            raise MCPError(types.INVALID_PARAMS, "Too many subscriptions")
        release = await watch(uri)
        if release is None:
            raise MCPError(types.INVALID_PARAMS, "Resource not found", {"uri": uri})
        watched[uri] = release

    def unsubscribe(self, ctx: Context, uri: str) -> None:
        """Of what was never subscribed there is nothing to undo."""
        release = self._connection(ctx).pop(uri, None)
        if release is not None:
            release()

    async def listen(
        self, ctx: Context, params: types.SubscriptionsListenRequestParams, watch: Watch
    ) -> types.SubscriptionsListenResult:
        """One stream. Addresses that have nothing for this client are left out of what is acknowledged."""
        asked = params.notifications
        with ExitStack() as held:
            honoured: list[str] = []
            for uri in list(dict.fromkeys(asked.resource_subscriptions or ()))[:MOST_ADDRESSES]:
                release = await watch(uri)
                if release is not None:
                    held.callback(release)
                    honoured.append(uri)
            narrowed = asked.model_copy(update={"resource_subscriptions": honoured or None})
            return await self._listen(ctx, params.model_copy(update={"notifications": narrowed}))

    def close(self) -> None:
        """Streams end with their goodbye."""
        self._listen.close()

    def _connection(self, ctx: Context) -> dict[str, Release]:
        connection = connection_of(ctx)
        if connection not in self._connections:
            self._connections[connection] = {}
            connection.exit_stack.callback(self._left, connection)
        return self._connections[connection]

    def _left(self, connection: Connection) -> None:
        for release in self._connections.pop(connection, {}).values():
            release()


async def _notify(connection: Connection, method: str, params: dict[str, str] | None) -> None:
    with suppress(TimeoutError, anyio.BrokenResourceError, anyio.ClosedResourceError):
        async with asyncio.timeout(PATIENCE):
            await connection.notify(method, params)
