"""Cuts of recordings: does a joiner who is given a snapshot see what somebody sees who was there from the start?"""

import time
from collections.abc import Callable

from assistant.bench import shell_casts as casts
from assistant.bench.shell_xterm import STATE, Part, Xterm, differences
from sandbox.screen.replay import replay
from sandbox.screen.terminal import Terminal

LAST_COLUMN = {"top"}
"""Erases to the right while the cursor waits behind the last column: xterm.js keeps the character there, others erase it."""


def mismatches(name: str, cuts: int, judge: Xterm) -> list[tuple[int, str]]:
    """(cut, what differs), at the cut and at the end. The judge takes part as a browser does: it is given a snapshot after each
    change of size."""
    recording = casts.load(name)
    pieces = recording.cut(casts.places(recording, cuts, seed=7))
    terminal = Terminal(recording.cols, recording.rows)
    watched: list[Part] = []
    joined: list[tuple[int, bytes, tuple[int, int]]] = []
    for piece in pieces[:-1]:
        _play(terminal, piece, watched)
        joined.append((len(watched), replay(terminal), (terminal.cols, terminal.rows)))
        watched.append(STATE)
    _play(terminal, pieces[-1], watched)
    watched.append(STATE)
    *then, end = judge.states(recording.cols, recording.rows, *watched)
    wrong: list[tuple[int, str]] = []
    for number, ((index, snapshot, (cols, rows)), expected) in enumerate(zip(joined, then, strict=True)):
        rest = [part for part in watched[index + 1 : -1] if part is not STATE]
        without = cols - 1 if name in LAST_COLUMN else None
        now, later = judge.states(cols, rows, snapshot, STATE, *rest, STATE)
        wrong += [(number, text) for text in differences(expected, now, without)]
        wrong += [(number, f"at the end: {text}") for text in differences(end, later, without)]
    return wrong


def _play(terminal: Terminal, events: list[casts.Event], watched: list[Part]) -> None:
    for event in events:
        if isinstance(event, bytes):
            terminal.feed(event)
            watched.append(event)
        else:
            terminal.resize(*event)
            watched += [event, replay(terminal)]


def measure(cuts: int, tell: Callable[[int, int, str], None], until: float) -> tuple[int, int]:
    """(cuts that differ, cuts made), over all recordings, or over those that there was time for.

    Args:
        until: of the clock that never goes back; what would take too long isn't begun with.
    """
    wrong = made = 0
    with Xterm() as judge:
        longest = 0.0
        for index, name in enumerate(casts.NAMES):
            began = time.monotonic()
            if began + longest > until:
                break
            wrong += len({cut for cut, _ in mismatches(name, cuts, judge)})
            made += cuts
            longest = max(longest, time.monotonic() - began)
            tell(index + 1, len(casts.NAMES), "recordings")
    return wrong, made
