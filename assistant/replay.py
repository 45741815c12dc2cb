"""The log once more through the core: does it decide today what it decided then?

Facts (what was said, what a tool answered, what a code turned out to be) are taken from the log; decisions (what was
understood, which tool to call, what to say) are made anew and compared with those that stand there, byte for byte. The
embedded engine is a function of the log, so it must agree with itself; where it doesn't, its code has changed, or it read
something that isn't in the log.
"""

import argparse
import asyncio
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from assistant.ports import CoreLike
from dialogue import events as ev
from dialogue.commands import CallModel, CallTool, Command, Emit, SendCode
from dialogue.fold import apply
from dialogue.state import CREATE, State

DECISIONS = frozenset(
    (
        "understood tool_called tool_refused model_asked assistant_said code_requested secret_requested deployment_created "
        "human_requested closed"
    ).split()
)
"""Types of events that the core brings about; everything else happened to it."""

_NO_LOG = "That isn't a log of ours."


class NotReplayable(ValueError):
    """The log can't be stepped through again."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the core decides otherwise."""

    seq: int
    logged: str | None
    """JSON of the decision in the log; None when there is none."""
    decided: str | None
    """JSON of today's decision; None when there is none."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of it."""

    events: int
    decisions: int
    """Compared."""
    sha256: str
    """Over all decisions of the log, in order: the same log, the same sum."""
    request: str | None
    """Digest of the plan that was created last."""
    difference: Difference | None = None

    @property
    def same(self) -> bool:
        """Every decision is the one of the log."""
        return self.difference is None


def replay(log: Sequence[ev.Logged], core: CoreLike) -> Replayed:
    """Step `core` through the facts of a log.

    Raises:
        NotReplayable: another engine than the embedded one understood, or the log doesn't begin at its beginning.
    """
    _replayable(log)
    state = State()
    due: list[str] = []
    summed = hashlib.sha256()
    decisions = 0
    request: str | None = None
    first = _together(log)
    for logged in log:
        event = logged.event
        text = event.model_dump_json(by_alias=True)
        if logged.seq <= first:
            state = apply(state, logged)
            continue
        if event.type in DECISIONS:
            decided = due.pop(0) if due else None
            decisions += 1
            summed.update(text.encode() + b"\n")
            if decided != text:
                return Replayed(len(log), decisions, summed.hexdigest(), request, Difference(logged.seq, text, decided))
            if isinstance(event, ev.ToolCalled) and event.tool == CREATE:
                request = str(event.arguments.get("digest", ""))
        elif due and not isinstance(event, ev.Resumed):
            return Replayed(len(log), decisions, summed.hexdigest(), request, Difference(logged.seq, None, due[0]))
        elif isinstance(event, ev.Resumed):
            due.clear()  # the process died before it did these
        state, commands = core.step(state, logged)
        due[:0] = _events(commands)
    left = Difference(log[-1].seq, None, due[0]) if due else None
    return Replayed(len(log), decisions, summed.hexdigest(), request, left)


def logged(frames: Iterable[Any]) -> list[ev.Logged]:
    """A log from the JSON objects that readers get. Raises NotReplayable, pydantic.ValidationError."""
    found: list[ev.Logged] = []
    for frame in frames:
        if not isinstance(frame, dict):
            raise NotReplayable(_NO_LOG)
        frame = cast("ev.JsonObject", frame)
        body = {k: v for k, v in frame.items() if k not in ("seq", "at")}
        at = datetime.fromisoformat(str(frame["at"]))
        found.append(ev.Logged(seq=frame["seq"], at=at, event=ev.EVENT.validate_json(json.dumps(body))))
    return found


def _replayable(log: Sequence[ev.Logged]) -> None:
    if not log or log[0].seq != 1 or not isinstance(log[0].event, ev.ConversationStarted):
        raise NotReplayable("The log doesn't begin at its beginning.")

def _together(log: Sequence[ev.Logged]) -> int:
    """Seq of the last event that a conversation was created with: those were folded, not stepped."""
    prepared = len(log) > 1 and isinstance(log[1].event, ev.UserSaid) and log[1].at == log[0].at
    return max(e.seq for e in log if e.at == log[0].at) if prepared else 1


def _events(commands: list[Command]) -> list[str]:
    """What the shell logs for these, in order."""
    found: list[str] = []
    for command in commands:
        match command:
            case Emit(event):
                found.append(event.model_dump_json(by_alias=True))
            case CallTool(call_id, tool, arguments):
                call = ev.ToolCalled(call_id=call_id, tool=tool, arguments=arguments)
                found.append(call.model_dump_json(by_alias=True))
            case CallModel(call_id, request, number):
                asked = ev.ModelAsked(call_id=call_id, round=number, messages=len(request.messages), prompt_sha256=request.sha256())
                found.append(asked.model_dump_json(by_alias=True))
            case SendCode(email):
                found.append(ev.CodeRequested(email=email).model_dump_json(by_alias=True))
            case _:
                pass  # its outcome comes back as a fact
    return found


def embedded_core() -> CoreLike:
    """The core over the bundled catalogue, as `serve` builds it."""
    from assistant.wiring import build_core  # noqa: PLC0415 - takes its time to import
    from tools.catalogue import Catalogue  # noqa: PLC0415 - as above

    return build_core(Catalogue.load())


def run(options: argparse.Namespace) -> int:
    """`concierge replay`: 0 when every decision is the same, 1 when one differs, 2 when it can't be tried."""
    try:
        log = _from_file(options.events) if options.events else asyncio.run(_from_store(options))
        found = replay(log, embedded_core())
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        sys.stderr.write(f"concierge replay: {_told(error)}\n")
        return 2
    sys.stdout.write(f"{found.decisions} decisions in {found.events} events, sha256 {found.sha256}\n")
    if found.request:
        sys.stdout.write(f"created {found.request}\n")
    if found.difference is None:
        sys.stdout.write("the same\n")
        return 0
    sys.stdout.write(f"DIFFERS at {found.difference.seq}\n")
    sys.stdout.write(f"  log   {found.difference.logged or '(nothing)'}\n  today {found.difference.decided or '(nothing)'}\n")
    return 1


def _told(error: Exception) -> str:
    if isinstance(error, NotReplayable | OSError | sqlite3.Error):
        return str(error)
    return _NO_LOG


def _from_file(file: Path) -> list[ev.Logged]:
    """JSON as `GET …/events` answers it, an array, or one object a line."""
    text = file.read_text(encoding="utf-8")
    try:
        body: Any = json.loads(text)
    except ValueError:
        body = [json.loads(line) for line in text.splitlines() if line.strip()]
    frames: Any = cast("dict[str, Any]", body).get("events") if isinstance(body, dict) else body
    return logged(frames)


async def _from_store(options: argparse.Namespace) -> list[ev.Logged]:
    from assistant.settings import Settings  # noqa: PLC0415 - only where there is no file
    from assistant.store import Database, SqliteEventStore  # noqa: PLC0415 - as above

    settings = Settings(data_dir=options.data_dir) if options.data_dir else Settings()
    if not settings.database_path.exists():
        raise NotReplayable(f"There is no log in {settings.data_dir}.")
    database = Database(settings.database_path)
    database.open()
    try:
        store = SqliteEventStore(database)
        found: list[ev.Logged] = []
        while page := await store.read(options.conversation, found[-1].seq if found else 0, 500):
            found += [entry.logged for entry in page]
        if not found:
            raise NotReplayable("No conversation is called so.")
        return found
    finally:
        await database.close()
