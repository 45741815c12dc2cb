"""How long it takes to fold ten thousand events of a five-region run to what the page shows: state and graph."""

import time
from datetime import UTC, datetime, timedelta

from assistant.deployments import reports_of
from dialogue.deployment import Deployment
from tools.catalyst.jobs import JobGraph
from tools.catalyst.models import Event, Job, Snapshot, State
from tools.catalyst.progress import Progress
from tools.catalyst.watch import Update

EVENTS, RELEASES, ROUNDS = 10_000, 45, 7
REGIONS = ("", "nbg1-1", "hel1-2", "ash-3", "hil-4")
ID = "22af2b1120158239"
_TURNS = ("pending", "installing", "installing", "installed")


def fold_milliseconds() -> float:
    """The best of a few rounds on one core: the work is always the same, so whatever takes longer is the machine's noise."""
    snapshot = _snapshot()
    rows = _jobs()
    return min(_fold(snapshot, rows) for _ in range(ROUNDS))


def _fold(snapshot: Snapshot, rows: list[Job]) -> float:
    began = time.thread_time()  # one core's work, whoever else is busy on this machine
    news = Progress().feed(snapshot)
    graph = JobGraph(ID)
    graph.hear(news.needs)
    graph.take(rows)
    state = Deployment(ID, "acme.omani.works", "digest")
    for report in reports_of(ID, Update("ready", "ready", news.events, news.moved, graph.news())):
        state = state.reported(report)
    took = (time.thread_time() - began) * 1000
    whole = state.lines == EVENTS and len(state.jobs) == len(rows) and len(state.components) == RELEASES * len(REGIONS)
    if not whole:
        raise RuntimeError("the fold lost something")
    return took


def _name(region: str, number: int) -> str:
    return f"{region}:release-{number}" if region else f"release-{number}"


def _jobs() -> list[Job]:
    rows = [Job(id=f"{ID}:bootstrap-kit", job_name="bootstrap-kit", type="group", status="running")]
    for region in REGIONS:
        for number in range(RELEASES):
            name = f"install-{_name(region, number)}"
            needs = (f"install-{_name(region, number - 1)}", _name(region, max(0, number - 2))) if number else ()
            rows.append(Job(id=f"{ID}:{name}", job_name=name, parent_id=f"{ID}:bootstrap-kit", depends_on=needs, status="succeeded"))
    return rows


def _snapshot() -> Snapshot:
    start = datetime(2026, 5, 15, 9, tzinfo=UTC)
    events: list[Event] = []
    for number in range(EVENTS):
        at, turn = start + timedelta(seconds=number // 8), number // (RELEASES * len(REGIONS))
        region, release = REGIONS[number % len(REGIONS)], number // len(REGIONS) % RELEASES
        name, log = _name(region, release), turn >= len(_TURNS)
        needs = (f"install-{_name(region, release - 1)}",) if release and not turn else ()
        message = f"reconciling release-{release}, revision {number}" if log else "Helm install in progress"
        events.append(
            Event(at, "component-log" if log else "component", "info", message, name, None if log else _TURNS[turn], needs)
        )
    return Snapshot(state=State.model_validate({"id": ID, "status": "phase1-watching"}), events=tuple(events))
