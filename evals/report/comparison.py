"""The page of `eval compare`."""

from evals.compare import Comparison


def text(found: Comparison, before: str, after: str) -> str:
    """The whole page."""
    del found
    return f"<!doctype html><p>{before} {after}</p>"
