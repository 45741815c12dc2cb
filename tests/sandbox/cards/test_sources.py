"""What agents tell, and what stands on their screens, as cards."""

from typing import Any

import pytest

from sandbox.cards import Deck, Feed, Frame, Processes, State
from sandbox.cards.claude import Claude
from sandbox.cards.opencode import OpenCode
from sandbox.cards.screen import question

CLAUDE_MENU = [
    "╭──────────────────────────────────────────╮",
    "│ Bash command                             │",
    "│   rm -rf build                           │",
    "│ Do you want to proceed?                  │",
    "│ ❯ 1. Yes                                 │",
    "│   2. Yes, and don't ask again for rm     │",
    "│   3. No, and tell Claude what to do (esc)│",
    "╰──────────────────────────────────────────╯",
]


def test_a_menu_on_the_screen_is_a_question() -> None:
    found = question([*CLAUDE_MENU, "", ""])
    assert found is not None
    assert found.text == "Do you want to proceed?"
    assert "rm -rf build" in found.detail
    given = [(a.action, a.keys, a.style, a.text) for a in found.answers]
    assert given == [("1", "1", "primary", False), ("2", "2", "", False), ("3", "3", "danger", False), ("words", "3", "", True)]


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("Proceed with the upgrade? [Y/n] ", {"yes": "y\r", "no": "n\r"}),
        ("Are you sure you want to continue connecting (yes/no/[fingerprint])? ", {"yes": "yes\r", "no": "no\r"}),
        ("Add a.py to the chat? (Y)es/(N)o/(D)on't ask again [Yes]:", {"y": "y\r", "n": "n\r", "d": "d\r"}),
        ("[sudo] password for me: ", {}),
    ],
)
def test_a_line_that_waits_is_a_question(line: str, keys: dict[str, str]) -> None:
    found = question(["$ something", line])
    assert found is not None
    assert {a.action: a.keys for a in found.answers} == keys


def test_what_enter_alone_would_say_stands_out() -> None:
    found = [question([line]) for line in ("Delete? [y/N]", "Delete? [Y/n]", "Delete? (y/n)")]
    assert [next(a.action for a in q.answers if a.style == "primary") for q in found if q] == ["no", "yes", "yes"]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["$ "],
        ["1. Install", "2. Build", "3. Ship", "$ "],  # a list without a marked choice
        ["Proceed? [Y/n] y", "Reading package lists...", "$ "],
        [*CLAUDE_MENU, "and then it went on", "$ "],
    ],
)
def test_what_was_asked_before_is_no_question(lines: list[str]) -> None:
    assert question(lines) is None


def _kinds(told: Any) -> list[tuple[str, str]]:
    return [(card["kind"], card["id"]) for card in told.cards]


def test_hooks_of_claude_code() -> None:
    claude = Claude()

    def hook(name: str, **more: Any) -> Any:
        return claude.hook({"hook_event_name": name, **more})

    said = hook("UserPromptSubmit", prompt="fix it")
    assert said.cards[0]["markdown"] == "fix it"
    began = hook("PreToolUse", tool_use_id="t1", tool_name="Bash", tool_input={"command": "make test"})
    assert _kinds(began) == [("bash", "call-t1")]
    assert began.runs == "make test"
    ended = hook("PostToolUse", tool_use_id="t1", tool_name="Bash", tool_response={"stdout": "ok\nhttps://pr-7.shop.sandbox.acme.io up", "stderr": ""})
    assert ended.cards[0]["exit_code"] == 0
    assert (ended.cards[1]["kind"], ended.cards[1]["url"]) == ("preview-link", "https://pr-7.shop.sandbox.acme.io")
    edit = hook("PreToolUse", tool_use_id="t2", tool_name="Edit", tool_input={"file_path": "/a.py", "old_string": "x = 1\ny = 2", "new_string": "x = 1\ny = 3"})
    assert (edit.cards[0]["kind"], edit.cards[0]["additions"], edit.cards[0]["deletions"]) == ("diff", 1, 1)
    assert "+y = 3" in edit.cards[0]["unified"]
    plan = hook("PreToolUse", tool_use_id="t3", tool_name="ExitPlanMode", tool_input={"plan": "# Plan\n1. **Read**\n2. Write"})
    assert plan.cards[0]["steps"] == ["Read", "Write"]
    assert plan.asks == "call-t3"
    failed = hook("PreToolUse", tool_use_id="t4", tool_name="mcp__db__query", tool_input={"sql": "select 1"})
    assert failed.cards[0]["state"] == "running"
    failed = hook("PostToolUseFailure", tool_use_id="t4", error="no such table")
    assert (failed.cards[0]["state"], failed.cards[0]["error"]["message"]) == ("error", "no such table")
    assert hook("Notification", message="Claude needs your permission").wanted == "Claude needs your permission"
    assert hook("Stop", last_assistant_message="Done.").cards[0]["markdown"] == "Done."
    assert hook("SomethingNew").cards == []
    assert claude.hook({}).cards == []


def test_the_stream_of_claude_code() -> None:
    claude = Claude()
    told = claude.stream({"type": "assistant", "message": {"id": "m", "content": [
        {"type": "text", "text": "I look."}, {"type": "tool_use", "id": "t", "name": "Bash", "input": {"command": "ls"}}]}})  # fmt: skip
    assert [card["kind"] for card in told.cards] == ["text", "bash"]
    told = claude.stream({"type": "user", "message": {"content": [{"type": "tool_result", "tool_use_id": "t", "content": "boom", "is_error": True}]}})
    assert (told.cards[0]["exit_code"], told.cards[0]["output_tail"]) == (1, "boom")
    for _ in range(2):
        told = claude.stream({"type": "result", "total_cost_usd": 0.25, "usage": {"input_tokens": 10, "output_tokens": 5}})
    assert (told.cards[0]["kind"], told.cards[0]["usd"], told.cards[0]["tokens"]) == ("cost", 0.5, 30)
    for odd in ({"type": "assistant"}, {"type": "user", "message": {"content": ["x", {"type": "tool_result", "tool_use_id": "unknown"}]}}, {"type": 5}):
        assert claude.stream(odd).cards == []


def test_events_of_opencode() -> None:
    agent = OpenCode()

    def event(kind: str, **properties: Any) -> Any:
        return agent.event({"type": kind, "properties": properties})

    event("message.updated", info={"id": "m1", "role": "user"})
    assert event("message.part.updated", part={"id": "p1", "messageID": "m1", "type": "text", "text": "hello"}).cards[0]["role"] == "user"
    tool = {"id": "p2", "messageID": "m2", "type": "tool", "tool": "bash", "callID": "c1", "state": {"status": "running", "input": {"command": "ls"}}}
    assert event("message.part.updated", part=tool).runs == "ls"
    tool["state"] = {"status": "completed", "input": {"command": "ls"}, "output": "a.py", "metadata": {"exit": 0}}
    assert event("message.part.updated", part=tool).cards[0]["output_tail"] == "a.py"
    told = event("message.updated", info={"id": "m2", "role": "assistant", "cost": 0.01, "tokens": {"input": 5, "output": 6, "cache": {"read": 1}}})
    assert (told.cards[0]["usd"], told.cards[0]["tokens"]) == (0.01, 12)
    asked = event("permission.updated", id="per", title="Run rm?", type="bash")
    assert (asked.cards[0]["question"], asked.asks) == ("Run rm?", "permission-per")
    assert event("todo.updated", todos=[{"content": "Read", "status": "completed"}, {"content": "Write"}]).cards[0]["steps"] == ["✓ Read", "Write"]
    assert event("session.idle").stopped
    assert event("session.error", error={"name": "X", "data": {"message": "no key"}}).cards[0]["title"] == "no key"
    assert agent.event({"type": "server.connected"}).cards == []


class Session:
    """A feed, its deck, and what it told."""

    def __init__(self) -> None:
        self.deck, self.frames, self.now = Deck(), list[Frame](), 1000.0
        self.feed = Feed(self.deck, self.frames.append, now=self.now)

    def state(self, foreground: bool = False, ticks: int = 0) -> State:
        return self.feed.look(Processes(foreground, ticks), self.now).state


@pytest.fixture
def session() -> Session:
    return Session()


def test_a_question_waits_is_answered_once_and_goes(session: Session) -> None:
    session.feed.screen(CLAUDE_MENU, session.now)
    assert session.state() is State.WAITING
    (card,) = session.deck.waiting
    session.feed.screen(CLAUDE_MENU, session.now)
    assert len(session.frames) == 1
    assert session.deck.decide(card["id"], "1", "Ann", "") is not None
    session.feed.screen(["$ "], session.now)
    assert session.state() is State.IDLE
    session.feed.screen(CLAUDE_MENU, session.now)
    assert session.deck.waiting[0]["id"] != card["id"]


def test_an_agents_own_plan_gets_the_answers_of_the_screen(session: Session) -> None:
    plan = {"hook_event_name": "PreToolUse", "tool_use_id": "p", "tool_name": "ExitPlanMode", "tool_input": {"plan": "- one"}}
    session.feed.event("claude", plan, session.now)
    session.feed.screen(CLAUDE_MENU, session.now)
    (card,) = session.deck.waiting
    assert (card["kind"], [a["action"] for a in card["actions"]]) == ("plan", ["approve", "2", "cancel", "edit"])
    taken = session.deck.decide(card["id"], "approve", "Ann", "")
    assert taken is not None
    assert taken[0].keys == "1"


def test_the_order_of_screen_and_event_does_not_matter(session: Session) -> None:
    session.feed.screen(CLAUDE_MENU, session.now)
    plan = {"hook_event_name": "PreToolUse", "tool_use_id": "p", "tool_name": "ExitPlanMode", "tool_input": {"plan": "- one"}}
    session.feed.event("claude", plan, session.now)
    assert [card["kind"] for card in session.deck.waiting] == ["plan"]


def test_idle_waiting_and_working(session: Session) -> None:
    assert session.state() is State.IDLE
    session.feed.output(b"building\r\n", session.now)
    assert session.state() is State.WORKING
    session.now += 10
    assert session.state() is State.IDLE
    session.feed.output(b"\x1b]133;C;cmdline=sleep 60\x07", session.now)
    session.now += 10
    assert session.state(foreground=True) is State.WORKING
    assert session.feed.activity.reason == "sleep 60"
    session.feed.output(b"\x1b]133;D;0\x07\x1b]133;A\x07", session.now)
    session.now += 10
    assert session.state() is State.IDLE
    session.feed.output(b"\x1b]9;Come and look\x07", session.now)
    session.now += 10
    assert session.state() is State.WAITING
    session.feed.typed(session.now)
    assert session.state() is State.IDLE


def test_the_echo_of_keys_is_no_work_and_an_open_editor_is_idle(session: Session) -> None:
    session.feed.typed(session.now)
    session.feed.output(b"x", session.now + 0.1)
    assert session.state() is State.IDLE
    session.feed.output(b"\x1b[?1049h", session.now)
    session.now += 10
    assert session.state(foreground=True) is State.IDLE
    assert session.state(foreground=True, ticks=100) is State.WORKING


def test_nothing_waits_after_the_end(session: Session) -> None:
    session.feed.screen(CLAUDE_MENU, session.now)
    session.feed.ended(session.now)
    assert session.deck.waiting == []
    assert session.state() is State.IDLE


def test_a_command_is_a_card_with_its_output(session: Session) -> None:
    session.feed.output(b"\x1b]133;C;cmdline=make\x07built\r\n\x1b]133;D;0\x07", session.now)
    assert [(f.card["command"], f.card["exit_code"], f.card["output_tail"]) for f in session.frames] == [("make", None, ""), ("make", 0, "built")]
    assert session.deck.after(0)[0].card["id"] == session.frames[0].card["id"]
