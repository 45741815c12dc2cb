"""When nobody answers: ask again, later each time, then wait in silence. Audio time."""

from dataclasses import dataclass

from speech.turns.events import Command, GiveUpPrompting, Reprompt


@dataclass(slots=True)
class Prompting:
    """Counts silence while an answer is awaited."""

    steps: tuple[int, ...] = (8_000, 15_000)
    """Silence before each further prompt, in ms."""
    last: int = 25_000
    """Silence after the last one before giving up."""
    attempt: int = 0
    _quiet_ms: int = 0
    _done: bool = False

    def stirred(self) -> None:
        """Somebody makes a sound, or we speak: the silence begins anew, the count stays."""
        self._quiet_ms = 0

    def asked(self, *, again: bool) -> None:
        """A question was put; `again`: the same, by ourselves, which is no answer."""
        if again:
            self.stirred()
        else:
            self.answered()

    def answered(self) -> None:
        """A turn was taken, or another question asked."""
        self.attempt, self._quiet_ms, self._done = 0, 0, False

    def quiet(self, ms: int) -> list[Command]:
        """So much more silence in which an answer was awaited."""
        if self._done:
            return []
        self._quiet_ms += ms
        limit = self.steps[self.attempt] if self.attempt < len(self.steps) else self.last
        if self._quiet_ms < limit:
            return []
        self._quiet_ms = 0
        if self.attempt < len(self.steps):
            self.attempt += 1
            return [Reprompt(self.attempt)]
        self._done = True
        return [GiveUpPrompting()]
