"""When somebody who doesn't look is told that a session waits for them: once each time. No I/O and no clock."""

import hashlib

from sandbox.cards.activity import Activity, State

GRACE_S = 3.0
"""Within which a page that is looked at says so, and what waits for a moment only has gone on."""
SETTLE_S = 15.0
"""After a start of the server, within which what waited before is known to wait still."""


class Waiting:
    """One session's waits.

    Args:
        told: digest of the wait that somebody was told of, or saw, before the server was started again.
    """

    def __init__(self, told: str = "") -> None:
        self.told = told
        """Of the wait that needs no telling any more; empty when there is none. To be kept."""
        self._since: float | None = None
        self._until: float | None = None

    def look(self, activity: Activity, now: float) -> bool:
        """Whether somebody is to be told now."""
        if self._until is None:
            self._until = now + SETTLE_S
        if activity.state is not State.WAITING:
            if self._since is not None or now > self._until:
                self.told = ""
            self._since = None
            return False
        if self._since is None:
            self._since = now
            if self.told != _digest(activity.reason):
                self.told = ""
        if self.told or now - self._since < GRACE_S:
            return False
        self.told = _digest(activity.reason)
        return True

    def seen(self, activity: Activity) -> None:
        """A page that is looked at shows it."""
        if activity.state is State.WAITING:
            self.told = _digest(activity.reason)


def _digest(reason: str) -> str:
    return hashlib.sha256(reason.encode()).hexdigest()[:16]
