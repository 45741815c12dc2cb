"""The dialogue's side of the toolbox: one MCP client in memory for the whole process."""

import json
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from mcp import Client, types
from mcp.server.lowlevel import Server

from tools.concierge.server import CONVERSATION

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToolOutcome:
    """`result` when ok; else `error` with code, message and outcome."""

    ok: bool
    result: JsonObject = field(default_factory=dict[str, Any])
    error: JsonObject = field(default_factory=dict[str, Any])


class ToolSession:
    """Calls tools on behalf of conversations; concurrent calls share the one connection."""

    def __init__(self, server: Server[Any]) -> None:
        self._client = Client(server, raise_exceptions=True)

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def call(self, tool: str, arguments: JsonObject, *, conversation: str) -> ToolOutcome:
        """Call one tool. Never raises for a tool's own failure.

        The request is sent as the client's `call_tool` would, which then holds the result against the tool's output schema:
        a third of what a call costs. Here the result comes from this process; that it fits its schema is held by tests.
        """
        params = types.CallToolRequestParams(name=tool, arguments=arguments, _meta={CONVERSATION: conversation})  # type: ignore[arg-type]  # the SDK's meta type is open at run time, closed in its stub
        answer = await self._client.session.send_request(types.CallToolRequest(params=params), types.CallToolResult)
        body = answer.structured_content or _text(answer)
        return ToolOutcome(False, error=body) if answer.is_error else ToolOutcome(True, result=body)

    async def tools(self) -> list[types.Tool]:
        """What can be called."""
        return list((await self._client.list_tools()).tools)


def _text(answer: types.CallToolResult) -> JsonObject:
    for part in answer.content:
        if isinstance(part, types.TextContent):
            try:
                body = json.loads(part.text)
            except ValueError:
                continue
            if isinstance(body, dict):
                return body  # pyright: ignore[reportUnknownVariableType] - JSON
    return {"code": "internal", "message": "The tool gave no readable answer.", "outcome": "unknown"}
