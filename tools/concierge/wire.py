"""An MCP server over an offer, in all revisions that clients speak: lists, calls, subscriptions, completion, logging."""

import base64
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from mcp import types
from mcp.server.caching import CacheHint
from mcp.server.lowlevel import Server
from mcp.server.lowlevel.server import NotificationOptions
from mcp.server.models import InitializationOptions
from mcp.server.request_state import RequestStateBoundary, RequestStateSecurity
from mcp.shared.exceptions import MCPError

from tools.concierge.changes import Changes
from tools.concierge.offer import LEVEL, Action, Call, Context, Offer, connection_of

MOST_VALUES = 100
"""Completion values in one answer; the protocol's own bound."""
PAGE = 50
"""Resources in one answer."""
LISTS_STAND = CacheHint(ttl_ms=60_000)
"""Tools and prompts hardly ever change, and whoever listens is told when they do."""
ALWAYS_ASK = CacheHint(ttl_ms=0)


class _Server(Server[Any]):
    """Says that its lists may change: the HTTP transport asks for the options without naming any."""

    def create_initialization_options(
        self,
        notification_options: NotificationOptions | None = None,
        experimental_capabilities: dict[str, dict[str, Any]] | None = None,
        extensions: dict[str, dict[str, Any]] | None = None,
    ) -> InitializationOptions:
        """See the SDK."""
        options = notification_options or NotificationOptions(True, True, True)
        return super().create_initialization_options(options, experimental_capabilities, extensions)


def tools_only(offer: Offer) -> Server[Any]:
    """For our own dialogue, in memory."""
    server = Server[Any](
        offer.name, version=offer.version, title=offer.title, instructions=offer.instructions, **_tools(offer)
    )
    server.middleware.clear()  # spans of calls that never leave the process, for which nobody listens; metrics count them
    return server


def everything(offer: Offer, changes: Changes) -> Server[Any]:
    """For other people's agents."""
    server = _Server(
        offer.name,
        version=offer.version,
        title=offer.title,
        instructions=offer.instructions,
        lifespan=_lifespan(offer, changes),
        cache_hints={
            "tools/list": LISTS_STAND,
            "prompts/list": LISTS_STAND,
            "resources/templates/list": LISTS_STAND,
            "server/discover": LISTS_STAND,
            "resources/list": ALWAYS_ASK,
            "resources/read": ALWAYS_ASK,
        },
        **_tools(offer),
        **_resources(offer),
        **_subscriptions(offer, changes),
        **_prompts(offer),
    )

    async def joined(ctx: Context, params: types.NotificationParams) -> None:
        del params
        changes.joined(ctx)
        offer.listening()

    async def set_level(ctx: Context, params: types.SetLevelRequestParams) -> types.EmptyResult:
        connection_of(ctx).state[LEVEL] = params.level
        return types.EmptyResult()

    server.add_notification_handler("notifications/initialized", types.NotificationParams, joined)
    server.add_request_handler("logging/setLevel", types.SetLevelRequestParams, set_level)
    # What a client brings back from asking its person is sealed: another request's, or one that it made up, is refused.
    server.middleware.append(RequestStateBoundary(RequestStateSecurity.ephemeral(), default_audience=offer.name))
    return server


def _lifespan(offer: Offer, changes: Changes) -> Callable[[Server[Any]], Any]:
    @asynccontextmanager
    async def running(server: Server[Any]) -> AsyncGenerator[dict[str, Any]]:
        del server
        try:
            yield {}
        finally:
            changes.close()
            await offer.close()

    return running


def _tools(offer: Offer) -> dict[str, Any]:
    async def list_tools(ctx: Context, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        del params
        return types.ListToolsResult(tools=list(await offer.tools(await offer.begin(ctx))))

    async def call_tool(ctx: Context, params: types.CallToolRequestParams) -> types.CallToolResult | types.InputRequiredResult:
        call = _answered(await offer.begin(ctx), params)
        return await offer.run(call, params.name, dict(params.arguments or {}))

    return {"on_list_tools": list_tools, "on_call_tool": call_tool}


def _resources(offer: Offer) -> dict[str, Any]:
    async def list_resources(ctx: Context, params: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        found = await offer.resources(await offer.begin(ctx))
        page, cursor = _page(found, params.cursor if params else None)
        return types.ListResourcesResult(resources=page, next_cursor=cursor)

    async def list_templates(ctx: Context, params: types.PaginatedRequestParams | None) -> types.ListResourceTemplatesResult:
        del params
        return types.ListResourceTemplatesResult(resource_templates=list(await offer.templates(await offer.begin(ctx))))

    async def read(ctx: Context, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        contents = list(await offer.read(await offer.begin(ctx), params.uri))
        if not contents:
            raise MCPError(types.INVALID_PARAMS, "Resource not found", {"uri": params.uri})
        return types.ReadResourceResult(contents=contents)

    return {"on_list_resources": list_resources, "on_list_resource_templates": list_templates, "on_read_resource": read}


def _subscriptions(offer: Offer, changes: Changes) -> dict[str, Any]:
    async def watch(ctx: Context) -> Callable[[str], Awaitable[Callable[[], None] | None]]:
        call = await offer.begin(ctx)
        return lambda uri: offer.watch(call, uri)

    async def subscribe(ctx: Context, params: types.SubscribeRequestParams) -> types.EmptyResult:
        await changes.subscribe(ctx, params.uri, await watch(ctx))
        return types.EmptyResult()

    async def unsubscribe(ctx: Context, params: types.UnsubscribeRequestParams) -> types.EmptyResult:
        changes.unsubscribe(ctx, params.uri)
        return types.EmptyResult()

    async def listen(ctx: Context, params: types.SubscriptionsListenRequestParams) -> types.SubscriptionsListenResult:
        offer.listening()
        return await changes.listen(ctx, params, await watch(ctx))

    return {
        "on_subscribe_resource": subscribe,
        "on_unsubscribe_resource": unsubscribe,
        "on_subscriptions_listen": listen,
    }


def _prompts(offer: Offer) -> dict[str, Any]:
    async def list_prompts(ctx: Context, params: types.PaginatedRequestParams | None) -> types.ListPromptsResult:
        del params
        return types.ListPromptsResult(prompts=list(await offer.prompts(await offer.begin(ctx))))

    async def get_prompt(ctx: Context, params: types.GetPromptRequestParams) -> types.GetPromptResult | types.InputRequiredResult:
        call = _answered(await offer.begin(ctx), params)
        found = await offer.prompt(call, params.name, params.arguments or {})
        if found is None:
            raise MCPError(types.INVALID_PARAMS, "Prompt not found", {"name": params.name[:100]})
        return found

    async def complete(ctx: Context, params: types.CompleteRequestParams) -> types.CompleteResult:
        values = list(await offer.complete(await offer.begin(ctx), params))
        shown = values[:MOST_VALUES]
        return types.CompleteResult(
            completion=types.Completion(values=shown, total=len(values), has_more=len(values) > len(shown))
        )

    return {"on_list_prompts": list_prompts, "on_get_prompt": get_prompt, "on_completion": complete}


def _answered(call: Call, params: types.InputResponseRequestParams) -> Call:
    given = params.input_responses or {}
    answers: Mapping[str, Action] = {k: v.action for k, v in given.items() if isinstance(v, types.ElicitResult)}
    return Call(call.ctx, call.caller, answers, params.request_state, dict(given))


def _page(found: Sequence[types.Resource], cursor: str | None) -> tuple[list[types.Resource], str | None]:
    """A part of a list; the cursor names the place. Raises MCPError for one that isn't ours."""
    try:
        start = int(base64.urlsafe_b64decode(cursor)) if cursor else 0
    except ValueError:
        start = -1
    if not 0 <= start <= len(found):
        raise MCPError(types.INVALID_PARAMS, "Invalid cursor")
    end = start + PAGE
    following = base64.urlsafe_b64encode(str(end).encode()).decode() if end < len(found) else None
    return list(found[start:end]), following
