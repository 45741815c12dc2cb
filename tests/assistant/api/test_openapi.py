"""The description of the interface: complete, well formed, and true of real answers."""

import json
import re
from typing import Any

import jsonschema
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from assistant.api.openapi import document
from tests.assistant.api.socket import Socket
from tests.assistant.stage import BAKERY, Answer, Stage, Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")
DOCUMENT: dict[str, Any] = document("0.1.0")
REGISTRY: Registry[Any] = Registry().with_resource(
    "urn:openapi", Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema", **DOCUMENT})
)


def fits(value: Any, schema: dict[str, Any]) -> None:
    """Against a schema of the document, whose references point into it."""
    text = _absolute(schema)
    Draft202012Validator(text, registry=REGISTRY, format_checker=jsonschema.FormatChecker()).validate(value)


def _absolute(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {k: f"urn:openapi{v}" if k == "$ref" else _absolute(v) for k, v in schema.items()}
    return [_absolute(item) for item in schema] if isinstance(schema, list) else schema


def answers(method: str, path: str) -> dict[str, Any]:
    return DOCUMENT["paths"][path][method.lower()]["responses"]


def described(answer: Answer, method: str, path: str) -> None:
    """The status is in the document, and the body fits its schema."""
    responses = answers(method, path)
    response = responses.get(str(answer.status))
    if response is None:
        assert answer.status >= 400, f"{method} {path} answers {answer.status}, which isn't described"
        response = responses["default"]
    content = response.get("content")
    if content is None:
        assert answer.body in (b"", b"ok\n") or answer.status == 204, f"{method} {path} has an answer without a schema"
        return
    kind = answer.headers["Content-Type"].partition(";")[0]
    fits(answer.json if kind.endswith("json") else answer.body.decode(), content[kind]["schema"])


async def test_the_served_document_is_this_one(stage: Stage) -> None:
    answer = await stage.ask("GET", "/api/v1/openapi.json")
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.json == DOCUMENT
    assert DOCUMENT["openapi"].startswith("3.1")


async def test_every_route_is_described_and_every_description_is_a_route(stage: Stage) -> None:
    routes = {
        (route.method.lower(), route.resource.canonical)
        for route in stage.app.router.routes()
        if route.resource and route.method != "HEAD" and route.resource.canonical.startswith(("/api/", "/healthz", "/readyz", "/metrics"))
    }
    named = {(method, path) for path, item in DOCUMENT["paths"].items() for method in item if method != "parameters"}
    assert named == routes


async def test_the_live_sockets_frames_are_those_that_it_takes(stage: Stage) -> None:
    told = DOCUMENT["paths"]["/api/v1/conversations/{id}/live"]["get"]["description"]
    frames: list[dict[str, Any]] = [json.loads(frame) for frame in re.findall(r"`(\{.*?\})`", told)]
    async with Socket(await stage.begin()) as socket:
        await socket.send(type="nothing")
        known = re.findall(r"[a-z]+", str((await socket.until("problem"))["next"]).removeprefix("Send "))
        assert {frame["type"] for frame in frames} == set(known) - {"or"}
        for frame in frames:
            await socket.send(**frame)
        await socket.send(type="the end")
        while await socket.problem() != "unknown_frame":
            pass
    assert {problem["code"] for problem in socket.problems} == {"unknown_frame", "no_line"}, "there is no voice line here"
    assert [problem["code"] for problem in socket.problems].count("unknown_frame") == 2


async def test_the_schemas_are_schemas_and_every_reference_leads_somewhere() -> None:
    for name, schema in DOCUMENT["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert re.fullmatch(r"[A-Za-z0-9._-]+", name)

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if "$ref" in node:
                assert node["$ref"].startswith("#/components/schemas/"), node["$ref"]
                assert node["$ref"].rpartition("/")[2] in DOCUMENT["components"]["schemas"], node["$ref"]
            if "mapping" in node:
                for target in node["mapping"].values():
                    assert target.rpartition("/")[2] in DOCUMENT["components"]["schemas"]
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(DOCUMENT)


async def test_every_operation_is_whole() -> None:
    for path, item in DOCUMENT["paths"].items():
        wanted = set(re.findall(r"{(\w+)}", path))
        assert {p["name"] for p in item.get("parameters", []) if p["in"] == "path"} == wanted
        for method, operation in item.items():
            if method == "parameters":
                continue
            assert operation["summary"]
            assert "default" in operation["responses"]
            assert len(operation["responses"]) == 2
            for scheme in operation.get("security", []):
                assert set(scheme) <= set(DOCUMENT["components"]["securitySchemes"])


async def test_what_needs_a_token_says_so(stage: Stage) -> None:
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            if method == "parameters":
                continue
            answer = await stage.ask(method.upper(), path.replace("{id}", "x").replace("{line}", "x"), json={})
            assert (answer.status == 401) is ("security" in operation), (method, path)
            if answer.status >= 400:
                described(answer, method, path)


async def test_real_answers_fit(stage: Stage, talk: Talk) -> None:
    one = "/api/v1/conversations/{id}"
    email = "schema@example.com"
    described(await stage.ask("POST", "/api/v1/conversations", json={"language": "en"}), "post", "/api/v1/conversations")
    described(await talk.ask("GET"), "get", one)
    described(await talk.ask("POST", "turns", json={"text": "hello"}), "post", f"{one}/turns")
    other = await stage.begin()
    described(await other.ask("POST", "turns", json={"text": "use Frankfurt and cpx21 with mail"}), "post", f"{one}/turns")
    described(await talk.ask("POST", "turns", json={"text": BAKERY.format(name="Schema", email=email)}), "post", f"{one}/turns")
    described(await talk.ask("GET"), "get", one)
    code = stage.code(email)
    for body in ({"email": "other@example.com"}, {"email": "bad"}):
        described(await talk.ask("POST", "/api/v1/auth/email", json=body), "post", "/api/v1/auth/email")
    for given in ("000000" if code != "000000" else "000001", code):
        answer = await talk.ask("POST", "/api/v1/auth/verify", json={"email": email, "code": given})
        described(answer, "post", "/api/v1/auth/verify")
    described(await talk.ask("POST", "turns", json={"text": "yes"}), "post", f"{one}/turns")
    await talk.until(lambda e: e["type"] == "assistant_said", phase="ready")
    described(await talk.ask("GET"), "get", one)
    described(await talk.ask("GET", "events"), "get", f"{one}/events")
    described(await talk.ask("GET", "events?limit=0"), "get", f"{one}/events")
    secret = await talk.ask("POST", "secrets", json={"name": "hetznerProjectID", "value": "x"})
    described(secret, "post", f"{one}/secrets")
    link = await talk.ask("POST", "links")
    described(link, "post", f"{one}/links")
    for _ in range(2):
        redeemed = await stage.ask("POST", "/api/v1/links/redeem", json={"code": link.json["code"]})
        described(redeemed, "post", "/api/v1/links/redeem")
    described(await talk.ask("POST", "tickets"), "post", f"{one}/tickets")
    for path in ("ssh-key", "ssh-key", "handover"):
        described(await talk.ask("POST", path), "post", f"{one}/{path}")
    described(await talk.ask("GET"), "get", one)
    for path in ("/api/v1/about", "/healthz", "/readyz", "/metrics"):
        described(await stage.ask("GET", path), "get", path)
    log = await talk.events()
    kinds = {e["type"] for e in log}
    assert len(kinds) > 10
    for event in log:
        fits(event, DOCUMENT["components"]["schemas"]["Event"])


BODIES = [(path, item["post"]["requestBody"]["content"]["application/json"]["schema"]) for path, item in DOCUMENT["paths"].items() if "application/json" in item.get("post", {}).get("requestBody", {}).get("content", {})]  # fmt: skip
ONE_OFF: dict[str, list[Any]] = {
    "text": ["", 5, None, "x" * 8001],
    "email": ["", "nope", "a@b", "a..b@c.example", ".a@b.example", 5, "x" * 250 + "@b.example"],
    "code": ["", "12345", "1234567", "12345x", 123456],
    "name": ["", "nope", None],
    "value": ["", None, "x" * 8193],
    "language": ["", 5, "x" * 36],
    "channel": ["fax", 5, ["text"]],
}
GOOD = {"text": "hello", "email": "good@example.com", "code": "000000", "name": "hetznerToken", "value": "x", "language": "en", "channel": "text"}


@pytest.mark.parametrize(("path", "schema"), BODIES)
async def test_a_body_is_refused_exactly_where_its_schema_refuses_it(stage: Stage, talk: Talk, path: str, schema: Any) -> None:
    if path.endswith("/redeem"):
        return  # an unknown code is an unknown link, whatever it looks like
    for name in schema["properties"]:
        for wrong in ONE_OFF[name]:
            body = {**{n: GOOD[n] for n in schema["properties"]}, name: wrong}
            with pytest.raises(jsonschema.ValidationError):
                fits(body, schema)
            answer = await talk.ask("POST", path.replace("{id}", talk.id), json=body)
            assert answer.status in (413, 422), (path, name, wrong)
            described(answer, "post", path)
    fits({n: GOOD[n] for n in schema["properties"]}, schema)


async def test_a_schema_refuses_what_it_does_not_describe(talk: Talk) -> None:
    """Else the checks above would say nothing."""
    (event,) = await talk.events()
    schema = DOCUMENT["components"]["schemas"]["Event"]
    fits(event, schema)
    for wrong in ({**event, "type": "nonsense"}, {**event, "seed": "x"}, {k: v for k, v in event.items() if k != "seq"}, {**event, "more": 1}):
        with pytest.raises(jsonschema.ValidationError):
            fits(wrong, schema)
    state = await talk.state()
    for name in ("phase", "plan", "missing", "deployment"):
        with pytest.raises(jsonschema.ValidationError):
            fits({k: v for k, v in state.items() if k != name}, DOCUMENT["components"]["schemas"]["State"])
