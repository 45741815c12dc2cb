"""For every test of the application: what it logs is kept, not printed."""

from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
import structlog

Lines = list[dict[str, Any]]


@pytest.fixture(autouse=True, scope="session")
def _logs() -> Iterator[Lines]:
    """Printing exceptions prettily takes longer than most tests."""
    lines: Lines = []

    def keep(_logger: object, method: str, event: MutableMapping[str, Any]) -> Any:
        lines.append({"level": method, **event})
        raise structlog.DropEvent

    structlog.configure(processors=[structlog.processors.format_exc_info, keep], cache_logger_on_first_use=False)
    yield lines
    structlog.reset_defaults()


@pytest.fixture
def logged(_logs: Lines) -> Lines:
    """What the application logs during this test, before any redaction."""
    _logs.clear()
    return _logs
