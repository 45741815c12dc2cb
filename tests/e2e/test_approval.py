"""An order of somebody else's agent, approved by its person in a browser: the agent opens nothing, the person sees the plan and says yes."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from mcp import Client
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import PATIENCE_MS, Opened
from tests.e2e.served import Served

WANTED = {"organisation": "Fremde Hand", "email": "hand@fremde.example", "regions": ["hel1"]}


def by_agent(served: Served, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """One call of a stock client, in a thread of its own: the browser's loop has this one."""

    async def call() -> dict[str, Any]:
        async with Client(f"{served.url}/mcp") as client:
            return dict((await client.call_tool(f"catalyst.deployments.{tool}", arguments)).structured_content or {})

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, call()).result(PATIENCE_MS / 1000)


def test_the_person_approves_on_our_page(browser: Browser, served: Served) -> None:
    asked = by_agent(served, "create", WANTED)
    assert asked["code"] == "approval_required"
    assert by_agent(served, "get", {"id": asked["approvalId"]})["status"] == "approval_pending"

    opened = Opened(browser, served.url, width=1280, height=900)
    page = opened.page
    page.evaluate("localStorage.clear()")
    page.goto("about:blank")
    page.goto(asked["approvalUrl"])
    card = page.get_by_test_id("readback").last
    for part in ("Fremde Hand", "hand@fremde.example", "Helsinki", "fremde-hand.omani.works"):
        expect(card).to_contain_text(part)
    assert "#join=" not in page.url, "the one-time code doesn't stay in the address"
    page.get_by_test_id("code-input").fill(served.code("hand@fremde.example"))
    expect(page.get_by_test_id("message-assistant").last).to_contain_text("verified")
    assert by_agent(served, "get", {"id": asked["approvalId"]})["status"] == "approval_pending"
    page.get_by_test_id("confirm").last.click()
    expect(page.get_by_test_id("console-link")).to_be_visible(timeout=60_000)
    assert by_agent(served, "get", {"id": asked["approvalId"]})["fqdn"] == "fremde-hand.omani.works"
    opened.close()
