"""Calls of tools as cards: the same for every agent that tells of them."""

import difflib
import json
import re
from typing import Any, cast

from sandbox.cards.deck import Card

LONGEST_DIFF = 400
"""Lines."""
TAIL = 2000
_PREVIEW = re.compile(r"https://pr-(\d+)\.[\w-]+\.sandbox\.[\w.-]+")
_SHELLS = frozenset(("bash", "shell", "run_shell_command", "execute_command"))
_EDITS = frozenset(("edit", "multiedit", "write", "write_file", "replace", "patch", "notebookedit"))


def called(call: str, tool: str, given: dict[str, Any]) -> Card:
    """A tool begins."""
    kind = tool.lower()
    if kind in _SHELLS:
        return {"id": call, "kind": "bash", "command": _text(given.get("command")), "exit_code": None, "output_tail": "", "truncated": False}
    if kind in _EDITS:
        return _edit(call, given)
    if kind in ("exitplanmode", "exit_plan_mode"):
        return {"id": call, "kind": "plan", "steps": steps(_text(given.get("plan")))}
    if kind in ("askuserquestion", "ask_user_question", "question"):
        return {"id": call, "kind": "question", "question": _asked(given)}
    args = {name: value for name, value in given.items() if value not in (None, "", [], {})}
    return {"id": call, "kind": "tool-call", "call_id": call, "tool": tool, "args": args, "state": "running", "lines": [], "error": None}


def done(card: Card, result: Any, *, failed: bool, interrupted: bool = False) -> Card:
    """It has ended."""
    text = said(result)
    match card["kind"]:
        case "bash":
            code = _code(result)
            code = code if code is not None else (1 if failed else 0)
            return {**card, "exit_code": code, "output_tail": text[-TAIL:], "truncated": len(text) > TAIL}
        case "tool-call":
            state = "denied" if interrupted else "error" if failed else "ok"
            error = {"code": state, "message": text[:500]} if failed or interrupted else None
            return {**card, "state": state, "error": error, "lines": [] if failed else lines(result)}
        case "plan" | "question":
            return {**card, "open": False}
        case _:
            return {**card, "state": "error", "error": {"code": "error", "message": text[:500]}} if failed else card


def preview(text: str, call: str) -> Card | None:
    """A preview's address, as the sandbox gives them to pull requests."""
    found = _PREVIEW.search(text)
    if found is None:
        return None
    return {"id": f"preview-{found[0]}", "kind": "preview-link", "url": found[0], "pr_number": int(found[1]), "sha": "", "from": call}


def steps(plan: str) -> list[str]:
    """Of a plan in Markdown: its list, else its lines."""
    rows = [line.strip() for line in plan.splitlines() if line.strip()]
    marked = [m[1] for line in rows if (m := re.match(r"(?:[-*+]|\d+[.)])\s+(.*)", line))]
    return [re.sub(r"[*_`#]+", "", row).strip() for row in (marked or rows)][:50]


def lines(result: Any) -> list[dict[str, str]]:
    """What is worth a line each of a result."""
    value = _parsed(result)
    if isinstance(value, dict):
        flat = [(str(k), v) for k, v in cast(dict[Any, Any], value).items() if isinstance(v, (str, int, float, bool)) and v != ""]
        return [{"label": label, "value": str(v)[:200]} for label, v in flat[:8]]
    return []


def said(result: Any) -> str:
    """A result as text."""
    match result:
        case str():
            return result
        case list():
            return "\n".join(said(part) for part in cast(list[Any], result))
        case {"type": "text", "text": str(text)}:
            return text
        case {"stdout": str(out)}:
            return "\n".join(part for part in (out, _text(cast(dict[str, Any], result).get("stderr"))) if part)
        case {"output": str(out)} | {"content": str(out)}:
            return out
        case {"content": list(parts)}:
            return said(cast(list[Any], parts))
        case None:
            return ""
        case _:
            return json.dumps(result, ensure_ascii=False, default=str)


def _parsed(result: Any) -> Any:
    text = said(result)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _code(result: Any) -> int | None:
    found = cast(dict[str, Any], result) if isinstance(result, dict) else {}
    for name in ("exit_code", "exitCode", "exit", "code"):
        if isinstance(found.get(name), int):
            return int(found[name])
    return None


def _edit(call: str, given: dict[str, Any]) -> Card:
    path = _text(given.get("file_path") or given.get("filePath") or given.get("path") or given.get("notebook_path"))
    listed = given.get("edits")
    edits: list[Any] = cast(list[Any], listed) if isinstance(listed, list) else [given]
    out: list[str] = []
    for edit in edits:
        one = cast(dict[str, Any], edit) if isinstance(edit, dict) else {}
        before = _text(one.get("old_string") or one.get("oldString"))
        after = _text(one.get("new_string") or one.get("newString") or one.get("content") or one.get("file_text"))
        out += list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2))[2:]
    kept = out[:LONGEST_DIFF]
    added = sum(line.startswith("+") for line in out)
    removed = sum(line.startswith("-") for line in out)
    return {"id": call, "kind": "diff", "path": path, "unified": "\n".join(kept), "additions": added, "deletions": removed}


def _asked(given: dict[str, Any]) -> str:
    listed = given.get("questions")
    questions: list[Any] = cast(list[Any], listed) if isinstance(listed, list) else []
    texts = [_text(cast(dict[str, Any], q).get("question")) for q in questions if isinstance(q, dict)]
    return " ".join(filter(None, texts)) or _text(given.get("question")) or "The agent asks something."


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
