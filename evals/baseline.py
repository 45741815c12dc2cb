"""What passed once must go on passing: a file of names and verdicts, compared scenario by scenario."""

import json
import sys
from pathlib import Path


def read(file: Path) -> dict[str, bool]:
    """Scenario → passed. Raises ValueError."""
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror}") from None
    except ValueError:
        raise ValueError(f"{file} isn't JSON") from None
    found = body.get("verdicts", body) if isinstance(body, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
    if not isinstance(found, dict) or not all(isinstance(v, bool) for v in found.values()):  # pyright: ignore[reportUnknownVariableType] - JSON
        raise ValueError(f"{file} has no verdicts")
    return {str(k): v for k, v in found.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON


def broken(before: dict[str, bool], now: dict[str, bool]) -> list[str]:
    """Scenarios that passed and fail. One that is gone isn't broken; one that is new can't be."""
    return sorted(name for name, passed in now.items() if not passed and before.get(name, False))


def write(run: Path, out: Path) -> int:
    """From the JSON of a run."""
    try:
        found = read(run)
    except ValueError as error:
        sys.stderr.write(f"concierge eval: {error}\n")
        return 2
    out.write_text(json.dumps(dict(sorted(found.items())), indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{sum(found.values())} of {len(found)} pass; written to {out}\n")
    return 0
