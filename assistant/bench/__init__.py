"""`concierge bench`: measurements as programs."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from assistant.bench.report import Report


def run(name: str, file: Path | None, *, quick: bool, runs: int | None = None) -> int:
    """Measure, print a table, write JSON. 0 when it could be measured, whatever the figures."""
    stdout = file is not None and str(file) == "-"
    before = signal.signal(signal.SIGTERM, _ended)
    try:
        if file is not None and not stdout:
            # Before minutes of measuring, not after.
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        report = asyncio.run(_benches()[name](quick, runs))
    except (OSError, RuntimeError, TimeoutError) as error:
        sys.stderr.write(f"concierge bench {name}: couldn't measure: {error or type(error).__name__}\n")
        return 1
    finally:
        signal.signal(signal.SIGTERM, before)
    sys.stdout.write(report.json() if stdout else report.table())
    if file is not None and not stdout:
        file.write_text(report.json(), encoding="utf-8")
    return 0


def _ended(number: int, frame: object) -> None:
    """By whoever is tired of it: the servers and sessions that were started are ended on the way out."""
    del frame
    raise SystemExit(128 + number)


def _benches() -> dict[str, Callable[[bool, int | None], Coroutine[Any, Any, Report]]]:
    from assistant.bench.crash import measure as crash  # noqa: PLC0415 - each bench loads what it needs
    from assistant.bench.engine import measure as engine  # noqa: PLC0415 - as above
    from assistant.bench.progress import measure as progress  # noqa: PLC0415 - as above
    from assistant.bench.text import measure as text  # noqa: PLC0415 - as above

    async def voice(quick: bool) -> Report:
        from assistant.bench.voice import measure  # noqa: PLC0415 - numpy and the codecs only where they are needed

        return await measure(quick)

    async def shell(quick: bool) -> Report:
        from assistant.bench.shell import measure  # noqa: PLC0415 - as above

        return await measure(quick)

    async def agents(quick: bool) -> Report:
        from assistant.bench.agents import measure  # noqa: PLC0415 - as above

        return await measure(quick)

    async def page(quick: bool) -> Report:
        from assistant.bench.page import measure  # noqa: PLC0415 - as above

        return await measure(quick)

    return {
        "text": lambda quick, _: text(quick),
        "crash": lambda quick, _: crash(quick),
        "engine": lambda quick, _: engine(quick),
        "progress": progress,
        "voice": lambda quick, _: voice(quick),
        "shell": lambda quick, _: shell(quick),
        "agents": lambda quick, _: agents(quick),
        "page": lambda quick, _: page(quick),
    }
