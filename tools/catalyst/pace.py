"""How often a deployment is looked at, in seconds of its own time: replaced in tests and benches."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

Pause = Callable[[asyncio.Event, float], Awaitable[None]]
"""Waits for the event, at most so many seconds."""


async def wait(wake: asyncio.Event, seconds: float) -> None:
    """In life."""
    with suppress(TimeoutError):
        await asyncio.wait_for(wake.wait(), seconds)


@dataclass(frozen=True, slots=True)
class Pace:
    """The intervals."""

    pause: Pause = wait
    quick: float = 0.3
    """Between two reads at least, so that a fast run doesn't flood."""
    slow: float = 5.0
    """Between two reads at most; the stream wakes us earlier."""
    longest: float = 30.0
    """Between two tries of something that fails."""
    duty: float = 10.0
    """A snapshot that took long isn't read again before so many times its duration, up to `slow`."""
    trouble_after: int = 3
    """Failures in a row before trouble is reported once."""
    gone_after: int = 20
    """Unknown-id answers in a row before the deployment counts as gone; a restart makes a short window of them."""
    lag_reads: int = 12
    """Reads in a row of a deployment that is called ready and isn't complete, before that is final."""
    probe_first: float = 5.0
    """Between the first two looks at a console that doesn't answer yet; then ever longer."""
    probe_longest: float = 60.0
    probe_budget: float = 1800.0
    """How long a console is waited for: certificate authorities throttle, and names take their time."""
    jobs_every: int = 3
    """The job list is read with every so manyth snapshot, and whenever a component or a phase moved."""
    deaf_after: int = 3
    """Snapshots in a row whose news the open stream didn't show, before the stream is opened anew."""
