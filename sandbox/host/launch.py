"""Starting session hosts, and finding those that run or ran: for the server."""

import json
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.host import folder as files
from sandbox.host.log import CAPACITY
from sandbox.screen import ghostty
from sandbox.screen.terminal import LINES

ROOT = Path(__file__).parents[2]
START_S = 15.0
_START = "import sys; sys.path[:0] = sys.argv[1:]; from sandbox.host.process import main; main()"


class HostFailed(RuntimeError):
    """A session couldn't be started; the text says why."""


@dataclass(frozen=True, slots=True)
class Spec:
    """What to run. `env` is the whole environment; it goes by a pipe, since arguments can be seen by everybody."""

    id: str
    argv: tuple[str, ...]
    env: dict[str, str]
    cwd: str
    cols: int = 80
    rows: int = 24
    about: dict[str, str] = field(default_factory=dict[str, str])
    """Kept beside the session for whoever started it: owner, agent."""
    lines: int = LINES
    capacity: int = CAPACITY
    started: float = field(default_factory=time.time)
    walled: bool = False
    """The program puts up walls, with the real one within."""
    cgroup: str = ""
    """A folder of cgroup v2 for the program."""
    terminal_owner: int | None = None
    """Whom its terminal belongs to, where that isn't us."""
    banner: str = ""
    """A line of ours above what the program writes."""
    files: tuple[dict[str, Any], ...] = ()
    """What whoever starts it elsewhere writes before; see `sandbox/agents/carry.py`. Where its home is here, they are written already."""
    record: str = ""
    """`2` or `3`: an asciicast of that version is written; `2+keys`, `3+keys`: with what is typed."""


@dataclass(frozen=True, slots=True)
class Found:
    """A session in its folder."""

    id: str
    folder: Path
    facts: dict[str, Any]
    exited: dict[str, Any] | None
    running: bool
    """Its host answers. A session that neither runs nor has exited was lost with the machine or by force."""


def launch(spec: Spec, root: Path) -> Path:
    """The folder of the new session, whose host runs now. Blocks for a tenth of a second. Raises HostFailed."""
    folder = root / spec.id
    try:
        folder.mkdir(parents=True, mode=0o700)
    except FileExistsError:
        raise HostFailed("there is a session of this name") from None
    wanted = {
        "id": spec.id, "argv": list(spec.argv), "env": spec.env, "cwd": spec.cwd, "cols": spec.cols, "rows": spec.rows,
        "walled": spec.walled, "cgroup": spec.cgroup, "terminal_owner": spec.terminal_owner, "banner": spec.banner, "record": spec.record,
        "about": spec.about, "lines": spec.lines, "capacity": spec.capacity, "started": spec.started, "folder": str(folder.resolve()),
    }  # fmt: skip
    packages = str(ghostty.library_path().parents[2])
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-I", "-S", "-c", _START, str(ROOT), packages],
            input=json.dumps(wanted).encode(),
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/", start_new_session=True, timeout=START_S, check=False,
        )  # fmt: skip
        said = done.stdout.decode().strip()
    except (OSError, subprocess.TimeoutExpired):
        said = "error the host didn't come up"
    if said != "ready":
        shutil.rmtree(folder, ignore_errors=True)
        raise HostFailed(said.removeprefix("error ") or "the host didn't come up")
    return folder


def scan(root: Path) -> list[Found]:
    """Every session that there is, running or not."""
    found: list[Found] = []
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        facts = files.read_json(folder / files.FACTS)
        if facts is not None and facts.get("id") == folder.name:
            found.append(Found(folder.name, folder, facts, files.read_json(folder / files.EXIT), _answers(folder)))
    return found


def _answers(folder: Path) -> bool:
    try:
        files.connect(folder).close()
    except OSError:
        return False
    return True


def forget(folder: Path) -> None:
    """Remove what is left of a session."""
    shutil.rmtree(folder, ignore_errors=True)
