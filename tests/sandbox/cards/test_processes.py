"""What a session's processes do, as /proc tells it."""

from pathlib import Path

import pytest

from sandbox.cards import Processes
from sandbox.processes import scan


def _proc(root: Path, *rows: tuple[int, str, int, int, int]) -> Path:
    for pid, name, parent, foreground, ticks in rows:
        (root / str(pid)).mkdir()
        (root / str(pid) / "stat").write_text(f"{pid} ({name}) S {parent} {pid} {pid} 34816 {foreground} 4194304 1 2 3 4 {ticks} 5 0 0 20 0 1 0 9 9 9")
    (root / "self").mkdir()
    (root / "99").mkdir()
    return root


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(10, "bash", 1, 10, 100)], Processes(False, 105)),
        ([(10, "bash", 1, 12, 100), (12, "make) (x", 10, 12, 7)], Processes(True, 117)),
        ([(10, "bwrap", 1, 12, 0), (11, "bwrap", 10, 12, 0), (12, "bash", 11, 12, 0)], Processes(False, 15)),
        ([(10, "bwrap", 1, 13, 0), (11, "bwrap", 10, 13, 0), (12, "bash", 11, 13, 0), (13, "vim", 12, 13, 0)], Processes(True, 20)),
        ([(10, "bash", 1, -1, 0)], Processes(False, 5)),
        ([(11, "bash", 1, 11, 0)], None),
    ],
)
def test_whether_a_program_has_the_terminal_and_how_long_all_computed(tmp_path: Path, rows: list[tuple[int, str, int, int, int]], expected: Processes | None) -> None:
    assert scan(_proc(tmp_path, *rows)).of(10) == expected


def test_this_machine_can_be_read() -> None:
    found = scan()
    assert len(found.processes) > 1
    assert found.of(max(found.processes)) is not None
