"""Agents whose host went with the machine: which are to be started again, once each."""

from pathlib import Path

from sandbox.agents.catalogue import agents
from sandbox.host import folder as files
from sandbox.host.launch import Found

FOLLOWED = "followed.json"
SIZE = (80, 24)


def lost(found: Found) -> bool:
    """An agent that neither runs nor has ended, and that nothing has taken the place of yet. A shell is nobody who could go on."""
    known = agents().get(str(found.facts.get("about", {}).get("agent", "")))
    gone = not found.running and found.exited is None
    return gone and known is not None and not known.rescue and follower(found) is None


def follower(found: Found) -> str | None:
    """The session that took its place."""
    noted = files.read_json(found.folder / FOLLOWED)
    return str(noted["by"]) if noted and "by" in noted else None


def note(found: Found, by: str) -> None:
    """Before the other one is started: an agent that takes the server down with it isn't started for ever."""
    files.write_json(found.folder / FOLLOWED, {"by": by})


def size(folder: Path) -> tuple[int, int]:
    """Columns and rows that it had."""
    kept = files.read_screen(folder)
    return kept[1] if kept is not None else SIZE
