"""What the conformance suite expects a server to have, as an offer behind the same wiring as our own toolbox."""

import base64
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import anyio
from mcp import types
from mcp.shared.exceptions import MCPError
from mcp.shared.message import ServerMessageMetadata

from tools.concierge.offer import Call, Context, Release
from tools.concierge.ports import CallContext

PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
)
WAV = base64.b64encode(b"RIFF$\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00@\x1f\x00\x00\x80>\x00\x00\x02\x00\x10\x00data\x00\x00\x00\x00").decode()
PAUSE = 0.05
Result = types.CallToolResult | types.InputRequiredResult
JsonObject = dict[str, Any]
NOTHING: JsonObject = {"type": "object", "properties": {}}
SCHEMA_2020: JsonObject = {
    "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
    "$defs": {"address": {"$anchor": "addressDef", "type": "object", "properties": {"street": {"type": "string"}, "city": {"type": "string"}}}},
    "properties": {
        "name": {"type": "string"}, "address": {"$ref": "#/$defs/address"},
        "contactMethod": {"type": "string", "enum": ["phone", "email"]}, "phone": {"type": "string"}, "email": {"type": "string"},
    },
    "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
    "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
    "then": {"required": ["phone"]}, "else": {"required": ["email"]}, "additionalProperties": False,
}  # fmt: skip


def text(said: str) -> types.TextContent:
    return types.TextContent(type="text", text=said)


def resource(uri: str, mime: str, body: str) -> types.EmbeddedResource:
    return types.EmbeddedResource(type="resource", resource=types.TextResourceContents(uri=uri, mime_type=mime, text=body))


def done(*parts: Any) -> types.CallToolResult:
    return types.CallToolResult(content=[text(p) if isinstance(p, str) else p for p in parts])


def form(message: str, **properties: JsonObject) -> types.ElicitRequest:
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    return types.ElicitRequest(params=types.ElicitRequestFormParams(message=message, requested_schema=schema))


def sampled(prompt: str, tokens: int = 100) -> types.CreateMessageRequest:
    said = types.SamplingMessage(role="user", content=text(prompt))
    return types.CreateMessageRequest(params=types.CreateMessageRequestParams(messages=[said], max_tokens=tokens))


IMAGE = types.ImageContent(type="image", data=PNG, mime_type="image/png")
NAME: JsonObject = {"name": {"type": "string"}}
ROOTS = types.ListRootsRequest()


async def logging(call: Call, arguments: JsonObject) -> Result:
    for step in ("Tool execution started", "Tool processing data", "Tool execution completed"):
        await call.log("info", step)
        await anyio.sleep(PAUSE)
    return done("logged")


async def progress(call: Call, arguments: JsonObject) -> Result:
    for step in (0, 50, 100):
        await call.ctx.session.report_progress(step, 100)
        await anyio.sleep(PAUSE)
    return done("done")


async def sampling(call: Call, arguments: JsonObject) -> Result:
    answer = await call.ctx.session.send_request(
        sampled(arguments["prompt"]), types.CreateMessageResult, metadata=ServerMessageMetadata(related_request_id=call.ctx.request_id)
    )
    said = answer.content.text if isinstance(answer.content, types.TextContent) else ""
    return done(f"LLM response: {said}")


def eliciting(prefix: str, message: str, schema: JsonObject | None = None) -> Callable[[Call, JsonObject], Awaitable[Result]]:
    async def tool(call: Call, arguments: JsonObject) -> Result:
        asked = schema or {
            "type": "object", "required": ["username", "email"],
            "properties": {"username": {"type": "string", "description": "User's response"}, "email": {"type": "string", "description": "User's email address"}},
        }  # fmt: skip
        answer = await call.ctx.session.elicit_form(arguments.get("message", message), asked, call.ctx.request_id)
        return done(f"{prefix}action={answer.action}, content={json.dumps(answer.content)}")

    return tool


DEFAULTS: JsonObject = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "default": "John Doe"}, "age": {"type": "integer", "default": 30},
        "score": {"type": "number", "default": 95.5},
        "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
        "verified": {"type": "boolean", "default": True},
    },
}  # fmt: skip
THREE = ["option1", "option2", "option3"]
ENUMS: JsonObject = {
    "type": "object",
    "properties": {
        "untitledSingle": {"type": "string", "enum": THREE},
        "titledSingle": {"type": "string", "oneOf": [{"const": f"value{n}", "title": f"Option {n}"} for n in (1, 2, 3)]},
        "legacyEnum": {"type": "string", "enum": ["opt1", "opt2", "opt3"], "enumNames": ["Option One", "Option Two", "Option Three"]},
        "untitledMulti": {"type": "array", "items": {"type": "string", "enum": THREE}},
        "titledMulti": {"type": "array", "items": {"anyOf": [{"const": f"value{n}", "title": f"Choice {n}"} for n in (1, 2, 3)]}},
    },
}  # fmt: skip


def asking(
    requests: Mapping[str, Any], state: str | None, answer: Callable[[Mapping[str, Any]], str]
) -> Callable[[Call, JsonObject], Awaitable[Result]]:
    """Asks until everything is answered in the right form (and the state came back)."""

    async def tool(call: Call, arguments: JsonObject) -> Result:
        given = call.responses
        fits = all(type(given.get(key)).__name__.removesuffix("Result") in type(request).__name__ for key, request in requests.items())
        whole = fits and all(_content(given[key]) for key in requests)
        if not whole or (state is not None and call.state != state):
            return types.InputRequiredResult(input_requests=dict(requests), request_state=state)
        return done(answer(given))

    return tool


def _content(response: Any) -> bool:
    return not isinstance(response, types.ElicitResult) or (response.action == "accept" and bool(response.content))


async def multi_round(call: Call, arguments: JsonObject) -> Result:
    if call.state == "two" and "step2" in call.responses:
        return done("both steps are known")
    if call.state == "one" and "step1" in call.responses:
        return types.InputRequiredResult(
            input_requests={"step2": form("Step 2: What is your favorite color?", color={"type": "string"})}, request_state="two"
        )
    return types.InputRequiredResult(
        input_requests={"step1": form("Step 1: What is your name?", **NAME)}, request_state="one"
    )


async def capabilities(call: Call, arguments: JsonObject) -> Result:
    known = call.ctx.session.client_capabilities
    requests: dict[str, Any] = {}
    if known and known.sampling is not None:
        requests["capital_question"] = sampled("What is the capital of France?")
    if known and known.elicitation is not None:
        requests["user_name"] = form("What is your name?", **NAME)
    if not requests or set(requests) <= set(call.responses):
        return done("nothing to ask")
    return types.InputRequiredResult(input_requests=requests)


async def missing_capability(call: Call, arguments: JsonObject) -> Result:
    known = call.ctx.session.client_capabilities
    if known is None or known.sampling is None:
        raise MCPError(types.MISSING_REQUIRED_CLIENT_CAPABILITY, "Sampling is needed", {"requiredCapabilities": {"sampling": {}}})
    return done("there is sampling")


async def error(call: Call, arguments: JsonObject) -> Result:
    return types.CallToolResult(content=[text("This tool intentionally returns an error for testing")], is_error=True)


def fixed(*parts: Any) -> Callable[[Call, JsonObject], Awaitable[Result]]:
    async def tool(call: Call, arguments: JsonObject) -> Result:
        return done(*parts)

    return tool


def _name(given: Mapping[str, Any]) -> str:
    return f"Hello, {given['user_name'].content['name']}!"


ONE: JsonObject = {"type": "string"}
HEADER: JsonObject = {"type": "object", "properties": {"region": {"type": "string", "x-mcp-header": "Region"}}, "required": ["region"]}
CONFIRM = {"confirm": form("Please confirm", ok={"type": "boolean"})}
TOOLS: dict[str, tuple[JsonObject, Callable[[Call, JsonObject], Awaitable[Result]]]] = {
    "test_simple_text": (NOTHING, fixed("This is a simple text response for testing.")),
    "test_image_content": (NOTHING, fixed(IMAGE)),
    "test_audio_content": (NOTHING, fixed(types.AudioContent(type="audio", data=WAV, mime_type="audio/wav"))),
    "test_embedded_resource": (NOTHING, fixed(resource("test://embedded-resource", "text/plain", "This is an embedded resource content."))),
    "test_multiple_content_types": (
        NOTHING, fixed("Multiple content types test:", IMAGE, resource("test://mixed-content-resource", "application/json", '{"test":"data","value":123}')),
    ),
    "test_tool_with_logging": (NOTHING, logging),
    "test_tool_with_progress": (NOTHING, progress),
    "test_error_handling": (NOTHING, error),
    "test_sampling": ({"type": "object", "properties": {"prompt": ONE}, "required": ["prompt"]}, sampling),
    "test_elicitation": ({"type": "object", "properties": {"message": ONE}, "required": ["message"]}, eliciting("User response: ", "")),
    "test_elicitation_sep1034_defaults": (NOTHING, eliciting("Elicitation completed: ", "Defaults", DEFAULTS)),
    "test_elicitation_sep1330_enums": (NOTHING, eliciting("Elicitation completed: ", "Enums", ENUMS)),
    "json_schema_2020_12_tool": (SCHEMA_2020, fixed("ok")),
    "test_custom_headers": (HEADER, fixed("ok")),
    "test_missing_capability": (NOTHING, missing_capability),
    "test_input_required_result_elicitation": (NOTHING, asking({"user_name": form("What is your name?", **NAME)}, None, _name)),
    "test_input_required_result_sampling": (
        NOTHING, asking({"capital_question": sampled("What is the capital of France?")}, None, lambda given: given["capital_question"].content.text),
    ),
    "test_input_required_result_list_roots": (NOTHING, asking({"client_roots": ROOTS}, None, lambda given: str(given["client_roots"].roots[0].uri))),
    "test_input_required_result_request_state": (NOTHING, asking(CONFIRM, "kept", lambda _: "state-ok")),
    "test_input_required_result_tampered_state": (NOTHING, asking(CONFIRM, "sealed", lambda _: "state-ok")),
    "test_input_required_result_multiple_inputs": (
        NOTHING,
        asking({"user_name": form("What is your name?", **NAME), "greeting": sampled("Generate a greeting", 50), "client_roots": ROOTS}, "all", _name),
    ),
    "test_input_required_result_multi_round": (NOTHING, multi_round),
    "test_input_required_result_capabilities": (NOTHING, capabilities),
}  # fmt: skip


def said(message: str) -> types.PromptMessage:
    return types.PromptMessage(role="user", content=text(message))


class Items:
    """Implements `Offer`."""

    name = "conformance"
    title = "What the conformance suite expects"
    version = "1"
    instructions = "For tests alone."

    async def begin(self, ctx: Context) -> Call:
        return Call(ctx, CallContext())

    async def tools(self, call: Call) -> Sequence[types.Tool]:
        return [types.Tool(name=name, description=f"{name} of the suite", input_schema=schema) for name, (schema, _) in TOOLS.items()]

    async def run(self, call: Call, name: str, arguments: JsonObject) -> Result:
        if name not in TOOLS:
            return types.CallToolResult(content=[text("There is no such tool.")], is_error=True)
        return await TOOLS[name][1](call, arguments)

    async def resources(self, call: Call) -> Sequence[types.Resource]:
        uris = {"test://static-text": "text/plain", "test://static-binary": "image/png", "test://watched-resource": "text/plain"}
        return [types.Resource(name=uri[7:], description="Of the suite", uri=uri, mime_type=mime) for uri, mime in uris.items()]

    async def templates(self, call: Call) -> Sequence[types.ResourceTemplate]:
        return [types.ResourceTemplate(name="template", uri_template="test://template/{id}/data", mime_type="application/json")]

    async def read(self, call: Call, uri: str) -> Sequence[types.TextResourceContents | types.BlobResourceContents]:
        parts = uri.split("/")
        if uri in ("test://static-text", "test://watched-resource"):
            return [types.TextResourceContents(uri=uri, mime_type="text/plain", text="This is the content of the static text resource.")]
        if uri == "test://static-binary":
            return [types.BlobResourceContents(uri=uri, mime_type="image/png", blob=PNG)]
        if uri.startswith("test://template/") and uri.endswith("/data") and len(parts) == 5:
            body = {"id": parts[3], "templateTest": True, "data": f"Data for ID: {parts[3]}"}
            return [types.TextResourceContents(uri=uri, mime_type="application/json", text=json.dumps(body))]
        return []

    async def prompts(self, call: Call) -> Sequence[types.Prompt]:
        def one(name: str, *arguments: str) -> types.Prompt:
            wanted = [types.PromptArgument(name=a, description=a, required=True) for a in arguments]
            return types.Prompt(name=name, description=f"{name} of the suite", arguments=wanted)

        return [
            one("test_simple_prompt"), one("test_prompt_with_arguments", "arg1", "arg2"),
            one("test_prompt_with_embedded_resource", "resourceUri"), one("test_prompt_with_image"), one("test_input_required_result_prompt"),
        ]  # fmt: skip

    async def prompt(
        self, call: Call, name: str, arguments: Mapping[str, str]
    ) -> types.GetPromptResult | types.InputRequiredResult | None:
        match name:
            case "test_simple_prompt":
                return types.GetPromptResult(messages=[said("This is a simple prompt for testing.")])
            case "test_prompt_with_arguments":
                return types.GetPromptResult(messages=[said(f"Prompt with arguments: arg1='{arguments['arg1']}', arg2='{arguments['arg2']}'")])
            case "test_prompt_with_embedded_resource":
                part = resource(arguments["resourceUri"], "text/plain", "Embedded resource content for testing.")
                return types.GetPromptResult(
                    messages=[types.PromptMessage(role="user", content=part), said("Please process the embedded resource above.")]
                )
            case "test_prompt_with_image":
                return types.GetPromptResult(
                    messages=[types.PromptMessage(role="user", content=IMAGE), said("Please analyze the image above.")]
                )
            case "test_input_required_result_prompt":
                given = call.responses.get("user_context")
                if isinstance(given, types.ElicitResult) and given.content:
                    return types.GetPromptResult(messages=[said(f"In the context of {given.content['context']}.")])
                return types.InputRequiredResult(
                    input_requests={"user_context": form("What context should the prompt use?", context={"type": "string"})}
                )
            case _:
                return None

    async def complete(self, call: Call, params: types.CompleteRequestParams) -> Sequence[str]:
        return [word for word in ("paris", "park", "party") if word.startswith(params.argument.value)]

    async def watch(self, call: Call, uri: str) -> Release | None:
        return (lambda: None) if await self.read(call, uri) else None

    def listening(self) -> None:
        pass

    async def close(self) -> None:
        pass
