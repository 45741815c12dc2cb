"""The operator's switches over HTTP: who may, what it does, what is written down; and the page's own route."""

import json
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from jsonschema import Draft202012Validator

from assistant.api import middleware, system
from assistant.api.openapi import document
from assistant.api.sandbox_agents import AGENTS, Agents
from assistant.api.sandbox_audit import FILE as AUDIT
from assistant.api.sandbox_openapi import operator_paths
from assistant.api.sandbox_operator import WRONG, Door, add_operator
from assistant.api.services import SERVICES, Services
from assistant.metrics import Metrics
from assistant.problems import Problem
from sandbox.agents import switches

TOKEN = "the operator's own token, long"
ROOT = "/api/v1/sandbox/operator/agents"
HEADER = "X-Sandbox-Operator"


class Operator:
    """Somebody who may know the token, and a server's folder."""

    def __init__(self, http: aiohttp.ClientSession, url: str, data: Path, agents: Agents) -> None:
        self.http, self.url, self.data, self.agents = http, url, data, agents

    async def ask(self, method: str, path: str = "", token: str | None = TOKEN, query: str = "", **more: Any) -> tuple[int, Any]:
        headers = more.pop("headers", {}) | ({HEADER: token} if token is not None else {})
        async with self.http.request(method, f"{self.url}{ROOT}{path}{query}", headers=headers, **more) as answer:
            return answer.status, await answer.json()

    def noted(self) -> list[dict[str, Any]]:
        path = self.data / AUDIT
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
async def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Operator]:
    monkeypatch.setenv("OPENOVA_SANDBOX_AGENTS_PATH", str(tmp_path / "none"))
    app = web.Application(middlewares=[middleware.guard])
    app[SERVICES] = cast(Services, SimpleNamespace(metrics=Metrics()))
    app[system.MORE_PATHS] = {}
    app[AGENTS] = agents = Agents(tmp_path)
    add_operator(app, tmp_path, TOKEN)
    assert app[system.MORE_PATHS] == operator_paths()
    server = TestServer(app)
    await server.start_server()
    async with aiohttp.ClientSession() as http:
        yield Operator(http, str(server.make_url("")).rstrip("/"), tmp_path, agents)
    await server.close()


def _fits(value: Any, method: str, path: str) -> None:
    schema = operator_paths()[path][method]["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator(schema).validate(value)


async def test_what_is_switched_holds_from_the_next_start_on_and_is_written_down(operator: Operator) -> None:
    status, found = await operator.ask("GET")
    assert status == 200
    _fits(found, "get", ROOT)
    assert {a["id"]: a["on"] for a in found["agents"]}["bash"] is True
    status, found = await operator.ask("PUT", "/bash", json={"on": False})
    _fits(found, "put", f"{ROOT}/{{agent}}")
    assert (status, {a["id"]: a["on"] for a in found["agents"]}["bash"]) == (200, False)
    with pytest.raises(Problem, match="agent_off"):
        await operator.agents.spec("bash", "a1", "dev@example.com", 80, 24)
    await operator.ask("PUT", "/bash", json={"on": True})
    assert (await operator.agents.spec("bash", "a1", "dev@example.com", 80, 24)).argv[-1] == "-l"
    assert [(n["auditType"], n["actor"], n["agent"], n["on"]) for n in operator.noted()] == [
        ("sandbox.agent.switched", "operator", "bash", False), ("sandbox.agent.switched", "operator", "bash", True)
    ]  # fmt: skip
    assert stat.S_IMODE((operator.data / switches.FILE).stat().st_mode) == 0o600


async def test_one_org_is_switched_alone(operator: Operator) -> None:
    _, found = await operator.ask("PUT", "/aider", json={"on": False, "org": "Dev@Example.com"})
    assert found["orgs"] == [{"org": "dev@example.com", "off": ["aider"]}]
    assert {a["id"]: a["on"] for a in found["agents"]}["aider"] is True
    assert operator.noted()[-1]["org"] == "dev@example.com"
    held = switches.load(operator.data / switches.FILE)
    assert (held.off("aider", "dev@example.com"), held.off("aider", "other@example.com")) == ("org", None)
    _, found = await operator.ask("PUT", "/aider", json={"on": True, "org": "dev@example.com"})
    assert found["orgs"] == []


@pytest.mark.parametrize("token", [None, "", "x", TOKEN[:-1], TOKEN + " x", "\udcff".encode("utf-8", "surrogateescape").decode("latin-1")])
async def test_nobody_else_may(operator: Operator, token: str | None) -> None:
    for method, path, body in (("GET", "", None), ("PUT", "/bash", {"on": False})):
        status, told = await operator.ask(method, path, token, **({"json": body} if body else {}))
        assert (status, told["code"]) == (401, "unauthorised")
        assert TOKEN not in json.dumps(told)
    assert not (operator.data / switches.FILE).exists()
    assert operator.noted() == []


async def test_the_token_opens_nothing_in_an_address_a_cookie_or_as_a_devices(operator: Operator) -> None:
    ways: tuple[dict[str, Any], ...] = (
        {"query": "?token=" + TOKEN.replace(" ", "%20")}, {"headers": {"Cookie": f"{HEADER}={TOKEN}"}}, {"headers": {"Authorization": f"Bearer {TOKEN}"}},
    )  # fmt: skip
    for way in ways:
        assert (await operator.ask("GET", token=None, **way))[0] == 401


async def test_who_guesses_is_not_listened_to_for_a_while(operator: Operator) -> None:
    said = [(await operator.ask("GET", token=f"guess {n}"))[0] for n in range(int(WRONG.burst) + 1)]
    assert said == [401] * int(WRONG.burst) + [429]
    assert (await operator.ask("GET"))[0] == 429


def test_the_door_opens_again_and_one_address_does_not_shut_it_for_another() -> None:
    now = [100.0]
    door = Door(TOKEN, lambda: now[0])
    for _ in range(int(WRONG.burst) + 1):
        with pytest.raises(Problem):
            door.check("10.0.0.1", "guess")
    with pytest.raises(Problem) as shut:
        door.check("10.0.0.1", TOKEN)
    assert shut.value.status == 429
    door.check("10.0.0.2", TOKEN)
    now[0] += 1 / WRONG.per_second + 1
    door.check("10.0.0.1", TOKEN)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/vi", {"on": True}, 404), ("/bash", {}, 422), ("/bash", {"on": 1}, 422), ("/bash", {"on": False, "org": ""}, 422), ("/bash", {"on": False, "org": 7}, 422),
        ("/bash", {"on": False, "org": "a b@c"}, 422), ("/bash", {"on": False, "org": "x" * 250 + "@example.com"}, 422), ("/bash", [], 400),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused(operator: Operator, path: str, body: Any, status: int) -> None:
    assert (await operator.ask("PUT", path, json=body))[0] == status
    assert not (operator.data / switches.FILE).exists()


async def test_a_broken_file_is_told_and_left(operator: Operator) -> None:
    (operator.data / switches.FILE).write_text("{}")
    assert (await operator.ask("GET"))[0] == 503
    assert (await operator.ask("PUT", "/bash", json={"on": True}))[0] == 503
    assert (operator.data / switches.FILE).read_text() == "{}"


async def test_what_cannot_be_written_down_is_not_done(operator: Operator) -> None:
    (operator.data / AUDIT).mkdir()
    assert (await operator.ask("PUT", "/bash", json={"on": False}))[0] == 503
    assert not (operator.data / switches.FILE).exists()


def test_the_document_has_it_where_there_is_an_operator() -> None:
    assert ROOT not in document("1")["paths"]
    assert ROOT in document("1", operator_paths())["paths"]
