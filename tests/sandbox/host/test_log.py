from pathlib import Path

import pytest

from sandbox.host.log import OutputLog


def test_what_was_written_can_be_read_until_it_is_overwritten(tmp_path: Path) -> None:
    log = OutputLog(tmp_path / "log", 100)
    whole = b""
    for n in range(30):
        data = bytes((n,)) * (n % 13)
        log.append(data)
        whole += data
        assert log.offset == len(whole)
        at, got = log.oldest, b""
        while piece := log.read(at, 7):
            got += piece
            at += len(piece)
        assert got == whole[-100:]
    with pytest.raises(ValueError, match=r"^0$"):
        log.read(0, 1)
    log.close()


def test_it_is_found_again(tmp_path: Path) -> None:
    first = OutputLog(tmp_path / "log", 100)
    first.append(b"a" * 90 + b"b" * 20)
    first.close()
    again = OutputLog(tmp_path / "log", 5)
    assert (again.offset, again.oldest, again.capacity) == (110, 10, 100)
    assert again.read(90, 100) == b"b" * 10
    assert again.read(100, 100) == b"b" * 10
    again.close()
