"""Recordings of real exchanges: played back, missed loudly, and without a secret in them."""

import json
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from assistant.models import cassettes
from assistant.models.cassettes import CassetteMissing, Mode, exchange_key
from assistant.models.scripted.answer import Answer, Call, Fault
from tests.assistant.models.stand import KEY, LOOKUP, PROVIDERS, Heard, Provider, ask, hear, talking

pytestmark = pytest.mark.parametrize("provider", PROVIDERS)
ANSWER = Answer("Grüß Gott. Schön!", (Call(LOOKUP.name, {"id": "a"}),))


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


async def heard_through(folder: Path, mode: Mode, monkeypatch: pytest.MonkeyPatch, provider: Provider, *texts: str, answer: Answer = ANSWER) -> tuple[list[Heard], int]:
    """What is heard, and how often the server was asked."""
    http = cassettes.client(folder, mode=mode)
    async with talking(monkeypatch, provider, answer, http=http) as (model, server):
        return [await hear(model, ask(text)) for text in texts], len(server.requests)


async def test_what_was_recorded_is_played_back_without_a_network(provider: Provider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    recorded, _ = await heard_through(tmp_path, "record", monkeypatch, provider, "One", "Two")
    played, asked = await heard_through(tmp_path, "replay", monkeypatch, provider, "Two", "One")
    assert asked == 0
    assert [h.finished for h in played] == [h.finished for h in reversed(recorded)]
    assert {h.text for h in played} == {ANSWER.text}


async def test_another_request_is_missed_loudly(provider: Provider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    await heard_through(tmp_path, "record", monkeypatch, provider, "One")
    with pytest.raises(CassetteMissing):
        await heard_through(tmp_path, "replay", monkeypatch, provider, "One?")


async def test_once_asks_for_what_is_not_recorded_yet_alone(provider: Provider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert (await heard_through(tmp_path, "once", monkeypatch, provider, "One"))[1] == 1
    assert (await heard_through(tmp_path, "once", monkeypatch, provider, "One", "Two"))[1] == 1
    assert len(files(tmp_path)) == 2


async def test_no_key_no_header_and_no_host_is_written(provider: Provider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    await heard_through(tmp_path, "record", monkeypatch, provider, "One")
    (file,) = files(tmp_path)
    text = file.read_text(encoding="utf-8")
    assert KEY not in text
    assert "127.0.0.1" not in text
    assert set(json.loads(text)) == {"path", "request", "content_type", "answer"}
    assert "Grüß" in text


async def test_refusals_and_cut_answers_are_not_recorded(provider: Provider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for fault in (Fault("unauthorised"), Fault("cut", after=1)):
        (heard,), _ = await heard_through(tmp_path, "record", monkeypatch, provider, "One", answer=replace(ANSWER, fault=fault))
        assert heard.trouble is not None
    assert files(tmp_path) == []


def test_the_order_of_members_does_not_matter(provider: Provider) -> None:
    path = f"/{provider}"
    assert exchange_key(path, b'{"a": 1, "b": [1, 2]}') == exchange_key(path, b'{"b":[1,2],"a":1}')
    assert exchange_key(path, b'{"a": 1}') != exchange_key("/elsewhere", b'{"a": 1}')
    assert exchange_key(path, b'{"a": [1, 2]}') != exchange_key(path, b'{"a": [2, 1]}')


async def test_the_transport_behind_may_be_any(provider: Provider, tmp_path: Path) -> None:
    inner = httpx2.MockTransport(lambda request: httpx2.Response(200, json={"host": request.url.host}))
    async with cassettes.client(tmp_path, mode="record", inner=inner) as http:
        answer = await http.post(f"https://{provider}.example/v1", json={"a": 1})
    assert answer.json() == {"host": f"{provider}.example"}
    async with cassettes.client(tmp_path) as http:
        again = await http.post("https://elsewhere.example/v1", json={"a": 1})
    assert again.json() == {"host": f"{provider}.example"}
