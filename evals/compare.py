"""Two runs side by side: what changed, and whether it may be chance."""

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.stats import holm, mcnemar

SURE = 0.05


@dataclass(slots=True)
class Suite:
    """One suite in both runs, over the scenarios that are in both."""

    name: str
    scenarios: int = 0
    before: int = 0
    after: int = 0
    worse: list[str] = field(default_factory=list[str])
    better: list[str] = field(default_factory=list[str])
    p: float = 1.0
    """McNemar, exact; raised for several suites (Holm)."""


@dataclass(slots=True)
class Comparison:
    """Everything that differs."""

    before: dict[str, Any]
    after: dict[str, Any]
    suites: list[Suite] = field(default_factory=list[Suite])
    worse: list[str] = field(default_factory=list[str])
    better: list[str] = field(default_factory=list[str])
    gone: list[str] = field(default_factory=list[str])
    new: list[str] = field(default_factory=list[str])
    p: float = 1.0


def compared(before: dict[str, Any], after: dict[str, Any]) -> Comparison:
    """From the JSON of two runs."""
    old: dict[str, bool] = before["verdicts"]
    now: dict[str, bool] = after["verdicts"]
    both = sorted(old.keys() & now.keys())
    found = Comparison(before, after, gone=sorted(old.keys() - now.keys()), new=sorted(now.keys() - old.keys()))
    found.worse = [name for name in both if old[name] and not now[name]]
    found.better = [name for name in both if now[name] and not old[name]]
    found.p = mcnemar(len(found.worse), len(found.better))
    places: dict[str, str] = {**before.get("suiteOf", {}), **after.get("suiteOf", {})}
    suites: dict[str, Suite] = {}
    for name in both:
        suite = suites.setdefault(places.get(name, "?"), Suite(places.get(name, "?")))
        suite.scenarios += 1
        suite.before += old[name]
        suite.after += now[name]
        if old[name] != now[name]:
            (suite.worse if old[name] else suite.better).append(name)
    raised = holm({s.name: mcnemar(len(s.worse), len(s.better)) for s in suites.values()})
    for suite in suites.values():
        suite.p = raised[suite.name]
    found.suites = sorted(suites.values(), key=lambda s: s.name)
    return found


def compare(before: Path, after: Path, html: Path | None) -> int:
    """Print it, and write the page that is asked for. 1 when anything got worse."""
    try:
        found = compared(_read(before), _read(after))
    except ValueError as error:
        sys.stderr.write(f"concierge eval: {error}\n")
        return 2
    sys.stdout.write("\n".join(lines(found)) + "\n")
    if html is not None:
        from evals.report.comparison import text  # noqa: PLC0415 - only when a page is asked for

        html.write_text(text(found, before.name, after.name), encoding="utf-8")
    return 1 if found.worse else 0


def lines(found: Comparison) -> list[str]:
    """For a terminal."""
    rows = [f"{'':<26}{'before':>10}{'after':>10}{'change':>10}"]
    old, now = found.before["figures"], found.after["figures"]
    rows += [f"{k:<26}{old[k]:>10g}{now[k]:>10g}{now[k] - old[k]:>+10.2f}" for k in now if k in old]
    rows.append("")
    for suite in found.suites:
        if suite.worse or suite.better:
            chance = "" if suite.p > SURE else "   not by chance"
            rows.append(
                f"{suite.name:<26}{suite.before:>6} → {suite.after} of {suite.scenarios}   p = {suite.p:.3f}{chance}"
            )
    rows += [f"WORSE  {name}: {_why(found.after, name)}" for name in found.worse]
    rows += [f"better {name}" for name in found.better]
    rows += [f"gone   {name}" for name in found.gone] + [f"new    {name}" for name in found.new]
    rows.append(f"{len(found.worse)} worse, {len(found.better)} better, p = {found.p:.3f} (McNemar, exact)")
    return rows


def _why(run: dict[str, Any], name: str) -> str:
    reasons: list[str] = run.get("failures", {}).get(name, [])
    return "; ".join(reasons[:2]) or "fails"


def _read(file: Path) -> dict[str, Any]:
    """The JSON of a run. Raises ValueError."""
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror}") from None
    except ValueError:
        raise ValueError(f"{file} isn't JSON") from None
    if not isinstance(body, dict) or "verdicts" not in body or "figures" not in body:
        raise ValueError(f"{file} wasn't written by `eval run --json`")
    return body  # pyright: ignore[reportUnknownVariableType] - JSON
