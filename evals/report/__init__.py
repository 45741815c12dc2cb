"""Reports of a run, each for another reader."""

from pathlib import Path

from assistant.bench.report import Report
from evals.runner import Outcome


def write_reports(outcome: Outcome, report: Report, before: dict[str, bool] | None, files: dict[str, Path]) -> None:
    """Write what was asked for: `json`, `junit`, `jsonl`, `html`."""
    from evals.report import figures, junit, lines, page  # noqa: PLC0415 - they read the parts beside them

    writers = {
        "json": lambda: figures.text(outcome, report, before),
        "junit": lambda: junit.text(outcome),
        "jsonl": lambda: lines.text(outcome),
        "html": lambda: page.text(outcome, report, before),
    }
    for kind, file in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(writers[kind](), encoding="utf-8")
