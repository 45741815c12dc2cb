"""How long clouds took before, from their reports to what the page is told."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.past_runs import (
    MARKS,
    MOST_COUNTED,
    MOST_KEPT,
    PastRuns,
    Run,
    TimedDeployments,
    Timing,
    summary,
)
from assistant.store import Database
from dialogue import events as ev
from dialogue.deployment import Deployment
from dialogue.plan import Plan, PlanView
from dialogue.state import State

BEGAN = datetime(2026, 5, 15, 9, 0, tzinfo=UTC)
READY = ev.Verdict(outcome="ready", sentence="All is installed.")
ALONE = ("a", "b", "c", "d")
TWO = ("a", "b", "hel1-1:a", "hel1-1:b")


def _at(seconds: float) -> datetime:
    return BEGAN + timedelta(seconds=seconds)


def _report(components: dict[str, str], verdict: ev.Verdict | None = None) -> ev.DeploymentReported:
    return ev.DeploymentReported(deployment_id="d", status="running", components=components, verdict=verdict)


def _watched(names: tuple[str, ...] = ALONE) -> Timing:
    """One component every ten seconds, after a hundred in which there was none."""
    timing = Timing(BEGAN)
    timing.see(_report({}), _at(5))
    timing.see(_report(dict.fromkeys(names, "pending")), _at(100))
    for place, name in enumerate(names, 1):
        timing.see(_report({name: "installed"}), _at(100 + 10 * place))
    return timing


def _run(seconds: float, *, regions: int = 1, emulated: bool = True) -> Run:
    return Run(regions, emulated, tuple(seconds * place / 20 for place in range(MARKS)), seconds)


def test_the_marks_are_when_each_tenth_was_installed() -> None:
    run = _watched().ended(_at(200), emulated=True)
    assert run == Run(1, True, (100, 110, 110, 120, 120, 120, 130, 130, 140, 140, 140), 200)


def test_regions_are_told_by_their_components_and_jobs_count_before_they_begin() -> None:
    timing = Timing(BEGAN)
    jobs = tuple(ev.Job(name=f"install-{name}") for name in TWO)
    timing.see(ev.DeploymentReported(deployment_id="d", status="running", jobs=(*jobs, ev.Job(name="tofu-apply"))), _at(50))
    timing.see(_report({"a": "installed"}), _at(60))
    run = timing.ended(_at(90), emulated=False)
    assert run is not None
    assert (run.regions, run.emulated, run.marks[0], run.marks[2]) == (2, False, 50, 60)
    assert run.marks[3] == 90, "what was never seen installed was so at the end"


def test_of_a_run_without_components_nothing_is_known() -> None:
    timing = Timing(BEGAN)
    timing.see(_report({}), _at(5))
    assert timing.ended(_at(10), emulated=True) is None


def test_the_expectation_is_the_middle_of_the_newest_alike() -> None:
    runs = [_run(9000)] * 5 + [_run(600), _run(700), _run(800)] * 7 + [_run(60, regions=3), _run(1, emulated=False)]
    found = summary(runs, regions=1, emulated=True)
    assert found is not None
    assert (found["count"], found["seconds"]) == (MOST_COUNTED, 700.0)
    assert (len(found["marks"]), found["marks"][10]) == (MARKS, 350.0)
    assert summary(runs, regions=3, emulated=True) == {"count": 1, "seconds": 60.0, "marks": [3.0 * n for n in range(MARKS)]}


def test_without_one_alike_the_others_serve_but_no_rehearsal_for_the_real_thing() -> None:
    assert summary([_run(600, regions=2)], regions=1, emulated=True) is not None
    assert summary([_run(600)], regions=1, emulated=False) is None
    assert summary([], regions=1, emulated=True) is None


class Reports:
    """A service whose reports come ten seconds apart."""

    def __init__(self, *reports: ev.DeploymentReported) -> None:
        self.now = BEGAN
        self._reports = reports

    def clock(self) -> datetime:
        return self.now

    async def reports(self, known: Deployment) -> AsyncIterator[ev.DeploymentReported]:
        del known
        for report in self._reports:
            self.now += timedelta(seconds=10)
            yield report


def _database(folder: Path) -> Database:
    database = Database(folder / "concierge.db")
    database.open()
    return database


def _running() -> State:
    created = ev.DeploymentCreated(deployment_id="e", fqdn="other.example", digest="x")
    validated = PlanView(plan=Plan(regions=("fsn1",)))
    return State(started=ev.ConversationStarted(emulated=True), validated=validated, deployment=Deployment.of(created))


GOOD = (_report(dict.fromkeys(ALONE, "pending")), _report(dict.fromkeys(ALONE, "installed")), _report({}, READY))


@pytest.mark.parametrize(
    ("known", "reports", "counted"),
    [
        ({}, GOOD, 1),
        ({}, (*GOOD[:2], _report({}, ev.Verdict(outcome="failed"))), 0),
        ({"lines": 3}, GOOD, 0),
        ({"components": {"a": "installed"}}, GOOD, 0),
        ({"retries": 1}, GOOD, 0),
    ],
    ids=["well", "badly", "from-its-middle", "after-a-restart", "once-more"],
)
async def test_what_was_watched_to_a_good_end_is_written_down(
    tmp_path: Path, known: dict[str, object], reports: tuple[ev.DeploymentReported, ...], counted: int
) -> None:
    database = _database(tmp_path)
    runs = PastRuns(database)
    service = Reports(*reports)
    timed = TimedDeployments(service, runs, clock=service.clock, emulated=lambda: True)
    found = [report async for report in timed.reports(Deployment(id="d", fqdn="f", digest="x", **known))]  # type: ignore[arg-type] # members of its own, by name
    assert found == list(reports), "every report is passed on"
    again = PastRuns(database)
    await again.start()
    for one in (runs, again):
        expected = one.expected(_running())
        assert (expected["count"] if expected else 0) == counted
    await database.close()


async def test_only_what_runs_is_told_and_the_oldest_go(tmp_path: Path) -> None:
    database = _database(tmp_path)
    runs = PastRuns(database)
    for place in range(MOST_KEPT + 3):
        await runs.remember(f"d{place}", _run(1000 - place), _at(place))
    assert runs.expected(State()) is None
    again = PastRuns(database)
    await again.start()
    for one in (runs, again):
        expected = one.expected(_running())
        assert expected is not None
        assert expected["seconds"] == 1000 - (MOST_KEPT + 3) + (MOST_COUNTED + 1) / 2
    await database.close()


async def test_a_database_that_fails_costs_no_report(tmp_path: Path) -> None:
    database = _database(tmp_path)
    service = Reports(*GOOD)
    timed = TimedDeployments(service, PastRuns(database), clock=service.clock, emulated=lambda: True)
    await database.close()
    assert len([report async for report in timed.reports(Deployment(id="d", fqdn="f", digest="x"))]) == len(GOOD)
