"""The MCP server: tools listed and called, every failure a typed error result, nothing else reachable."""

import json
import logging
from typing import Any, Literal

from jsonschema import Draft202012Validator
from mcp import types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server

from tools.catalyst import CatalystError
from tools.concierge.handlers import Handlers, ToolRefused, refused
from tools.concierge.ports import CallContext, ToolboxDeps
from tools.concierge.schemas import SPECS, ToolSpec

JsonObject = dict[str, Any]
CONVERSATION = "concierge/conversation"
"""Member of a request's `_meta` that names the calling conversation; only the in-memory server reads it."""
_LOG = logging.getLogger("concierge.toolbox")
INSTRUCTIONS = (
    "Plans and creates a Sovereign, a customer's own cloud. Validate first; creating needs the customer's approval on our own page."
)


def build_server(deps: ToolboxDeps, *, scope: Literal["dialogue", "public"]) -> Server[Any]:
    """The toolbox. `dialogue`: in memory, for our own conversations; `public`: for other people's agents."""
    handlers = Handlers(deps)
    offered = {name: spec for name, spec in SPECS.items() if scope == "dialogue" or spec.scope == "public"}
    validators = {name: Draft202012Validator(spec.input_schema) for name, spec in offered.items()}
    listing = types.ListToolsResult(tools=[_tool(spec) for spec in offered.values()])

    async def list_tools(ctx: ServerRequestContext[Any], params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        del ctx, params
        return listing

    async def call_tool(ctx: ServerRequestContext[Any], params: types.CallToolRequestParams) -> types.CallToolResult:
        name, arguments = params.name, dict(params.arguments or {})
        if name not in offered:
            return _error({"code": "unknown_tool", "message": "There is no such tool.", "outcome": "refused"})
        invalid = next(iter(validators[name].iter_errors(arguments)), None)
        if invalid is not None:
            where = ".".join(str(p) for p in invalid.absolute_path) or "arguments"
            message = f"The arguments don't fit the tool's schema at {where[:80]}."
            return _error({"code": "invalid_arguments", "message": message, "outcome": "refused"})
        try:
            caller = await _caller(ctx)
            return _result(await handlers.by_name[name](caller, arguments))
        except ToolRefused as refusal:
            return _error(refusal.body)
        except CatalystError as error:
            return _error(refused(error).body)
        except Exception:
            _LOG.exception("tool failed", extra={"tool": name})
            outcome = "unknown" if SPECS[name].destructive else "refused"
            return _error({"code": "internal", "message": "Something went wrong on our side.", "outcome": outcome})

    async def _caller(ctx: ServerRequestContext[Any]) -> CallContext:
        conversation = (ctx.meta or {}).get(CONVERSATION) if scope == "dialogue" else None
        return await deps.callers.context(str(conversation)) if conversation else CallContext()

    return Server(
        "concierge",
        version="1",
        title="Concierge toolbox",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _tool(spec: ToolSpec) -> types.Tool:
    return types.Tool(
        name=spec.name,
        title=spec.title,
        description=spec.description,
        input_schema=spec.input_schema,
        output_schema=spec.output_schema,
        annotations=types.ToolAnnotations(
            title=spec.title,
            read_only_hint=spec.read_only,
            destructive_hint=spec.destructive,
            idempotent_hint=spec.idempotent,
            open_world_hint=spec.open_world,
        ),
    )


def _result(body: JsonObject) -> types.CallToolResult:
    text = json.dumps(body, ensure_ascii=False)
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], structured_content=body)


def _error(body: JsonObject) -> types.CallToolResult:
    text = json.dumps(body, ensure_ascii=False)
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=text)], structured_content=body, is_error=True
    )
