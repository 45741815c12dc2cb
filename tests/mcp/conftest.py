"""Our `/mcp`, and the conformance suite's own items behind the same route and the same wiring."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.assistant.stage import Stage
from tests.mcp.items import Items
from tools.concierge.changes import Changes
from tools.concierge.wire import everything


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    running = await Stage(tmp_path_factory.mktemp("stage")).start()
    yield running
    await running.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def harness(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    running = await Stage(tmp_path_factory.mktemp("harness"), server=lambda: everything(Items(), Changes())).start()
    yield running
    await running.stop()
