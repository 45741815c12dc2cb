"""Asciicasts: what was to be seen and when, never what was typed."""

import json
from pathlib import Path

import pytest

from sandbox.host import protocol as wire
from sandbox.host.folder import RECORDING
from sandbox.host.recording import Recorder
from tests.sandbox.host.conftest import Start
from tests.sandbox.host.peer import Peer


def lines(path: Path) -> list[object]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def record(path: Path, **more: object) -> Recorder:
    made = Recorder(path, (80, 24), began=100.0, stamp=1_700_000_000, **more)  # type: ignore[arg-type]
    made.output(100.5, "漢".encode()[:2])
    made.output(101.0, "漢".encode()[2:] + b"\x1b[31m\r\n")
    made.typed(101.5, b"secret\r")
    made.resized(102.0, 100, 30)
    made.ended(103.0, 3)
    return made


def test_version_2_has_times_since_the_beginning(tmp_path: Path) -> None:
    record(tmp_path / "a.cast")
    assert lines(tmp_path / "a.cast") == [
        {"version": 2, "width": 80, "height": 24, "timestamp": 1_700_000_000, "env": {"TERM": "xterm-256color"}},
        [1.0, "o", "漢\x1b[31m\r\n"], [2.0, "r", "100x30"],
    ]  # fmt: skip


def test_version_3_has_times_since_the_event_before_and_the_end(tmp_path: Path) -> None:
    record(tmp_path / "a.cast", version=3)
    head, *events = lines(tmp_path / "a.cast")
    assert head == {"version": 3, "term": {"cols": 80, "rows": 24, "type": "xterm-256color"}, "timestamp": 1_700_000_000}
    assert events == [[1.0, "o", "漢\x1b[31m\r\n"], [1.0, "r", "100x30"], [1.0, "x", "3"]]


def test_what_is_typed_only_where_it_was_asked_for(tmp_path: Path) -> None:
    record(tmp_path / "a.cast", keys=True)
    assert [1.5, "i", "secret\r"] in lines(tmp_path / "a.cast")


def test_a_full_recording_says_so_and_stops(tmp_path: Path) -> None:
    made = Recorder(tmp_path / "a.cast", (80, 24), began=0.0, stamp=0, largest=10_000)
    for n in range(1000):
        made.output(float(n), b"x" * 100)
    found = lines(tmp_path / "a.cast")
    assert made.stopped
    assert found[-1][1] == "m"  # type: ignore[index]
    assert (tmp_path / "a.cast").stat().st_size < 11_000


@pytest.mark.parametrize("version", ["2", "3"])
def test_a_session_is_recorded_without_its_password(start: Start, tmp_path: Path, version: str) -> None:
    folder = start("sh", "-c", "stty -echo; echo pass''word:; read x; echo thanks", record=version)
    peer = Peer(folder)
    peer.follow()
    peer.until_output(b"password:")
    peer.send(wire.frame(wire.RESIZE, wire.SIZE.pack(100, 30)))
    peer.until(wire.RESIZED)
    peer.type(1, b"hunter2\r")
    peer.exit()
    text = (folder / RECORDING).read_text()
    assert "hunter2" not in text
    kinds = [event[1] for event in lines(folder / RECORDING)[1:]]  # type: ignore[index]
    assert "".join(event[2] for event in lines(folder / RECORDING)[1:] if event[1] == "o").endswith("password:\r\nthanks\r\n")  # type: ignore[index]
    assert "r" in kinds
    assert (folder / RECORDING).stat().st_mode & 0o077 == 0
    peer.close()


def test_nothing_is_recorded_unless_it_is_wanted(start: Start) -> None:
    folder = start("sh", "-c", "echo here; read x")
    assert not (folder / RECORDING).exists()
