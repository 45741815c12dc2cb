"""What the tests of the toolbox share: the catalogue and an emulator on loopback."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp.test_utils import TestServer

from tools.catalogue import Catalogue
from tools.catalyst import CatalystClient
from tools.emulator.app import create_app

QUICK = 10_000.0
"""A whole deployment passes in less than a second."""
StartEmulator = Callable[..., Awaitable[str]]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The bundled one."""
    return Catalogue.load()


@pytest.fixture
async def start_emulator(tmp_path: Path) -> AsyncIterator[StartEmulator]:
    """Starts emulators over one folder; gives the base address. Starting again restarts."""
    running: list[TestServer] = []

    async def start(speed: float = QUICK, *, folder: Path = tmp_path / "emulator", **options: Any) -> str:
        for server in running:
            await server.close()
        running.clear()
        server = TestServer(create_app(folder, speed, **options), host="127.0.0.1")
        running.append(server)
        await server.start_server()
        return str(server.make_url("")).rstrip("/")

    yield start
    for server in running:
        await server.close()


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    """One connection pool without the environment's proxies."""
    async with httpx.AsyncClient(trust_env=False, timeout=60.0) as client:
        yield client


@pytest.fixture
async def emulator(start_emulator: StartEmulator) -> str:
    """A quick emulator's base address."""
    return await start_emulator()


@pytest.fixture
def client(emulator: str, http: httpx.AsyncClient) -> CatalystClient:
    """Our client, talking to the emulator."""
    return CatalystClient(emulator, http)
