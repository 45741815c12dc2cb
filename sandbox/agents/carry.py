"""Agents that are started elsewhere: what is to be run there, with the files to write before, and writing them there.

Their homes aren't on this machine, so what stands in them isn't known here; what becomes of it is told with each file.
"""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from sandbox.agents import setup
from sandbox.agents.place import put
from sandbox.agents.setup import File, How
from sandbox.agents.start import NotPossible, Site, check_variables, chosen
from sandbox.host.launch import Spec

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
MOST_FILES = 64


def carried(
    slug: str, name: str, site: Site, held: Iterable[str], *, repo: str, about: dict[str, str], cols: int = 0, rows: int = 0
) -> Spec:
    """What a backend that runs programs elsewhere is to be given. Raises NotPossible.

    Args:
        name: of the session.
        held: the agents that are installed there; shells are everywhere.
        repo: where it works there.
        about: kept beside the session; the agent's slug is added.
    """
    agent = chosen(slug, site)
    if not agent.rescue and slug not in frozenset(held):
        raise NotPossible("not-installed", f"{agent.title} isn't installed where sessions run.")
    check_variables(agent, site)
    env = {"PATH": PATH, "TERM": "xterm-256color", "COLORTERM": "truecolor", "SHELL": "/bin/sh", "LANG": "C.UTF-8"}
    env |= {} if agent.rescue else setup.QUIET
    files = setup.files(agent, repo, site.identity, site.servers, site.models)
    return Spec(
        name, (agent.binary, *agent.arguments), env | setup.environment(agent, site.models), "/", cols=cols, rows=rows,
        about={**about, "agent": slug}, files=tuple(asdict(file) for file in files),
    )  # fmt: skip


def unpack(files: list[dict[str, Any]], home: Path, repo: Path) -> None:
    """Write what was carried. Raises ValueError: it is none of that; OSError: it can't be written, `Obstructed` where something else stands there."""
    if len(files) > MOST_FILES:
        raise ValueError(f"{len(files)} files")
    try:
        wanted = [File(str(f["name"]), str(f["text"]), How(f["how"]), bool(f["in_repo"])) for f in files]
    except (KeyError, TypeError) as error:
        raise ValueError("no files of an agent") from error
    if any(PurePosixPath(file.name).is_absolute() or ".." in PurePosixPath(file.name).parts for file in wanted):
        raise ValueError("a file outside the agent's folders")
    for file in wanted:
        put(repo if file.in_repo else home, file.name, file.made)
