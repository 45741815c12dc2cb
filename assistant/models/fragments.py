"""Tool calls put together from the fragments of an OpenAI-style stream, whatever the server leaves out or repeats. Pure."""

import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from assistant.models.mending import read


@dataclass(slots=True)
class _Open:
    id: str
    index: int | None
    name: str = ""
    written: str = ""
    whole: dict[str, Any] | None = None
    """Arguments that came as an object."""

    @property
    def complete(self) -> bool:
        if self.whole is not None:
            return True
        try:
            json.loads(self.written)
        except ValueError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class WholeCall:
    """One call. `arguments` None: no JSON object, also after mending."""

    id: str
    name: str
    arguments: dict[str, Any] | None


def _made_id() -> str:
    return f"call_{secrets.token_hex(8)}"


@dataclass(slots=True)
class Fragments:
    """Collects; `used` are the ids that the conversation has already."""

    used: frozenset[str] = frozenset()
    new_id: Callable[[], str] = _made_id
    _open: list[_Open] = field(default_factory=list[_Open])

    def __bool__(self) -> bool:
        return bool(self._open)

    def add(self, index: object, call_id: object, name: object, arguments: object) -> None:
        """One fragment as it came; any part may be missing, repeated or of the wrong type."""
        place = index if isinstance(index, int) else None
        own = call_id if isinstance(call_id, str) and call_id else ""
        named = name if isinstance(name, str) else ""
        call = self._continued(place, own, named)
        if call is None:
            call = _Open(own, place)
            self._open.append(call)
        call.name = call.name or named
        if isinstance(arguments, str):
            call.written += arguments
        elif isinstance(arguments, dict):
            call.whole = {**(call.whole or {}), **arguments}

    def _continued(self, place: int | None, own: str, named: str) -> _Open | None:
        """The call that a fragment belongs to; None when it begins one.

        Some servers number all calls 0, some number none, some send the id with each fragment, some never.
        """
        if own:
            same = next((call for call in self._open if call.id == own and call.index == place), None)
            if same is not None:
                return None if named and same.complete and same.name else same
            last = self._at(place)
            return last if last is not None and not last.id and not last.complete else None
        last = self._at(place)
        if last is None or (named and last.name and (named != last.name or last.complete)):
            return None
        return last

    def _at(self, place: int | None) -> _Open | None:
        if place is None:
            return self._open[-1] if self._open else None
        return next((call for call in reversed(self._open) if call.index == place), None)

    def calls(self, more: Iterable[tuple[str, dict[str, Any] | None]] = ()) -> list[WholeCall]:
        """All of them, each with an id of its own.

        Args:
            more: (name, arguments) of calls that were written into the text.
        """
        taken = set(self.used)
        found: list[WholeCall] = []
        for call in self._open:
            arguments = call.whole if call.whole is not None else read(call.written)
            found.append(WholeCall(self._own_id(call.id, taken), call.name, arguments))
        found += [WholeCall(self._own_id("", taken), name, arguments) for name, arguments in more]
        return found

    def _own_id(self, proposed: str, taken: set[str]) -> str:
        own = proposed
        while not own or own in taken:
            own = self.new_id()
        taken.add(own)
        return own
