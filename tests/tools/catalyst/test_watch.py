"""Following a deployment: gap-free, in order, without duplicates, through everything."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from tests.tools.catalyst.scripted import AT_ONCE, BRIEF, DOWN, FQDN, GONE, Scripted, called_ready, seen
from tests.tools.samples import region, request
from tests.tools.waiting import PATIENCE
from tools.catalyst import CatalystClient, CatalystError
from tools.catalyst.models import FlowMessage, FlowNode, Job, Snapshot
from tools.catalyst.pace import Pace
from tools.catalyst.reach import KnownWorld, Reachability
from tools.catalyst.sse import Frame
from tools.catalyst.watch import Known, Update, watch

ID = "22af2b1120158239"


async def follow(
    client: Any, number: str = ID, *, known: Known | None = None, pace: Pace = AT_ONCE, reach: Reachability | None = None
) -> list[Update]:
    async with asyncio.timeout(PATIENCE):
        updates = watch(client, number, known=known, pace=pace, reach=reach or KnownWorld())
        return [update async for update in updates]


def texts(updates: list[Update]) -> list[tuple[Any, str, str | None, str | None]]:
    return [(e.time, e.message, e.component, e.state) for update in updates for e in update.events]


def told(snapshot: Snapshot) -> list[tuple[Any, str, str | None, str | None]]:
    return [(e.time, e.message, e.component, e.state) for e in snapshot.events if not e.hidden]


async def arm(http: httpx.AsyncClient, emulator: str, **fault: Any) -> None:
    await http.post(f"{emulator}/emulator/faults", json=fault)


async def test_a_whole_run(client: CatalystClient) -> None:
    created = await client.create(request(regions=[region(), region("hel1")]))
    updates = await follow(client, created.id, pace=BRIEF)
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
    times = AT_ONCE.gone_after - 2
    await arm(http, emulator, method="GET", path=f"{path}/events", fault="status", status=404, times=times)
    updates = await follow(client, created.id, pace=BRIEF)
    found = texts(updates)
    assert found == told(await client.snapshot(created.id))[: len(found)]
    assert updates[-1].verdict is not None
    assert updates[-1].verdict.outcome == "ready"
    assert [u.trouble for u in updates if u.trouble], "trouble is reported"


async def test_going_on_after_a_restart_of_ours(client: CatalystClient) -> None:
    created = await client.create(request())
    first: list[Update] = []
    async with asyncio.timeout(PATIENCE):
        updates = watch(client, created.id, pace=BRIEF, reach=KnownWorld())
        async for update in updates:
            first.append(update)
            if len(texts(first)) > 20:
                break
        await updates.aclose()
    second = await follow(client, created.id, known=Known(already=len(texts(first))), pace=BRIEF)
    assert texts([*first, *second]) == told(await client.snapshot(created.id))[: len(texts([*first, *second]))]
    assert second[-1].verdict is not None


async def test_a_failed_component(client: CatalystClient, http: httpx.AsyncClient, emulator: str) -> None:
    await http.post(f"{emulator}/emulator/wishes", json={"failComponent": "harbor"})
    created = await client.create(request())
    verdict = (await follow(client, created.id, pace=BRIEF))[-1].verdict
    assert verdict is not None
    assert (verdict.outcome, verdict.cause, verdict.advice) == ("failed", "component_failed", "new_deployment")
    assert "harbor" in verdict.sentence


async def test_trouble_is_reported_once_and_recovery_too() -> None:
    service = Scripted(seen(1), *[DOWN] * (AT_ONCE.trouble_after + 4), seen(1), seen(2, "failed"))
    updates = await follow(service)
    assert [u.trouble for u in updates if u.trouble] == ["unreachable"]
    at = next(i for i, u in enumerate(updates) if u.trouble)
    assert updates[at].status == "provisioning"
    assert (updates[at + 1].trouble, list(updates[at + 1].events)) == (None, []), "recovery is an update of its own"
    assert [e.message for u in updates for e in u.events] == ["line 0", "line 1"]


async def test_a_short_hiccup_is_not_told() -> None:
    service = Scripted(seen(1), *[DOWN] * (AT_ONCE.trouble_after - 1), seen(1), seen(1, "failed"))
    updates = await follow(service)
    assert [u.trouble for u in updates] == [None, None]
    assert len(updates) == 2, "nothing new, nothing told"


async def test_a_window_of_unknown_ids_is_survived() -> None:
    window = [GONE] * (AT_ONCE.gone_after - 1)
    service = Scripted(seen(1), *window, seen(2), *window, seen(2, "failed"))
    updates = await follow(service)
    assert updates[-1].status == "failed"
    assert [e.message for u in updates for e in u.events] == ["line 0", "line 1"]


async def test_gone_for_good() -> None:
    verdict = (await follow(Scripted(seen(1), GONE)))[-1].verdict
    assert verdict is not None
    assert (verdict.outcome, verdict.cause, verdict.advice) == ("failed", "gone", "ask_person")
    assert "no longer knows" in verdict.sentence


async def test_other_failures_never_count_as_gone() -> None:
    mixed = [error for _ in range(AT_ONCE.gone_after) for error in (GONE, DOWN)]
    updates = await follow(Scripted(*mixed, seen(1, "failed")))
    assert updates[-1].status == "failed"


async def test_pauses_grow_and_stay_bounded() -> None:
    pauses: list[float] = []

    async def note(wake: asyncio.Event, seconds: float) -> None:
        del wake
        pauses.append(seconds)
        await asyncio.sleep(0)

    await follow(Scripted(*[DOWN] * 12, seen(1, "failed")), pace=Pace(pause=note))
    assert len(pauses) == 12
    assert pauses == sorted(pauses)
    assert pauses[-1] == 30.0


async def test_while_nothing_happens_only_the_state_is_read() -> None:
    service = Scripted(seen(3))
    polls = 0

    async def count(wake: asyncio.Event, seconds: float) -> None:
        nonlocal polls
        del wake, seconds
        polls += 1
        if polls > 40:
            service.script = [seen(4, "failed")]
        await asyncio.sleep(0)

    await follow(service, pace=Pace(pause=count))
    assert service.snapshots <= 4, "the whole snapshot is read when something may be new, not by the clock"


@pytest.mark.parametrize("count", [0, 7])
async def test_a_service_that_counts_otherwise_is_read_whole(count: int) -> None:
    service = Scripted(*[seen(i, numEvents=count) for i in range(1, 6)], seen(6, "failed"))
    assert [e.message for u in await follow(service) for e in u.events] == [f"line {i}" for i in range(6)]


async def test_the_stream_asks_for_a_reading_and_a_replay_does_not() -> None:
    lines = [{"phase": "tofu", "message": f"line {i}"} for i in range(2)]
    go = asyncio.Event()

    async def frames(stream: int) -> AsyncGenerator[Frame]:
        yield Frame("", json.dumps(lines[0]))  # a replay: the snapshot has it
        await go.wait()
        for line in (*lines, *lines):
            yield Frame("", json.dumps(line))
        await asyncio.Event().wait()

    service = Scripted(seen(1), seen(2), seen(2, "failed"))
    service.frames = frames
    asked: list[bool] = []

    async def until_woken(wake: asyncio.Event, seconds: float) -> None:
        await asyncio.sleep(0)
        if seconds > 1:
            asked.append(wake.is_set())
            if len(asked) == 3:
                go.set()
                await wake.wait()
            if len(asked) > 3:
                service.script = [seen(2, "failed")]

    updates = await follow(service, pace=Pace(pause=until_woken))
    assert [e.message for u in updates for e in u.events] == ["line 0", "line 1"]
    assert updates[-1].status == "failed"
    assert asked[:3].count(True) <= 1, "only the first connect, which may come before the first reading"


async def test_a_stream_that_shows_nothing_is_opened_anew() -> None:
    async def deaf(stream: int) -> AsyncGenerator[Frame]:
        yield Frame("", json.dumps({"phase": "tofu", "message": "line 0"}))
        await asyncio.Event().wait()

    service = Scripted(*[seen(i) for i in range(1, 12)], seen(12, "failed"))
    service.frames = deaf
    await follow(service)
    assert 2 <= service.streams <= 3, "noticed, and tried ever more rarely"


async def test_after_a_late_done_nothing_is_awaited() -> None:
    service = Scripted(called_ready(cilium="installed"))
    verdict = (await follow(service))[-1].verdict
    assert verdict is not None
    assert verdict.outcome == "ready"
    assert not service.script[0].done  # type: ignore[union-attr]  # it is a snapshot


async def test_what_lags_behind_is_refreshed_once_and_then_judged() -> None:
    service = Scripted(called_ready(cilium="installed", harbor="installing"))
    service.refreshed = [{"harbor": "installing"}, {}, CatalystError("cut"), {"cilium": "installed", "harbor": "installed"}]
    updates = await follow(service)
    final = updates[-1].verdict
    assert final is not None
    assert final.outcome == "ready"
    assert service.refreshes == 1
    assert updates[-1].components["harbor"] == "installed"
    waiting = [u.verdict for u in updates[:-1] if u.verdict]
    assert [(v.outcome, v.missing, v.advice) for v in waiting] == [("in_progress", ("harbor",), "wait")], "told once"


async def test_a_refresh_that_a_restart_met_is_asked_for_again() -> None:
    service = Scripted(called_ready(cilium="installed", harbor="installing"))
    service.refreshed = [CatalystError("cut", outcome="unknown"), {"harbor": "installing"}, {"harbor": "installed"}]
    final = (await follow(service))[-1].verdict
    assert final is not None
    assert (final.outcome, service.refreshes) == ("ready", 2)


async def test_what_comes_within_seconds_is_not_told_as_missing() -> None:
    late = called_ready(cilium="installed", harbor="installing")
    updates = await follow(Scripted(late, called_ready(cilium="installed", harbor="installed")))
    assert [u.verdict.outcome for u in updates if u.verdict] == ["ready"]


async def test_what_never_comes_is_named() -> None:
    service = Scripted(called_ready(cilium="installed", harbor="installing"))
    service.refreshed = [CatalystError("not-watchable", status=409)]
    verdict = (await follow(service))[-1].verdict
    assert verdict is not None
    assert (verdict.outcome, verdict.missing, verdict.advice) == ("failed", ("harbor",), "ask_person")
    assert "harbor is not installed" in verdict.sentence


async def test_a_service_without_a_job_list_is_followed_all_the_same() -> None:
    service = Scripted(seen(1), seen(2, "failed"))
    service.rows = CatalystError("not-found", status=404)
    updates = await follow(service)
    assert [e.message for u in updates for e in u.events] == ["line 0", "line 1"]


@pytest.mark.parametrize("rows", [[], CatalystError("store-down", status=503)])
async def test_where_the_job_list_lacks_the_flow_graph_serves(rows: Any) -> None:
    service = Scripted(called_ready(cilium="installed"))
    service.rows = rows
    node = FlowNode(id=f"{ID}:install-cilium", label="cilium", status="succeeded", family="install")
    service.graph = FlowMessage(nodes=(node,))
    assert [(n.name, n.status) for u in await follow(service) for n in u.jobs] == [("install-cilium", "succeeded")]


async def test_the_job_list_of_a_restarting_service_takes_nothing_away() -> None:
    service = Scripted(called_ready(cilium="installed"))
    service.rows = [Job(id=f"{ID}:install-cilium", job_name="install-cilium", status="succeeded")]
    service.graph = FlowMessage(nodes=(FlowNode(id=f"{ID}:install-other", label="x"),))
    assert [n.name for u in await follow(service) for n in u.jobs] == ["install-cilium"]


class Coming(KnownWorld):
    """A console that comes up after so many looks, part by part."""

    def __init__(self, *missing: Any) -> None:
        super().__init__()
        self.parts = list(missing)

    async def look(self, host: str) -> Any:
        """See `Reachability`."""
        self.missing[host] = self.parts.pop(0) if len(self.parts) > 1 else self.parts[0]
        return await super().look(host)


async def test_a_late_name_and_certificate_are_waited_for_and_told_once() -> None:
    world = Coming("name", "name", "name", "certificate", "certificate", None)
    updates = await follow(Scripted(called_ready(cilium="installed")), reach=world)
    assert world.looked == [f"console.{FQDN}"] * 6
    waiting = [(u.verdict.outcome, u.verdict.missing) for u in updates if u.verdict]
    assert waiting == [("in_progress", ("name",)), ("in_progress", ("certificate",)), ("ready", ())]


@pytest.mark.parametrize("part", ["name", "certificate", "console"])
async def test_what_never_answers_ends_as_unreachable(part: Any) -> None:
    pauses: list[float] = []

    async def note(wake: asyncio.Event, seconds: float) -> None:
        del wake
        pauses.append(seconds)
        await asyncio.sleep(0)

    world = Coming(part)
    updates = await follow(Scripted(called_ready(cilium="installed")), reach=world, pace=Pace(pause=note))
    final = updates[-1].verdict
    assert final is not None
    assert (final.outcome, final.missing, final.cause, final.advice) == ("unreachable", (part,), part, "ask_person")
    assert "Everything is installed" in final.sentence
    probes = pauses[-len(world.looked) + 1 :]
    assert sum(probes) >= 1800
    assert sum(probes) < 1800 + 60
    assert max(probes) == 60.0


async def test_where_names_cannot_be_looked_up_it_is_ready_and_said_so() -> None:
    verdict = (await follow(Scripted(called_ready(cilium="installed")), reach=Coming("unchecked")))[-1].verdict
    assert verdict is not None
    assert (verdict.outcome, verdict.missing) == ("ready", ())
    assert "couldn't be checked from here" in verdict.sentence


async def test_the_last_lines_before_the_verdict_are_given_out() -> None:
    service = Scripted(seen(2), seen(2, "failed"), seen(4, "failed"))
    assert [e.message for u in await follow(service) for e in u.events] == [f"line {i}" for i in range(4)]


@pytest.mark.parametrize(
    ("known", "script", "advice"),
    [
        (Known(), [], "retry"),
        (Known(pooled=True), [], "new_deployment"),
        (Known(retried=True), [], "new_deployment"),
        (Known(), [DOWN], "new_deployment"),
        (Known(), [GONE], "new_deployment"),
        (Known(), [CatalystError("server-error", status=502)], "new_deployment"),
        (Known(), [CatalystError("garbage", outcome="unknown")], "retry"),
    ],
)
async def test_the_same_again_is_advised_only_where_it_helps(known: Known, script: list[Any], advice: str) -> None:
    verdict = (await follow(Scripted(seen(1), *script, seen(1, "failed", error="tofu apply: boom")), known=known))[-1].verdict
    assert verdict is not None
    assert verdict.advice == advice


@pytest.mark.parametrize("stop_after", [1, 2])
async def test_leaving_early_ends_the_stream(stop_after: int) -> None:
    before = asyncio.all_tasks()
    service = Scripted(*[seen(i) for i in range(1, 10)])
    updates = watch(service, ID, pace=AT_ONCE, reach=KnownWorld())  # type: ignore[arg-type]  # all that it needs
    for _ in range(stop_after):
        await anext(updates)
    await updates.aclose()
    assert asyncio.all_tasks() == before, "nothing is left running"
    assert service.streams <= 1
