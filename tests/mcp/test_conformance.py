"""The official conformance suite, in both revisions that clients speak.

It expects tools, resources and prompts of its own (`test_simple_text`, …). They stand in `items.py`, behind the same route,
transport, checks and wiring as our toolbox, and every scenario that a revision requires must pass there. What needs no such
items is run against the toolbox itself as well: `expected-failures.yaml` names the others, each because of a missing item.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.assistant.stage import Stage
from tests.mcp.programs import HERE, program, run

pytestmark = pytest.mark.asyncio(loop_scope="module")
REVISIONS = {"2025-11-25": 30, "2026-07-28": 37}
"""With how many scenarios the suite scores each."""
SUITE = "@modelcontextprotocol/conformance"


def required(revision: str) -> tuple[set[str], set[str]]:
    """Scenarios that count, and those that are run beside them."""
    text = (program(SUITE, f"requirements/{revision}.yaml")).read_text(encoding="utf-8")
    listed: dict[str, Any] = yaml.safe_load(text)
    return set(listed["server"]), {one["scenario"] for one in listed["not_scored"] if one["leg"] == "server"}


async def judged(stage: Stage, revision: str, folder: Path) -> dict[str, list[str]]:
    """Scenario → what failed in it (nothing: passed)."""
    script = program(SUITE, "dist/index.js")
    await run(script, "server", "--url", f"{stage.url}/mcp", "--requirements", revision, "-o", str(folder))
    return failures(folder)


def failures(folder: Path) -> dict[str, list[str]]:
    """From what the suite wrote."""
    found: dict[str, list[str]] = {}
    for file in folder.glob("*/checks.json"):
        name = re.split(r"-\d{4}-\d\d-\d\dT", file.parent.name.removeprefix("server-"))[0]
        checks = json.loads(file.read_text(encoding="utf-8"))
        found[name] = [f"{c['id']}: {c.get('errorMessage')}" for c in checks if c["status"] == "FAILURE"]
    return found


@pytest.mark.parametrize("revision", REVISIONS)
async def test_the_suites_own_items(harness: Stage, revision: str, tmp_path: Path) -> None:
    scored, beside = required(revision)
    found = await judged(harness, revision, tmp_path)
    assert len(scored) == REVISIONS[revision]
    assert scored <= found.keys(), "every scenario was run"
    assert {name: wrong for name, wrong in found.items() if wrong and name in scored} == {}
    assert {name for name in found.keys() & beside if found[name]} == expected("harness", revision)


@pytest.mark.parametrize("revision", REVISIONS)
async def test_the_toolbox_itself(stage: Stage, revision: str, tmp_path: Path) -> None:
    scored, _ = required(revision)
    found = await judged(stage, revision, tmp_path)
    failing = {name for name in scored if found[name]}
    assert failing == expected("toolbox", revision), {name: found[name] for name in failing}


def expected(where: str, revision: str) -> set[str]:
    """With a reason each."""
    listed = yaml.safe_load((HERE / "expected-failures.yaml").read_text(encoding="utf-8"))[where][revision]
    assert all(group["reason"] for group in listed)
    return {scenario for group in listed for scenario in group["scenarios"]}
