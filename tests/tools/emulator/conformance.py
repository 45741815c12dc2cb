"""Schemathesis against the emulator: cases are made from the OpenAPI document, and no answer may be outside of it.

The test suite runs a part (`test_conformance.py`); the whole is
`.venv/bin/python -m tests.tools.emulator.conformance 5000`, which spreads the operations over two processes.
"""

import asyncio
import copy
import json
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import requests
import schemathesis
from aiohttp import web
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from joserfc.jwk import RSAKey
from schemathesis.specs.openapi import checks

from tests.tools.samples import TOKEN, region, request
from tools.contract import catalyst_openapi
from tools.emulator import lifecycle_api
from tools.emulator.app import create_app
from tools.emulator.attempts import History
from tools.emulator.deployment import Deployment
from tools.emulator.service import SERVICE, Service, Wishes
from tools.emulator.validation import decode

CHECKS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
ENDLESS = "GET /api/v1/flows/{deploymentId}/stream"
"""A stream without an end: known ids are left to a test of its own."""
IDS = ("id", "depId", "deploymentId")


@cache
def schema() -> Any:
    """The document, every operation served by one address."""
    document = copy.deepcopy(catalyst_openapi())
    for item in document["paths"].values():
        item.pop("servers", None)
    document["servers"] = []
    return schemathesis.openapi.from_dict(document)


@cache
def operations() -> dict[str, Any]:
    """By method and path."""
    return {found.ok().label: found.ok() for found in schema().get_all_operations()}


@dataclass
class World:
    """An emulator whose clock stands still, with deployments in every state."""

    folder: Path
    now: datetime = datetime(2026, 5, 15, 9, tzinfo=UTC)
    url: str = ""
    app: web.Application = field(init=False)
    ended: list[str] = field(default_factory=list[str])
    running: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.app = create_app(self.folder, 1.0, clock=lambda: self.now)
        self.service.signer = _signer()
        for label, faults in (
            ("ready", ()),
            ("broken", ("failing-component:keycloak",)),
            ("machineless", ("phase0-failure",)),
            ("strange", ("malformed-dependson", "lagging-component", "flow-old:second", "year-one-times")),
            ("adopted", ("flow-old:first",)),
        ):
            self.ended.append(self._make(label, faults))
        self.now += timedelta(seconds=20_000)
        self.service.note(self.deployment(self.ended[-1]), "adopted")
        self.running.append(self._make("second-phase", ()))
        self.now += timedelta(seconds=500)
        self.running.append(self._make("first-phase", ("restart:300",)))
        self.now += timedelta(seconds=50)
        self.service.tick()

    @property
    def service(self) -> Service:
        return self.app[SERVICE]

    def deployment(self, number: str) -> Deployment:
        found = self.service.get(number)
        assert found is not None
        return found

    def _make(self, label: str, faults: tuple[str, ...]) -> str:
        self.service.wishes = Wishes(faults)
        body = decode(json.dumps(request(label, regions=[region(), region("hel1")])).encode())
        return self.service.create(body, "ops@acme.example").id


@cache
def _signer() -> Any:
    """One signing key for all worlds: making one takes longer than making a world."""
    return RSAKey.generate_key(2048, private=True)


@contextmanager
def served(world: World) -> Iterator[World]:
    """On loopback, in a thread of its own."""
    ready, over = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        runner = web.AppRunner(world.app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        world.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        ready.set()
        await over.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield world
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
        loop.close()


@dataclass
class Tally:
    """What was asked and what came back."""

    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter[int])
    faults: dict[str, str] = field(default_factory=dict[str, str])
    """One example of each kind."""


def run(label: str, cases: int, folder: Path) -> Tally:
    """So many cases of one operation, half of them well-formed; fewer when there aren't so many."""
    operation, tally = operations()[label], Tally()
    lifecycle_api.LONGEST_WIPE = 0.01
    with served(World(folder)) as world, requests.Session() as session:
        session.trust_env = False
        for mode in MODES:
            strategy = _strategy(operation, mode)
            if strategy is not None:
                _run(strategy, cases // 2, lambda case, pick: _one(world, session, label, case, pick, tally))
    return tally


def _strategy(operation: Any, mode: Any) -> Any:
    """None when nothing can be wrong with a request that has no parameters."""
    parameters = [*operation.path_parameters, *operation.query, *operation.headers, *operation.body]
    bare = not parameters or operation.path == "/api/catalog/apps/{slug}"
    return None if bare and mode is MODES[1] else operation.as_strategy(generation_mode=mode)


def _run(strategy: Any, cases: int, do: Callable[[Any, int], None]) -> None:
    @settings(
        max_examples=cases,
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=strategy, pick=st.integers(0, 8))
    def generated(case: Any, pick: int) -> None:
        do(case, pick)

    generated()


def _one(world: World, session: requests.Session, label: str, case: Any, pick: int, tally: Tally) -> None:
    _aim(world, label, case, pick)
    response = case.call(base_url=world.url, session=session, timeout=20)
    tally.cases += 1
    tally.statuses[response.status_code] += 1
    try:
        # Kubeconfigs and streams are strings to the document; the tool reads them and would want strings inside.
        read = _header(response, "content-type") in ("application/yaml", "text/event-stream")
        skipped = [checks.response_schema_conformance] if read else []
        case.validate_response(response, checks=CHECKS, excluded_checks=skipped)
        _house_rules(label, response)
    except (AssertionError, BaseExceptionGroup) as error:
        tally.faults.setdefault(f"{label} {response.status_code} {type(error).__name__}", str(error)[:2000])


def _aim(world: World, label: str, case: Any, pick: int) -> None:
    """A random id is never a known one, so most cases are turned to a deployment that is there."""
    targets = world.ended if label.endswith("/logs") else [*world.ended, *world.running]
    path = case.path_parameters
    name = next((n for n in IDS if path and n in path), None)
    if name and pick < len(targets) and label != ENDLESS:
        path[name] = targets[pick]
        deployment = world.service.store.deployments.get(targets[pick])
        if "jobId" in path and pick % 2:
            path["jobId"] = ("install-cilium", f"{targets[pick]}:tofu-plan", "install-hel1-1:gitea", "provisioner")[pick // 2]
        if label.startswith("PUT") and deployment:
            token = world.service.secrets.get("machines", f"{deployment.id}.token")
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
    if path and "execId" in path and pick < len(world.ended):
        attempts = History.of(world.deployment(world.ended[pick])).by_job["tofu-plan"]
        path["execId"] = attempts[0].id
    if label == "POST /api/v1/deployments" and pick < 3 and isinstance(case.body, dict):
        wanted = request(f"made-{len(world.service.creates)}")
        kept = {k: v for k, v in case.body.items() if k in ("qaTestEnabled", "qaOrganization", "clusterMeshName")}
        case.body = {**wanted, **kept}
    if label.endswith("/wipe") and pick < 3:
        case.body = {"hetznerToken": TOKEN}


def _header(response: Any, name: str) -> str:
    return next(iter(response.headers.get(name, ())), "")


def _house_rules(label: str, response: Any) -> None:
    """What a schema can't say (contract, section 1)."""
    kind = _header(response, "content-type")
    if kind.startswith("application/json"):
        assert response.content.endswith(b"\n"), "JSON ends with a newline"
        assert not set(b"<>&") & set(response.content), "escaped"
    if kind.startswith("text/plain") and response.status_code >= 400:
        assert kind == "text/plain; charset=utf-8"
        assert response.content.endswith(b"\n")
        assert _header(response, "x-content-type-options") == "nosniff"
    assert _header(response, "x-catalyst-emulator") == "1", label


def _alone(job: tuple[str, int]) -> tuple[str, Tally]:
    with tempfile.TemporaryDirectory(prefix="concierge-conformance-") as folder:
        return job[0], run(job[0], job[1], Path(folder))


def main(wanted: int) -> int:
    """At least so many cases over all operations; prints a table and what is outside the contract."""
    weights = {label: 0 if _strategy(op, MODES[1]) is None else 1 for label, op in operations().items()}
    each = 2 * (-(-wanted // (2 * sum(weights.values()))))
    jobs = [(label, each if weight else 40) for label, weight in weights.items()]
    total, broken = Counter[int](), 0
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for label, tally in pool.map(_alone, jobs):
            total["cases"] += tally.cases
            broken += len(tally.faults)
            sys.stdout.write(f"{tally.cases:6} {label:62} {dict(sorted(tally.statuses.items()))}\n")
            sys.stdout.writelines(f"       ! {kind}\n{text}\n" for kind, text in tally.faults.items())
            sys.stdout.flush()
    sys.stdout.write(f"{total['cases']} cases, {broken} kinds of answers outside the contract\n")
    return 1 if broken or total["cases"] < wanted else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
