"""A session host with walls around its program: keys, sizes and signals get through, nothing else does."""

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sandbox.agents import Site, launch
from sandbox.host import protocol as wire
from sandbox.host.launch import launch as begin
from sandbox.host.launch import scan
from sandbox.isolation import Walls
from tests.sandbox.host.peer import Peer


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Peer]:
    """A shell behind walls, as the API starts it."""
    site = Site(org="acme", walls=Walls(tmp_path / "walls", privileged=os.geteuid() == 0), overrides=tmp_path / "none")
    spec = launch("sovereign-shell", "s", site, home=tmp_path / "home", repo=tmp_path / "repo", about={}, cols=90, rows=20)
    peer = Peer(begin(spec, tmp_path / "sessions"))
    peer.follow()
    peer.type(1, b"stty -echo; PS1=; echo re''ady\r")
    peer.until_output(b"ready\r\n")
    yield peer
    peer.close()
    for found in scan(tmp_path / "sessions"):
        for pid in (found.facts["child"], found.facts["host"]):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def test_keys_sizes_and_ctrl_c_reach_the_program(shell: Peer) -> None:
    shell.type(2, b"trap 'echo ca''ught' INT; stty size; pwd; sh -c 'echo as\"\"leep; exec sleep 60'\r")
    shell.until_output(b"20 90\r\n/workspace\r\n")
    # Before it runs the signal would be the shell's alone, and the program slept on. A word of its own: all output
    # counts, the fixture's "ready" too.
    shell.until_output(b"asleep")
    shell.type(3, b"\x03")
    shell.until_output(b"caught")
    shell.type(4, b"trap 'stty size' WINCH; echo st''ill here; read x\r")
    shell.until_output(b"still here")
    shell.send(wire.frame(wire.RESIZE, wire.SIZE.pack(120, 40)))
    shell.until_output(b"40 120")


def test_a_signal_is_for_the_program_not_for_the_walls(shell: Peer) -> None:
    shell.type(2, b"trap 'echo ca''ught' INT; echo o''n; read x\r")
    shell.until_output(b"on\r\n")
    shell.send(wire.frame(wire.SIGNAL, b"\x02"))
    shell.until_output(b"caught")


def test_the_exit_status_comes_out(shell: Peer) -> None:
    shell.type(2, b"exit 7\r")
    assert shell.exit() == {"code": 7, "signal": None}


def test_end_ends_everything_within(shell: Peer, tmp_path: Path) -> None:
    shell.type(2, b"(trap '' HUP TERM; while :; do date > tick; sleep 0.05; done) & until [ -s tick ]; do sleep 0.02; done; echo go''ing\r")
    shell.until_output(b"going")
    shell.send(wire.frame(wire.END))
    shell.exit()
    tick = tmp_path / "repo" / "tick"
    # The walls' own end comes first; what is within follows as soon as it gets a core.
    until = time.monotonic() + 60
    while _comes_again(tick):
        assert time.monotonic() < until


def _comes_again(tick: Path) -> bool:
    tick.unlink(missing_ok=True)
    until = time.monotonic() + 0.5
    while time.monotonic() < until:
        if tick.exists():
            return True
    return False


def test_no_other_terminal_can_be_typed_into_and_its_own_only_by_itself(shell: Peer) -> None:
    script = (
        "import fcntl,os,termios,glob\n"
        "print('terminals', len(glob.glob('/dev/pts/[0-9]*')))\n"
        "try: fcntl.ioctl(0, termios.TIOCSTI, b'x'); print('own')\n"
        "except OSError as e: print('refused', e.errno)\n"
    )
    shell.type(2, b"python3 -I -c \"exec('%s')\"; echo do''ne\r" % script.encode("unicode_escape").replace(b"'", b"\\'"))
    said = shell.until_output(b"done")
    assert re.search(rb"terminals \d", said)
    assert b"terminals 0" in said
    assert b"refused" in said or b"own" in said


def test_the_host_cannot_be_reached_from_within(shell: Peer, tmp_path: Path) -> None:
    host = scan(tmp_path / "sessions")[0].facts["host"]
    shell.type(2, b"kill -9 %d; ls %s; ls /proc/%d; echo do''ne\r" % (host, str(tmp_path / "sessions").encode(), host))
    said = shell.until_output(b"done")
    assert said.count(b"No such") == 3
    os.kill(host, 0)
