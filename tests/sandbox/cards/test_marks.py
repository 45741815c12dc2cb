"""What programs tell of themselves in their output, however it is cut."""

import base64
import os
import pty
import select

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.cards.marks import SHELL, Began, Filled, Finished, Mark, Marks, Notified, Prompt, Titled

STREAM = (
    b"\x1b]0;my \x1b]2;title\x07\x1b]133;A\x07$ \x1b]133;C;cmdline_url=ls%20-l\x07a\r\n\x1b[31mb\x1b[0m\r\n\x1b]133;D;2\x1b\\"
    b"\x1b]9;done!\x07\x1b]777;notify;Title;Body\x1b\\\x1b[?1049h\x07\x1b[?1049l\x1b]9;4;1;50\x07\x1bP$qm\x07\x1b\\\x1b]52;c;eA==\x07"
)
MARKS: list[Mark] = [
    Titled("title"), Prompt(), Began("ls -l"), Finished(2, "a\nb", False), Notified("", "done!"), Notified("Title", "Body"),
    Filled(True), Filled(False),
]  # fmt: skip


def test_all_marks_are_found() -> None:
    assert Marks().feed(STREAM) == MARKS


@given(st.lists(st.integers(0, len(STREAM)), max_size=12).map(sorted))
def test_they_are_found_wherever_it_is_cut(cuts: list[int]) -> None:
    marks, found = Marks(), list[Mark]()
    for first, last in zip([0, *cuts], [*cuts, len(STREAM)], strict=True):
        found += marks.feed(STREAM[first:last])
    assert found == MARKS


@given(st.binary(max_size=400))
def test_nothing_breaks_it(data: bytes) -> None:
    marks = Marks()
    for byte in data:
        marks.feed(bytes([byte]))
    assert marks.feed(b"\x1b\\\x07\x1b]133;A\x07")[-1] == Prompt()


def test_an_endless_sequence_is_dropped() -> None:
    marks = Marks()
    for _ in range(200):
        marks.feed(b"\x1b]9;" + b"x" * 1000)
    assert marks.feed(b"\x1b\\\x1b]133;A\x07")[-1] == Prompt()


def test_only_the_end_of_a_long_output_is_kept() -> None:
    marks = Marks()
    marks.feed(b"\x1b]133;C;cmdline=seq\x07" + b"".join(b"%d\r\n" % n for n in range(5000)))
    (ended,) = marks.feed(b"\x1b]133;D;0\x07")
    assert isinstance(ended, Finished)
    assert ended.truncated
    assert ended.tail.endswith("4998\n4999")
    assert len(ended.tail) <= 4096


def test_a_command_that_the_shell_has_not_remembered_has_no_name() -> None:
    def line(number: int, text: str) -> bytes:
        return b"\x1b]133;C;history=" + base64.b64encode(f"   {number}  {text}\n".encode()) + b"\x07\x1b]133;D;0\x07"

    found = Marks().feed(line(7, "git status") + line(7, "git status") + line(8, "ls"))
    assert [m.command for m in found if isinstance(m, Began)] == ["git status", "", "ls"]


@pytest.mark.timeout(30)
def test_a_real_bash_tells() -> None:
    pid, master = pty.fork()
    if pid == 0:
        os.execve("/bin/bash", ["bash", "--norc", "--noprofile", "-i"], {"PATH": os.environ["PATH"], "PS1": "$ ", "HISTFILE": "", **SHELL})
    marks, found = Marks(), list[Mark]()

    def until(kind: type[Mark]) -> None:
        while not (found and isinstance(found[-1], kind)):
            assert select.select([master], [], [], 10)[0]
            found.extend(marks.feed(os.read(master, 4096)))

    until(Prompt)
    os.write(master, b"echo one; (exit 3)\r")
    found.clear()
    until(Prompt)
    os.write(master, b"exit\r")
    os.waitpid(pid, 0)
    os.close(master)
    began = next(m for m in found if isinstance(m, Began))
    ended = next(m for m in found if isinstance(m, Finished))
    assert began.command == "echo one; (exit 3)"
    assert (ended.code, ended.tail) == (3, "one")
