"""The description of the sandbox's interface: complete, and true of real answers."""

import re
from typing import Any

from jsonschema import Draft202012Validator

from assistant.api.openapi import document
from assistant.api.sandbox_openapi import paths
from assistant.api.system import MORE_PATHS
from tests.assistant.sandbox.test_api import Site, site

__all__ = ["site"]
ROOT = "/api/v1/sandbox"


def fits(value: Any, method: str, path: str, status: str = "200") -> None:
    schema = paths()[path][method]["responses"][status]["content"]["application/json"]["schema"]
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)


async def test_every_route_is_described_and_every_description_is_a_route(site: Site) -> None:
    routes = {
        (route.method.lower(), route.resource.canonical)
        for route in site._app.router.routes()
        if route.resource and route.method != "HEAD" and route.resource.canonical.startswith("/api/")
    }
    named = {(method, path) for path, item in paths().items() for method in item if method != "parameters"}
    assert named == routes
    assert site._app[MORE_PATHS] == paths()


def test_the_document_has_it_where_it_is_switched_on() -> None:
    assert f"{ROOT}/sessions" not in document("1")["paths"]
    found = document("1", paths())["paths"]
    for path in paths():
        wanted = set(re.findall(r"{(\w+)}", path))
        assert {p["name"] for p in found[path].get("parameters", []) if p["in"] == "path"} == wanted


async def test_real_answers_fit(site: Site) -> None:
    status, made = await site.ask("POST", json={"agent": "bash"})
    assert status == 201
    fits(made, "post", f"{ROOT}/sessions", "201")
    client = await site.open(made["id"])
    await client.type(b"read -p 'Go on? [y/N] ' a\r")
    await client.until_told("card")
    while not any(m["type"] == "card" and m["card"].get("open") for m in client.messages):
        assert await client.take()
    _, found = await site.ask("GET", f"/{made['id']}/cards")
    assert len(found["cards"]) == 2
    fits(found, "get", f"{ROOT}/sessions/{{id}}/cards")
    card = next(c["card"]["id"] for c in found["cards"] if c["card"].get("open"))
    _, outcome = await site.ask("POST", f"/{made['id']}/cards/{card}/decision", json={"action": "yes"})
    fits(outcome, "post", f"{ROOT}/sessions/{{id}}/cards/{{card}}/decision")
    fits((await site.ask("GET"))[1], "get", f"{ROOT}/sessions")
    fits((await site.ask("GET", f"/{made['id']}"))[1], "get", f"{ROOT}/sessions/{{id}}")
    async with site.http.get(f"{site.url}{ROOT}/agents", headers={"Authorization": "Bearer ann"}) as answer:
        fits(await answer.json(), "get", f"{ROOT}/agents")
