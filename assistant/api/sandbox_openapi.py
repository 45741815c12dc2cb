"""The sandbox's part of the description of the interface."""

from typing import Any

JsonObject = dict[str, Any]
ROOT = "/api/v1/sandbox"
OPERATOR_HEADER = "X-Sandbox-Operator"
"""Of the operator's token."""
ONE = f"{ROOT}/sessions/{{id}}"
_STRING: JsonObject = {"type": "string"}
_COUNT: JsonObject = {"type": "integer", "minimum": 0}
_FLAG: JsonObject = {"type": "boolean"}
_SIZE: JsonObject = {"type": "integer", "minimum": 0, "maximum": 1000}
_PROBLEM: JsonObject = {
    "description": "An RFC 9457 problem document with a stable `code` and what happens `next`.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
}


def _object(required: tuple[str, ...], **members: JsonObject) -> JsonObject:
    return {"type": "object", "properties": members, "required": list(required)}


def _list(of: JsonObject) -> JsonObject:
    return {"type": "array", "items": of}


def _operation(
    summary: str, *, status: str = "200", answer: JsonObject | None = None, body: JsonObject | None = None, parameters: list[JsonObject] | None = None
) -> JsonObject:
    done: JsonObject = {"description": "Done."}
    if answer is not None:
        done["content"] = {"application/json": {"schema": answer}}
    operation: JsonObject = {"summary": summary, "responses": {status: done, "default": _PROBLEM}, "security": [{"bearer": []}]}
    if body is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    if parameters:
        operation["parameters"] = parameters
    return operation


_EXIT: JsonObject = {
    "anyOf": [
        {"type": "null"},
        _object(("code", "signal"), code={"type": ["integer", "null"]}, signal={"type": ["integer", "null"]}),
    ]
}
_SESSION = _object(
    ("id", "agent", "createdAt", "running", "exit", "watchers", "activity", "title", "goesOn"),
    id={"type": "string", "pattern": "^[0-9a-f]{24}$"}, agent=_STRING, createdAt={"type": "string", "format": "date-time"}, running=_FLAG,
    exit=_EXIT, watchers=_COUNT, activity={"enum": ["idle", "waiting", "working"]}, title=_STRING, goesOn=_FLAG,
)  # fmt: skip
_AGENT = _object(
    ("id", "name", "about", "available", "why", "version"),
    id=_STRING, name=_STRING, about=_STRING, available=_FLAG, why=_STRING, version=_STRING,
)  # fmt: skip
KINDS = ("text", "tool-call", "diff", "bash", "preview-link", "plan", "question", "cost", "status")
_ACTION = _object(("action", "label"), action=_STRING, label=_STRING, style={"enum": ["", "primary", "danger"]}, text=_FLAG)
_CARD: JsonObject = {
    **_object(
        ("id", "kind"),
        id=_STRING, kind={"enum": list(KINDS)}, open=_FLAG, actions=_list(_ACTION),
        decision={"anyOf": [{"type": "null"}, _object(("action", "by"), action=_STRING, by=_STRING, words=_STRING)]},
    ),
    "description": "`open`: somebody may answer by one of `actions`; one with `text` is given in words of one's own. The other fields are those of its kind.",
}  # fmt: skip
_FRAME = _object(
    ("type", "seq", "ts", "session_id", "card"),
    type={"const": "card"}, seq=_COUNT, ts={"type": "string", "format": "date-time"}, session_id=_STRING, card=_CARD,
)  # fmt: skip


_DEVICE = _object(
    ("id", "service", "renewedAt"), id={"type": "string", "pattern": "^[0-9a-f]{32}$"}, service=_STRING, renewedAt={"type": "string", "format": "date-time"}
)
_SUBSCRIPTION: JsonObject = {
    **_object(
        ("endpoint", "keys"), endpoint={"type": "string", "format": "uri", "maxLength": 1024}, keys=_object(("p256dh", "auth"), p256dh=_STRING, auth=_STRING)
    ),
    "description": "A browser's PushSubscription as JSON.",
}


def _push_paths() -> JsonObject:
    device: JsonObject = {"name": "device", "in": "path", "required": True, "schema": _STRING}
    root = f"{ROOT}/push"
    return {
        root: {
            "get": _operation(
                "The key to subscribe with for push messages, and one's own devices that are told when a session waits",
                answer=_object(("key", "devices"), key=_STRING, devices=_list(_DEVICE)),
            ),
            "post": _operation("Tell this browser when a session waits", status="201", answer=_DEVICE, body=_SUBSCRIPTION),
        },
        f"{root}/{{device}}": {"parameters": [device], "delete": _operation("Tell it no more", status="204")},
    }


def paths(*, push: bool = True) -> JsonObject:
    """Every route of the sandbox, with or without those of push messages."""
    after: JsonObject = {"name": "after", "in": "query", "schema": _COUNT}
    card: JsonObject = {"name": "card", "in": "path", "required": True, "schema": _STRING}
    return (_push_paths() if push else {}) | {
        f"{ROOT}/agents": {"get": _operation("Agents that may be started here", answer=_object(("agents",), agents=_list(_AGENT)))},
        f"{ROOT}/disk": {
            "get": _operation(
                "What one's own files take of the disk, in bytes; `limit` 0: there is none. `full`: only a shell may be started",
                answer=_object(("used", "limit", "full", "detail"), used=_COUNT, limit=_COUNT, full=_FLAG, detail=_STRING),
            )
        },
        f"{ROOT}/sessions": {
            "get": _operation("One's own sessions, oldest first", answer=_object(("sessions",), sessions=_list(_SESSION))),
            "post": _operation(
                "Start an agent", status="201", answer=_SESSION, body=_object(("agent",), agent=_STRING, cols=_SIZE, rows=_SIZE)
            ),
        },
        ONE: {
            "get": _operation("One session", answer=_SESSION),
            "delete": _operation("End it; answers when its program is gone", status="204"),
        },
        f"{ONE}/again": {
            "post": _operation(
                "An agent that has ended (`goesOn`) goes on with its last conversation, as a session of its own (409 `cannot_go_on`, `session_runs`)",
                status="201", answer=_SESSION,
            )
        },
        f"{ONE}/resize": {"post": _operation("Another size", status="204", body=_object(("cols", "rows"), cols=_SIZE, rows=_SIZE))},
        f"{ONE}/signal": {
            "post": _operation("A signal to its program", status="204", body=_object(("signal",), signal={"enum": ["INT", "QUIT", "TERM", "HUP"]}))
        },
        f"{ONE}/attach": {"get": _operation("WebSocket `sandbox.v1`: output, keys, cards; resumable", status="101")},
        f"{ONE}/cards": {
            "get": _operation(
                "What happened, as cards, each as it is now; as a WebSocket the same as `attach`, without output",
                answer=_object(("cards", "lastSeq"), cards=_list(_FRAME), lastSeq=_COUNT), parameters=[after],
            )
        },
        f"{ONE}/cards/{{card}}/decision": {
            "parameters": [card],
            "post": _operation(
                "Answer a card; the first answer of all is taken, once (409 `already_decided`, `not_asked`)",
                answer=_object(("outcome",), outcome={"const": "taken"}), body=_object(("action",), action=_STRING, text=_STRING),
            ),
        },
    }  # fmt: skip


_SWITCHES = _object(
    ("agents", "orgs"),
    agents=_list(_object(("id", "name", "installed", "on"), id=_STRING, name=_STRING, installed=_FLAG, on=_FLAG)),
    orgs=_list(_object(("org", "off"), org=_STRING, off=_list(_STRING))),
)  # fmt: skip


def operator_paths() -> JsonObject:
    """Routes of the operator, where there is one."""
    token: JsonObject = {"name": OPERATOR_HEADER, "in": "header", "required": True, "schema": _STRING}
    agent: JsonObject = {"name": "agent", "in": "path", "required": True, "schema": _STRING}
    root = f"{ROOT}/operator/agents"
    found: JsonObject = {
        root: {"parameters": [token], "get": _operation("What is switched on for everybody, and off for one Org", answer=_SWITCHES)},
        f"{root}/{{agent}}": {
            "parameters": [token, agent],
            "put": _operation("Switch an agent, for everybody or for one Org", answer=_SWITCHES, body=_object(("on",), on=_FLAG, org=_STRING)),
        },
    }  # fmt: skip
    for item in found.values():
        for method, operation in item.items():
            if method != "parameters":
                operation["security"] = []  # the header is what opens it
    return found
