"""A circuit breaker: after repeated trouble a provider is left in peace for a while. Pure; the time is passed in."""

from collections import deque
from dataclasses import dataclass, field

from dialogue.model_events import ModelTroubleCode

COUNTS: frozenset[ModelTroubleCode] = frozenset(
    {"timeout", "unreachable", "rate_limited", "server_error", "cut", "malformed", "unauthorised"}
)
"""Trouble that says something of the provider. `rejected` is about one request, `interrupted` about the person."""


@dataclass(frozen=True, slots=True)
class BreakerRules:
    """When it opens, and for how long."""

    failures: int = 3
    """So many within `window` open it."""
    window: float = 60.0
    """Seconds in which failures are counted together."""
    rest: float = 20.0
    """Seconds of the first rest; a probe that fails doubles it."""
    longest: float = 300.0
    """No rest is longer, whatever the provider asks for."""


@dataclass(slots=True)
class Breaker:
    """Of one provider; the whole process shares it. Closed: everything passes. Open: nothing. Half-open: one probe."""

    rules: BreakerRules = BreakerRules()
    _failures: deque[float] = field(default_factory=deque[float])
    _open_until: float | None = None
    _rest: float = 0.0
    _probing: bool = False

    def admits(self, now: float) -> bool:
        """Whether a request may leave. A yes while half-open takes the probe: its outcome must be told."""
        if self._open_until is None:
            return True
        if self._probing or now < self._open_until:
            return False
        self._probing = True
        return True

    def resting(self, now: float) -> float:
        """Seconds until the next probe; 0 when none has to be waited for."""
        return max(0.0, self._open_until - now) if self._open_until is not None else 0.0

    def succeeded(self) -> None:
        """A whole answer came. Only the probe's closes an open breaker: others may have been asked long before."""
        if self._open_until is None or self._probing:
            self._failures.clear()
            self._open_until, self._rest, self._probing = None, 0.0, False

    def failed(self, code: ModelTroubleCode, now: float, retry_after: float | None = None) -> None:
        """There was no answer."""
        if code not in COUNTS:
            self.abandoned(reached=code == "rejected")
            return
        if self._open_until is not None:
            if self._probing:
                self._open(now, retry_after)
            return
        self._failures.append(now)
        while self._failures and self._failures[0] <= now - self.rules.window:
            self._failures.popleft()
        if retry_after is not None or len(self._failures) >= self.rules.failures:
            self._open(now, retry_after)

    def abandoned(self, *, reached: bool = False) -> None:
        """A request ended without saying anything of the provider; a probe may be made again.

        Args:
            reached: it did answer, if only to refuse this one request.
        """
        if reached:
            self.succeeded()
        else:
            self._probing = False

    def _open(self, now: float, retry_after: float | None) -> None:
        rules = self.rules
        self._rest = min(max(rules.rest, self._rest * 2), rules.longest)
        pause = self._rest if retry_after is None else max(retry_after, 0.0)
        self._open_until = now + min(pause, rules.longest)
        self._probing = False
        self._failures.clear()
