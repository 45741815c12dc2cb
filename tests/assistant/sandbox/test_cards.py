"""Cards and states over HTTP and WebSocket: of real shells, of what an agent leaves, answered once whoever answers."""

import asyncio
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from assistant.api import sandbox_seats
from assistant.api.sandbox_agents import AGENTS, Agents
from assistant.api.sandbox_care import SEATS
from assistant.api.sandbox_events import Spool
from assistant.api.services import SERVICES
from assistant.bench.shell_client import ShellClient
from sandbox.agents import Gateway
from sandbox.agents import Site as Place
from sandbox.cards import claude
from sandbox.hub import Hub
from tests.assistant.sandbox.test_api import Site, site

__all__ = ["site"]
ASK = b"read -p 'Go on? [y/N] ' a; echo got-$a-; read -p 'Again? [y/N] ' a\r"


async def until(client: ShellClient, fits: Any) -> dict[str, Any]:
    """A message of the socket that fits."""
    async with asyncio.timeout(60):
        while True:
            for message in client.messages:
                if fits(message):
                    return message
            assert await client.take()


def _card(kind: str, **fields: Any) -> Any:
    return lambda m: m["type"] == "card" and m["card"]["kind"] == kind and all(m["card"].get(n) == v for n, v in fields.items())


async def _asked(site: Site, **hello: Any) -> tuple[str, ShellClient, str]:
    name = await site.create(agent="bash")
    client = await site.open(name, name="Ann", **hello)
    await client.type(ASK)
    card = (await until(client, _card("question", question="Go on?")))["card"]
    assert [a["action"] for a in card["actions"]] == ["yes", "no"]
    return name, client, card["id"]


async def test_a_command_is_a_card_and_a_late_joiner_gets_it_as_it_is(site: Site) -> None:
    name = await site.create(agent="bash")
    client = await site.open(name)
    await client.type(b"echo one; sh -c 'exit 3'\r")
    done = await until(client, _card("bash", exit_code=3))
    assert (done["card"]["command"], done["card"]["output_tail"]) == ("echo one; sh -c 'exit 3'", "one")
    late = await site.open(name, cards=done["seq"] - 1, output=False)
    assert (await until(late, _card("bash", exit_code=3))) == done
    assert late.snapshots == 0
    status, found = await site.ask("GET", f"/{name}/cards?after={done['seq'] - 1}")
    assert (status, found["cards"], found["lastSeq"]) == (200, [done], done["seq"])
    assert (await site.ask("GET", f"/{name}/cards?after=x"))[0] == 422


async def test_of_two_answers_at_once_one_is_taken_and_typed_once(site: Site) -> None:
    name, first, card = await _asked(site)
    second = await site.open(name, name="Ben", role="watch")
    await until(second, _card("question"))
    for client, action in ((first, "yes"), (second, "no"), (first, "yes")):
        await client.socket.send_json({"type": "action", "card_id": card, "action": action})
    taken = await until(second, lambda m: m["type"] == "decided")
    assert taken == await until(first, lambda m: m["type"] == "decided")
    late = [await until(c, lambda m: m["type"] == "problem") for c in ((first, second) if taken["by"] == "Ann" else (first,))]
    assert {m["code"] for m in late} == {"already"}
    answer = b"y" if taken["action"] == "yes" else b"n"
    await first.until(b"got-%b-\r\nAgain? [y/N] " % answer)
    await first.type(b"last\recho a=$a-en''d\r")
    await first.until(b"a=last-end")  # a second answer would have gone there


@pytest.mark.parametrize("by", ["socket", "program", "input"])
async def test_a_question_is_answered_in_words_of_ones_own_once(site: Site, by: str) -> None:
    name = await site.create(agent="bash")
    client = await site.open(name, name="Ann")
    await client.type(b"read -p 'Which colour? ' a; echo got-$a-; read -p 'Which size? ' b; echo then-$b-\r")
    card = (await until(client, _card("question", question="Which colour?")))["card"]
    assert [(a["action"], a.get("text")) for a in card["actions"]] == [("words", True)]
    text, answer = "light\x1b[A  blue\r\n\tsky\x03", {"type": "action", "card_id": card["id"], "action": "words"}
    for wrong in ("", "\x03", "x" * 1001):
        problem = (await site.ask("POST", f"/{name}/cards/{card['id']}/decision", json={"action": "words", "text": wrong}))[1]
        assert problem["code"] == "bad_parameter"
    if by == "program":
        taken = await site.ask("POST", f"/{name}/cards/{card['id']}/decision", json={"action": "words", "text": text})
        assert taken == (200, {"outcome": "taken"})
    else:
        await client.socket.send_json({**answer, "text": text} if by == "socket" else {"type": "input", "text": text})
    await client.socket.send_json({**answer, "text": "second"})
    await client.until(b"got-light blue sky-\r\nWhich size? ")
    assert (await until(client, lambda m: m["type"] == "problem"))["code"] == "already"
    decided = (await until(client, lambda m: m["type"] == "card" and m["card"]["id"] == card["id"] and m["card"].get("decision")))["card"]
    assert decided["decision"]["words"] == "light blue sky"
    await client.type(b"last\r")
    await client.until(b"then-last-")
    assert '"words":"light blue sky","at"' not in (site.root / name / "cards.jsonl").read_text()


async def test_words_are_no_answer_to_a_question_that_takes_none(site: Site) -> None:
    name, client, card = await _asked(site)
    status, problem = await site.ask("POST", f"/{name}/cards/{card}/decision", json={"action": "yes", "text": "rather not"})
    assert (status, problem["code"]) == (422, "bad_parameter")
    reader = await site.open(name, role="read")
    await reader.socket.send_json({"type": "input", "text": "y"})
    assert (await until(reader, lambda m: m["type"] == "problem"))["code"] == "read_only"
    await client.socket.send_json({"type": "input", "text": "y"})
    assert (await until(client, lambda m: m["type"] == "problem"))["code"] == "unknown"
    assert (await site.ask("POST", f"/{name}/cards/{card}/decision", json={"action": "yes"}))[0] == 200
    await client.until(b"got-y-")


async def test_an_answer_that_was_not_said_is_said_by_the_next_server_and_only_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    name, client, card = await _asked(site)
    with monkeypatch.context() as patched:
        patched.setattr(Hub, "say", lambda *_: None)  # killed after it was written down
        status, answer = await site.ask("POST", f"/{name}/cards/{card}/decision", json={"action": "yes"})
        assert (status, answer) == (200, {"outcome": "taken"})
        await client.close()
        await site.stop()
    for _ in range(2):
        await site.start()
        client = await site.open(name)
        await client.until(b"got-y-")
        status, answer = await site.ask("POST", f"/{name}/cards/{card}/decision", json={"action": "no"})
        assert (status, answer["code"]) == (409, "already_decided")
        await client.close()
        await site.stop()
    await site.start()


@pytest.mark.parametrize("killed", [False, True])
async def test_what_is_asked_while_the_server_is_started_again_is_asked_once_and_by_the_same_card(site: Site, monkeypatch: pytest.MonkeyPatch, killed: bool) -> None:
    name, client, card = await _asked(site)
    await client.close()
    with monkeypatch.context() as patched:
        if killed:
            patched.setattr(Hub, "close", lambda hub: hub._watch.cancel())  # nothing is told of an end
        await site.stop()
    await site.start()
    client = await site.open(name)
    await until(client, lambda m: m["type"] == "activity" and m["state"] == "waiting")
    seat = site._app[SEATS].get(name)
    assert seat is not None
    async with asyncio.timeout(60):
        while seat._feed.asked is None:
            await site.ask("GET")
    questions = [c["card"] for c in (await site.ask("GET", f"/{name}/cards"))[1]["cards"] if c["card"]["kind"] == "question"]
    assert [(c["id"], c["open"]) for c in questions] == [(card, True)]
    assert await site.ask("POST", f"/{name}/cards/{card}/decision", json={"action": "yes"}) == (200, {"outcome": "taken"})
    await client.until(b"got-")


async def test_what_was_answered_while_no_server_ran_is_asked_no_more(site: Site) -> None:
    name = await site.create(agent="bash")
    client = await site.open(name)
    await client.type(b"read -t 3 -p 'Go on? [y/N] ' a; echo we''nt\r")
    card = (await until(client, _card("question", question="Go on?")))["card"]["id"]
    await client.close()
    await site.stop()
    await asyncio.to_thread(_until_written, site.root / name / "log", b"went")
    await site.start()
    client = await site.open(name)
    await until(client, lambda m: m["type"] == "card" and m["card"]["id"] == card and not m["card"]["open"])
    assert (await site.ask("POST", f"/{name}/cards/{card}/decision", json={"action": "yes"}))[1]["code"] == "not_asked"


def _until_written(log: Path, text: bytes) -> None:
    while text not in log.read_bytes():
        pass


async def test_what_was_answered_in_the_terminal_takes_no_answer(site: Site) -> None:
    name, client, card = await _asked(site)
    await client.type(b"n\r")
    await client.until(b"got-n-\r\nAgain")
    status, answer = await site.ask("POST", f"/{name}/cards/{card}/decision", json={"action": "yes"})
    assert (status, answer["code"]) == (409, "not_asked")
    await client.type(b"\recho a=$a-en''d\r")
    await client.until(b"a=-end")


async def test_who_may_only_watch_answers_nothing_and_strangers_see_nothing(site: Site) -> None:
    name, _, card = await _asked(site)
    reader = await site.open(name, role="read")
    await reader.socket.send_json({"type": "action", "card_id": card, "action": "yes"})
    assert (await until(reader, lambda m: m["type"] == "problem"))["code"] == "read_only"
    for method, path, body in (("GET", "cards", None), ("POST", f"cards/{card}/decision", {"action": "yes"})):
        assert (await site.ask(method, f"/{name}/{path}", who="ben", json=body))[0] == 404
    assert (await site.ask("POST", f"/{name}/cards/other/decision", json={"action": "yes"}))[0] == 404
    assert (await site.ask("POST", f"/{name}/cards/{card}/decision", json={"action": "other"}))[0] == 404
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await site.http.ws_connect(f"{site.url}/api/v1/sandbox/sessions/{name}/cards", protocols=("sandbox.v1", "bearer", "ben"))


async def test_it_waits_works_and_idles(site: Site) -> None:
    _, client, _ = await _asked(site)
    await until(client, lambda m: m["type"] == "activity" and m["state"] == "waiting" and m["reason"] == "Go on?")
    _, listed = await site.ask("GET")
    assert [s["activity"] for s in listed["sessions"]] == ["waiting"]
    async with asyncio.timeout(60):
        while b'concierge_sandbox_sessions{state="waiting"} 1.0' not in site._app[SERVICES].metrics.text():
            await site.ask("GET")
    await client.type(b"n\rn\r")
    await until(client, lambda m: m["type"] == "activity" and m["state"] == "idle" and client.messages.index(m) > 5)
    client.messages.clear()
    await client.type(b"cat\r")
    await until(client, lambda m: m["type"] == "activity" and m["state"] == "working" and m["reason"] == "cat")


async def test_the_cards_of_an_ended_session_stay(site: Site) -> None:
    name = await site.create(agent="bash")
    client = await site.open(name)
    await client.type(b"echo last\r")
    await until(client, _card("bash", exit_code=0))
    await client.type(b"exit\r")
    await client.until_told("exit")
    await client.close()
    await site.stop()
    await site.start()
    _, found = await site.ask("GET", f"/{name}/cards")
    assert found["cards"][0]["card"]["command"] == "echo last"


async def test_what_ended_while_no_server_ran_has_ended(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    name = await site.create(agent="bash")
    client = await site.open(name)
    fifo = next((site.root.parent / "work").iterdir()) / "fifo"
    os.mkfifo(fifo)
    await client.type(b"read -r x < fifo; echo went-on; echo second\r")
    await until(client, _card("bash", exit_code=None))
    await client.close()
    await site.stop()
    fifo.write_text("go\n")
    await site.start()
    client = await site.open(name)
    done = await until(client, _card("bash", exit_code=0))
    assert "second" in done["card"]["output_tail"]
    monkeypatch.setattr(sandbox_seats, "MOST_RECORDS", 0)
    await client.type(b"echo third\r")
    await until(client, _card("bash", command="echo third", exit_code=0))
    before = (await site.ask("GET", f"/{name}/cards"))[1]
    await client.close()
    await site.stop()
    await site.start()
    assert (await site.ask("GET", f"/{name}/cards"))[1] == before


FAKE = """#!/bin/sh
[ "$1" = --version ] && echo 9.9.9 && exit
echo '{"hook_event_name": "PreToolUse", "tool_use_id": "t", "tool_name": "Bash", "tool_input": {"command": "make"}}' > "$SANDBOX_EVENTS/1.claude"
printf 'Do you want to proceed?\\n> 1. Yes\\n  2. No, stop\\n'
read -r answer
echo "answer: $answer"
sleep 60
"""


async def test_an_agent_leaves_what_it_does_and_its_menu_is_answered(site: Site, tmp_path: Path) -> None:
    tool = tmp_path / "tools" / "bin" / "claude"
    tool.parent.mkdir(parents=True)
    tool.write_text(FAKE)
    tool.chmod(0o755)
    place = Place(folders=(tmp_path / "tools",), models=Gateway("http://127.0.0.1:9/v1", "token"))
    site._app[AGENTS].__dict__.update(Agents(tmp_path, place).__dict__)
    name = await site.create(agent="claude-code")
    client = await site.open(name, output=False)
    await until(client, _card("bash", command="make"))
    card = (await until(client, _card("question")))["card"]
    assert card["question"] == "Do you want to proceed?"
    status, _ = await site.ask("POST", f"/{name}/cards/{card['id']}/decision", json={"action": "1"})
    assert status == 200
    home = next((tmp_path / "homes").iterdir())
    settings = json.loads((home / ".claude" / "settings.json").read_text())
    assert "PreToolUse" in settings["hooks"]
    assert list((home / ".sandbox" / "events" / name).glob("*.claude")) == []
    await site.ask("DELETE", f"/{name}")
    assert not (home / ".sandbox" / "events" / name).exists()


ODD = """#!/bin/sh
[ "$1" = --version ] && echo 9.9.9 && exit
cd "$SANDBOX_EVENTS"
echo '{"hook_event_name": "PreToolUse", "tool_use_id": "t", "tool_name": "Fetch", "tool_input": {"a\\ud800": "b\\udfff"}}' > 1.claude
sleep 0.1
printf '{"hook_event_name": "PostToolUse", "tool_use_id": "t", "tool_name": "Fetch", "tool_response": "%s"}' "$(head -c 100000 /dev/zero | tr '\\0' '[')" > 2.claude
sleep 0.1
echo '{"hook_event_name": "PreToolUse", "tool_use_id": ["t"], "tool_name": "Bash", "tool_input": {"command": {"a": 1}, "edits": 5}}' > 3.claude
echo '{"hook_event_name": "PreToolUse", "tool_use_id": "u", "tool_name": "MultiEdit", "tool_input": {"edits": [5, {"old_string": 7}], "file_path": []}}' > 4.claude
sleep 0.1
echo '{"hook_event_name": "PreToolUse", "tool_use_id": "last", "tool_name": "Bash", "tool_input": {"command": "make"}}' > 5.claude
sleep 60
"""


async def test_odd_events_take_none_of_the_others_with_them(site: Site, tmp_path: Path) -> None:
    tool = tmp_path / "tools" / "bin" / "claude"
    tool.parent.mkdir(parents=True)
    tool.write_text(ODD)
    tool.chmod(0o755)
    place = Place(folders=(tmp_path / "tools",), models=Gateway("http://127.0.0.1:9/v1", "token"))
    site._app[AGENTS].__dict__.update(Agents(tmp_path, place).__dict__)
    client = await site.open(await site.create(agent="claude-code"), output=False, name="a\ud800")
    await until(client, _card("bash", command="make"))
    found = await until(client, _card("tool-call", state="ok"))
    assert found["card"]["args"] == {"a": "b"}


def test_what_an_agent_leaves_is_read_with_care(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text('{"type": "stolen"}')
    folder = tmp_path / "events"
    folder.mkdir()
    (folder / "1.claude").write_text('{"n": 1}')
    (folder / "2.claude").write_text("[" * 5000)
    (folder / "3.claude").write_text('{"n": "%s"}' % ("x" * 2_000_000))
    (folder / "4.claude").symlink_to(secret)
    (folder / "5.claude").mkdir()
    os.mkfifo(folder / "6.claude")
    (folder / "7.other").write_text('{"n": 7}')
    (folder / "8.opencode.part").write_text('{"n": 8}')
    (folder / "9.opencode").write_text('{"n": 9}')
    assert sorted(event["n"] for _, event in Spool(folder).take()) == [1, 9]
    assert Spool(folder).take() == []
    assert secret.exists()
    elsewhere = tmp_path / "link"
    elsewhere.symlink_to(folder)
    (folder / "1.claude").write_text('{"n": 1}')
    assert Spool(elsewhere).take() == []


def test_a_hook_leaves_its_event_whole(tmp_path: Path) -> None:
    event = {"hook_event_name": "Stop", "last_assistant_message": "Done: 'it'\n\"works\""}
    command = next(iter(claude.hooks()["hooks"]["Stop"]))["hooks"][0]["command"]
    for _ in range(3):
        subprocess.run(["/bin/sh", "-c", command], input=json.dumps(event), env={"SANDBOX_EVENTS": str(tmp_path), "PATH": os.environ["PATH"]}, text=True, check=True)
    assert Spool(tmp_path).take() == [("claude", event)] * 3
