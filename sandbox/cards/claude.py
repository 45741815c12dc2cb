"""Claude Code: what its hooks and its stream of JSON tell, as cards. (Qwen Code's stream has the same form.)"""

import re
from collections.abc import Iterable
from typing import Any, cast

from sandbox.cards import tools
from sandbox.cards.deck import Card
from sandbox.cards.told import Told, number, remember

_NAMES = ("SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "PostToolUseFailure", "Notification", "Stop", "SubagentStop", "SessionEnd")
_TEXT = re.compile(r"text-.*-(\d{1,9})")
HOOK = 'f="$SANDBOX_EVENTS/$$.$(date +%s%N)"; cat > "$f.part" && mv "$f.part" "$f.claude"'
"""Each event is a file of its own that appears whole: it is found whenever somebody looks, the server may be away."""


def hooks() -> dict[str, Any]:
    """For the agent's settings."""
    hook = {"type": "command", "command": HOOK, "timeout": 10}
    return {"hooks": {name: [{"matcher": "*", "hooks": [hook]} if "Tool" in name else {"hooks": [hook]}] for name in _NAMES}}


class Claude:
    """Hooks and stream of one session. What both tell is told once: tools have numbers of their own."""

    def __init__(self) -> None:
        self._calls: dict[str, Card] = {}
        self._texts = 0
        self._cost = 0.0
        self._tokens = 0

    def go_on(self, cards: Iterable[Card]) -> None:
        """With what an earlier server was told: calls end that began then, and nothing takes the place of what was said."""
        for card in cards:
            if card["id"].startswith("call-"):
                remember(self._calls, card["id"], card)
            elif found := _TEXT.fullmatch(card["id"]):
                self._texts = max(self._texts, int(found[1]))
            elif card["id"] == "cost":
                self._cost, self._tokens = number(card.get("usd")), int(number(card.get("tokens")))

    def hook(self, event: dict[str, Any]) -> Told:
        """One hook's input."""
        match event.get("hook_event_name"):
            case "UserPromptSubmit":
                return Told([self._text("user", event.get("prompt"))], answered=True, runs="It thinks")
            case "PreToolUse":
                return self._call(event.get("tool_use_id"), event.get("tool_name"), event.get("tool_input"))
            case "PostToolUse":
                return self._result(event.get("tool_use_id"), event.get("tool_response"), failed=False)
            case "PostToolUseFailure":
                return self._result(event.get("tool_use_id"), event.get("error"), failed=True, interrupted=bool(event.get("is_interrupt")))
            case "Notification":
                return Told([], wanted=_str(event.get("message")) or "It waits for you")
            case "Stop":
                said = event.get("last_assistant_message")
                return Told([self._text("assistant", said)] if _str(said) else [], runs="", stopped=True)
            case "SessionEnd":
                return Told([], runs="", stopped=True)
            case _:
                return Told([])

    def stream(self, event: dict[str, Any]) -> Told:
        """One line of `--output-format stream-json`."""
        match event:
            case {"type": "assistant", "message": {"content": list(parts)}}:
                return Told.joined([self._said(part, event) for part in cast(list[Any], parts)])
            case {"type": "user", "message": {"content": list(parts)}}:
                return Told.joined([self._answered(part) for part in cast(list[Any], parts)])
            case {"type": "result"}:
                return self._total(event)
            case _:
                return Told([])

    def _said(self, part: Any, event: dict[str, Any]) -> Told:
        match part:
            case {"type": "text", "text": str(text)} if text.strip():
                message = cast(dict[str, Any], event["message"])
                return Told([self._text("assistant", text, _str(message.get("id")))])
            case {"type": "tool_use"}:
                call = cast(dict[str, Any], part)
                return self._call(call.get("id"), call.get("name"), call.get("input"))
            case _:
                return Told([])

    def _answered(self, part: Any) -> Told:
        match part:
            case {"type": "tool_result", "tool_use_id": str(call)}:
                found = cast(dict[str, Any], part)
                return self._result(call, found.get("content"), failed=bool(found.get("is_error")))
            case _:
                return Told([])

    def _call(self, call: Any, tool: Any, given: Any) -> Told:
        if not isinstance(tool, str):
            return Told([])
        name = f"call-{call}" if isinstance(call, str) and call else f"call-{len(self._calls) + 1}"
        card = tools.called(name, tool, cast(dict[str, Any], given) if isinstance(given, dict) else {})
        if name in self._calls:
            return Told([])
        remember(self._calls, name, card)
        asks = card["kind"] in ("plan", "question")
        return Told([card], runs="" if asks else card.get("command") or tool, asks=name if asks else "")

    def _result(self, call: Any, result: Any, *, failed: bool, interrupted: bool = False) -> Told:
        name = f"call-{call}" if isinstance(call, str) and call else next(reversed(self._calls), "")
        card = self._calls.get(name)
        if card is None:
            return Told([])
        card = self._calls[name] = tools.done(card, result, failed=failed, interrupted=interrupted)
        link = tools.preview(tools.said(result), name)
        return Told([card, link] if link else [card], runs="It thinks")

    def _text(self, role: str, text: Any, name: str = "") -> Card:
        self._texts += 1
        return {"id": f"text-{name or role}-{self._texts}", "kind": "text", "role": role, "markdown": _str(text), "partial": False}

    def _total(self, event: dict[str, Any]) -> Told:
        cost, used = event.get("total_cost_usd"), event.get("usage")
        self._cost += float(cost) if isinstance(cost, (int, float)) else 0.0
        counts = cast(dict[str, Any], used) if isinstance(used, dict) else {}
        self._tokens += sum(n for name, n in counts.items() if name.endswith("_tokens") and isinstance(n, int))
        return Told([{"id": "cost", "kind": "cost", "usd": round(self._cost, 6), "tokens": self._tokens}], runs="", stopped=True)


def _str(value: Any) -> str:
    return value if isinstance(value, str) else ""
