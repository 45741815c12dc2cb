"""What an agent tells after the server was started again goes on with what it told before."""

from typing import Any

import pytest

from sandbox.cards import Deck, Feed
from sandbox.cards.told import MOST, remember


class Server:
    """One after the other, over the same records."""

    def __init__(self, records: list[dict[str, Any]], source: str) -> None:
        self.deck, _ = Deck.restored(list(records), records.append)
        self.feed, self.source = Feed(self.deck, lambda _: None, now=1000.0), source

    def hears(self, **event: Any) -> None:
        self.feed.event(self.source, event, 1000.0)

    def cards(self, kind: str) -> list[dict[str, Any]]:
        return [f.card for f in self.deck.after(0) if f.card["kind"] == kind]


def test_claude_code_goes_on() -> None:
    records: list[dict[str, Any]] = []
    first = Server(records, "claude")
    first.hears(hook_event_name="UserPromptSubmit", prompt="one")
    first.hears(hook_event_name="PreToolUse", tool_use_id="t1", tool_name="Bash", tool_input={"command": "make"})
    first.hears(hook_event_name="PreToolUse", tool_use_id="t2", tool_name="ExitPlanMode", tool_input={"plan": "1. Read"})
    second = Server(records, "claude")
    second.hears(hook_event_name="PostToolUse", tool_use_id="t1", tool_name="Bash", tool_response={"stdout": "ok", "stderr": ""})
    second.hears(hook_event_name="UserPromptSubmit", prompt="two")
    assert [card["markdown"] for card in second.cards("text")] == ["one", "two"]
    assert [(card["id"], card["exit_code"]) for card in second.cards("bash")] == [("call-t1", 0)]
    assert [card["open"] for card in second.cards("plan")] == [False]  # somebody has said something since
    third = Server(records, "claude")
    third.hears(hook_event_name="Stop", last_assistant_message="Done.")
    assert [card["markdown"] for card in third.cards("text")] == ["one", "two", "Done."]


def test_a_plan_that_waits_is_answered_by_the_same_card() -> None:
    records: list[dict[str, Any]] = []
    Server(records, "claude").hears(hook_event_name="PreToolUse", tool_use_id="t2", tool_name="ExitPlanMode", tool_input={"plan": "1. Read"})
    again = Server(records, "claude")
    again.feed.screen(["Ready to code?", "> 1. Yes", "  2. No, keep planning"], 1000.0)
    (card,) = again.deck.waiting
    assert (card["id"], [a["action"] for a in card["actions"]]) == ("call-t2", ["approve", "cancel"])


@pytest.mark.parametrize("restarts", [False, True])
def test_costs_are_neither_lost_nor_counted_twice(restarts: bool) -> None:
    records: list[dict[str, Any]] = []
    server = Server(records, "claude-stream")
    for _ in range(3):
        server = Server(records, "claude-stream") if restarts else server
        server.hears(type="result", total_cost_usd=0.25, usage={"input_tokens": 10, "output_tokens": 5})
    assert [(card["usd"], card["tokens"]) for card in server.cards("cost")] == [(0.75, 45)]

    records = []
    server = Server(records, "opencode")
    for message, cost, tokens in (("m1", 0.1, 10), ("m1", 0.2, 20), ("m2", 0.05, 5), ("m2", 0.4, 40), ("m3", 0.1, 1)):
        server = Server(records, "opencode") if restarts else server
        server.hears(type="message.updated", properties={"info": {"id": message, "role": "assistant", "cost": cost, "tokens": {"input": tokens}}})
    assert [(card["usd"], card["tokens"]) for card in server.cards("cost")] == [(0.7, 61)]


def test_messages_that_are_told_of_in_turns_are_counted_once_each() -> None:
    server = Server([], "opencode")
    for n in range(3 * MOST):
        server.hears(type="message.updated", properties={"info": {"id": f"m{n // 2 + n % 2}", "role": "assistant", "cost": 0.5, "tokens": {"input": 2}}})
    (card,) = server.cards("cost")
    assert (card["usd"], card["tokens"]) == ((3 * MOST // 2 + 1) * 0.5, (3 * MOST // 2 + 1) * 2)


def test_opencode_ends_what_it_began() -> None:
    records: list[dict[str, Any]] = []
    tool: dict[str, Any] = {"id": "p2", "messageID": "m2", "type": "tool", "tool": "webfetch", "callID": "c1", "state": {"status": "running", "input": {"url": "https://a.test"}}}
    Server(records, "opencode").hears(type="message.part.updated", properties={"part": tool})
    again = Server(records, "opencode")
    tool["state"] = {"status": "completed", "output": "page"}
    again.hears(type="message.part.updated", properties={"part": tool})
    assert [(card["id"], card["state"], card["args"]) for card in again.cards("tool-call")] == [("call-c1", "ok", {"url": "https://a.test"})]


def test_of_an_agent_only_so_much_is_kept() -> None:
    server = Server([], "claude")
    for n in range(2 * MOST):
        server.hears(hook_event_name="PreToolUse", tool_use_id=f"t{n}", tool_name="Bash", tool_input={"command": "x" * 1000})
    assert len(server.feed._claude._calls) == MOST
    kept: dict[str, int] = {}
    for n in range(MOST + 1):
        remember(kept, str(n), n)
        remember(kept, "0", 0)
    assert ("0" in kept, "1" in kept, len(kept)) == (True, False, MOST)
