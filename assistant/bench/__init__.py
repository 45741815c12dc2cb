"""`concierge bench`: measurements as programs."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from assistant.bench.report import Report


def run(name: str, file: Path | None, *, quick: bool) -> int:
    """Measure, print a table, write JSON. 0 when it could be measured, whatever the figures."""
    try:
        report = asyncio.run(_benches()[name](quick))
    except (OSError, RuntimeError, TimeoutError) as error:
        sys.stderr.write(f"concierge bench {name}: couldn't measure: {error or type(error).__name__}\n")
        return 1
    sys.stdout.write(report.table())
    if file is not None:
        file.write_text(report.json(), encoding="utf-8")
    return 0


def _benches() -> dict[str, Callable[[bool], Coroutine[Any, Any, Report]]]:
    from assistant.bench.crash import measure as crash  # noqa: PLC0415 - each bench loads what it needs
    from assistant.bench.text import measure as text  # noqa: PLC0415 - as above

    return {"text": text, "crash": crash}
