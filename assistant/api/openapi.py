"""The description of our HTTP interface (OpenAPI 3.1), kept beside the routes; a test compares the two."""

from typing import Any, get_args

from assistant.api.auth import ADDRESS
from assistant.api.bodies import LONGEST_TEXT
from assistant.identity.vault import LONGEST, NAMES
from assistant.voice.studio import Standing
from dialogue.events import EVENT, Asking
from dialogue.plan import Estimate, Note, Plan, PricePart, Problem, Proposals
from dialogue.state import Phase

JsonObject = dict[str, Any]
ONE = "/api/v1/conversations/{id}"
_STRING: JsonObject = {"type": "string"}
_STRINGS: JsonObject = {"type": "array", "items": _STRING}
_FLAG: JsonObject = {"type": "boolean"}
_TEXT: JsonObject = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
_EMAIL: JsonObject = {"type": "string", "maxLength": 254, "pattern": f"^(?:{ADDRESS})$"}
_CODE: JsonObject = {"type": "string", "pattern": "^[0-9]{6}$"}
_PROBLEM: JsonObject = {
    "description": "An RFC 9457 problem document with a stable `code` and what happens `next`.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
}
_STREAM: JsonObject = {
    "text/event-stream": {
        "schema": {"type": "string", "description": "One event a message: `id` is its seq, `data` the same JSON as in the list."}
    }
}
_LIVE = """\
A browser can't set the header of a WebSocket: it offers the subprotocols `concierge` and `bearer.TOKEN`, or `ticket.TICKET` of
`…/tickets`. Neither ever stands in the URL. Frames are JSON text, 64 KiB at most.

The server sends every event of the log once, in order, the same JSON as in `…/events`; and un-numbered frames: `partial`, `spoken`,
`level` and `voice` of a voice line, `problem` with a problem document's members about a frame that wasn't taken.

The client sends, `resume` first where it has events already, else it gets all of them:

- `{"type": "resume", "after": 0}`: go on behind this seq
- `{"type": "say", "text": "two regions"}`
- `{"type": "shown", "seq": 1}`: everything up to this seq was before the person's eyes; a yes counts only after that
- `{"type": "interrupt"}`: stop speaking
- `{"type": "mute", "on": true}` and `{"type": "talk", "on": true}`: of this device's voice line
"""
_ID: JsonObject = {"name": "id", "in": "path", "required": True, "schema": _STRING}


def _object(required: tuple[str, ...] = (), **members: JsonObject) -> JsonObject:
    return {"type": "object", "properties": members, "required": list(required)}


def _json(schema: JsonObject, description: str = "Done.") -> JsonObject:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _one_of(literal: Any) -> JsonObject:
    return {"type": "string", "enum": list(get_args(literal))}


def _ref(name: str) -> JsonObject:
    return {"$ref": f"#/components/schemas/{name}"}


_SERVER = _object(("urls",), urls=_STRING, username=_STRING, credential=_STRING)
_EARS = _object(
    ("ears", "mouth", "languages", "mouth_languages"), ears=_FLAG, mouth=_FLAG, languages=_STRINGS, mouth_languages=_STRINGS
)
_VOICE = _object(
    ("iceServers", "voice", "models"), iceServers={"type": "array", "items": _SERVER}, voice=_EARS, models=_one_of(Standing)
)
_SDP_ANSWER: JsonObject = {"description": "The answer.", "content": {"application/sdp": {"schema": _STRING}}}


def _plain(description: str) -> JsonObject:
    return {"description": description, "content": {"text/plain": {"schema": _STRING}}}


def _operation(
    summary: str, *, status: str = "200", answer: JsonObject | None = None, body: JsonObject | None = None,
    open_: bool = False, parameters: list[JsonObject] | None = None,
) -> JsonObject:  # fmt: skip
    operation: JsonObject = {
        "summary": summary,
        "responses": {status: answer or {"description": "Done."}, "default": _PROBLEM},
    }
    if body is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    if parameters:
        operation["parameters"] = parameters
    if not open_:
        operation["security"] = [{"bearer": []}]
    return operation


def _paths() -> JsonObject:
    state = _ref("State")
    created = _object(("id", "token", "state"), id=_STRING, token=_STRING, state=state)
    events: JsonObject = {"type": "array", "items": _ref("Event")}
    after: JsonObject = {"name": "after", "in": "query", "schema": {"type": "integer", "minimum": 0}}
    limit: JsonObject = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1000}}
    last: JsonObject = {"name": "Last-Event-ID", "in": "header", "schema": {"type": "integer", "minimum": 0}}
    language: JsonObject = {"type": ["string", "null"], "minLength": 1, "maxLength": 35}
    start = _object((), language=language, channel={"enum": ["text", "voice", None]})
    listed = _json(_object(("events", "lastSeq"), events=events, lastSeq={"type": "integer"}))
    device = _object(("id", "token"), id=_STRING, token=_STRING)
    line: JsonObject = {"name": "Concierge-Line", "in": "header", "schema": _STRING}
    return {
        "/api/v1/conversations": {
            "post": {
                **_operation("Begin a conversation", status="201", answer=_json(created), body=start, open_=True),
                "requestBody": {"required": False, "content": {"application/json": {"schema": start}}},
            }
        },
        ONE: {"get": _operation("The state", answer=_json(state))},
        f"{ONE}/turns": {
            "post": _operation(
                "Say something and wait for the reply",
                answer=_json(_object(("reply", "events", "state"), reply=_STRING, events=events, state=state)),
                body=_object(("text",), text=_TEXT),
            )
        },
        f"{ONE}/events": {
            "get": _operation(
                "The log, as JSON or (with `Accept: text/event-stream`) as an endless stream; without `limit` all of it",
                answer={**listed, "content": {**listed["content"], **_STREAM}},
                parameters=[after, limit, last],
            )
        },
        f"{ONE}/live": {"get": {**_operation("WebSocket, both ways, resumable", status="101"), "description": _LIVE}},
        f"{ONE}/rtc": {
            "options": _operation("What a voice line is opened with; each `Link` is a STUN or TURN server", status="204"),
            "get": _operation("STUN and TURN servers, and what is heard and spoken here", answer=_json(_VOICE)),
            "post": {
                **_operation("A voice line: an SDP offer in, the answer with all its addresses out", status="201", answer=_SDP_ANSWER, parameters=[line]),
                "requestBody": {"required": True, "content": {"application/sdp": {"schema": _STRING}}},
            },
        },
        f"{ONE}/rtc/{{line}}": {
            "parameters": [{"name": "line", "in": "path", "required": True, "schema": _STRING}],
            "delete": _operation("Hang up"),
        },
        f"{ONE}/audio": {"get": _operation("WebSocket: a voice line where UDP is blocked", status="101")},
        f"{ONE}/secrets": {
            "post": _operation(
                "Put a secret into the vault", status="204",
                body=_object(
                    ("name", "value"), name={"enum": list(NAMES)}, value={"type": "string", "minLength": 1, "maxLength": LONGEST}
                ),
            )
        },
        f"{ONE}/links": {
            "post": _operation(
                "A one-use code for another device", status="201",
                answer=_json(_object(("code", "expiresIn"), code=_STRING, expiresIn={"type": "integer"})),
            )
        },
        f"{ONE}/tickets": {
            "post": _operation(
                "A one-time ticket for the WebSocket", status="201",
                answer=_json(_object(("ticket", "expiresIn"), ticket=_STRING, expiresIn={"type": "integer"})),
            )
        },
        f"{ONE}/ssh-key": {
            "post": _operation(
                "The private key, once",
                answer=_json(_object(("filename", "privateKey"), filename=_STRING, privateKey=_STRING)),
            )
        },
        f"{ONE}/handover": {
            "post": _operation("A fresh link into the Sovereign", answer=_json(_object(("url",), url=_STRING)))
        },
        "/api/v1/links/redeem": {
            "post": _operation(
                "Exchange a link's code for a token", status="201", answer=_json(device),
                body=_object(("code",), code=_STRING), open_=True,
            )
        },
        "/api/v1/auth/email": {
            "post": _operation(
                "Mail a code", status="202", body=_object(("email",), email=_EMAIL),
                answer=_json(_object(("email", "expiresAt"), email=_STRING, expiresAt={"type": "string", "format": "date-time"})),
            )
        },
        "/api/v1/auth/verify": {
            "post": _operation(
                "Verify an address", body=_object(("email", "code"), email=_EMAIL, code=_CODE),
                answer=_json(_object(("email", "verified"), email=_STRING, verified=_FLAG)),
            )
        },
        "/api/v1/about": {
            "get": _operation(
                "Version, whether an emulator is used, and what things are called", open_=True,
                answer=_json(_object(("version", "emulator", "names"), version=_STRING, emulator=_FLAG, names={"type": "object"})),
            )
        },
        "/api/v1/openapi.json": {"get": _operation("This document", open_=True, answer=_json({"type": "object"}))},
        "/healthz": {"get": _operation("The process answers", open_=True, answer=_plain("`ok`"))},
        "/readyz": {"get": _operation("Conversations can be had (else 503)", open_=True, answer=_plain("`ok`"))},
        "/metrics": {"get": _operation("Figures for Prometheus", open_=True, answer=_plain("The exposition format."))},
    }  # fmt: skip


def _with_ids(paths: JsonObject) -> JsonObject:
    return {
        path: {**operations, "parameters": [_ID, *operations.get("parameters", [])]} if "{id}" in path else operations
        for path, operations in paths.items()
    }


def _schemas() -> JsonObject:
    """Of the models themselves, so that they can't drift."""
    template = "#/components/schemas/{model}"
    event = EVENT.json_schema(by_alias=True, mode="serialization", ref_template=template)
    found: JsonObject = dict(event.pop("$defs", {}))
    for target in event["discriminator"]["mapping"].values():
        # Closed as a whole, seq and time included, not each half by itself: nothing would fit both.
        del found[target.rpartition("/")[2]]["additionalProperties"]
    found["Event"] = {
        "allOf": [_object(("seq", "at"), seq={"type": "integer"}, at={"type": "string", "format": "date-time"}), event],
        "unevaluatedProperties": False,
    }
    for name, model in {"Plan": Plan, "PlanProblem": Problem, "Estimate": Estimate, "Note": Note, "PricePart": PricePart, "Proposals": Proposals}.items():
        schema = model.model_json_schema(by_alias=True, mode="serialization", ref_template=template)
        found |= schema.pop("$defs", {})
        found[name] = schema
    return found


def document(version: str, more: JsonObject | None = None) -> JsonObject:
    """The whole document, with the paths of what is switched on besides."""
    nullable: JsonObject = {"type": ["string", "null"]}
    schemas = _schemas()
    schemas["State"] = _object(
        ("id", "phase", "asking", "plan", "missing", "problems", "estimate", "deployment", "lastSeq"),
        id=_STRING, phase=_one_of(Phase), asking={"anyOf": [_one_of(Asking), {"type": "null"}]}, plan=_ref("Plan"),
        missing={"type": "array", "items": _STRING}, problems={"type": "array", "items": _ref("PlanProblem")},
        estimate=_ref("Estimate"), priceParts={"type": "array", "items": _ref("PricePart")},
        draft={"type": "object", "description": "What was asked for, as understood; members that nobody mentioned are left out."},
        deployment={"anyOf": [_ref("Deployment"), {"type": "null"}]},
        engine={"type": "string", "enum": ["embedded", "anthropic", "openai"]}, language=_STRING, lastSeq={"type": "integer"},
        options=_STRINGS, optionTitles=_STRINGS, notes={"type": "array", "items": _ref("Note")}, proposals=_ref("Proposals"),
        account={"type": "string", "enum": ["operator", "customer"]}, emulated=_FLAG, secretsRequested=_STRINGS, sshKeyAvailable=_FLAG, turnOpen=_FLAG,
        pastRuns={"anyOf": [_ref("PastRuns"), {"type": "null"}]},
        readBack={"anyOf": [_object(("seq", "acknowledged"), seq={"type": "integer"}, acknowledged=_FLAG), {"type": "null"}]},
    )  # fmt: skip
    schemas["PastRuns"] = _object(
        ("count", "marks", "seconds"), count={"type": "integer"}, seconds={"type": "number"},
        marks={"type": "array", "items": {"type": "number"}},
    )  # fmt: skip
    schemas["Deployment"] = _object(
        ("id", "fqdn", "status", "phase1Outcome", "components", "consoleURL", "meshName", "meshId"),
        id=_STRING, fqdn=_STRING, status=_STRING, phase1Outcome=nullable,
        components={"type": "object", "additionalProperties": _STRING}, consoleURL=nullable, meshName=nullable,
        meshId={"type": ["integer", "null"]}, verdict={"anyOf": [_ref("Verdict"), {"type": "null"}]},
    )  # fmt: skip
    schemas["ProblemDocument"] = _object(
        ("type", "title", "status", "detail", "code", "next"),
        type=_STRING, title=_STRING, status={"type": "integer"}, detail=_STRING, code=_STRING, next=_STRING,
    )  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {"title": "Concierge", "version": version},
        "paths": _with_ids(_paths() | (more or {})),
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }
