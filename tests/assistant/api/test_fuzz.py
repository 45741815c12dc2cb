"""Whatever is sent: never a fault of ours, always JSON, and the conversation can still be had."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.assistant.stage import Answer, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
FUZZ = settings(
    max_examples=120, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)  # surrogates too
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
WORDS = st.lists(
    st.sampled_from([
        "yes", "no", "Helsinki", "two regions", "undo", "start over", "a@b.example", "call it X", "123456", "four workers",
        "cpx52", "website", "what does it cost?", "ash", "-", "!!", "https://x.y", "not", "instead of", "drop", "the second one",
        "omani.works", "in Germany", "GDPR", "99999999999999999999", "zero", "half", "🙂", "it", "all of them", "human",
    ]),
    max_size=14,
).map(" ".join)  # fmt: skip


def dumped(value: Any) -> bytes:
    return json.dumps(value).encode()


def fine(answer: Answer) -> None:
    assert answer.status < 500, answer.body
    if answer.status >= 400:
        assert answer.code
    elif answer.body:
        json.dumps(answer.json, ensure_ascii=False).encode("utf-8")


@FUZZ
@given(body=st.binary(max_size=400) | JSON.map(dumped) | JSON.map(lambda value: dumped({"text": value})))
async def test_bodies_of_turns(stage: Stage, body: bytes) -> None:
    talk = await stage.begin()
    fine(await talk.ask("POST", "turns", data=body))
    fine(await talk.ask("GET"))
    assert [e["seq"] for e in await talk.events()] == list(range(1, (await talk.state())["lastSeq"] + 1))


@FUZZ
@given(said=st.lists(TEXT | WORDS, min_size=1, max_size=5))
async def test_whole_talks(stage: Stage, said: list[str]) -> None:
    talk = await stage.begin()
    for text in said:
        answer = await talk.ask("POST", "turns", data=dumped({"text": text}))
        fine(answer)
        if answer.status == 200:
            assert answer.json["reply"]
            assert answer.json["state"]["deployment"] is None
    assert not [e for e in await talk.events() if "create" in str(e.get("tool"))]
    assert (await talk.say("hello"))["reply"]


@FUZZ
@given(
    name=st.sampled_from(["hetznerToken", "objectStorageSecretKey", "hetznerProjectID"]) | TEXT,
    value=JSON | st.text(min_size=64, max_size=64),
)
async def test_secrets(stage: Stage, name: str, value: Any) -> None:
    talk = await stage.begin()
    answer = await talk.ask("POST", "secrets", data=dumped({"name": name, "value": value}))
    fine(answer)
    assert answer.status in (204, 422) or answer.code == "malformed_json"  # NaN is no JSON
    if isinstance(value, str) and len(value) > 20:
        assert value not in str(await talk.events())


@FUZZ
@given(
    path=st.sampled_from(["/api/v1/links/redeem", "/api/v1/auth/email", "/api/v1/auth/verify", "links", "tickets", "ssh-key", "handover", "secrets"]),
    body=st.binary(max_size=200) | JSON.map(dumped)
    | st.fixed_dictionaries({"email": TEXT | st.emails(), "code": TEXT | st.from_regex(r"[0-9]{6}", fullmatch=True)}).map(dumped),
)  # fmt: skip
async def test_everything_else(stage: Stage, path: str, body: bytes) -> None:
    talk = await stage.begin()
    fine(await talk.ask("POST", path, data=body))
    fine(await talk.ask("GET"))


@FUZZ
@given(query=st.dictionaries(st.sampled_from(["after", "limit", "x"]), TEXT | st.integers().map(str), max_size=3), last=st.text("0123456789-x ", max_size=25))
async def test_queries(stage: Stage, query: dict[str, str], last: str) -> None:
    talk = await stage.begin()
    clean = {k: v.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for k, v in query.items()}
    fine(await talk.ask("GET", "events", params=clean, headers={"Last-Event-ID": last}))


@settings(FUZZ, max_examples=60)
@given(body=JSON | st.fixed_dictionaries({
    "jsonrpc": st.just("2.0"), "id": st.integers() | TEXT, "method": st.sampled_from(["initialize", "tools/list", "tools/call", "ping"]) | TEXT,
    "params": JSON,
}))  # fmt: skip
async def test_mcp(stage: Stage, body: Any) -> None:
    headers = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    answer = await stage.ask("POST", "/mcp", data=dumped(body), headers=headers)
    assert answer.status < 500, answer.body
