"""The files in which a session's cards are kept: a journal, and up to where its output was read."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from sandbox.cards import Deck, Frame

JOURNAL = "cards.jsonl"
SEEN = "cards.at"
"""Up to where the output was read."""
LARGEST_JOURNAL = 4 * 1024 * 1024
"""Bytes at its end that are read."""


def line(record: dict[str, Any]) -> str:
    """One record as it is added."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def seen(folder: Path) -> int:
    """Up to where the output of a session was read; 0 where nobody knows."""
    try:
        return int(text(folder / SEEN))
    except ValueError:
        return 0


def text(path: Path) -> str:
    """A small file; empty where it isn't there."""
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""


def restored(path: Path) -> Deck:
    """The cards of a session's folder."""
    return Deck.restored(records(path), lambda _: None)[0]


def records(path: Path) -> list[dict[str, Any]]:
    """What can be read of it, oldest first."""
    found: list[dict[str, Any]] = []
    with suppress(OSError), path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LARGEST_JOURNAL))
        for raw in file:
            try:
                record = json.loads(raw)
            except ValueError:
                continue  # cut off where somebody was killed, or at the beginning of what is read
            if isinstance(record, dict):
                found.append(record)
    return found


def shown(frame: Frame, session: str) -> dict[str, Any]:
    """A card as a message."""
    return {"type": "card", "seq": frame.seq, "ts": frame.ts, "session_id": session, "card": frame.card}
