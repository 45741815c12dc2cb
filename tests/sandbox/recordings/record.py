"""Makes the recordings: `python tests/sandbox/recordings/record.py NAME…`, on a machine that has the programs.

Needs root, for namespaces of its own. Each is an asciicast (version 2) of a real program that is driven by keys and resized on the way; output between two
resizes is one event.
"""

import fcntl
import gzip
import json
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

HERE = Path(__file__).parent
QUIET = 0.4
WORDS = "the quick brown fox jumps over the lazy dog; Grüße aus Köln, 漢字かな, Ελλάδα, 👍 and e\u0301 ".split()
Size = tuple[int, int]
Step = str | Size

BUSY = "sleep 600 & sleep 601 & sh -c 'while sleep 0.05; do :; done' &"
"""Processes to be listed; nothing else of the machine is seen."""
TEXT = "\n".join(f"{n:4} " + " ".join(WORDS[(n * 7 + i) % len(WORDS)] for i in range(n % 23)) for n in range(1, 400))
CODE = "\n".join(f'def f{n}(x):\n    """Number {n}."""\n    return x + {n}  # a comment {"=" * (n % 40)}\n' for n in range(80))

SCENARIOS: dict[str, tuple[str, list[Step]]] = {
    "bash": (
        "bash --norc --noprofile -i",
        ["PS1='\\[\\e[1;32m\\]demo\\[\\e[0m\\]:\\[\\e[34m\\]\\W\\[\\e[0m\\]\\$ '\r", "ls --color=always /usr/lib\r", "cat text.txt\r",
         "echo one two three\x17\x17four\x01# \r", (100, 30), "seq 1 60 | tr '\\n' ' '\r", "printf '\\e[44m%s\\e[K\\n' wide\r",
         "echo " + "long line " * 20 + "\x1b[D" * 30 + "X\r", (60, 20), "echo small\r", (80, 24), "clear\r", "ls -C /usr/bin | head -30\r", "exit\r"],
    ),
    "vim": (
        "vim -u NONE -N -i NONE --cmd 'set ruler showcmd hlsearch laststatus=2 mouse=a' --cmd 'syntax on' code.py",
        ["", "\x06\x06\x02", "/return\r", "nnn", ":set number\r", (100, 30), ":vsplit\r", "\x17wG", "ihello 漢字 👍\x1b", "dd", "uu", ":split text.txt\r",
         (70, 22), "\x17j\x17o", "V10jd", "u", "/dog\r", "ggVGg?", "u", (80, 24), ":qa!\r"],
    ),
    "less": (
        "less -R text.txt",
        ["", " ", " ", "b", "/dog\r", "n", "n", "G", "g", (100, 30), " ", "50g", "-S\r", "\x1b[C", "\x1b[D", (60, 20), "/Köln\r", "n", "&fox\r", "q"],
    ),
    "top": ("top -d 0.3", ["", "", "", "x", "z", "", (100, 30), "", "1", "", "c", "", (70, 20), "", "", "h", " ", "", "q"]),
    "htop": ("htop -d 3", ["", "", "t", "", (100, 30), "", "\x1bOQ", "\x1b", "\x1b[B\x1b[B", (70, 20), "", "", "h", " ", "", "q"]),
    "nano": ("nano -I text.txt", ["", "hello\r", "\x16\x16", "\x0bZZ", (100, 30), "\x17dog\r", "\x19", (60, 20), "\x07", "\x18", "\x18n"]),
    "tmux": (
        "tmux -L recording -f /dev/null new-session bash --norc --noprofile",
        ["", "ls --color=always /usr\r", "\x02%", "cat text.txt\r", '\x02"', (100, 30), "seq 1 50\r", "\x02o", "echo here\r", "\x02[\x1b[5~", "q", "\x02z",
         (80, 24), "\x02z", "\x02d"],
    ),
    "agent": (f"{sys.executable} {HERE / 'agent.py'}", ["", "hello\r", "", (100, 30), "", "more\r", "", (70, 20), "", "\x03"]),
}  # fmt: skip


def record(name: str) -> None:
    """One program, from start to end."""
    command, steps = SCENARIOS[name]
    cols, rows = 80, 24
    events: list[list[object]] = []
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "text.txt").write_text(TEXT, encoding="utf-8")
        (Path(folder) / "code.py").write_text(CODE, encoding="utf-8")
        master, slave = pty.openpty()
        _size(master, cols, rows)
        environment = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": os.environ["PATH"], "HOME": folder, "LS_COLORS": "di=1;34:ln=36:ex=32"}
        child = subprocess.Popen(
            ["unshare", "-pfu", "--kill-child", "--mount-proc", "setsid", "--ctty", "sh", "-c", f"hostname demo; {BUSY} {command}"], stdin=slave, stdout=slave, stderr=slave, cwd=folder, env=environment
        )
        os.close(slave)
        output = bytearray()
        for step in steps:
            if isinstance(step, tuple):
                _flush(events, output)
                events.append([len(events), "r", f"{step[0]}x{step[1]}"])
                _size(master, *step)
            else:
                os.write(master, step.encode())
            output += _read(master)
        output += _read(master, 3.0)
        _flush(events, output)
        child.kill()
        child.wait()
        os.close(master)
    header = {"version": 2, "width": cols, "height": rows}
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in [header, *events]) + "\n"
    (HERE / f"{name}.cast.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    sys.stdout.write(f"{name}: {sum(len(str(e[2])) for e in events)} characters\n")


def _flush(events: list[list[object]], output: bytearray) -> None:
    if output:
        events.append([len(events), "o", output.decode(errors="replace")])
        output.clear()


def _size(master: int, cols: int, rows: int) -> None:
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))


def _read(master: int, quiet: float = QUIET) -> bytes:
    found, until = b"", time.monotonic() + 3
    while time.monotonic() < until and select.select([master], [], [], quiet)[0]:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        found += piece
        # What a terminal would answer to the questions that programs wait for.
        if b"\x1b[c" in piece:
            os.write(master, b"\x1b[?62;22c")
        if b"\x1b[6n" in piece:
            os.write(master, b"\x1b[1;1R")
    return found


if __name__ == "__main__":
    for wanted in sys.argv[1:] or SCENARIOS:
        record(wanted)
