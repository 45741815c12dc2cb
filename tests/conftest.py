"""For every test: no network but this machine's own, and no example of Hypothesis that goes on for ever."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("here", deadline=5_000)
"""In ms. A fifth of a second, as it has it, is also what a busy machine lets anybody wait."""
settings.load_profile("here")
_HERE = ("127.", "localhost", "::1", "0.0.0.0")


class NetworkUsed(AssertionError):
    """A test reached for the network."""


def _local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    return str(address[0]).startswith(_HERE)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Connections that leave this machine fail loudly, blocking and asyncio ones alike."""
    patch = pytest.MonkeyPatch()
    connect, connect_ex, lookup = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded(self: socket.socket, address: Any) -> None:
        if not _local(address) and self.type != socket.SOCK_DGRAM:
            raise NetworkUsed(f"a test connects to {address}")
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        if not _local(address):
            raise NetworkUsed(f"a test connects to {address}")
        return connect_ex(self, address)

    def guarded_lookup(host: Any, *arguments: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in (None, "") and not str(name).startswith(_HERE):
            raise socket.gaierror(socket.EAI_NONAME, f"a test looks up {name}")
        return lookup(host, *arguments, **more)

    patch.setattr(socket.socket, "connect", guarded)
    patch.setattr(socket.socket, "connect_ex", guarded_ex)
    patch.setattr(socket, "getaddrinfo", guarded_lookup)
    yield
    patch.undo()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser last: it needs the most and says the least about a fault that another test finds exactly."""
    items.sort(key=lambda item: "tests/e2e" in item.nodeid)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    """In CI a skipped test is a failed one: everything it needs must have been installed."""
    outcome = yield
    report = outcome.get_result()
    if not hasattr(report, "wasxfail"):
        _refuse(report, item.nodeid)


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Any:
    """A whole file that is skipped as it is read, likewise."""
    outcome = yield
    _refuse(outcome.get_result(), collector.nodeid)


def _refuse(report: Any, name: str) -> None:
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"{name} was skipped, and CI skips nothing: {report.longrepr}"
