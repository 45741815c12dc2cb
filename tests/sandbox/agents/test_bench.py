"""What `concierge bench agents` installs is what the catalogue says can be."""

import asyncio
import os
from pathlib import Path

import pytest

from assistant.bench.agents import VERSIONS, Screen, _check_arguments
from sandbox import agents
from sandbox.agents import Site
from sandbox.agents.catalogue import BUILT_IN
from sandbox.isolation import Walls


def test_every_agent_that_a_registry_has_is_tried() -> None:
    assert set(VERSIONS) == {a.slug for a in BUILT_IN if a.npm or a.pypi}


async def test_what_is_tried_is_seen_as_a_person_sees_it(tmp_path: Path) -> None:
    site = Site(org="bench", walls=Walls(tmp_path / "walls", privileged=os.geteuid() == 0), overrides=tmp_path / "none")
    spec = await asyncio.to_thread(
        agents.launch, "sovereign-shell", "s", site, home=tmp_path / "home", repo=tmp_path / "repo", about={}, cols=100, rows=40
    )
    async with Screen(spec, tmp_path / "sessions") as screen:
        await screen.quiet(20)
        screen.type(b"echo hel''lo\r")
        await screen.until("hello", 20)
        _check_arguments(tmp_path / "sessions", "no such token")
        with pytest.raises(RuntimeError, match="among the arguments"):
            _check_arguments(tmp_path / "sessions", "/run/inside.py")
    assert screen.ended is not None
