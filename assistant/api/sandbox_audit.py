"""Who started, watched, answered, signalled and ended which session, and who switched which agent: lines that are added to a file and never changed.

A line is written before what it tells of is done, by one call to the kernel: a server that is killed loses none. Nothing of what is
typed or shown is in it.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.logs import get_logger

FILE = "sandbox-audit.jsonl"
_LOG = get_logger("concierge.sandbox")


class Audit:
    """One installation's."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE

    def note(self, what: str, *, actor: str, session: str, **more: Any) -> None:
        """One line more. Raises OSError: what can't be told of isn't to be done."""
        self._add(f"sandbox.session.{what}", actor=actor, session=session, **more)

    def switched(self, agent: str, *, actor: str, on: bool, org: str | None) -> None:
        """An agent, for everybody or for one Org. Raises OSError, as `note` does."""
        self._add("sandbox.agent.switched", actor=actor, agent=agent, on=on, **({"org": org} if org else {}))

    def _add(self, kind: str, **more: Any) -> None:
        record = {"ts": datetime.now(UTC).isoformat(), "auditType": kind, **more}
        line = json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
        file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            if os.write(file, line) != len(line):
                raise OSError("the audit log can't be written")
        except OSError:
            _LOG.error("the audit log can't be written", kind=kind)
            raise
        finally:
            os.close(file)
