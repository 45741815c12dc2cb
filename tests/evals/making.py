"""Scenarios and turns made in a line."""

from pathlib import Path
from typing import Any

import yaml

from evals.loader import Loaded, load
from evals.scenario import Scenario

FIXTURES = Path(__file__).parent / "fixtures"
GOAL: dict[str, Any] = {"organisation": "Acme", "email": "a@acme.example", "regions": ["fsn1"]}


def loaded(folder: Path, *scenarios: dict[str, Any], **file: Any) -> Loaded:
    """As read from a file that holds these."""
    path = folder / "made.yaml"
    path.write_text(yaml.safe_dump({"suite": "made", "scenarios": list(scenarios), **file}), encoding="utf-8")
    return load(folder, [path])


def scenario(folder: Path, **members: Any) -> Scenario:
    """One that is right but for what is said about it."""
    raw: dict[str, Any] = {"id": "made-001", "say": ["hello"], "goal": GOAL, "final": "commit", **members}
    return loaded(folder, raw).usable()[0]
