"""The real core, and worlds around it that are always taken down."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from assistant.wiring import build_core
from dialogue.core import Core
from tests.assistant.conversation.world import CATALOGUE, World


@pytest.fixture(scope="session")
def core() -> Core:
    """The real one: it keeps nothing of a conversation."""
    return build_core(CATALOGUE)


@pytest.fixture
async def make_world(core: Core) -> AsyncIterator[Callable[..., World]]:
    """Makes worlds; stops their conversations afterwards."""
    made: list[World] = []

    def make(**given: Any) -> World:
        made.append(World(given.pop("core", core), **given))
        return made[-1]

    yield make
    for world in made:
        await world.conversations.stop()


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    """One of them."""
    return make_world()
