"""A small client that knows the emulator's paths."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.tools.samples import request
from tests.tools.waiting import until

JsonObject = dict[str, Any]


class Api:
    """Requests below `/api/v1/deployments`."""

    def __init__(self, http: httpx.AsyncClient, address: Callable[[], str]) -> None:
        self.http = http
        self._address = address

    async def create(self, label: str = "acme", **changes: Any) -> str:
        """A deployment's id."""
        answer = await self.http.post(f"{self._address()}/api/v1/deployments", json=request(label, **changes))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def wish(self, **wishes: Any) -> None:
        """What goes wrong with the next one."""
        await self.http.post(f"{self._address()}/emulator/wishes", json=wishes)

    async def get(self, path: str) -> httpx.Response:
        """GET below `/api/v1`."""
        return await self.http.get(f"{self._address()}/api/v1{path}")

    async def post(self, path: str, body: Any = None) -> httpx.Response:
        """POST below `/api/v1`."""
        return await self.http.post(f"{self._address()}/api/v1{path}", json=body)

    async def delete(self, path: str) -> httpx.Response:
        """DELETE below `/api/v1`."""
        return await self.http.delete(f"{self._address()}/api/v1{path}")

    async def own(self, path: str, body: Any = None) -> Any:
        """The emulator's own routes: GET, or POST with a body."""
        url = f"{self._address()}/emulator{path}"
        answer = await self.http.get(url) if body is None else await self.http.post(url, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def snapshot(self, number: str) -> JsonObject:
        """`/events`."""
        return dict((await self.get(f"/deployments/{number}/events")).json())

    async def finished(self, number: str) -> JsonObject:
        """The snapshot once the run is over."""

        async def look() -> JsonObject | None:
            snapshot = await self.snapshot(number)
            return snapshot if snapshot["done"] else None

        return await until(look)

    async def reached(self, number: str, status: str) -> JsonObject:
        """The snapshot once the status is there."""

        async def look() -> JsonObject | None:
            snapshot = await self.snapshot(number)
            return snapshot if snapshot["state"]["status"] == status else None

        return await until(look)


class Emulator:
    """The emulator under test; `restart` keeps its folder."""

    def __init__(self, start: Callable[..., Awaitable[str]]) -> None:
        self._start = start
        self.address = ""

    async def restart(self, speed: float) -> None:
        """Stop what runs and start again."""
        self.address = await self._start(speed)


@pytest.fixture
async def service(start_emulator: Callable[..., Awaitable[str]]) -> Emulator:
    """Running quickly."""
    emulator = Emulator(start_emulator)
    await emulator.restart(10_000.0)
    return emulator


@pytest.fixture
def api(service: Emulator, http: httpx.AsyncClient) -> Api:
    """Talks to `service`."""
    return Api(http, lambda: service.address)


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 15, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def pass_by(self, seconds: float) -> None:
        """So much later."""
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    """Of `still`."""
    return Clock()


class Still:
    """An emulator at the speed of life whose time is the test's."""

    def __init__(self, start: Callable[..., Awaitable[str]], clock: Clock, folder: Path) -> None:
        self._start = start
        self.clock = clock
        self.folder = folder
        self.address = ""

    async def restart(self, **options: Any) -> None:
        """Stop what runs and start again."""
        self.address = await self._start(1.0, clock=self.clock, **options)


@pytest.fixture
async def still(start_emulator: Callable[..., Awaitable[str]], clock: Clock, tmp_path: Path) -> Still:
    """Running, at a standstill."""
    emulator = Still(start_emulator, clock, tmp_path / "emulator")
    await emulator.restart()
    return emulator


@pytest.fixture
def quiet(still: Still, http: httpx.AsyncClient) -> Api:
    """Talks to `still`."""
    return Api(http, lambda: still.address)
