"""Following a deployment: gap-free, in order, without duplicates, through everything."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from tests.tools.samples import region, request
from tests.tools.waiting import PATIENCE
from tools.catalyst import CatalystClient, CatalystError
from tools.catalyst.models import Event, Job, Snapshot
from tools.catalyst.sse import Frame
from tools.catalyst.watch import GONE_AFTER, LAG_READS, TROUBLE_AFTER, Update, watch

ID = "22af2b1120158239"


async def at_once(wake: asyncio.Event, seconds: float) -> None:
    """A pause without waiting; others run."""
    del wake, seconds
    await asyncio.sleep(0)


async def briefly(wake: asyncio.Event, seconds: float) -> None:
    """A pause of a few milliseconds."""
    del wake, seconds
    await asyncio.sleep(0.005)


async def follow(client: Any, number: str, *, already: int = 0, pause: Any = at_once) -> list[Update]:
    async with asyncio.timeout(PATIENCE):
        return [update async for update in watch(client, number, already=already, pause=pause)]


def texts(updates: list[Update]) -> list[tuple[Any, str, str | None, str | None]]:
    return [(e.time, e.message, e.component, e.state) for update in updates for e in update.events]


def told(snapshot: Snapshot) -> list[tuple[Any, str, str | None, str | None]]:
    kept = [e for e in snapshot.events if e.phase != "handover-ready"]
    return [(e.time, e.message, e.component, e.state) for e in kept]


async def arm(http: httpx.AsyncClient, emulator: str, **fault: Any) -> None:
    await http.post(f"{emulator}/emulator/faults", json=fault)


async def test_a_whole_run(client: CatalystClient) -> None:
    created = await client.create(request(regions=[region(), region("hel1")]))
    updates = await follow(client, created.id, pause=briefly)
    final = updates[-1]
    assert final.verdict is not None
    assert (final.verdict.outcome, final.status, final.phase1_outcome) == ("ready", "ready", "ready")
    assert final.console_url == "https://console.acme.omani.works"
    assert all(update.verdict is None for update in updates[:-1])
    found = texts(updates)
    assert found == told(await client.snapshot(created.id))[: len(found)]
    states: dict[str, str] = {}
    jobs: dict[str, str] = {}
    for update in updates:
        states.update(update.components)
        jobs.update({node.name: node.status for node in update.jobs})
    assert set(states.values()) == {"installed"}
    assert jobs["bootstrap-kit"] == "succeeded"
    assert "install-hel1-1:cilium" in jobs


async def test_faults_leave_no_gap_and_no_duplicate(
    client: CatalystClient, http: httpx.AsyncClient, emulator: str
) -> None:
    created = await client.create(request())
    path = f"/api/v1/deployments/{created.id}"
    for kind in ("drop_before", "drop_after", "garbage", "status"):
        await arm(http, emulator, method="GET", path=f"{path}/events", fault=kind, times=3, status=502)
        await arm(http, emulator, method="GET", path=f"{path}/jobs", fault=kind, times=2, status=500)
    await arm(http, emulator, method="GET", path=f"{path}/logs", fault="cut_stream", times=5)
    await arm(http, emulator, method="GET", path=f"{path}/events", fault="status", status=404, times=GONE_AFTER - 2)
    updates = await follow(client, created.id, pause=briefly)
    found = texts(updates)
    assert found == told(await client.snapshot(created.id))[: len(found)]
    assert updates[-1].verdict is not None
    assert updates[-1].verdict.outcome == "ready"
    assert [u.trouble for u in updates if u.trouble], "trouble is reported"


async def test_going_on_after_a_restart_of_ours(client: CatalystClient) -> None:
    created = await client.create(request())
    first: list[Update] = []
    async with asyncio.timeout(PATIENCE):
        updates = watch(client, created.id, pause=briefly)
        async for update in updates:
            first.append(update)
            if len(texts(first)) > 20:
                break
        await updates.aclose()
    second = await follow(client, created.id, already=len(texts(first)), pause=briefly)
    assert texts([*first, *second]) == told(await client.snapshot(created.id))[: len(texts([*first, *second]))]
    assert second[-1].verdict is not None


async def test_a_failed_component(client: CatalystClient, http: httpx.AsyncClient, emulator: str) -> None:
    await http.post(f"{emulator}/emulator/wishes", json={"failComponent": "harbor"})
    created = await client.create(request())
    verdict = (await follow(client, created.id, pause=briefly))[-1].verdict
    assert verdict is not None
    assert verdict.outcome == "failed"
    assert "harbor" in verdict.sentence


async def test_a_timeout_that_calls_itself_ready(client: CatalystClient, http: httpx.AsyncClient, emulator: str) -> None:
    await http.post(f"{emulator}/emulator/wishes", json={"outcome": "timeout"})
    created = await client.create(request())
    final = (await follow(client, created.id, pause=briefly))[-1]
    assert final.status == "ready"
    assert final.verdict is not None
    assert final.verdict.outcome == "failed"


class Scripted:
    """A service that answers `/events` from a list; an exception in it is raised. The stream is silent."""

    def __init__(self, *script: Snapshot | CatalystError) -> None:
        self.script = list(script)
        self.reads = 0
        self.streams = 0
        self.woken = asyncio.Event()

    async def snapshot(self, number: str) -> Snapshot:
        """See `CatalystClient`."""
        del number
        answer = self.script[min(self.reads, len(self.script) - 1)]
        self.reads += 1
        if isinstance(answer, CatalystError):
            raise answer
        return answer

    async def jobs(self, number: str) -> list[Job]:
        """See `CatalystClient`."""
        del number
        return []

    async def logs(self, number: str) -> AsyncGenerator[Frame]:
        """See `CatalystClient`."""
        del number
        self.streams += 1
        await self.woken.wait()
        yield Frame("", "{}")
        await asyncio.Event().wait()


def seen(count: int, status: str = "provisioning") -> Snapshot:
    events = tuple(Event(phase="tofu", message=f"line {i}") for i in range(count))
    return Snapshot.model_validate({"state": {"status": status}, "events": [e.model_dump() for e in events]})


DOWN = CatalystError("unreachable", outcome="unreachable", retry_helps=True)
GONE = CatalystError("not-found", status=404)


async def test_trouble_is_reported_once_and_recovery_too() -> None:
    service = Scripted(seen(1), *[DOWN] * (TROUBLE_AFTER + 4), seen(1), seen(2, "failed"))
    updates = await follow(service, ID)
    assert [u.trouble for u in updates if u.trouble] == ["unreachable"]
    at = next(i for i, u in enumerate(updates) if u.trouble)
    assert updates[at].status == "provisioning"
    assert (updates[at + 1].trouble, updates[at + 1].events) == (None, []), "recovery is an update of its own"
    assert [e.message for u in updates for e in u.events] == ["line 0", "line 1"]


async def test_a_short_hiccup_is_not_told() -> None:
    service = Scripted(seen(1), *[DOWN] * (TROUBLE_AFTER - 1), seen(1), seen(1), seen(1, "failed"))
    updates = await follow(service, ID)
    assert [u.trouble for u in updates] == [None, None]
    assert len(updates) == 2, "nothing new, nothing told"


async def test_a_window_of_unknown_ids_is_survived() -> None:
    service = Scripted(seen(1), *[GONE] * (GONE_AFTER - 1), seen(2), *[GONE] * (GONE_AFTER - 1), seen(2, "failed"))
    updates = await follow(service, ID)
    assert updates[-1].status == "failed"
    assert [e.message for u in updates for e in u.events] == ["line 0", "line 1"]


async def test_gone_for_good() -> None:
    service = Scripted(seen(1), GONE)
    updates = await follow(service, ID)
    assert service.reads == 1 + GONE_AFTER
    verdict = updates[-1].verdict
    assert verdict is not None
    assert verdict.outcome == "failed"
    assert "no longer knows" in verdict.sentence


def called_ready(**components: str) -> Snapshot:
    result = {"phase1Outcome": "ready", "componentStates": components}
    return Snapshot.model_validate({"state": {"status": "ready", "result": result}})


async def test_what_lags_behind_is_waited_for() -> None:
    late = [called_ready(cilium="installed", harbor="installing")] * (LAG_READS - 1)
    updates = await follow(Scripted(*late, called_ready(cilium="installed", harbor="installed")), ID)
    assert updates[-1].verdict is not None
    assert updates[-1].verdict.outcome == "ready"
    assert all(update.verdict is None for update in updates[:-1])


async def test_what_never_comes_is_named() -> None:
    service = Scripted(called_ready(cilium="installed", harbor="installing"))
    verdict = (await follow(service, ID))[-1].verdict
    assert verdict is not None
    assert (verdict.outcome, verdict.missing) == ("failed", ("harbor",))
    assert service.reads == LAG_READS


async def test_a_service_without_a_job_list_is_followed_all_the_same() -> None:
    class Bare(Scripted):
        async def jobs(self, number: str) -> list[Job]:
            raise CatalystError("not-found", status=404)

    updates = await follow(Bare(seen(1), seen(2, "failed")), ID)
    assert [e.message for u in updates for e in u.events] == ["line 0", "line 1"]


async def test_other_failures_never_count_as_gone() -> None:
    mixed = [error for _ in range(GONE_AFTER) for error in (GONE, DOWN)]
    updates = await follow(Scripted(*mixed, seen(1, "failed")), ID)
    assert updates[-1].status == "failed"


async def test_pauses_grow_and_stay_bounded() -> None:
    pauses: list[float] = []

    async def note(wake: asyncio.Event, seconds: float) -> None:
        del wake
        pauses.append(seconds)
        await asyncio.sleep(0)

    await follow(Scripted(*[DOWN] * 12, seen(1, "failed")), ID, pause=note)
    assert len(pauses) == 12
    assert pauses == sorted(pauses)
    assert pauses[-1] == 30.0


async def test_the_stream_wakes_the_reader() -> None:
    service = Scripted(seen(1), seen(2, "failed"))
    wakes: list[asyncio.Event] = []

    async def until_woken(wake: asyncio.Event, seconds: float) -> None:
        if seconds > 1:
            wakes.append(wake)
            service.woken.set()
            await wake.wait()

    updates = await follow(service, ID, pause=until_woken)
    assert len(wakes) == 1
    assert updates[-1].status == "failed"


@pytest.mark.parametrize("stop_after", [1, 2])
async def test_leaving_early_ends_the_stream(stop_after: int) -> None:
    before = asyncio.all_tasks()
    service = Scripted(*[seen(i) for i in range(1, 10)])
    updates = watch(service, ID, pause=at_once)  # type: ignore[arg-type]
    for _ in range(stop_after):
        await anext(updates)
    await updates.aclose()
    assert asyncio.all_tasks() == before, "nothing is left running"
    assert service.streams <= 1
