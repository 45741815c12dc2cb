"""Whether a machine is quiet enough to be measured on: what others use of it while we do nothing."""

import asyncio
from pathlib import Path

from assistant.bench.report import Report

MOST = 10.0
"""Per cent of all processors together."""
LOOK_S = 1.5
_STAT = Path("/proc/stat")


class Neighbours:
    """Looked at between measurements; the busiest moment counts."""

    def __init__(self, stat: Path = _STAT) -> None:
        self._stat = stat
        self.most = 0.0

    async def look(self, seconds: float = LOOK_S) -> None:
        """Waits that long, in which we do nothing ourselves."""
        before = times(self._stat)
        await asyncio.sleep(seconds)
        after = times(self._stat)
        if before and after and after[1] > before[1]:
            self.most = max(self.most, 100 * (after[0] - before[0]) / (after[1] - before[1]))

    def into(self, report: Report) -> None:
        """Missed: the times beside it can't be judged."""
        report.put("others_cpu_%", self.most, ("<=", MOST))


def times(stat: Path) -> tuple[int, int] | None:
    """What all processors have worked so far, and all of their time; None where the system doesn't tell."""
    try:
        first = stat.read_text(encoding="ascii").split("\n", 1)[0].split()
    except OSError:
        return None
    user, nice, system, idle, waiting, *rest = (int(each) for each in first[1:9])
    busy = user + nice + system + sum(rest)
    return busy, busy + idle + waiting
