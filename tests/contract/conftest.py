"""One server and one recorder for each module; every conversation has an address of its own."""

from collections.abc import Iterator

import pytest

from tests.contract.driver import OPERATOR, Talk, World, served
from tests.contract.recorder import Recorder


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    recorder = Recorder().start()
    yield recorder
    recorder.stop()


@pytest.fixture(scope="module")
def world(recorder: Recorder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("outside")
    with served(folder, recorder.url, **OPERATOR) as url:
        yield World(url, recorder, folder)


@pytest.fixture
def talk(world: World, request: pytest.FixtureRequest) -> Iterator[Talk]:
    name = (
        "".join(c if c.isalnum() else "-" for c in request.node.name)
        .strip("-")
        .removeprefix("test-")[:40]
        .strip("-")
        .lower()
    )
    talk = world.talk(name)
    yield talk
    talk.close()
