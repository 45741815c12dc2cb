"""For each running session somebody who looks: keeps its cards and its state, and says people's answers, each once."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from assistant.api import sandbox_journal as journal
from assistant.api.sandbox_events import Spool
from assistant.logs import get_logger
from sandbox.cards import Deck, Feed, Frame, Processes
from sandbox.cards.activity import State
from sandbox.cards.deck import Decision, own_words
from sandbox.cards.saying import Sayings
from sandbox.cards.waiting import Waiting
from sandbox.hub import Hub
from sandbox.processes import Table, scan
from sandbox.screen.terminal import Terminal

WAIT = "cards.wait"
"""Of the wait that somebody was told of, or saw."""
MOST_MISSED = 1024 * 1024
"""Bytes of output read anew after a restart; what a program tells further back is missed."""
MOST_RECORDS = 5000
"""Written down before the journal is made short again."""
STEP_S = 0.5
REST_S = 0.3
"""Output that is over for so long leaves a screen that can be read."""
RESTLESS_S = 15.0
"""One that never rests is read all the same, seldom: what writes all the time asks nothing."""
RESTLESS_LOOKS = 2
"""Of those at most at one step, in turn: each costs its host ten milliseconds, and hundreds may write all the time."""
NOTE_S = 5.0
"""How often it is written down up to where the output of one that writes all the time was read."""
AT_ONCE = 8
"""Sessions looked after until whoever waits for output has its turn."""
SCAN_S = 2.0
_LOG = get_logger("concierge.sandbox")
Told = Callable[[dict[str, Any]], None]
Call = Callable[["Seat"], None]
Looked = Callable[[Counter[str]], None]


class Seat:
    """Beside one session. Its hub tells it what happens.

    Args:
        call: told when the session waits for its person and no page shows them that.
    """

    def __init__(self, hub: Hub, spool: Spool | None, clock: Callable[[], float] = time.time, call: Call = lambda _: None) -> None:
        self._hub, self._spool, self._clock, self._call = hub, spool, clock, call
        self.found = hub.found
        self._path = hub.found.folder / journal.JOURNAL
        self._records = 0
        records = journal.records(self._path)
        self.deck, unsaid = Deck.restored(records, self._write)
        # A card that was written down is never made a second time of the same output.
        self._noted_at = 0.0
        self._offset = self._seen = max(journal.seen(hub.found.folder), *(at for r in records[-1:] if isinstance(at := r.get("at"), int)), 0)
        self._early: list[bytes] | None = []
        """Output that came before what was missed is read, not more of it than is read anew; None once it is."""
        self._early_size = 0
        self._feed = Feed(self.deck, self._changed, now=clock())
        self._kept_wait = journal.text(hub.found.folder / WAIT)
        self._waiting = Waiting(self._kept_wait)
        self._watchers: set[Told] = set()
        self._wrote: float | None = clock()
        """When it last wrote something that hasn't been looked at, and
        since: when it began to."""
        self._since = self._watched_at = clock()
        self._sayings = Sayings(hub.say, self._arrived, clock)
        for decision in unsaid:
            self._say(decision)
        self._shorten()
        hub.tap = self

    @property
    def activity(self) -> dict[str, Any]:
        """As a message."""
        now = self._feed.activity
        return {"type": "activity", "state": now.state.value, "since": now.since, "reason": now.reason}

    @property
    def title(self) -> str:
        """Of its window."""
        return self._feed.title

    def rested(self, seconds: float) -> bool:
        """For so long it has had nothing to do, and nobody has looked."""
        now, activity = self._clock(), self._feed.activity
        if self._hub.fanout.watchers:
            self._watched_at = now
        return activity.state is State.IDLE and now - max(activity.since, self._watched_at) >= seconds

    @property
    def waits_for(self) -> str:
        """What kind of answer it waits for; empty while it waits for nobody."""
        if self._feed.activity.state is not State.WAITING or self._hub.over.is_set():
            return ""
        card = next(iter(self.deck.waiting), None)
        if card is None:
            return "call"
        return "plan" if card["kind"] == "plan" else "question" if card.get("actions") else "terminal"

    # ---- watchers

    def watch(self, told: Told, after: int) -> Callable[[], None]:
        """What changed since, then what changes. Returns what ends it."""
        for frame in self.deck.after(after):
            told(self.shown(frame))
        told(self.activity)
        self._watchers.add(told)
        return lambda: self._watchers.discard(told)

    def shown(self, frame: Frame) -> dict[str, Any]:
        """A card as a message."""
        return journal.shown(frame, self._hub.found.id)

    async def decide(self, card_id: str, action: str, by: str, text: str = "") -> str:
        """`taken`; `already`: somebody was quicker; `gone`: it isn't asked any more; `unknown`; `words`: none of one's own where
        they are needed, too many, or some where none are taken."""
        card = self.deck.get(card_id)
        if card is None or action not in {a.get("action") for a in card.get("actions") or ()}:
            return "unknown"
        words = ""
        if text or self.deck.takes_words(card_id, action):
            try:
                words = own_words(text)
            except ValueError:
                return "words"
        if bool(words) != self.deck.takes_words(card_id, action):
            return "words"
        if card.get("open"):
            # What stands on the screen now is what the keys go to.
            await self._look()
        taken = self.deck.decide(card_id, action, by, _ts(self._clock()), words)
        if taken is None:
            return "already" if (self.deck.get(card_id) or {}).get("decision") else "gone"
        decision, frame = taken
        self._say(decision)
        self._tell({"type": "decided", "card_id": card_id, "action": action, "outcome": "taken", "by": by})
        self._changed(frame)
        return "taken"

    @property
    def asks_for_words(self) -> tuple[str, str]:
        """The card that can be answered in words of one's own, and by which action; the oldest of several, empty without one."""
        found = ((card["id"], a["action"]) for card in self.deck.waiting for a in card.get("actions") or () if a.get("text") is True)
        return next(found, ("", ""))

    def remark(self, title: str, state: str = "") -> None:
        """A word of ours among the cards."""
        frame = self.deck.put({"id": f"status-{self.deck.seq + 1}", "kind": "status", "title": title, "detail": "", "state": state}, _ts(self._clock()))
        if frame is not None:
            self._changed(frame)

    def seen(self) -> None:
        """A page that somebody looks at shows that it waits."""
        self._waiting.seen(self._feed.activity)

    def typed(self) -> None:
        """Somebody typed."""
        self._feed.typed(self._clock())

    # ---- the hub's

    def output(self, offset: int, data: bytes) -> None:
        """See `Tap`."""
        now = self._clock()
        if self._wrote is None:
            self._since = now
        self._wrote = now
        if self._early is not None:
            self._early.append(data)
            self._early_size += len(data)
            while self._early_size > MOST_MISSED and len(self._early) > 1:
                self._early_size -= len(self._early.pop(0))  # it is in the log
        else:
            self._offset = offset + len(data)
            self._feed.output(data, now)

    def taken(self, writer: bytes, number: int) -> None:
        """See `Tap`."""
        self._sayings.taken(writer, number)

    def _arrived(self, card_id: str) -> None:
        self.deck.said(card_id)
        if self.deck.worded(card_id):
            self._shorten()  # what somebody wrote isn't kept longer than it is needed

    def over(self) -> None:
        """See `Tap`."""
        self._feed.ended(self._clock())

    # ---- from time to time

    @property
    def restless(self) -> bool:
        """It has written for so long that it is to be looked at without waiting for it to rest."""
        now = self._clock()
        return self._wrote is not None and now - self._wrote < REST_S and now - self._since >= RESTLESS_S

    async def step(self, processes: Processes | None, *, fresh: bool, restless: bool = True) -> None:
        """Look at what has come to rest, at what the agent left, and at its processes where they were looked at anew.

        Args:
            restless: look also if it is `restless`.
        """
        if self._early is not None:
            await self._catch_up()
        now = self._clock()
        if self._spool is not None:
            for source, event in await asyncio.to_thread(self._spool.take):
                self._hear(source, event, now)
        if self._wrote is not None and (now - self._wrote >= REST_S or (restless and now - self._since >= RESTLESS_S)):
            await self._look()
        self._sayings.go_on(rests=self._wrote is None)
        before = self._feed.activity
        self._feed.look(processes if fresh else None, self._clock())
        if self._feed.activity != before:
            self._tell(self.activity)
        if self._waiting.look(self._feed.activity, self._clock()):
            self._call(self)
        if self._wrote is None or now - self._noted_at >= NOTE_S:
            self._noted_at = now
            self.note()
        if self._records > MOST_RECORDS:
            self._shorten()

    def _hear(self, source: str, event: dict[str, Any], now: float) -> None:
        try:
            self._feed.event(source, event, now)
        except Exception:  # an agent may leave anything; what comes after it is heard all the same
            _LOG.exception("an event can't be understood", session=self._hub.found.id)

    def note(self) -> None:
        """Up to where the output was read."""
        if self._early is None and self._offset != self._seen:
            self._seen = self._offset
            with suppress(OSError):
                (self._path.parent / journal.SEEN).write_text(str(self._seen), encoding="ascii")
        if self._waiting.told != self._kept_wait:
            self._kept_wait = self._waiting.told
            with suppress(OSError):
                (self._path.parent / WAIT).write_text(self._kept_wait, encoding="ascii")

    async def _catch_up(self) -> None:
        """What the program wrote while no server listened."""
        upto = self._hub.fanout.offset - sum(map(len, self._early or ()))
        first = max(self._seen, upto - MOST_MISSED)
        missed = b""
        if first < upto:
            with suppress(TimeoutError):
                missed = await self._hub.before(first, upto - first)
        early, self._early = self._early or [], None
        self._offset = self._hub.fanout.offset
        for data in (missed, *early):
            if data:
                self._feed.output(data, self._clock())

    async def _look(self) -> None:
        self._wrote = None
        try:
            shot = await self._hub.look()
        except TimeoutError:
            return
        with Terminal(shot.cols, shot.rows) as terminal:
            terminal.feed(shot.data)
            lines = terminal.text().split("\n")
        self._feed.screen(lines, self._clock())

    def _say(self, decision: Decision) -> None:
        self._sayings.begin(decision)
        self._feed.typed(self._clock())

    def _changed(self, frame: Frame) -> None:
        self._tell(self.shown(frame))

    def _tell(self, message: dict[str, Any]) -> None:
        for told in tuple(self._watchers):
            told(message)

    def _shorten(self) -> None:
        """The journal, with what makes the cards as they are and nothing else."""
        if not self._records and not (self._path.exists() and self._path.stat().st_size > journal.LARGEST_JOURNAL // 4):
            return
        part = self._path.with_suffix(".part")
        with suppress(OSError):
            file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(file, "w", encoding="utf-8") as out:
                out.writelines(journal.line({**record, "at": self._offset}) for record in self.deck.records(self._sayings.cards))
                out.flush()
                os.fsync(file)
            part.replace(self._path)
        self._records = 0

    def _write(self, record: dict[str, Any]) -> None:
        self._records += 1
        file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            os.write(file, journal.line({**record, "at": self._offset}).encode())
            if "decided" in record:
                os.fsync(file)  # before the answer is said
        except OSError:
            _LOG.warning("cards can't be written down", session=self._hub.found.id)
        finally:
            os.close(file)


def _ts(now: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1000):03d}+00:00"


class Seats:
    """All of them, looked after by one task.

    Args:
        rest: told each session that has had nothing to do, and nobody to look at it, for `idle_s` seconds; 0: never.
        looked: told how many there are in each state.
    """

    def __init__(self, spool: Callable[[Hub], Spool | None], call: Call = lambda _: None, *, idle_s: float = 0.0, rest: Call = lambda _: None, looked: Looked = lambda _: None) -> None:
        self._seats: dict[str, Seat] = {}
        self._hubs: dict[str, Hub] = {}
        self._spool, self._call, self._idle_s, self._rest, self._looked = spool, call, idle_s, rest, looked
        self._task: asyncio.Task[None] | None = None

    def opened(self, hub: Hub) -> None:
        """A session runs."""
        self._seats[hub.found.id] = Seat(hub, self._spool(hub), call=self._call)
        self._hubs[hub.found.id] = hub
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    def get(self, session: str) -> Seat | None:
        """None of a session that doesn't run."""
        return self._seats.get(session)

    async def close(self) -> None:
        """No more looking."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        for seat in self._seats.values():
            seat.note()

    async def _run(self) -> None:
        scanned, table = float("-inf"), Table({})
        while True:
            await asyncio.sleep(STEP_S)
            for name in [n for n, hub in self._hubs.items() if hub.over.is_set()]:
                self._seats.pop(name, None)
                self._hubs.pop(name, None)
            now = time.monotonic()
            fresh = bool(self._seats) and now - scanned >= SCAN_S
            if fresh:
                scanned, table = now, await asyncio.to_thread(scan)
            looks = RESTLESS_LOOKS
            for index, (name, seat) in enumerate(list(self._seats.items())):
                if index % AT_ONCE == 0:
                    await asyncio.sleep(0)
                try:
                    if (restless := looks > 0 and seat.restless):
                        looks -= 1
                        self._seats[name] = self._seats.pop(name)  # behind the others that wait for it
                    await seat.step(table.of(self._hubs[name].child), fresh=fresh, restless=restless)
                    if self._idle_s and seat.rested(self._idle_s):
                        self._rest(seat)
                except Exception:  # one session's trouble is no other's
                    _LOG.exception("a session can't be looked at", session=name)
            self._looked(Counter(seat.activity["state"] for seat in self._seats.values()))
