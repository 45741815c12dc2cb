"""`bench progress`: a thousand seeded deployments with things going wrong, followed by the real client to their verdict.

Each run draws its regions and its faults, is created at a real emulator process, and is watched as the product watches
it, only faster. Afterwards the emulator says what really happened: the verdict must be the same, and every event must
have been given out exactly once and in order.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from assistant.bench.folding import fold_milliseconds
from assistant.bench.report import Report, progress
from tools.catalyst import CatalystClient, CatalystError
from tools.catalyst.lookup import lookup
from tools.catalyst.models import event_of
from tools.catalyst.pace import Pace, wait
from tools.catalyst.reach import KnownWorld, ServiceWorld
from tools.catalyst.scrub import scrub
from tools.catalyst.watch import Known, Update, watch

RUNS, QUICK_RUNS = 1000, 60
SPEED = 600.0
"""How much faster than life: a run without trouble takes two seconds."""
FLOOR = 0.08
"""Seconds that a pause takes at least, whatever the speed."""
EMULATORS = 2
AT_ONCE = 12
"""Runs at the same time at each emulator."""
STUCK_SECONDS = 180.0
SEED = 20260515
READY_SECONDS = 30.0
REGIONS = ("fsn1", "nbg1", "hel1")
STREAM = ("cut-stream", "cut-stream:3", "lost-events", "lost-events:0.9", "duplicate-events", "duplicate-events:0.8", "stolen-events")
SHAPE = ("empty-dependson", "malformed-dependson", "year-one-times", "flow-old:first", "flow-old:second")
READS = ("slow", "garbage-state", "garbage-state:6", "restart:60", "restart:500", "restart:700,down=80")
ENDS = (
    "failing-component:harbor", "healing-component:gitea", "timeout-ready", "lagging-component:keycloak", "no-releases",
    "kubeconfig-missing", "tls-late", "tls-late:60", "dns-missing", "dns-missing:200", "phase0-failure", "phase0-failure:plan",
    "late-done", "reserve-503",
)  # fmt: skip
Key = tuple[object, ...]


@dataclass(slots=True)
class _Tally:
    wrong: int = 0
    lost: int = 0
    double: int = 0
    misordered: int = 0
    dangling: int = 0
    events: int = 0
    verdicts: Counter[str] = field(default_factory=Counter[str])
    notes: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class _Run:
    """What one run draws."""

    number: int
    regions: tuple[str, ...]
    faults: tuple[str, ...]
    pooled: bool

    @classmethod
    def drawn(cls, number: int) -> "_Run":
        dice = random.Random(SEED * 10_007 + number)  # noqa: S311 - chooses trouble, nothing secret
        faults = [dice.choice(group) for group, share in ((STREAM, 0.5), (SHAPE, 0.4), (READS, 0.3), (ENDS, 0.6)) if dice.random() < share]
        return cls(number, REGIONS[: dice.choice((1, 1, 2, 3))], tuple(faults), dice.random() < 0.5)

    @property
    def fqdn(self) -> str:
        return f"run{self.number}.omani.works" if self.pooled else f"cloud.run{self.number}.example"

    def body(self) -> dict[str, Any]:
        """The request, in the customer's shape."""
        size = {"controlPlaneSize": "cpx42", "workerSize": "", "workerCount": 0}
        pool = {"sovereignPoolDomain": "omani.works", "sovereignSubdomain": f"run{self.number}"} if self.pooled else {}
        return {
            "orgName": "Bench", "orgEmail": "bench@example.com", "sovereignFQDN": self.fqdn,
            "sovereignDomainMode": "pool" if self.pooled else "byo", **pool,
            "hetznerToken": "bench" * 13, "hetznerProjectID": "1", "region": self.regions[0], **size, "haEnabled": False,
            "regions": [{"provider": "hetzner", "cloudRegion": r, **size} for r in self.regions],
            "sshPublicKey": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJlbmNo bench", "objectStorageRegion": "fsn1",
            "objectStorageAccessKey": "BENCHACCESSKEY000000", "objectStorageSecretKey": "bench" * 8, "marketplaceEnabled": False,
        }  # fmt: skip


async def measure(quick: bool, runs: int | None = None) -> Report:
    """See the module."""
    total = runs or (QUICK_RUNS if quick else RUNS)
    tally = _Tally()
    began = time.perf_counter()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="concierge-progress-")))
        queue = iter([_Run.drawn(number) for number in range(total)])
        done = 0

        async def work(service: "_Service") -> None:
            nonlocal done
            for run in queue:
                await service.follow(run, tally)
                done += 1
                progress(done, total, "deployments")

        async with asyncio.TaskGroup() as group:
            for number in range(EMULATORS):
                service = await stack.enter_async_context(_service(folder / str(number)))
                for _ in range(min(AT_ONCE, total)):
                    group.create_task(work(service))
    seconds = time.perf_counter() - began
    for note in tally.notes[:20]:
        sys.stderr.write(f"  {note}\n")
    report = Report("progress")
    report.put("runs", total, (">=", RUNS) if not quick and runs is None else None)
    report.put("wrong_verdicts", tally.wrong, ("==", 0))
    report.put("lost_events", tally.lost, ("==", 0))
    report.put("duplicate_events", tally.double, ("==", 0))
    report.put("misordered_runs", tally.misordered, ("==", 0))
    report.put("dangling_edges", tally.dangling, ("==", 0))
    report.put("fold_ms_10000", await asyncio.to_thread(fold_milliseconds), ("<=", 150))
    report.put("events", tally.events)
    report.put("seconds", seconds)
    for verdict, count in sorted(tally.verdicts.items()):
        report.put(f"ended_{verdict}", count)
    return report


class _Service:
    """One emulator process and our client for it."""

    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        self._http = http
        self._url = url
        self._client = CatalystClient(url, http)
        self._world = ServiceWorld(self._client, KnownWorld())
        self._arming = asyncio.Lock()
        self._pace = Pace(pause=_hurried, probe_first=20.0, probe_longest=240.0)

    async def follow(self, run: _Run, tally: _Tally) -> None:
        """Create, watch, compare."""
        try:
            number = await self._created(run)
        except CatalystError as error:
            refused = "reserve-503" in run.faults and error.code == "pdm-unavailable"
            self._count(tally, run, "refused", "refused" if refused else f"no create ({error.code})")
            return
        updates: list[Update] = []
        try:
            async with asyncio.timeout(STUCK_SECONDS):
                known = Known(pooled=run.pooled)
                follower = watch(self._client, number, reach=self._world, known=known, pace=self._pace)
                updates.extend([update async for update in follower])
        except TimeoutError:
            self._count(tally, run, "stuck", "an end")
            return
        verdict = updates[-1].verdict
        truth = await self._truth(number)
        self._count(tally, run, verdict.outcome if verdict else "none", str(truth["verdict"]))
        _compare(tally, run, updates, truth["events"])

    async def _created(self, run: _Run) -> str:
        """Wishes hold for the next deployment, so nobody may come in between. While the service restarts nothing is
        taken, and the same run is asked for again: a refusal by a service that is down has no effect. A restart that
        meets the POST itself leaves open what became of it; then the list is asked, as the product asks it."""
        async with self._arming:
            for _ in range(200):
                since = datetime.now(UTC)
                armed = await self._http.post(f"{self._url}/emulator/wishes", json={"faults": run.faults, "seed": run.number})
                try:
                    if armed.status_code == 200:
                        return (await self._client.create(run.body())).id
                except CatalystError as error:
                    if error.code == "pdm-unavailable":
                        raise
                    if error.outcome == "unknown" and (number := await self._adopted(run, since)):
                        return number
                await asyncio.sleep(FLOOR)
        raise CatalystError("unreachable", outcome="unreachable")

    async def _adopted(self, run: _Run, since: datetime) -> str:
        """What the POST with an unknown outcome made; empty when it made nothing, and may be sent once more."""
        for _ in range(200):
            try:
                seen = await lookup(self._client, owner=str(run.body()["orgEmail"]), fqdn=run.fqdn, since=since)
            except CatalystError:
                await asyncio.sleep(FLOOR)
                continue
            if seen.outcome == "ambiguous":
                raise CatalystError("ambiguous", outcome="unknown")
            return seen.deployment_id
        raise CatalystError("unreachable", outcome="unreachable")

    async def _truth(self, number: str) -> dict[str, Any]:
        for _ in range(200):
            answer = await self._http.get(f"{self._url}/emulator/deployments/{number}/truth")
            if answer.status_code == 200:
                return answer.json()
            await asyncio.sleep(FLOOR)
        raise RuntimeError("the emulator doesn't say what happened")

    def _count(self, tally: _Tally, run: _Run, found: str, wanted: str) -> None:
        tally.verdicts[found] += 1
        if found != wanted:
            tally.wrong += 1
            tally.notes.append(f"run {run.number}: {found} instead of {wanted} ({', '.join(run.faults) or 'no fault'})")


def _compare(tally: _Tally, run: _Run, updates: Sequence[Update], events: Sequence[Any]) -> None:
    given = [_key(event) for update in updates for event in update.events]
    wanted = [_key(event) for raw in events if (event := event_of(raw)) and not event.hidden]
    lost = sum((Counter(wanted) - Counter(given)).values())
    double = sum((Counter(given) - Counter(wanted)).values())
    tally.events += len(given)
    tally.lost += lost
    tally.double += double
    tally.misordered += given != wanted and not lost and not double
    if lost or double:
        tally.notes.append(f"run {run.number}: {lost} lost, {double} twice ({', '.join(run.faults)})")
    names: set[str] = set()
    for update in updates:
        names |= {node.name for node in update.jobs}
        tally.dangling += sum(1 for node in update.jobs for needed in node.depends_on if needed not in names)


def _key(event: Any) -> Key:
    return (event.time, event.phase, event.level, scrub(event.message), event.component, event.state)


async def _hurried(wake: asyncio.Event, seconds: float) -> None:
    await wait(wake, max(FLOOR, seconds / SPEED))


@asynccontextmanager
async def _service(folder: Path) -> AsyncGenerator[_Service]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "assistant", "emulator", "--port", "0", "--speed", str(SPEED), "--data-dir", str(folder),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert process.stdout is not None  # noqa: S101 - asked for above
    try:
        line = await asyncio.wait_for(process.stdout.readline(), READY_SECONDS)
        if not line.startswith(b"ready http"):
            raise RuntimeError("the emulator didn't start")
        limits = httpx.Limits(max_connections=4 * AT_ONCE, max_keepalive_connections=2 * AT_ONCE)
        async with httpx.AsyncClient(limits=limits, timeout=30, trust_env=False) as http:
            yield _Service(line.decode().split()[1], http)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
