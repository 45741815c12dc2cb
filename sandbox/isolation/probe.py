"""Whether walls can be put up on this machine: tried, not guessed."""

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sandbox.isolation.limits import usable
from sandbox.isolation.walls import NoWalls, Walls

TRY_S = 15.0
HINT = (
    "This machine permits no user namespaces to the server's user: a container needs them allowed (seccomp, "
    "`--security-opt`), Ubuntu an AppArmor profile for bwrap, others `sysctl kernel.unprivileged_userns_clone=1`."
)
ROOT_HINT = (
    "The server runs as root in a container that permits no namespaces: run it as an ordinary user, or give the container CAP_SYS_ADMIN. "
    "Root behind a user namespace would still be root to the kernel's limits, so that isn't tried."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found."""

    ok: bool
    text: str
    """A sentence for a person."""
    privileged: bool = False
    cgroup: Path | None = None


def probe(cgroup: Path | None = None) -> Finding:
    """Put up walls around nothing. Blocks for a fifth of a second.

    Args:
        cgroup: a folder of cgroup v2 that was handed to us, if any.
    """
    grouped = cgroup if cgroup is not None and usable(cgroup) is None else None
    counted = f"limits by cgroup {grouped}" if grouped else f"limits per process ({usable(cgroup) if cgroup else 'no cgroup was handed to us'})"
    privileged = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as folder:
        try:
            said = _try(Walls(Path(folder), privileged=privileged), Path(folder))
        except NoWalls as why:
            return Finding(False, str(why))
    if not said:
        who = "a user of its own for each organisation" if privileged else "a user namespace for each session"
        return Finding(True, f"bubblewrap, {who}; {counted}", privileged, grouped)
    return Finding(False, f"{ROOT_HINT if privileged else HINT} bwrap says: {said[:200]}")


def _try(walls: Walls, folder: Path) -> str:
    """What went wrong; empty when nothing did."""
    for name in ("home", "repo"):
        (folder / name).mkdir(exist_ok=True)
    folder.chmod(0o711)
    walled = walls.around(("true",), {"PATH": "/usr/bin:/bin"}, name="probe", org="", home=folder / "home", repo=folder / "repo")
    try:
        done = subprocess.run(  # noqa: S603 - our own
            walled.argv, env=walled.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=TRY_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return type(error).__name__
    return "" if done.returncode == 0 else done.stdout.decode(errors="replace").strip() or f"exit status {done.returncode}"
