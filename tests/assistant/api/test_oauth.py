"""Away from this machine: the SDK's own OAuth client signs a person in by e-mail code, and everything that must not work."""

import asyncio
import base64
import hashlib
import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pytest
import pytest_asyncio
from mcp import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import (
    AuthorizationCodeResult,
    OAuthClientInformationFull,
    OAuthClientMetadata,
    OAuthToken,
)

from assistant.api.oauth import MAILS, OAUTH, allowed_redirect
from assistant.identity.buckets import Limiter
from tests.assistant.stage import PATIENCE, Answer, Stage
from tests.mcp.person import approves, plan

pytestmark = pytest.mark.asyncio(loop_scope="module")
BACK = "http://127.0.0.1:1455/callback"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CREATE, GET = "catalyst.deployments.create", "catalyst.deployments.get"


@pytest.fixture(autouse=True)
def _patient(stage: Stage) -> None:
    """All tests come from one address."""
    stage.app[OAUTH].mails = Limiter(MAILS)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    running = await Stage(tmp_path_factory.mktemp("guarded"), guarded=True).start()
    yield running
    await running.stop()


class Browser:
    """A person's, with one cookie jar."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.cookie = ""

    async def open(self, url: str) -> str:
        answer = await self.stage.ask("GET", url.removeprefix(self.stage.url))
        assert answer.status == 200, answer.body
        self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        return self.field(answer)

    def field(self, answer: Answer) -> str:
        found = re.search(r"name='request' value='([^']+)'", answer.body.decode())
        assert found, answer.body
        return found[1]

    async def post(self, step: str, **form: str) -> Answer:
        headers = {**FORM, "Cookie": self.cookie, "Origin": self.stage.url}
        return await self.stage.ask("POST", f"/oauth/authorize/{step}", data=urlencode(form), headers=headers)

    async def allows(self, url: str, email: str) -> dict[str, str]:
        """What the client is told at the end."""
        request = await self.open(url)
        sent = await self.post("email", request=request, email=email)
        assert sent.status == 200, sent.body
        done = await self.post("code", request=request, code=self.stage.code(email))
        assert done.status == 303, done.body
        return {name: values[0] for name, values in parse_qs(urlsplit(done.headers["Location"]).query).items()}


class Storage:
    """In memory."""

    def __init__(self) -> None:
        self.tokens: OAuthToken | None = None
        self.client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


def signing_in(stage: Stage, email: str, storage: Storage) -> OAuthClientProvider:
    answers: list[dict[str, str]] = []

    async def redirect(url: str) -> None:
        answers.append(await Browser(stage).allows(url, email))

    async def callback() -> AuthorizationCodeResult:
        return AuthorizationCodeResult.model_validate(answers.pop())

    metadata = OAuthClientMetadata(client_name="A stock client", redirect_uris=[BACK])  # pyright: ignore[reportArgumentType] - parsed
    return OAuthClientProvider(f"{stage.url}/mcp", metadata, storage, redirect, callback)


def client(stage: Stage, http: httpx2.AsyncClient, mode: Any = "auto") -> Client:
    return Client(streamable_http_client(f"{stage.url}/mcp", http_client=http), mode=mode)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_stock_client_signs_in(stage: Stage, mode: Any) -> None:
    storage, email = Storage(), f"{mode}@gast.example"
    async with (
        asyncio.timeout(2 * PATIENCE),
        httpx2.AsyncClient(auth=signing_in(stage, email, storage), trust_env=False) as http,
        client(stage, http, mode) as mcp,
    ):
        checked = (await mcp.call_tool("catalyst.deployments.validate", plan("Gast", email=email))).structured_content
        assert checked is not None
        assert checked["plan"]["emailVerified"] is True, "the token says who it is"
        wanted = plan(f"Gast{mode}", email=email)
        asked = (await mcp.call_tool(CREATE, wanted)).structured_content
        assert asked is not None
        assert asked["code"] == "approval_required", "signed in or not, the yes is given on our page"
        talk = await approves(stage, asked["approvalUrl"], email)
        number = (await talk.state())["deployment"]["id"]
        uris = [r.uri for r in (await mcp.list_resources()).resources]
        assert f"catalyst://deployments/{number}" in uris

        other = Storage()
        async with (
            httpx2.AsyncClient(auth=signing_in(stage, f"other-{mode}@gast.example", other), trust_env=False) as more,
            client(stage, more, mode) as stranger,
        ):
            for one in (number, asked["approvalId"]):
                refused = (await stranger.call_tool(GET, {"id": one})).structured_content
                assert refused is not None
                assert refused["code"] == "not-found", "of others there is nothing"
            uris = [r.uri for r in (await stranger.list_resources()).resources]
            assert not [uri for uri in uris if uri.startswith("catalyst:")]


async def registered(stage: Stage, *uris: str) -> str:
    answer = await stage.ask("POST", "/oauth/register", json={"redirect_uris": list(uris or (BACK,)), "client_name": "Trial"})
    assert answer.status == 201, answer.body
    return str(answer.json["client_id"])


def asking(stage: Stage, client_id: str, **changes: str) -> str:
    query = {
        "response_type": "code", "client_id": client_id, "redirect_uri": BACK, "state": "s-1", "code_challenge": CHALLENGE,
        "code_challenge_method": "S256", "resource": f"{stage.url}/mcp", "scope": "toolbox",
    }  # fmt: skip
    return "/oauth/authorize?" + urlencode({name: value for name, value in {**query, **changes}.items() if value})


async def tokens(stage: Stage, **form: str) -> Answer:
    return await stage.ask("POST", "/oauth/token", data=urlencode(form), headers=FORM)


async def granted(stage: Stage, email: str) -> tuple[str, dict[str, Any]]:
    client_id = await registered(stage)
    back = await Browser(stage).allows(asking(stage, client_id), email)
    assert (back["state"], back["iss"]) == ("s-1", stage.url)
    answer = await tokens(
        stage, grant_type="authorization_code", code=back["code"], client_id=client_id, redirect_uri=BACK, code_verifier=VERIFIER
    )
    assert answer.status == 200, answer.body
    return client_id, answer.json


async def listed(stage: Stage, token: str) -> Answer:
    message = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }  # fmt: skip
    headers = {"Accept": "application/json, text/event-stream", **({"Authorization": f"Bearer {token}"} if token else {})}
    return await stage.ask("POST", "/mcp", json=message, headers=headers)


async def test_the_way_to_a_token_is_shown(stage: Stage) -> None:
    for token in ("", "x" * 40, "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.e30."):
        refused = await listed(stage, token)
        assert refused.status == 401
        shown = refused.headers["WWW-Authenticate"]
        assert f'resource_metadata="{stage.url}/.well-known/oauth-protected-resource/mcp"' in shown
    about = (await stage.ask("GET", "/.well-known/oauth-protected-resource/mcp")).json
    assert (about["resource"], about["authorization_servers"]) == (f"{stage.url}/mcp", [stage.url])
    server = (await stage.ask("GET", "/.well-known/oauth-authorization-server")).json
    assert server["issuer"] == stage.url
    assert server["code_challenge_methods_supported"] == ["S256"]


async def test_tokens_are_short_and_turn_over(stage: Stage) -> None:
    client_id, first = await granted(stage, "turn@gast.example")
    assert first["expires_in"] <= 900
    assert (await listed(stage, first["access_token"])).status == 200
    again = await tokens(stage, grant_type="refresh_token", refresh_token=first["refresh_token"], client_id=client_id)
    assert again.status == 200
    replayed = await tokens(stage, grant_type="refresh_token", refresh_token=first["refresh_token"], client_id=client_id)
    assert replayed.json["error"] == "invalid_grant"
    ended = await tokens(stage, grant_type="refresh_token", refresh_token=again.json["refresh_token"], client_id=client_id)
    assert ended.json["error"] == "invalid_grant", "a copy was used: everything from this sign-in ends"


async def test_a_grant_can_be_ended(stage: Stage) -> None:
    client_id, first = await granted(stage, "end@gast.example")
    form = urlencode({"token": first["refresh_token"], "client_id": client_id})
    assert (await stage.ask("POST", "/oauth/revoke", data=form, headers=FORM)).status == 200
    refused = await tokens(stage, grant_type="refresh_token", refresh_token=first["refresh_token"], client_id=client_id)
    assert refused.json["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": "w" * 64}, "invalid_grant"), ({"redirect_uri": "http://127.0.0.1:1455/other"}, "invalid_grant"),
        ({"resource": "https://elsewhere.example/mcp"}, "invalid_target"), ({"client_id": "nobody" * 10}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"), ({"code": "x" * 43}, "invalid_grant"),
    ],
)  # fmt: skip
async def test_a_code_fits_one_request(stage: Stage, changes: dict[str, str], error: str) -> None:
    client_id = await registered(stage)
    back = await Browser(stage).allows(asking(stage, client_id), f"fits-{error}-{len(str(changes))}@gast.example")
    form = {
        "grant_type": "authorization_code", "code": back["code"], "client_id": client_id, "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    }  # fmt: skip
    refused = await tokens(stage, **{**form, **changes})
    assert refused.json["error"] == error
    assert refused.headers["Cache-Control"] == "no-store"


async def test_a_code_used_twice_ends_what_it_gave(stage: Stage) -> None:
    client_id = await registered(stage)
    back = await Browser(stage).allows(asking(stage, client_id), "twice@gast.example")
    form = {
        "grant_type": "authorization_code", "code": back["code"], "client_id": client_id, "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    }  # fmt: skip
    first = await tokens(stage, **form)
    assert (await tokens(stage, **form)).json["error"] == "invalid_grant"
    refused = await tokens(stage, grant_type="refresh_token", refresh_token=first.json["refresh_token"], client_id=client_id)
    assert refused.json["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": ""}, "invalid_request"), ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"), ({"resource": "https://elsewhere.example/mcp"}, "invalid_target"),
        ({"scope": "toolbox admin"}, "invalid_scope"),
    ],
)  # fmt: skip
async def test_what_is_wrong_goes_back_to_the_client(stage: Stage, changes: dict[str, str], error: str) -> None:
    answer = await stage.ask("GET", asking(stage, await registered(stage), **changes))
    assert answer.status == 303
    where = urlsplit(answer.headers["Location"])
    assert f"{where.scheme}://{where.netloc}{where.path}" == BACK
    back = parse_qs(where.query)
    assert (back["error"], back["state"], back["iss"]) == ([error], ["s-1"], [stage.url])


async def test_nobody_is_sent_to_an_address_that_was_not_registered(stage: Stage) -> None:
    client_id = await registered(stage)
    for changes in ({"redirect_uri": "https://evil.example/"}, {"client_id": "x" * 60}, {"client_id": client_id[:-2] + "AA"}):
        answer = await stage.ask("GET", asking(stage, **{"client_id": client_id, **changes}))
        assert answer.status == 400
        assert "Location" not in answer.headers
    moved = await stage.ask("GET", asking(stage, client_id, redirect_uri="http://127.0.0.1:9/callback"))
    assert moved.status == 200, "on the person's own machine the port may be another one"


async def test_the_sign_in_belongs_to_one_browser(stage: Stage) -> None:
    """Else somebody could begin it and have another person type their code."""
    url, mine, theirs = asking(stage, await registered(stage)), Browser(stage), Browser(stage)
    request = await mine.open(url)
    await theirs.open(url)
    assert (await theirs.post("email", request=request, email="a@gast.example")).status == 400
    mine_elsewhere = {**FORM, "Cookie": mine.cookie, "Origin": "https://evil.example"}
    form = urlencode({"request": request, "email": "a@gast.example"})
    assert (await stage.ask("POST", "/oauth/authorize/email", data=form, headers=mine_elsewhere)).status == 400
    assert (await mine.post("code", request=request, code="000000")).status == 400, "no code was sent yet"


async def test_wrong_codes_and_a_no(stage: Stage) -> None:
    browser = Browser(stage)
    request = await browser.open(asking(stage, await registered(stage)))
    assert b"complete e-mail address" in (await browser.post("email", request=request, email="nobody")).body
    await browser.post("email", request=request, email="wrong@gast.example")
    for left in (b"tries left: 2", b"tries left: 1", b"counts no more"):
        assert left in (await browser.post("code", request=request, code="000000")).body
    refused = await browser.post("cancel", request=request)
    assert parse_qs(urlsplit(refused.headers["Location"]).query)["error"] == ["access_denied"]
    assert (await browser.post("code", request=request, code="000000")).status == 400


async def test_the_page_runs_no_script_and_quotes_names(stage: Stage) -> None:
    made = await stage.ask("POST", "/oauth/register", json={"redirect_uris": [BACK], "client_name": "<script>alert(1)</script>"})
    page = await stage.ask("GET", asking(stage, made.json["client_id"]))
    assert b"<script" not in page.body
    assert b"&lt;script&gt;" in page.body
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' http://127.0.0.1:1455;" in policy
    cookie = page.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


@pytest.mark.parametrize(
    ("uri", "fits"),
    [
        ("https://claude.example/callback", True), ("http://localhost:7777/cb", True), ("http://[::1]:1/cb", True),
        ("cursor://anysphere.cursor-mcp/oauth/callback", True), ("vscode://x/y", True), ("http://evil.example/cb", False),
        ("https://user@evil.example/", False), ("https://a.example/#x", False), ("javascript:alert(1)", False),
        ("data:text/html,x", False), ("//evil.example", False), ("https://", False), ("https://a.example/ b", False),
        ("https://a.example/" + "x" * 400, False), ("", False), ("http://127.0.0.1.evil.example/", False),
    ],
)  # fmt: skip
async def test_where_a_redirect_may_go(uri: str, fits: bool) -> None:
    assert allowed_redirect(uri) is fits


async def test_registrations_that_are_refused(stage: Stage) -> None:
    bodies: list[Any] = [{}, {"redirect_uris": []}, {"redirect_uris": "x"}, {"redirect_uris": [1]}, {"redirect_uris": [BACK] * 9}, [], {"redirect_uris": ["ftp://x/"]}]
    for body in bodies:
        answer = await stage.ask("POST", "/oauth/register", json=body)
        assert (answer.status, answer.json["error"][:8]) == (400, "invalid_")


async def test_a_mailbox_is_not_filled(stage: Stage) -> None:
    seen = b""
    for _ in range(7):
        browser = Browser(stage)
        request = await browser.open(asking(stage, await registered(stage)))
        seen = (await browser.post("email", request=request, email="full@gast.example")).body
    assert b"Too many codes" in seen
