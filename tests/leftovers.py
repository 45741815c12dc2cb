"""What something has left behind in this process."""

import asyncio
import os
import threading


async def fill_pool() -> None:
    """The loop's own pool grows to its size sooner or later: now, so that every thread after this counts."""
    size = min(32, (os.cpu_count() or 1) + 4)
    together = threading.Barrier(size)
    await asyncio.gather(*(asyncio.to_thread(together.wait, 60.0) for _ in range(size)))


def left_over() -> tuple[int, int]:
    """Threads and open files."""
    return threading.active_count(), len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - links that vanish meanwhile
