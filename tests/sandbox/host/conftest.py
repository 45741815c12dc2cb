import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sandbox.host.launch import Spec, launch, scan
from tests.sandbox.host.peer import Peer

Start = Callable[..., Path]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts sessions, whose folders have a path that is too long for a socket; ends them."""
    root = tmp_path / ("long" * 20) / "sessions"

    def begin(*argv: str, name: str = "s", **more: object) -> Path:
        env = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        return launch(Spec(name, argv, env, str(tmp_path), **more), root)  # pyright: ignore[reportArgumentType]

    yield begin
    for found in scan(root):
        for pid in (found.facts["child"], found.facts["host"]):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@pytest.fixture
def dial() -> Iterator[Callable[[Path], Peer]]:
    """Connects to hosts."""
    peers: list[Peer] = []

    def connect(folder: Path) -> Peer:
        peers.append(Peer(folder))
        return peers[-1]

    yield connect
    for peer in peers:
        peer.close()
