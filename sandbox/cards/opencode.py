"""OpenCode: events of its server, as a plug-in hands them on, as cards."""

from collections.abc import Iterable
from typing import Any, cast

from sandbox.cards import tools
from sandbox.cards.deck import Card
from sandbox.cards.told import MOST, Told, number, remember

PLUGIN = """import { rename, writeFile } from "node:fs/promises";
const WANTED = /^(message\\.(updated|part\\.updated)|permission\\.|session\\.(idle|error)|todo\\.updated|question\\.)/;
let n = 0;
export const Cards = async () => ({
  event: async ({ event }) => {
    const folder = process.env.SANDBOX_EVENTS;
    const part = event.properties?.part;
    // A text comes with each of its words; only the whole is wanted.
    if (!folder || !WANTED.test(event.type) || (part?.type === "text" && !part.time?.end)) return;
    const file = `${folder}/${process.pid}.${Date.now()}${String(n++).padStart(6, "0")}`;
    await writeFile(`${file}.part`, JSON.stringify(event));
    await rename(`${file}.part`, `${file}.opencode`);
  },
});
"""


class OpenCode:
    """One session's events."""

    def __init__(self) -> None:
        self._roles: dict[str, str] = {}
        self._calls: dict[str, Card] = {}
        self._before, self._spent = (0.0, 0), dict[str, tuple[float, int]]()
        """USD and tokens of messages long ago, and of each since: it is told of again and again, with more."""

    def go_on(self, cards: Iterable[Card]) -> None:
        """See `Claude.go_on`."""
        for card in cards:
            if card["id"].startswith("call-"):
                remember(self._calls, card["id"], card)
            elif card["id"] == "cost":
                last = _dict(card.get("last"))
                usd, tokens = number(last.get("usd")), int(number(last.get("tokens")))
                self._spent[_str(last.get("message"))] = usd, tokens
                self._before = number(card.get("usd")) - usd, int(number(card.get("tokens"))) - tokens

    def event(self, event: dict[str, Any]) -> Told:
        """One event of the server's stream."""
        given = event.get("properties")
        about = cast(dict[str, Any], given) if isinstance(given, dict) else {}
        match event.get("type"):
            case "message.updated":
                return self._message(_dict(about.get("info")))
            case "message.part.updated":
                return self._part(_dict(about.get("part")))
            case "permission.updated" | "permission.asked":
                title = _str(about.get("title")) or f"May it use {_str(about.get('permission')) or _str(about.get('type')) or 'a tool'}?"
                name = f"permission-{about.get('id')}"
                return Told([{"id": name, "kind": "question", "question": title}], asks=name)
            case "permission.replied":
                name = f"permission-{about.get('permissionID') or about.get('requestID')}"
                return Told([{"id": name, "kind": "question", "question": "Permission", "open": False}] if about else [], answered=True)
            case "todo.updated":
                return self._plan(about.get("todos"))
            case "session.idle":
                return Told([], runs="", stopped=True)
            case "session.error":
                error = _dict(about.get("error"))
                text = _str(_dict(error.get("data")).get("message")) or _str(error.get("name")) or "It failed."
                return Told([{"id": "status-error", "kind": "status", "title": text, "state": "error"}], runs="", stopped=True)
            case _:
                return Told([])

    def _message(self, info: dict[str, Any]) -> Told:
        name, role = _str(info.get("id")), _str(info.get("role"))
        remember(self._roles, name, role)
        if role != "assistant":
            return Told([], answered=True, runs="It thinks")
        counts = _dict(info.get("tokens"))
        tokens = sum(n for n in counts.values() if isinstance(n, int)) + sum(n for n in _dict(counts.get("cache")).values() if isinstance(n, int))
        self._spent[name] = number(info.get("cost")), tokens
        if len(self._spent) > MOST:
            usd, count = self._spent.pop(next(iter(self._spent)))
            self._before = self._before[0] + usd, self._before[1] + count
        spent = [self._before, *self._spent.values()]
        usd, total = round(sum(usd for usd, _ in spent), 6), sum(count for _, count in spent)
        last = {"message": name, "usd": self._spent[name][0], "tokens": tokens}
        return Told([{"id": "cost", "kind": "cost", "usd": usd, "tokens": total, "last": last}] if total else [])

    def _part(self, part: dict[str, Any]) -> Told:
        name = f"part-{part.get('id')}"
        match part.get("type"):
            case "text" if _str(part.get("text")).strip():
                role = self._roles.get(_str(part.get("messageID")), "assistant")
                return Told([{"id": name, "kind": "text", "role": role, "markdown": _str(part.get("text")), "partial": False}])
            case "tool":
                return self._tool(part)
            case _:
                return Told([])

    def _tool(self, part: dict[str, Any]) -> Told:
        state, tool = _dict(part.get("state")), _str(part.get("tool"))
        name = f"call-{part.get('callID') or part.get('id')}"
        status = state.get("status")
        if status not in ("running", "completed", "error"):
            return Told([])
        card = self._calls.get(name) or tools.called(name, tool, _dict(state.get("input")))
        if status == "running":
            remember(self._calls, name, card)
            return Told([card], runs=card.get("command") or tool, asks=name if card["kind"] == "question" else "")
        failed = status == "error"
        result: Any = state.get("error") if failed else {"output": _str(state.get("output")), **_dict(state.get("metadata"))}
        card = self._calls[name] = tools.done(card, result, failed=failed)
        link = tools.preview(tools.said(result), name)
        return Told([card, link] if link else [card], runs="It thinks")

    def _plan(self, todos: Any) -> Told:
        rows = [_dict(todo) for todo in cast(list[Any], todos)] if isinstance(todos, list) else []
        marks = {"completed": "✓ ", "in_progress": "→ ", "cancelled": "✗ "}
        found = [marks.get(_str(row.get("status")), "") + _str(row.get("content")) for row in rows]
        return Told([{"id": "todo", "kind": "plan", "steps": found}] if found else [])


def _dict(value: Any) -> dict[str, Any]:
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}


def _str(value: Any) -> str:
    return value if isinstance(value, str) else ""
