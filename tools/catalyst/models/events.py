"""Progress events. A named tuple and not a model: ten thousand of them are read at once, many times."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from tools.catalyst.models.wire import moment

HANDOVER = "handover-ready"
"""The phase whose message is a live token (contract, section 7)."""
_moment = lru_cache(maxsize=4096)(moment)
"""Events carry whole seconds, so the same times come again and again."""


class Event(NamedTuple):
    """One progress event. The message of a handover event is replaced by its digest the moment it is read."""

    time: datetime | None = None
    phase: str = ""
    level: str = "info"
    message: str = ""
    component: str | None = None
    state: str | None = None
    depends_on: tuple[str, ...] = ()

    @property
    def hidden(self) -> bool:
        """Never given out, never counted."""
        return self.phase == HANDOVER

    def shown(self, message: str) -> dict[str, Any]:
        """As JSON, with this (scrubbed) message."""
        time = self.time.isoformat().replace("+00:00", "Z") if self.time else None
        body = {
            "time": time, "phase": self.phase, "level": self.level, "message": message,
            "component": self.component, "state": self.state, "dependsOn": list(self.depends_on) or None,
        }  # fmt: skip
        return {name: value for name, value in body.items() if value is not None}


def event_of(raw: Any) -> Event | None:
    """An event from its JSON; None for what isn't one, such as the stream's note about a failed encode."""
    if isinstance(raw, Event):
        return raw
    if not isinstance(raw, Mapping):
        return None
    get = raw.get
    phase, message = get("phase", ""), get("message", "")
    if not isinstance(message, str) or not isinstance(phase, str) or not ("message" in raw or "phase" in raw):
        return _recased(raw)
    phase = phase.lower()
    if phase == HANDOVER:
        message = hashlib.sha256(message.encode(errors="replace")).hexdigest()[:16]
    component, state, depends, time, level = get("component"), get("state"), get("dependsOn"), get("time"), get("level")
    return Event(
        _moment(time) if isinstance(time, str) else None,
        phase,
        level.lower() if isinstance(level, str) and level else "info",
        message,
        component if isinstance(component, str) and component else None,
        state.strip().lower() if isinstance(state, str) and state else None,
        tuple(d for d in depends if isinstance(d, str)) if isinstance(depends, list) else (),
    )


_NAMES = {name.lower(): name for name in ("time", "phase", "level", "message", "component", "state", "dependsOn")}


def _recased(raw: Mapping[Any, Any]) -> Event | None:
    """Members in another letter case; tried once."""
    again = {known: v for k, v in raw.items() if (known := _NAMES.get(str(k).lower())) and v is not None}
    return event_of(again) if again.keys() - raw.keys() else None
