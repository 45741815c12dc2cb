"""Frozen hypotheses of the speech recogniser: what it made of a line, kept so that every run hears the same."""

import base64
import json
import re
from functools import cache
from pathlib import Path

from evals.scenario import Entry, Scenario

FOLDER = Path(__file__).parent / "asr" / "fixtures"
"""JSON lines with at least `id` and `heard`."""
_ID = re.compile(r"[a-z0-9]+([-_/][a-z0-9]+)+")


@cache
def _frozen() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted(FOLDER.glob("**/*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                found[row["id"]] = row["heard"]
    return found


def heard(entry: Entry) -> str:
    """What reached the dialogue of this line: the fixture named, the words given, or the line itself."""
    if entry.heard is None:
        return entry.say
    return _frozen().get(entry.heard, entry.heard)


def audio(entry: Entry) -> str | None:
    """The recording of a line as a data address, where one is kept beside the fixtures."""
    if entry.heard is None or not is_name(entry.heard):
        return None
    for kind, suffix in (("audio/ogg", ".ogg"), ("audio/wav", ".wav")):
        file = FOLDER / "audio" / f"{entry.heard}{suffix}"
        if file.is_file():
            return f"data:{kind};base64," + base64.b64encode(file.read_bytes()).decode("ascii")
    return None


def is_name(text: str) -> bool:
    """It names a fixture; else it is what was heard."""
    return _ID.fullmatch(text) is not None


def missing(scenario: Scenario) -> list[str]:
    """Fixtures that are named and not there; what doesn't look like an id is the words themselves."""
    named = [e.heard for e in scenario.entries if e.heard and is_name(e.heard)]
    return [name for name in named if name not in _frozen()]


def unheard(scenario: Scenario) -> bool:
    """A spoken scenario that no recogniser has heard yet: it can't be run, and doesn't count as passed."""
    if scenario.channel != "asr":
        return False
    return all(e.heard is None for e in scenario.entries) or bool(missing(scenario))
