"""One running application per module, with a voice that is scripted."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.assistant.stage import Stage, Talk
from tests.assistant.voice.booth import Booth


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    running = Stage(tmp_path_factory.mktemp("stage"))
    await running.start()
    yield running
    await running.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def booth(stage: Stage) -> Booth:
    return Booth().into(stage)


@pytest_asyncio.fixture(loop_scope="module")
async def talk(stage: Stage, booth: Booth) -> Talk:
    del booth
    return await stage.begin(channel="voice")
