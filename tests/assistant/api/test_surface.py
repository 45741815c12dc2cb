"""The edges of the surface: methods, paths, headers, the page's files, health."""

from pathlib import Path
from typing import Any

import pytest

from assistant.api.middleware import SECURITY
from assistant.api.services import NEW_CONVERSATIONS
from tests.assistant.stage import Stage, Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")


async def test_another_method_is_a_problem(stage: Stage) -> None:
    allowed: dict[str, set[str]] = {}
    for route in stage.app.router.routes():
        assert route.resource is not None
        allowed.setdefault(route.resource.canonical, set()).add(route.method)
    for path, methods in allowed.items():
        for method in METHODS:
            if method in methods:
                continue
            answer = await stage.ask(method, path.replace("{id}", "x").replace("{line}", "x").replace("{name}", "x"))
            assert (answer.status, answer.code) == (405, "method_not_allowed"), (method, path)
            assert all(name in answer.json["next"] for name in methods)
            assert set(answer.headers["Allow"].split(",")) == methods


@pytest.mark.parametrize(
    "path",
    [
        "/nothing", "/api", "/api/v1", "/api/v2/conversations", "/api/v1/conversations/", "/api/v1/conversations/x/nothing",
        "//", "/%00", "/%ff%fe", "/api/v1/openapi.json/", "/" + "x" * 4000, "/admin", "/.env", "/start/../etc/passwd",
    ],
)  # fmt: skip
async def test_an_unknown_path_is_a_problem(stage: Stage, path: str) -> None:
    answer = await stage.ask("GET", path)
    assert (answer.status, answer.code) == (404, "not_found")
    assert answer.body == (await stage.ask("GET", "/elsewhere")).body, "nothing of the path comes back"


@pytest.mark.parametrize(("path", "says"), [("/nothing", "There is nothing at this address."), ("/sandbox", "isn't switched on"), ("/start/nothing.html", "There is nothing")])
async def test_a_browser_at_an_unknown_address_gets_a_page(stage: Stage, path: str, says: str) -> None:
    answer = await stage.ask("GET", path, headers={"Accept": "text/html,application/xhtml+xml;q=0.9"})
    assert (answer.status, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert says in answer.body.decode()
    assert path not in answer.body.decode(), "nothing of the path comes back"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_a_program_gets_the_problem_whatever_it_accepts(stage: Stage) -> None:
    for method, path in (("GET", "/api/v1/nothing"), ("POST", "/nothing")):
        answer = await stage.ask(method, path, headers={"Accept": "text/html"})
        assert answer.code in ("not_found", "method_not_allowed")


async def test_security_headers_on_everything(stage: Stage, talk: Talk) -> None:
    answers = [
        await stage.ask("GET", "/healthz"),
        await stage.ask("GET", "/start"),
        await stage.ask("GET", "/nothing"),
        await stage.ask("GET", "/"),
        await stage.ask("PUT", "/"),
        await stage.ask("GET", talk.path),
        await stage.ask("POST", "/mcp"),
        await talk.ask("GET"),
        await talk.ask("POST", "turns", data=b"x"),
        await talk.ask("POST", "turns", json={"text": "hello"}),
        await stage.ask("GET", "/api/v1/openapi.json"),
    ]
    for answer in answers:
        for name, value in SECURITY.items():
            assert answer.headers[name] == value, (answer.status, name)
        assert answer.headers["Cache-Control"]
    assert (await talk.ask("GET")).headers["Cache-Control"] == "no-store"
    headers = {**talk.headers, "Accept": "text/event-stream"}
    async with stage.http.get(f"{stage.url}{talk.path}/events", headers=headers) as stream:
        assert {name: stream.headers[name] for name in SECURITY} == SECURITY
        assert stream.headers["Cache-Control"] == "no-store"


async def test_health(stage: Stage) -> None:
    assert ((await stage.ask("GET", "/healthz")).body, (await stage.ask("GET", "/readyz")).body) == (b"ok\n", b"ok\n")
    about = (await stage.ask("GET", "/api/v1/about")).json
    assert (about["version"], about["emulator"]) == ("0.1.0", True)
    services = stage.wired.services
    services.closing = True
    try:
        answer = await stage.ask("GET", "/readyz")
        assert (answer.status, answer.code) == (503, "unavailable")
        assert answer.headers["Retry-After"]
        assert (await stage.ask("GET", "/healthz")).status == 200
    finally:
        services.closing = False


async def test_a_database_that_is_gone_is_not_ready(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage.wired.services, "healthy", lambda: False)
    assert (await stage.ask("GET", "/readyz")).status == 503


async def test_figures(stage: Stage, talk: Talk) -> None:
    await talk.say("hello")
    await stage.ask("GET", "/secret-path-with-a-code")
    answer = await stage.ask("GET", "/metrics")
    text = answer.body.decode()
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert 'concierge_requests_total{route="/api/v1/conversations/{id}/turns",status="200"}' in text
    assert "concierge_turn_seconds_count" in text
    assert "secret-path" not in text
    assert talk.id not in text


async def test_the_page(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><title>page</title>", encoding="utf-8")
    (dist / "assets" / "main-abc.js").write_text("1", encoding="utf-8")
    (dist / "sw.js").write_text("2", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (dist / "out").symlink_to(tmp_path / "secret.txt")
    monkeypatch.setattr(stage.wired.services, "web_dist", dist)
    page = await stage.ask("GET", "/start")
    assert (page.status, page.headers["Content-Type"], page.headers["Cache-Control"]) == (200, "text/html; charset=utf-8", "no-cache")
    asset = await stage.ask("GET", "/start/assets/main-abc.js")
    assert asset.body == b"1"
    assert "immutable" in asset.headers["Cache-Control"]
    assert "javascript" in asset.headers["Content-Type"]
    assert (await stage.ask("GET", "/start/sw.js")).headers["Cache-Control"] == "no-cache"
    for path in ("nothing.js", "assets", "assets/", "..%2fsecret.txt", "%2e%2e/secret.txt", "out", "%00", "x" * 3000, "assets/..%2f..%2fsecret.txt"):
        answer = await stage.ask("GET", f"/start/{path}")
        assert (answer.status, answer.code) == (404, "not_found"), path
    for path in ("/", "/start/"):
        moved = await stage.ask("GET", path)
        assert (moved.status, moved.headers["Location"]) == (302, "/start")


async def test_a_page_that_was_not_built(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage.wired.services, "web_dist", tmp_path)
    answer = await stage.ask("GET", "/start")
    assert (answer.status, answer.code) == (503, "page_not_built")


async def test_a_fault_of_ours_shows_a_number_and_nothing_else(
    stage: Stage, talk: Talk, monkeypatch: pytest.MonkeyPatch, logged: list[dict[str, Any]]
) -> None:
    def broken(_: Any) -> Any:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(stage.wired.services, "view", broken)
    answer = await talk.ask("GET")
    assert (answer.status, answer.code) == (500, "internal")
    assert b"secret" not in answer.body
    (line,) = [x for x in logged if x["level"] == "error"]
    assert line["incident"] in answer.json["detail"]
    assert line["route"] == "/api/v1/conversations/{id}"


async def test_newcomers_from_elsewhere_are_held_back(stage: Stage) -> None:
    newcomers = stage.wired.services.newcomers
    assert newcomers.wait("203.0.113.9", 0.0) == 0
    for _ in range(int(NEW_CONVERSATIONS.burst) - 1):
        newcomers.wait("203.0.113.9", 0.0)
    assert newcomers.wait("203.0.113.9", 0.0) > 0
    assert newcomers.wait("203.0.113.10", 0.0) == 0
