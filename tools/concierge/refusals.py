"""A tool's typed failure."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from jsonschema import ValidationError
from jsonschema.exceptions import best_match

from tools.catalyst import CatalystError

JsonObject = dict[str, Any]
MOST_ERRORS = 20
"""Looked at: a list may have as many wrong members as a request is long."""
LIMITS = ("minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "pattern")


class ToolRefused(Exception):
    """A typed refusal: `code` is stable, `message` for a person, `outcome` what is known about the effect."""

    def __init__(self, code: str, message: str, outcome: str = "refused", **more: object) -> None:
        super().__init__(code)
        self.body: JsonObject = {"code": code, "message": message, "outcome": outcome, **more}


def refused(error: CatalystError) -> ToolRefused:
    """The service's error as a tool's refusal."""
    return ToolRefused(error.code, error.message, error.outcome, retryHelps=error.retry_helps)


def misfit(errors: Iterable[ValidationError]) -> str | None:
    """Where arguments don't fit their schema and what was expected there, bounded; never the value that was given.
    None when they fit."""
    error = best_match(islice(errors, MOST_ERRORS))
    if error is None:
        return None
    where = ".".join(str(part) for part in error.absolute_path) or "arguments"
    expected = _expected(error)
    return where[:80] + (f" ({expected[:120]})" if expected else "")


def _expected(error: ValidationError) -> str:
    rule = str(error.validator)
    value: Any = error.validator_value
    given: Any = error.instance
    if rule == "additionalProperties":
        known: JsonObject = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        return "no such member: " + ", ".join(str(name)[:30] for name in given if name not in known)
    if rule == "required":
        return "missing: " + ", ".join(str(name) for name in value if name not in given)
    if rule == "type":
        return f"expected {' or '.join(value) if isinstance(value, list) else value}"
    if rule == "anyOf":  # a member that may be null: neither branch took it
        kinds = [str(branch.validator_value) for branch in error.context or () if branch.validator == "type"]
        return f"expected {' or '.join(kinds)}" if kinds else ""
    if rule == "enum":
        return "one of " + ", ".join(str(one) for one in value)
    return f"{rule} {value}" if rule in LIMITS else ""
