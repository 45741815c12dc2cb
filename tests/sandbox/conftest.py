from collections.abc import Iterator

import pytest

from assistant.bench.shell_xterm import Xterm


@pytest.fixture(scope="session")
def xterm() -> Iterator[Xterm]:
    """The judge."""
    with Xterm() as running:
        yield running
