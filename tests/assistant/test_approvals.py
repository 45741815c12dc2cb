"""Approvals in a real application: how they stand, for whom, and until when."""

import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from assistant.approvals import PageApprovals
from assistant.identity.tokens import APPROVAL_SECONDS
from tests.assistant.stage import Stage
from tests.mcp.person import approves, opened
from tools.planning import Draft

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    running = await Stage(tmp_path_factory.mktemp("stage")).start()
    yield running
    await running.stop()


@pytest.fixture
def approvals(stage: Stage) -> PageApprovals:
    found = stage.wired.toolbox.approvals
    assert isinstance(found, PageApprovals)
    return found


def draft(name: str) -> Draft:
    return Draft.model_validate({"organisation": name, "email": f"o@{name.lower()}.example"})


async def status(approvals: PageApprovals, number: str, principal: str = "") -> str | None:
    view = await approvals.look(number, principal)
    return view.status if view else None


async def test_whose_it_is(approvals: PageApprovals) -> None:
    asked = await approvals.request(draft("Wessen"), "a@x.example")
    assert await status(approvals, asked.id, "a@x.example") == "approval_pending"
    assert await status(approvals, asked.id, "b@x.example") is None
    assert await status(approvals, asked.id) is None
    assert asked.id not in [view.id for view in await approvals.listed("b@x.example")]
    await approvals.withdraw(asked.id, "b@x.example")
    assert await status(approvals, asked.id, "a@x.example") == "approval_pending", "only whoever asked can take it back"
    await approvals.withdraw(asked.id, "a@x.example")
    assert await status(approvals, asked.id, "a@x.example") == "approval_expired"


async def test_how_it_goes_on(stage: Stage, approvals: PageApprovals) -> None:
    asked = await approvals.request(draft("Weg"), "")
    talk = await approves(stage, asked.url, "o@weg.example")
    view = await approvals.look(asked.id, "")
    assert view is not None
    assert (view.status, view.opened, view.organisation) == ("approved", True, "Weg")
    assert view.deployment == (await talk.state())["deployment"]["id"]


async def test_when_it_is_over(stage: Stage, approvals: PageApprovals, monkeypatch: pytest.MonkeyPatch) -> None:
    late, in_time = await approvals.request(draft("Spaet"), ""), await approvals.request(draft("Zeitig"), "")
    await opened(stage, in_time.url)
    monkeypatch.setattr(approvals, "_now", lambda: time.time() + APPROVAL_SECONDS + 1)
    assert await status(approvals, late.id) == "approval_expired"
    assert await status(approvals, in_time.id) == "approval_pending", "who came in time may take their time"
