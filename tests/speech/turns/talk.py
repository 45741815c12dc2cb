"""A person before the turn machine, in audio time: voice, silence, the models' opinions, our own speech."""

from collections.abc import Iterable

from speech.turns.events import (
    Command,
    Event,
    ExpectationChanged,
    FinalHeard,
    FrameHeard,
    PartialHeard,
    PlaybackStarted,
    SmartTurnSaid,
    StartSpeculativeFinal,
)
from speech.turns.expectation import Expectation
from speech.turns.machine import TurnMachine

VOICE_DB, ROOM_DB = -22.0, -58.0


class Talk:
    """Collects every command; `of(kind)` picks some."""

    def __init__(self, machine: TurnMachine | None = None) -> None:
        self.machine = machine or TurnMachine()
        self.commands: list[Command] = []
        self._frame = 0

    def feed(self, *events: Event) -> list[Command]:
        made = [command for event in events for command in self.machine.feed(event)]
        self.commands += made
        return made

    def frames(self, ms: int, speech: float, level: float, gate: bool) -> list[Command]:
        made: list[Command] = []
        for _ in range(ms // 20):
            made += self.feed(FrameHeard(self.machine.now + 20, gate, speech, level))
        return made

    def voice(self, ms: int, speech: float = 0.95, level: float = VOICE_DB) -> list[Command]:
        """Speech dips between its sounds, as the noise floor relies on."""
        made: list[Command] = []
        for _ in range(ms // 20):
            self._frame += 1
            dip = self._frame % 12 == 0
            made += self.frames(20, speech * 0.6 if dip else speech, max(ROOM_DB + 5, level - 20) if dip else level, True)
        return made

    def quiet(self, ms: int) -> list[Command]:
        return self.frames(ms, 0.03, ROOM_DB, False)

    def expect(self, expectation: Expectation) -> list[Command]:
        return self.feed(ExpectationChanged(expectation))

    def play(self, text: str, interruptible: bool = True) -> list[Command]:
        return self.feed(PlaybackStarted(text, interruptible))

    def partial(self, text: str) -> list[Command]:
        return self.feed(PartialHeard(text, self.machine.now))

    def final(self, text: str, confidence: float = 1.0) -> list[Command]:
        """The last speculation comes back with a text."""
        return self.feed(FinalHeard(text, self.of(StartSpeculativeFinal)[-1].speculation, confidence))

    def smart(self, probability: float) -> list[Command]:
        return self.feed(SmartTurnSaid(probability, self.machine.now))

    def of(self, kind: type, among: Iterable[Command] | None = None) -> list:
        return [command for command in (self.commands if among is None else among) if isinstance(command, kind)]
