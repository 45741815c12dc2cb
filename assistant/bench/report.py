"""The shape that every bench writes (public interface): figures beside their targets."""

import json
import operator
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OPERATORS: dict[str, Callable[[float, float], bool]] = {"<=": operator.le, ">=": operator.ge, "==": operator.eq}


@dataclass(slots=True)
class Report:
    """One measurement."""

    name: str
    figures: dict[str, float] = field(default_factory=dict[str, float])
    targets: dict[str, tuple[str, float]] = field(default_factory=dict[str, tuple[str, float]])
    undone: dict[str, str] = field(default_factory=dict[str, str])
    """What couldn't be measured, or only in part, and why."""

    def put(self, key: str, value: float, target: tuple[str, float] | None = None) -> None:
        """A figure, with what it should be."""
        self.figures[key] = round(value, 2)
        if target is not None:
            self.targets[key] = target

    def met(self, key: str) -> bool | None:
        """The target is met; None without a target."""
        if key not in self.targets:
            return None
        sign, value = self.targets[key]
        return OPERATORS[sign](self.figures[key], value)

    @property
    def ok(self) -> bool:
        """Everything was measured, and every target is met."""
        return not self.undone and all(self.met(key) for key in self.targets)

    def json(self) -> str:
        """For programs."""
        body: dict[str, Any] = {
            "name": self.name,
            "commit": _commit(),
            "machine": {
                "cpus": os.cpu_count(),
                "python": platform.python_version(),
                "system": f"{platform.system()} {platform.machine()}",
                "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
            },
            "figures": self.figures,
            "targets": {key: {"op": op, "value": value} for key, (op, value) in self.targets.items()},
            **({"undone": self.undone} if self.undone else {}),
            "ok": self.ok,
        }
        return json.dumps(body, indent=2) + "\n"

    def table(self) -> str:
        """For people."""
        colours = sys.stdout.isatty()
        lines = [f"{self.name}\n"]
        width = max(map(len, [" " * 28, *self.figures, *self.undone]))
        for key, value in self.figures.items():
            met = self.met(key)
            target = " ".join(str(part) for part in self.targets.get(key, ()))
            mark = "" if met is None else "met" if met else "MISSED"
            if colours and mark:
                mark = f"\x1b[{32 if met else 31}m{mark}\x1b[0m"
            lines.append(f"  {key:<{width}}{value:>12g}   {target:<12}{mark}\n")
        lines += [f"  {key:<{width}}{'in part' if key in self.figures else 'not measured':>12}   {why}\n" for key, why in self.undone.items()]
        return "".join(lines)


def progress(done: int, total: int, what: str) -> None:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        return
    width = 30
    filled = width * done // max(1, total)
    end = "\n" if done >= total else ""
    sys.stderr.write(f"\r  {'█' * filled}{'·' * (width - filled)} {done}/{total} {what}   {end}")
    sys.stderr.flush()


def percentile(values: list[float], share: float) -> float:
    """Nearest rank; `share` from 0 to 1."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def _commit() -> str:
    folder = Path(__file__).parents[2]
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--short=12", "HEAD"],  # noqa: S607 - the git of the path, or none
            cwd=folder, capture_output=True, text=True, timeout=5, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return done.stdout.strip()
