"""What a deployment has reported, sans-I/O: stream frames and snapshots in, each event once and in order out.

The snapshot of `/events` is the only complete source (contract, section 7): the log stream repeats, drops, reorders and
splits events between readers, and carries no ids, so nothing that came by it can be proved complete or in order. So
events are given out from snapshots alone, and the stream decides when the next one is worth reading:

- a frame that the last snapshot already had (a replay after a reconnect, a copy) asks for nothing;
- any other frame asks for one reading, however often it is repeated;
- what the stream showed and no snapshot can have any more (the buffer keeps ten thousand events, and all that we knew
  rolled out of it between two readings) is filled in from the stream.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tools.catalyst.align import after
from tools.catalyst.models import Event, Snapshot, event_of
from tools.catalyst.scrub import scrub
from tools.catalyst.sse import Frame

BUFFER = 10_000
"""Events that the service keeps; the oldest go first."""
MOST_PENDING = 20_000
"""Frames remembered for filling a gap."""
RECENT = 24
"""Lines by which the place in a buffer is found again after a restart of ours."""
Heard = Literal["nothing", "news", "done"]
Line = tuple[str, str, str | None, str | None]
"""Phase, scrubbed message, component, state: what an event and a line of our log have in common."""


@dataclass(frozen=True, slots=True)
class News:
    """What one snapshot added."""

    events: tuple[Event, ...] = ()
    """Scrubbed, in order, without the handover."""
    moved: dict[str, str] = field(default_factory=dict[str, str])
    """Component states that changed."""
    needs: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Dependencies that component events named, by component."""
    unheard: bool = False
    """There was something new, and the open stream had shown none of it."""


@dataclass(slots=True)
class Progress:
    """Folds one deployment's reports.

    Args:
        already: events given out before a restart of ours; they aren't given out again.
        recent: the last of them as lines; needed where the buffer has dropped its oldest events meanwhile.
        most: the buffer's size.
    """

    already: int = 0
    recent: Sequence[Line] = ()
    most: int = BUFFER
    components: dict[str, str] = field(default_factory=dict[str, str])
    phase0: str = ""
    """The last marker of the first phase: how far it came."""
    _seen: tuple[Event, ...] | None = None
    _final: Mapping[str, str] = field(default_factory=dict[str, str])
    _known: Counter[Event] = field(default_factory=Counter[Event])
    _shown: Counter[Event] = field(default_factory=Counter[Event])
    _ahead: Counter[Event] = field(default_factory=Counter[Event])
    """Frames that no snapshot has had yet."""
    _pending: dict[Event, None] = field(default_factory=dict[Event, None])
    """Those of `_ahead` that would fill a gap, in order; a copy of something known fills none."""
    _listening: bool = False

    def connected(self) -> None:
        """A stream was opened: the service replays everything from the start."""
        self._shown.clear()
        self._listening = False

    def frame(self, frame: Frame) -> Heard:
        """Take one frame of the stream. Handover frames and notes that aren't events say nothing."""
        if frame.event == "done":
            return "done"
        event = _event(frame)
        if event is None or event.hidden:
            return "nothing"
        self._listening = True
        self._shown[event] += 1
        if self._shown[event] <= self._known[event]:
            return "nothing"
        if self._known[event] == self._ahead[event] and len(self._pending) < MOST_PENDING:  # no snapshot had any
            self._pending[event] = None
        self._known[event] += 1  # said once, a copy says nothing new
        self._ahead[event] += 1
        return "news"

    def feed(self, snapshot: Snapshot) -> News:
        """Take one snapshot: everything in it that wasn't given out yet."""
        events = snapshot.events
        first = self._seen is None
        if self._seen is None:
            full = len(events) >= self.most and self.already <= 0
            fresh = [*(self._gap(events) if full else ()), *self._unseen(events)]
        else:
            fit = after(self._seen, events, self.most)
            fresh = [*self._gap(events), *fit.fresh] if fit.rolled else list(fit.fresh)
        visible = [event for event in fresh if not event.hidden]
        unheard = self._listening and not first and bool(visible) and not any(self._shown[e] for e in visible)
        told = events if first and self.already > 0 else fresh  # what was given out before a restart counts as well
        self._count(told)
        self._seen = events
        moved = self._states(told, snapshot.state.components)
        shown = tuple(_scrubbed(event) for event in visible)
        return News(shown, moved, _needs(told), unheard)

    def observe(self, components: Mapping[str, str]) -> dict[str, str]:
        """Component states from another source (`refresh-watch`); what changed."""
        moved = {name: state for name, state in components.items() if self.components.get(name) != state}
        self.components.update(moved)
        return moved

    @property
    def size(self) -> int:
        """Events in the last snapshot."""
        return len(self._seen or ())

    def _count(self, fresh: Sequence[Event]) -> None:
        """What snapshots have shown needn't be asked for again."""
        if not self._ahead:
            self._known.update(fresh)
            return
        for event in fresh:
            if self._ahead[event] > 0:
                self._ahead[event] -= 1
            else:
                self._known[event] += 1
            self._pending.pop(event, None)
        self._ahead = +self._ahead

    def _gap(self, events: Sequence[Event]) -> list[Event]:
        """Frames that no snapshot has any more, in the order in which they came."""
        if not self._pending:
            return []
        there = set(events)
        return [event for event in self._pending if event not in there]

    def _unseen(self, events: Sequence[Event]) -> Sequence[Event]:
        """After a restart of ours: what follows the lines that were given out before it."""
        if self.already <= 0:
            return events
        places = [at for at, event in enumerate(events) if not event.hidden]
        end = self._place([events[at] for at in places])
        return events[places[end - 1] + 1 :] if end > 0 else events

    def _place(self, visible: Sequence[Event]) -> int:
        """How many of the visible events were given out: all but those that rolled out of the buffer meanwhile."""
        whole = min(self.already, len(visible))
        if len(visible) < self.most - 1 or not self.recent:  # the hidden handover is in the buffer too
            return whole
        count = len(self.recent)
        for end in range(whole, 0, -1):
            lines = self.recent[-min(count, end) :]
            if all(_is_line(e, line) for e, line in zip(reversed(visible[:end]), reversed(lines), strict=False)):
                return end
        return 0

    def _states(self, fresh: Sequence[Event], final: Mapping[str, str]) -> dict[str, str]:
        """Events first, then what the state answer newly says: the last transitions can be missing from the events,
        and a watch that is refreshed after the end reports by events again."""
        latest = {event.component: event.state for event in fresh if event.component and event.state}
        latest.update({name: state for name, state in final.items() if self._final.get(name) != state})
        self._final = dict(final)
        for event in fresh:
            if event.phase in MARKERS:
                self.phase0 = event.phase
        return self.observe(latest)


MARKERS = frozenset({"tofu-init", "tofu-plan", "tofu-apply", "tofu-output", "flux-bootstrap"})
"""Phases of the first half that are announced one by one."""


def _event(frame: Frame) -> Event | None:
    if frame.event:
        return None
    try:
        return event_of(json.loads(frame.data))
    except ValueError:
        return None


def _scrubbed(event: Event) -> Event:
    message = scrub(event.message)
    return event if message is event.message else event._replace(message=message)


def _is_line(event: Event, line: Line) -> bool:
    phase, message, component, state = line
    return (event.phase, event.component, event.state) == (phase, component, state) and scrub(event.message) == message


def _needs(events: Sequence[Event]) -> dict[str, tuple[str, ...]]:
    return {event.component: event.depends_on for event in events if event.component and event.depends_on}
