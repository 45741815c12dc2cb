"""`concierge bench shell`: terminal sessions, judged by another emulator and measured beside another server.

Stages, each with a bound; what didn't get done within it is left out of the figures and said.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from assistant.bench import shell_kill, shell_load, shell_replay
from assistant.bench.report import Report, percentile, progress
from assistant.bench.shell_server import Shells

ENVIRONMENT = Path("var") / "bench" / "terminado"
WHOLE_S = 570.0
"""For all stages together; with the servers' goodbyes the whole is over within ten minutes."""
ENOUGH_S = 10.0
"""Less than that isn't begun with."""
BOUNDS = {"replay": 150.0, "idle": 30.0, "attach": 45.0, "throughput": 120.0, "stalled": 45.0, "echo": 60.0, "kills": 300.0, "rate": 180.0}
"""Seconds, in the order in which it is done."""
FAILURES = (TimeoutError, RuntimeError, OSError, aiohttp.ClientError)
Stage = Callable[[float], Awaitable[None]]
"""Measures and puts the figures; is told when it has to be over, in seconds of the clock that never goes back."""


class Stages:
    """One after the other, with a line for each on standard error.

    Args:
        afresh: makes everything new after a stage that didn't end as it should.
    """

    def __init__(self, report: Report, afresh: Callable[[], Awaitable[None]], *, whole: float = WHOLE_S, enough: float = ENOUGH_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._report, self._afresh, self._enough, self._clock = report, afresh, enough, clock
        self._began, self._until = clock(), clock() + whole

    async def run(self, name: str, bound: float, work: Stage) -> None:
        """Within its bound, and within what is left of the whole."""
        began = self._clock()
        bound = min(bound, self._until - began)
        if bound < self._enough:
            self._undone(name, "no time was left")
            return
        self._say(f"{name}, at most {bound:.0f} s")
        try:
            async with asyncio.timeout(bound):
                await work(began + bound)
        except FAILURES as error:
            late = isinstance(error, TimeoutError)
            self._undone(name, f"not done within {bound:.0f} s" if late else f"{error or type(error).__name__}")
            await self._afresh()
        else:
            self._say(f"{name}: {self._clock() - began:.1f} s")

    def _undone(self, name: str, why: str) -> None:
        self._report.undone[name] = why
        self._say(f"{name}: {why}")

    def _say(self, text: str) -> None:
        sys.stderr.write(f"{self._clock() - self._began:6.1f} s  {text}\n")
        sys.stderr.flush()


async def measure(quick: bool) -> Report:
    """At most ten minutes. Raises RuntimeError: there isn't even a server."""
    report = Report("shell")
    with tempfile.TemporaryDirectory() as folder:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            shells = Shells(Path(folder), http)
            try:
                await shells.server.start()
                await _measure(report, shells, Path(folder), quick=quick)
            finally:
                shells.sweep()
                await shells.server.stop()
    return report


@dataclass(frozen=True, slots=True)
class _Measures:
    """What the stages do."""

    report: Report
    shells: Shells
    token: str
    file: Path
    """Text for programs to show."""
    quick: bool

    async def replay(self, until: float) -> None:
        wrong, made = await asyncio.to_thread(shell_replay.measure, 10 if self.quick else 60, progress, until)
        self.report.put("replay_mismatches", wrong, ("==", 0))
        self.report.put("replay_cuts", made, (">=", 480))

    async def idle(self, _until: float) -> None:
        for _ in range(5):
            await self.shells.session(self.token)
        await asyncio.sleep(3)  # the screen of an idle session is written down, its memory given back
        self.report.put("session_uss_mib", self.shells.uss_mib(), ("<=", 8))

    async def attach(self, _until: float) -> None:
        for lines, target in ((1000, 50), (10_000, 150)):
            took = await shell_load.attach(self.shells, self.token, lines, 20 if self.quick else 100)
            self.report.put(f"attach_ms_p99_{lines}", percentile(took, 0.99), ("<=", target))

    async def throughput(self, _until: float) -> None:
        found = await shell_load.throughput(self.shells, self.token, ENVIRONMENT, self.file, 2 if self.quick else 5)
        for count, (ours, theirs, bare) in found.items():
            self.report.put(f"throughput_ratio_{count}", theirs / ours, (">=", 2 if count == 1 else 5))
            self.report.put(f"throughput_mb_s_{count}", shell_load.TEXT / ours / 1e6)
            self.report.put(f"throughput_ratio_bare_{count}", theirs / bare)  # what the kernel's terminal leaves to be had

    async def stalled(self, _until: float) -> None:
        grown, beside, alone = await shell_load.stalled(self.shells, self.token, self.file)
        self.report.put("stalled_rss_mb", grown, ("<=", 8))
        self.report.put("stalled_others_pct", beside / alone * 100, ("<=", 110))

    async def echo(self, _until: float) -> None:
        echoes = await shell_load.flooded_echo(self.shells, self.token, 100 if self.quick else 1000)
        self.report.put("echo_flood_ms_p50", percentile(echoes, 0.5), ("<=", 3))
        self.report.put("echo_flood_ms_p99", percentile(echoes, 0.99), ("<=", 25))

    async def kills(self, until: float) -> None:
        await _fresh(self.shells)
        wanted = 5 if self.quick else 100
        losses = await shell_kill.measure(self.shells, self.token, wanted, progress, until - shell_kill.CHECK_S)
        self.report.put("kills", len(losses.reattach_ms), (">=", wanted))
        self.report.put("kill_lost_bytes", losses.lost_bytes, ("==", 0))
        self.report.put("kill_lost_inputs", losses.lost_inputs, ("==", 0))
        self.report.put("reattach_ms_p99", percentile(losses.reattach_ms, 0.99), ("<=", 1000))

    async def rate(self, until: float) -> None:
        await _fresh(self.shells)
        tokens = [await person for person in shell_load.people(self.shells, 2 if self.quick else shell_load.PEOPLE)]
        sessions = 30 if self.quick else 300
        share, late = await shell_load.rate(self.shells, tokens, sessions, 5 if self.quick else 20, until - 10)
        self.report.put("sessions_rate_pct", share, (">=", 90))
        self.report.put("sessions_delivery_ms_p99", percentile(late, 0.99), ("<=", 200))
        self.report.put("sessions_rate_sessions", sessions)


async def _measure(report: Report, shells: Shells, folder: Path, *, quick: bool) -> None:
    file = await asyncio.to_thread(shell_load.write_text, folder / "text")
    measures = _Measures(report, shells, await shells.person("bench@example.com"), file, quick)
    stages = Stages(report, lambda: _fresh(shells))
    for name, bound in BOUNDS.items():
        await stages.run(name, bound, getattr(measures, name))


async def _fresh(shells: Shells) -> None:
    """Without what was measured before."""
    await shells.server.kill()
    shells.sweep()
    with suppress(TimeoutError):
        await shells.gone(5.0)
    await shells.server.start()
