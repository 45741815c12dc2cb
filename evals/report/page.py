"""One page for people. (Written below.)"""

from assistant.bench.report import Report
from evals.runner import Outcome


def text(outcome: Outcome, report: Report, before: dict[str, bool] | None) -> str:
    """The whole page."""
    del outcome, before
    return f"<!doctype html><pre>{report.table()}</pre>"
