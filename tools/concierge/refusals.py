"""A tool's typed failure."""

from typing import Any

from tools.catalyst import CatalystError

JsonObject = dict[str, Any]


class ToolRefused(Exception):
    """A typed refusal: `code` is stable, `message` for a person, `outcome` what is known about the effect."""

    def __init__(self, code: str, message: str, outcome: str = "refused", **more: object) -> None:
        super().__init__(code)
        self.body: JsonObject = {"code": code, "message": message, "outcome": outcome, **more}


def refused(error: CatalystError) -> ToolRefused:
    """The service's error as a tool's refusal."""
    return ToolRefused(error.code, error.message, error.outcome, retryHelps=error.retry_helps)
