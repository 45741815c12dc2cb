"""What agents tell of themselves: they leave each event as a file in a folder of their own, which is found whenever somebody looks.

An agent may leave anything there: nothing is followed, nothing large is read, and never much at once.
"""

import json
import os
from itertools import islice
from pathlib import Path
from typing import Any

from sandbox.agents.place import read_plain

SOURCES = frozenset(("claude", "claude-stream", "opencode"))
LARGEST = 1024 * 1024
MOST = 200
"""Events taken at once."""
MOST_NAMES, MOST_ENTRIES = 5000, 20_000
"""Looked at, of events and of anything."""


class Spool:
    """One session's folder of events."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self) -> list[tuple[str, dict[str, Any]]]:
        """What is there, oldest first, and is gone then. Blocks."""
        try:
            folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return []
        try:
            return self._taken(folder)
        finally:
            os.close(folder)

    def _taken(self, folder: int) -> list[tuple[str, dict[str, Any]]]:
        names: list[tuple[int, str]] = []
        with os.scandir(folder) as entries:
            for entry in islice(entries, MOST_ENTRIES):
                if entry.name.rpartition(".")[2] in SOURCES:
                    names.append((entry.stat(follow_symlinks=False).st_mtime_ns, entry.name))
                if len(names) >= MOST_NAMES:
                    break
        found: list[tuple[str, dict[str, Any]]] = []
        for _, name in sorted(names)[:MOST]:
            event = _read(folder, name)
            try:
                os.unlink(name, dir_fd=folder)
            except OSError:
                continue  # a folder of that name; nothing of ours
            if event is not None:
                found.append((name.rpartition(".")[2], event))
        return found


def _read(folder: int, name: str) -> dict[str, Any] | None:
    try:
        value = json.loads(read_plain(folder, name, LARGEST) or b"null")
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
