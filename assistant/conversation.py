"""One actor per conversation: one task, one inbox, one log.

event arrives → core.step → append, with the events that were decided → for each command its port does it → results come
back as events. A fact and its decision are one write: a crash leaves both or neither.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Coroutine, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from assistant.effects import Effects
from assistant.logs import get_logger
from assistant.ports import CoreLike, ModelAnswering
from assistant.store import Entry, EventStore, SequenceConflict
from dialogue import events as ev
from dialogue.commands import CallModel, CallTool, CheckCode, Command, Emit, SendCode, Watch
from dialogue.engines.model.request import ModelRequest
from dialogue.fold import apply
from dialogue.gates import Refusal, may_create
from dialogue.state import CREATE, State

_LOG = get_logger("concierge.conversation")
PAGE = 500
"""Events read at once from the store."""
TAIL = 256
"""Events kept in memory for readers that are nearly up to date."""
WATCH_AGAIN_SECONDS = 5.0
"""Pause after a watch that ended without a verdict."""
APOLOGY = "Something went wrong on my side. What you said is kept; please say that last bit again."
TURN_SECONDS = 60.0
"""How long a caller waits for a reply; the turn goes on behind its back."""
RETRY_SECONDS = 1.0
"""Pause after the store has failed, before what it didn't take is handed to it again."""


class ConversationStopped(Exception):
    """The actor has ended: the process stops, or the conversation was idle; the log has everything."""


@dataclass(slots=True)
class _Mail:
    event: ev.Event
    appended: asyncio.Future[int] | None = None
    """Whoever handed it in waits here for its seq; None for an outcome of our own, which must not get lost."""
    device: str | None = None


@dataclass(slots=True)
class _Turn:
    """A fact and what follows from it, before any of it is in the log."""

    state: State
    at: datetime
    entries: list[Entry] = field(default_factory=list[Entry])
    commands: list[Command] = field(default_factory=list[Command])
    durable: bool = False
    grants: dict[str, Refusal | None] | None = None


class Conversation:
    """The running side of one log. Created by `Conversations`; `start` before use."""

    def __init__(self, conversation_id: str, core: CoreLike, store: EventStore, effects: Effects) -> None:
        self.id = conversation_id
        self.state = State()
        self.turns = asyncio.Lock()
        """Held by whoever says something: turns queue."""
        self.waiting = 0
        """Callers who hold or wait for `turns`."""
        self._core = core
        self._store = store
        self._effects = effects
        self._inbox: asyncio.Queue[_Mail] = asyncio.Queue()
        self._tail: deque[Entry] = deque(maxlen=TAIL)
        self._changed = asyncio.Event()
        self._readers = 0
        self._stopped = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._effecting: set[asyncio.Task[None]] = set()
        """Those of `_tasks` whose outcome an open turn waits for."""
        self._watching: set[str] = set()
        self._device: str | None = None
        self._answering: ModelAnswering | None = None
        """What a model is saying at the moment."""
        self._grants: dict[str, Refusal | None] = {}
        self._loop_task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Fold the log and take up what is unfinished."""
        await self._catch_up()
        self._loop_task = asyncio.create_task(self._run(), name=f"conversation-{self.id}")
        if self.state.unfinished:
            self._post(ev.Resumed())
            if self.state.code_requested_for and self.state.code_sent_to is None:
                self._effect(self._settle_code(self.state.code_requested_for))

    async def stop(self) -> None:
        """End the tasks; the log has everything. Whoever waits for us is told."""
        self._stopped = True
        tasks = [*self._tasks, *([self._loop_task] if self._loop_task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        while not self._inbox.empty():
            _fail(self._inbox.get_nowait(), ConversationStopped())
        self._changed.set()

    @property
    def busy(self) -> bool:
        """Must stay in memory."""
        waited_for = self._readers > 0 or self.waiting > 0
        return waited_for or bool(self._tasks) or not self._inbox.empty() or self.state.turn_is_open

    @contextmanager
    def read_by(self) -> Generator[None]:
        """While a stream or socket hangs on this actor it isn't unloaded."""
        self._readers += 1
        try:
            yield
        finally:
            self._readers -= 1

    async def tell(self, event: ev.Event, *, device: str | None = None) -> int:
        """Hand in an event from outside; returns its seq once it is stored.

        Raises:
            ConversationStopped: it wasn't taken in.
            Exception: the store's, which didn't take it.
        """
        if self._stopped:
            raise ConversationStopped
        appended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._inbox.put_nowait(_Mail(event, appended, device))
        return await appended

    def claim(self, digest: str) -> Refusal | None:
        """The gate, asked at the moment of the call: good once, for the create just logged as an intent.

        What counts is the state before that intent, since the intent itself marks the digest as spent.
        """
        state = self.state
        if state.create != "in_flight" or state.create_digest != digest or digest not in self._grants:
            return Refusal("not_confirmed", "Nobody has confirmed this plan in this conversation.")
        return self._grants.pop(digest)

    async def settle(self, seq: int) -> None:
        """Wait until the turn that began at `seq` has its reply, at most `TURN_SECONDS`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(TURN_SECONDS):
                while self.state.seq < seq or self.state.turn_is_open:
                    await self._news()

    async def follow(self, after: int) -> AsyncGenerator[Entry]:
        """Every event after `after`, once, in order, for ever. Pull-based: a slow reader delays nobody."""
        while True:
            if self.state.seq <= after:
                await self._news()
                continue
            for entry in await self.read(after, PAGE):
                after = entry.seq
                yield entry

    async def news(self, after: int) -> None:
        """Wait until there is an event after `after`."""
        while self.state.seq <= after:
            await self._news()

    async def batches(self, after: int, patience: float) -> AsyncGenerator[list[Entry]]:
        """Like `follow`, a page at a time; an empty page when nothing came for `patience` seconds."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self.news(after)
            page = await self.read(after, PAGE) if self.state.seq > after else []
            after = page[-1].seq if page else after
            yield page

    async def read_all(self, after: int) -> list[Entry]:
        """Everything after `after` up to now."""
        found: list[Entry] = []
        while page := await self.read(found[-1].seq if found else after, PAGE):
            found += page
        return found

    async def read(self, after: int, limit: int) -> list[Entry]:
        """A page of the log."""
        if self._tail and self._tail[0].seq <= after + 1:
            return [e for e in self._tail if e.seq > after][:limit]
        return await self._store.read(self.id, after, limit)

    async def _news(self) -> None:
        await self._changed.wait()
        if self._stopped:
            raise ConversationStopped

    async def _catch_up(self) -> None:
        """Fold what the log has beyond us."""
        while entries := await self._store.read(self.id, self.state.seq, PAGE):
            for entry in entries:
                self.state = apply(self.state, entry.logged)
            self._tail.extend(entries)

    def _post(self, event: ev.Event) -> None:
        self._inbox.put_nowait(_Mail(event))

    async def _run(self) -> None:
        while True:
            mail = await self._inbox.get()
            if mail.device:
                self._device = mail.device
            before = self.state.seq
            try:
                await self._take_fact(mail)
            except asyncio.CancelledError:
                _fail(mail, ConversationStopped())
                raise
            except Exception as error:
                # A fault in one step must not end the conversation; the log still has what was said.
                _LOG.exception("step failed", conversation=self.id, event_type=mail.event.type)
                _fail(mail, error)
                ours = mail.appended is None
                if ours and self.state.seq == before:
                    self._spawn(self._again(mail.event))
                elif self.state.unfinished:
                    self._spawn(self._again(ev.Resumed()))

    async def _again(self, event: ev.Event) -> None:
        """After the store failed: an outcome is handed in again; a decision is made anew once no outcome is awaited."""
        await asyncio.sleep(RETRY_SECONDS)
        if isinstance(event, ev.Resumed):
            await asyncio.gather(*self._effecting, return_exceptions=True)
        self._post(event)

    async def _take_fact(self, mail: _Mail) -> None:
        """What has happened is true wherever the log stands; what follows from it is decided again where it stands elsewhere."""
        try:
            await self._take(mail.event, mail.appended)
        except SequenceConflict:
            _LOG.warning("somebody else wrote to this log", conversation=self.id)
            await self._catch_up()
            theirs = self.state.unfinished
            await self._take(mail.event, mail.appended)
            if theirs:  # whoever began it may be gone
                self._spawn(self._again(ev.Resumed()))

    async def _take(self, event: ev.Event, appended: asyncio.Future[int] | None = None) -> None:
        """Step, append the fact and all that follows from it at once, and only then do it."""
        turn = _Turn(self.state, self._store.now())
        self._add(turn, event)
        settled = not turn.state.unfinished and self._inbox.empty()
        await self._store.write(self.id, turn.entries, durable=turn.durable, settled=settled)
        self.state = turn.state
        self._tail.extend(turn.entries)
        if turn.grants is not None:
            self._grants = turn.grants
        self._changed.set()
        self._changed = asyncio.Event()
        if appended is not None and not appended.done():
            appended.set_result(turn.entries[0].seq)
        if isinstance(event, ev.Interrupted) and self._answering is not None:
            self._answering.interrupt()
        for command in turn.commands:
            self._do(command)

    def _add(self, turn: "_Turn", event: ev.Event) -> None:
        """One more line, with those that follow from it, in the order in which they were decided."""
        entry = Entry.of(turn.state.seq + 1, turn.at, event)
        turn.entries.append(entry)
        turn.durable = turn.durable or (isinstance(event, ev.ToolCalled) and event.tool == CREATE)
        for command in self._step(turn, entry):
            match command:
                case Emit(emitted):
                    self._add(turn, emitted)
                case CallTool(call_id, tool, arguments):
                    if tool == CREATE:
                        digest = str(arguments.get("digest", ""))
                        turn.grants = {digest: may_create(turn.state, digest)}
                    self._add(turn, ev.ToolCalled(call_id=call_id, tool=tool, arguments=arguments))
                case CallModel(call_id, request, number):
                    digest = request.sha256()
                    self._add(turn, ev.ModelAsked(call_id=call_id, round=number, messages=len(request.messages), prompt_sha256=digest))
                case SendCode(email):
                    self._add(turn, ev.CodeRequested(email=email))
                case _:
                    pass
            turn.commands.append(command)

    def _step(self, turn: "_Turn", entry: Entry) -> list[Command]:
        try:
            turn.state, commands = self._core.step(turn.state, entry.logged)
        except Exception:
            # The line must be in the log and count; only the decision is lost.
            _LOG.exception("core failed", conversation=self.id, seq=entry.seq, event_type=entry.type)
            turn.state = apply(turn.state, entry.logged)
            said = isinstance(entry.logged.event, ev.AssistantSaid)
            stuck = turn.state.turn_is_open and not said
            return [Emit(ev.AssistantSaid(text=APOLOGY, asking=turn.state.asking))] if stuck else []
        return commands

    def _do(self, command: Command) -> None:
        """The effect of what the log now says is intended."""
        match command:
            case Emit():
                pass
            case CallTool(call_id, tool, arguments):
                self._effect(self._call(call_id, tool, arguments))
            case CallModel(call_id, request, _):
                self._effect(self._ask_model(call_id, request))
            case SendCode(email):
                self._effect(self._send_code(email))
            case CheckCode(email, digest):
                self._effect(self._check_code(email, digest))
            case Watch(deployment_id):
                if deployment_id not in self._watching:
                    self._watching.add(deployment_id)
                    self._spawn(self._watch(deployment_id))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _effect(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._spawn(work)
        self._effecting.add(task)
        task.add_done_callback(self._effecting.discard)

    async def _call(self, call_id: str, tool: str, arguments: ev.JsonObject) -> None:
        self._post(await self._effects.call(self.id, call_id, tool, arguments))

    async def _ask_model(self, call_id: str, request: ModelRequest) -> None:
        self._answering = answering = self._effects.models.run(call_id, request)
        try:
            async for event in answering:
                self._post(event)
        except Exception:
            # A fault on our side must not leave the turn open: it goes on without the model.
            _LOG.exception("asking the model failed", conversation=self.id)
            self._post(ev.ModelFailed(call_id=call_id, code="malformed"))
        finally:
            self._answering = None

    async def _send_code(self, email: str) -> None:
        self._post(await self._effects.send_code(self.id, email, self.state.language))

    async def _settle_code(self, email: str) -> None:
        self._post(await self._effects.settle_code(self.id, email, self.state.language))

    async def _check_code(self, email: str, digest: str) -> None:
        self._post(await self._effects.check_code(self.id, email, digest, device=self._device))

    async def _watch(self, deployment_id: str) -> None:
        try:
            while not self._judged(deployment_id):
                await self._watch_once(deployment_id)
                if not self._judged(deployment_id):
                    await asyncio.sleep(WATCH_AGAIN_SECONDS)
        finally:
            self._watching.discard(deployment_id)

    async def _watch_once(self, deployment_id: str) -> None:
        known = self.state.deployment
        if known is None:
            return
        try:
            async for report in self._effects.deployments.reports(known):
                if self._is_news(report):
                    await self.tell(report)
        except Exception:
            _LOG.exception("watch failed", conversation=self.id, deployment=deployment_id)

    def _judged(self, deployment_id: str) -> bool:
        known = self.state.deployment
        if known is None or known.id != deployment_id:
            return True
        return known.verdict is not None and known.verdict.outcome != "in_progress"

    def _is_news(self, report: ev.DeploymentReported) -> bool:
        """After a restart the first report repeats what the log has."""
        known = self.state.deployment
        if known is None or report.lines or report.verdict or report.trouble:
            return True
        same_components = all(known.components.get(k) == v for k, v in report.components.items())
        same_jobs = all(known.jobs.get(job.name) == job for job in report.jobs)
        return not (same_components and same_jobs and report.status == known.status)


def _fail(mail: _Mail, error: Exception) -> None:
    if mail.appended is not None and not mail.appended.done():
        mail.appended.set_exception(error)
