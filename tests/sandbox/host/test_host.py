"""A real session host with real programs."""

import hashlib
import os
import re
import signal
import socket
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.host import folder as files
from sandbox.host import protocol as wire
from sandbox.host.launch import HostFailed, scan
from sandbox.screen.terminal import Terminal
from tests.sandbox.host.conftest import Start
from tests.sandbox.host.peer import Peer

Dial = Callable[[Path], Peer]
SH = ("sh", "-c")


def wait_gone(pid: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return
        except OSError:
            return
    raise AssertionError(f"{pid} still runs")


def test_the_program_has_a_terminal_of_its_own_and_ctrl_c_works(start: Start, dial: Dial) -> None:
    peer = dial(start(*SH, "tty; stty size; trap 'echo caught' INT; echo on; read x; sleep 20; echo end", cols=100, rows=30))
    peer.follow()
    assert b"30 100" in peer.until_output(b"on\r\n")
    peer.type(1, b"\x03")
    assert re.search(rb"/dev/pts/\d+", peer.until_output(b"caught"))


def test_every_byte_comes_once_in_order_and_the_exit_after_it(start: Start, dial: Dial) -> None:
    peer = dial(start(*SH, "seq 1 200000; exit 7"))
    peer.follow()
    assert peer.exit() == {"code": 7, "signal": None}
    assert peer.output == b"".join(b"%d\r\n" % n for n in range(1, 200_001))


def test_input_is_taken_once_however_often_it_is_sent(start: Start, dial: Dial) -> None:
    folder = start(*SH, "stty -echo; echo go; exec cat")
    first = dial(folder)
    first.follow()
    first.until_output(b"go")
    first.type(1, b"one\r")
    assert first.taken() == 1
    first.close()
    second = dial(folder)
    second.follow()
    second.type(1, b"one\r")
    second.type(2, b"two\r")
    second.type(2, b"two\r")
    second.type(3, b"\x04")
    while second.taken() != 3:
        pass
    second.exit()
    assert second.output == b"go\r\none\r\ntwo\r\n"


def test_a_paste_larger_than_the_terminal_takes_arrives_whole(start: Start, dial: Dial) -> None:
    peer = dial(start(*SH, "stty raw -echo; echo go; head -c 300000 | md5sum; echo; sleep 0"))
    peer.follow()
    peer.until_output(b"go")
    for n in range(10):
        peer.type(n + 1, b"x" * 30_000)
    while peer.taken() != 10:
        pass
    assert hashlib.md5(b"x" * 300_000).hexdigest().encode() in peer.until_output(b" -")


def test_a_snapshot_and_what_follows_make_the_same_screen(start: Start, dial: Dial) -> None:
    folder = start(*SH, "printf '\\033[?1049h\\033[2;3Hfirst'; read x; printf '\\033[5;6Hsecond'; read y")
    watcher = dial(folder)
    watcher.follow()
    watcher.until_output(b"first")
    offset, size, data = watcher.screen()
    joiner = dial(folder)
    joiner.follow(offset)
    joiner.type(1, b"\r")
    joiner.until_output(b"second")
    watcher.until_output(b"second")
    whole, later = Terminal(80, 24), Terminal(*size)
    whole.feed(watcher.output)
    later.feed(data + joiner.output)
    assert later.text() == whole.text()
    assert later.alternate


def test_questions_are_answered_by_the_host_once(start: Start, dial: Dial) -> None:
    folder = start(*SH, "stty raw -echo; printf '\\033[6n'; head -c 6 | od -An -c; printf '\\033[6n'; head -c 6 | od -An -c; echo end")
    for _ in range(2):
        peer = dial(folder)
        peer.follow()
    output = peer.until_output(b"end")
    assert output.count(b"033   [") == 2


def test_a_change_of_size_stands_in_the_stream(start: Start, dial: Dial) -> None:
    peer = dial(start(*SH, "trap 'stty size' WINCH; echo on; while :; do read x && echo got; done"))
    peer.follow()
    peer.until_output(b"on")
    peer.send(wire.frame(wire.RESIZE, wire.SIZE.pack(120, 40)))
    (offset, cols, rows, epoch), _ = wire.unpack(wire.AT_SIZE, peer.until(wire.RESIZED))
    assert (offset, cols, rows, epoch) == (4, 120, 40, 1)
    peer.type(1, b"\r")
    peer.until_output(b"40 120")
    late = dial(peer_folder(peer))
    late.follow(0)
    assert wire.unpack(wire.AT_SIZE, late.until(wire.RESIZED))[0] == (4, 120, 40, 1)


def peer_folder(peer: Peer) -> Path:
    return Path(f"/proc/{peer.welcome['child']}/cwd").resolve() / ("long" * 20) / "sessions" / "s"


def test_who_is_waited_for_sets_the_pace_and_nothing_is_lost(start: Start, dial: Dial) -> None:
    peer = dial(start(*SH, "seq 1 400000"))
    peer.send(wire.frame(wire.FLOW, wire.PACE.pack(1, 0)))
    peer.follow()
    while peer.at < 1024 * 1024:
        peer._receive()
    stood = peer.at
    peer.send(wire.frame(wire.SNAPSHOT, wire.REQUEST.pack(1, 0)))
    peer.until(wire.SCREEN)
    assert peer.at - stood <= 256 * 1024
    while True:
        peer.send(wire.frame(wire.FLOW, wire.PACE.pack(1, peer.at)))
        before = peer.at
        while peer.at < before + 500_000 and not any(kind == wire.EXITED for kind, _ in peer.got):
            peer._receive()
        if any(kind == wire.EXITED for kind, _ in peer.got):
            break
    assert peer.output.endswith(b"400000\r\n")


def test_who_falls_behind_the_log_is_told(start: Start, dial: Dial) -> None:
    folder = start(*SH, "seq 1 100000; read x", capacity=100_000)
    peer = dial(folder)
    while peer.screen()[0] < 200_000:
        pass
    peer.follow(0)
    (oldest,), _ = wire.unpack(wire.OFFSET, peer.until(wire.GAP))
    assert oldest > 0


def test_the_exit_status_is_kept_until_it_is_known(start: Start, dial: Dial) -> None:
    folder = start(*SH, "exit 3")
    first = dial(folder)
    first.follow()
    assert first.exit() == {"code": 3, "signal": None}
    first.close()
    second = dial(folder)
    assert second.welcome["exited"] == {"code": 3, "signal": None}
    second.send(wire.frame(wire.EXIT_KNOWN))
    found = scan(folder.parent)[0]
    wait_gone(found.facts["host"])
    assert scan(folder.parent)[0].exited == {"code": 3, "signal": None}
    assert scan(folder.parent)[0].running is False


def test_a_killed_host_leaves_its_last_screen(start: Start, dial: Dial) -> None:
    folder = start(*SH, "echo here; read x")
    peer = dial(folder)
    peer.follow()
    peer.until_output(b"here")
    until = time.monotonic() + 60
    while files.read_screen(folder) is None and time.monotonic() < until:
        peer.screen()
    os.kill(scan(folder.parent)[0].facts["host"], signal.SIGKILL)
    wait_gone(scan(folder.parent)[0].facts["host"])
    found = scan(folder.parent)[0]
    assert (found.running, found.exited) == (False, None)
    kept = files.read_screen(folder)
    assert kept is not None
    terminal = Terminal(*kept[1])
    terminal.feed(kept[3])
    assert terminal.text().startswith("here")


def test_end_asks_and_then_makes(start: Start, dial: Dial) -> None:
    peer = dial(start(*SH, "echo on; sleep 30"))
    peer.follow()
    peer.until_output(b"on")
    peer.send(wire.frame(wire.END))
    assert peer.exit()["signal"] in (1, 15)


def test_the_folder_is_the_owners_alone(start: Start) -> None:
    folder = start("cat")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in (files.SOCKET, files.LOG, files.FACTS):
        assert stat.S_IMODE((folder / name).stat().st_mode) & 0o077 == 0, name


def test_nothing_secret_is_told_by_the_process_list(start: Start) -> None:
    found_env = start("sh", "-c", "read x")
    host = scan(found_env.parent)[0].facts["host"]
    assert b"xterm-256color" not in Path(f"/proc/{host}/cmdline").read_bytes() + Path(f"/proc/{host}/environ").read_bytes()


def test_what_cannot_be_started_says_why(start: Start) -> None:
    with pytest.raises(HostFailed, match="No such file"):
        start("no-such-program")


def test_a_stranger_to_the_protocol_is_hung_up_on(start: Start) -> None:
    folder = start("cat")
    for sent in (wire.frame(wire.FOLLOW, wire.OFFSET.pack(0)), b"GET / HTTP/1.1\r\n\r\n", wire.json_frame(wire.HELLO, {"versions": [99]})):
        connected = files.connect(folder)
        connected.settimeout(60)
        connected.sendall(sent)
        assert connected.recv(100) == b""
        connected.close()
    Peer(folder).close()


def test_a_snapshot_is_that_of_now(start: Start, dial: Dial) -> None:
    peer = dial(start(*SH, "stty -echo; echo one; read x; echo two; read x"))
    peer.follow()
    peer.until_output(b"one\r\n")
    first = peer.screen()
    assert peer.screen() == first
    assert peer.screen(0)[0] == first[0]
    peer.type(1, b"\r")
    peer.until_output(b"two\r\n")
    assert b"two" in peer.screen()[2]
    peer.send(wire.frame(wire.RESIZE, wire.SIZE.pack(60, 20)))
    assert peer.screen()[1] == (60, 20)


def test_another_users_process_is_no_peer(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        files.check_peer(ours)
        mine = os.getuid()
        monkeypatch.setattr(os, "getuid", lambda: mine + 1)
        with pytest.raises(files.Stranger):
            files.check_peer(ours)
