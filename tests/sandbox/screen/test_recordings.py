"""A joiner who is given a snapshot sees, then and to the end, what somebody sees who was there from the start."""

import pytest

from sandbox.screen.replay import replay
from sandbox.screen.terminal import Terminal
from tests.sandbox import cast
from tests.sandbox.xterm import STATE, Part, Xterm, differences

CUTS = 12
"""`concierge bench shell` makes 60."""

LAST_COLUMN = {"top"}
"""Erases to the right while the cursor waits behind the last column: xterm.js keeps the character there, others erase it."""


@pytest.mark.parametrize("name", cast.NAMES)
def test_a_joiner_sees_what_the_others_see(name: str, xterm: Xterm) -> None:
    """The judge takes part as a browser does: it is given a snapshot after each change of size."""
    recording = cast.load(name)
    pieces = recording.cut(cast.places(recording, CUTS, seed=7))
    terminal = Terminal(recording.cols, recording.rows)
    watched: list[Part] = []
    joined: list[tuple[int, bytes, tuple[int, int]]] = []
    for piece in pieces[:-1]:
        _play(terminal, piece, watched)
        joined.append((len(watched), replay(terminal), (terminal.cols, terminal.rows)))
        watched.append(STATE)
    _play(terminal, pieces[-1], watched)
    watched.append(STATE)
    *then, end = xterm.states(recording.cols, recording.rows, *watched)
    wrong: list[str] = []
    for number, ((index, snapshot, (cols, rows)), expected) in enumerate(zip(joined, then, strict=True)):
        rest = [part for part in watched[index + 1 : -1] if part is not STATE]
        without = cols - 1 if name in LAST_COLUMN else None
        now, later = xterm.states(cols, rows, snapshot, STATE, *rest, STATE)
        wrong += [f"cut {number}: {text}" for text in differences(expected, now, without)]
        wrong += [f"cut {number}, at the end: {text}" for text in differences(end, later, without)]
    assert not wrong, "\n".join(wrong[:12])


def _play(terminal: Terminal, events: list[cast.Event], watched: list[Part]) -> None:
    for event in events:
        if isinstance(event, bytes):
            terminal.feed(event)
            watched.append(event)
        else:
            terminal.resize(*event)
            watched += [event, replay(terminal)]
