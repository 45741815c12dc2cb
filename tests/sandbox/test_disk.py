"""Files are counted as they lie on the disk, whatever an agent left there, and what follows is decided on figures alone."""

import asyncio
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import disk
from sandbox.disk import (
    GIB,
    MOST_FOLDERS,
    Allowance,
    Meter,
    Usage,
    count,
    free_on,
    names_left,
    refusal,
    to_be_ended,
    too_much,
)

MIB = 1 << 20
LIMIT = Allowance(each=100 * MIB, free=10 * MIB)


def _fill(file: Path, size: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(os.urandom(size))
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


async def test_what_is_really_there_is_counted_once(tmp_path: Path) -> None:
    home, session = tmp_path / "home", tmp_path / "session"
    _fill(home / "a" / "b" / "file", 3 * MIB)
    (home / "same").hardlink_to(home / "a" / "b" / "file")
    with (home / "hole").open("wb") as sparse:
        sparse.truncate(50 * GIB)
    _fill(tmp_path / "elsewhere", 5 * MIB)
    (home / "link").symlink_to(tmp_path / "elsewhere")
    (home / "whole").symlink_to(tmp_path)
    (home / "round").symlink_to(home)
    os.mkfifo(home / "pipe")
    _fill(session / "log", MIB)
    found = await count([home, session])
    assert 4 * MIB <= found.used < 4 * MIB + 256 * 1024
    assert (found.whole, found.hidden) == (True, False)


@pytest.mark.parametrize("name", ["-rf", "--help", "two\nlines", "99\tx", "a b", "ü"])
async def test_an_odd_name_is_a_name(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(tmp_path / name / "file", MIB)
    monkeypatch.chdir(tmp_path)
    found = await count([Path(name)])
    assert MIB <= found.used < 2 * MIB


async def test_nothing_takes_nothing(tmp_path: Path) -> None:
    assert (await count([])).used == 0
    assert (await count([tmp_path / "not there"])).used == 0


async def test_a_count_that_takes_too_long_is_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    slow = tmp_path / "bin" / "nice"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    found = await count([tmp_path], 0.2)
    assert not found.whole


async def test_what_cannot_be_looked_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `du` says it of a folder that its user may not read; root may read all."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "nice"
    program.write_text("#!/bin/sh\nfor i in $(seq 1 5000); do echo \"du: cannot read directory 'x$i': Permission denied\" >&2; done\nprintf '8\\tx\\n'\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    found = await count([tmp_path])
    assert (found.used, found.hidden, found.whole) == (8192, True, True)


@pytest.mark.parametrize(
    ("used", "hidden", "free", "why"),
    [(0, False, GIB, ""), (100 * MIB - 1, False, GIB, ""), (100 * MIB, False, GIB, "person"), (0, True, GIB, "hidden"), (0, False, 10 * MIB - 1, "machine"), (0, False, 10 * MIB, "")],
)  # fmt: skip
def test_when_nothing_more_may_be_begun(used: int, hidden: bool, free: int, why: str) -> None:
    assert refusal(LIMIT, Usage(used, 0.0, hidden=hidden), free) == why
    assert refusal(Allowance(), Usage(used, 0.0, hidden=hidden), free) == ""
    assert refusal(LIMIT, None, GIB) == ""


def test_programs_are_ended_above_the_slack_and_whoever_makes_room_is_let_be() -> None:
    assert LIMIT.slack == 100 * MIB
    assert Allowance(each=50 * GIB).slack == 50 * GIB // 4
    assert not too_much(LIMIT, 200 * MIB, 0)
    assert too_much(LIMIT, 200 * MIB + 1, 0)
    assert not too_much(LIMIT, 250 * MIB, 240 * MIB)  # a shell that was let in since
    assert too_much(LIMIT, 341 * MIB, 240 * MIB)
    assert not too_much(Allowance(), 1 << 60, 0)


def test_before_the_machine_is_full_whoever_takes_most_is_ended_once() -> None:
    used = {"ann": 40 * MIB, "ben": 60 * MIB, "cleo": 9 * MIB}
    assert to_be_ended(LIMIT, 5 * MIB, used, {}) is None
    low = 5 * MIB - 1
    assert to_be_ended(LIMIT, low, used, {}) == "ben"
    assert to_be_ended(LIMIT, low, used, {"ben": 60 * MIB}) == "ann"
    assert to_be_ended(LIMIT, low, used, {"ben": 59 * MIB}) == "ann"
    assert to_be_ended(LIMIT, low, used, {"ben": 58 * MIB}) == "ben"  # and has taken more since
    assert to_be_ended(LIMIT, low, used, {"ben": 60 * MIB, "ann": 40 * MIB}) is None  # what the third has is not worth it
    assert to_be_ended(LIMIT, low, {}, {}) is None
    assert to_be_ended(Allowance(each=MIB), 0, used, {}) is None


@given(st.integers(0, 1 << 50), st.integers(0, 1 << 50), st.integers(0, 1 << 40))
def test_programs_are_never_ended_while_others_may_be_begun(used: int, ended_at: int, each: int) -> None:
    allowance = Allowance(each=each)
    if too_much(allowance, used, ended_at):
        assert refusal(allowance, Usage(used, 0.0), 0) == "person"


async def test_a_count_is_made_once_however_many_ask_and_not_soon_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[tuple[str, int]] = []
    meter = Meter(lambda owner: [tmp_path / owner, tmp_path / "none"], lambda owner, usage: counts.append((owner, usage.used)))
    _fill(tmp_path / "ann" / "file", MIB)
    found = await asyncio.gather(*(meter.used("ann") for _ in range(5)))
    assert len(counts) == 1
    assert {usage.used for usage in found if usage} == {counts[0][1]}
    _fill(tmp_path / "ann" / "more", MIB)
    await meter.used("ann")
    assert len(counts) == 1
    monkeypatch.setattr(disk, "REST_S", 0.0)
    monkeypatch.setattr(disk, "SHARE", 0)
    await meter.used("ann")
    await meter.used("ben")
    assert [owner for owner, _ in counts] == ["ann", "ann", "ben"]
    assert counts[1][1] >= 2 * MIB


async def test_who_waits_no_longer_leaves_the_count_going(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that asks every few seconds never begins one anew."""
    go, begun = asyncio.Event(), list[int]()

    async def slowly(folders: object, *_: object) -> Usage:
        begun.append(1)
        await go.wait()
        return Usage(7, 0.0)

    monkeypatch.setattr(disk, "count", slowly)
    meter = Meter(lambda _: [tmp_path], lambda *_: None)
    assert [await meter.used("ann", 0.01) for _ in range(5)] == [None] * 5
    assert len(begun) == 1
    go.set()
    found = await meter.used("ann")
    assert found is not None
    assert found.used == 7
    go.clear()
    assert await meter.used("ann", 0.01) == found
    await meter.close()


async def test_a_count_that_cannot_be_made_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    answers = iter([Usage(7, 0.0), Usage(1, 0.0, whole=False), OSError("no such program"), Usage(9, 0.0)])

    async def made(*_: object) -> Usage:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    monkeypatch.setattr(disk, "count", made)
    monkeypatch.setattr(disk, "REST_S", 0.0)
    meter = Meter(lambda _: [tmp_path], lambda _, usage: told.append(usage.used))
    found = [usage.used for _ in range(4) if (usage := await meter.used("ann")) is not None]
    assert (found, told) == ([7, 7, 7, 9], [7, 9])


@pytest.mark.parametrize(("files", "left", "enough"), [(0, 0, True), (1000, 10, True), (1000, 9, False), (1000, 0, False)])
def test_a_disk_may_have_no_more_places_for_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: int, left: int, enough: bool) -> None:
    assert names_left(tmp_path / "a" / "b")
    real = os.statvfs(tmp_path)
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_files=files, f_favail=left, f_bavail=real.f_bavail, f_frsize=real.f_frsize))
    assert names_left(tmp_path) is enough


def test_what_is_free_is_known_of_a_folder_that_is_not_made_yet(tmp_path: Path) -> None:
    assert abs(free_on(tmp_path / "a" / "b") - free_on(tmp_path)) < GIB
    assert MOST_FOLDERS * 4096 < 1 << 25
