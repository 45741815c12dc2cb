"""The Inspector's command line, a stock client of others, walks from plan to hand-over in both revisions."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.stage import PATIENCE, Stage
from tests.mcp.person import approves, plan
from tests.mcp.programs import program, run

pytestmark = pytest.mark.asyncio(loop_scope="module")
FAILED = 5
"""Its exit code for a tool's own error."""


class Inspector:
    """One connection per command."""

    def __init__(self, stage: Stage, era: str, home: Path) -> None:
        self.stage, self.era, self.home = stage, era, home

    async def ask(self, method: str, *more: str, code: int = 0) -> Any:
        script = program("@modelcontextprotocol/inspector", "clients/launcher/build/index.js")
        done, output, errors = await run(
            script, "--cli", f"{self.stage.url}/mcp", "--transport", "http", "--protocol-era", self.era, "--format", "json",
            "--method", method, *more, HOME=str(self.home),
        )  # fmt: skip
        assert done == code, (done, output, errors)
        return json.loads(output)["result"]

    async def call(self, tool: str, arguments: dict[str, Any], *, code: int = 0) -> dict[str, Any]:
        result = await self.ask("tools/call", "--tool-name", tool, "--tool-args-json", json.dumps(arguments), code=code)
        assert json.loads(result["content"][0]["text"]) == result["structuredContent"]
        return result["structuredContent"]


@pytest.mark.timeout(240)
@pytest.mark.parametrize("era", ["legacy", "modern"])
async def test_from_plan_to_hand_over(stage: Stage, era: str, tmp_path: Path) -> None:
    inspector, wanted = Inspector(stage, era, tmp_path), plan(f"Inspektor{era}")
    checked = await inspector.call("catalyst.deployments.validate", wanted)
    assert checked["ok"] is True
    asked = await inspector.call("catalyst.deployments.create", wanted, code=FAILED)
    assert (asked["code"], asked["status"]) == ("approval_required", "approval_pending")
    async with asyncio.timeout(PATIENCE):
        await approves(stage, asked["approvalUrl"], wanted["email"])
    page = await inspector.call("catalyst.deployments.events", {"id": asked["approvalId"], "wait": 60, "until": "done"})
    assert (page["done"], page["status"]) == (True, "ready")
    state = await inspector.call("catalyst.deployments.get", {"id": asked["approvalId"]})
    assert state["fqdn"] == f"{wanted['organisation'].lower()}.omani.works"
    link = await inspector.call("catalyst.deployments.handover", {"id": state["id"]})
    assert link["pageUrl"].endswith("/start")


async def test_nothing_that_some_client_can_not_read(stage: Stage, tmp_path: Path) -> None:
    """`--strict` fails on schemas that aren't portable."""
    inspector = Inspector(stage, "modern", tmp_path)
    tools = {tool["name"]: tool for tool in (await inspector.ask("tools/list", "--strict"))["tools"]}
    assert tools["catalyst.deployments.create"]["annotations"]["destructiveHint"] is True
    assert "skills.public-sector" in tools
