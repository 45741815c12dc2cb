"""A loudspeaker in a room without echo cancellation: what we say comes back, fainter and later, and must not stop us for good."""

from collections import deque

import numpy as np
import pytest

from speech.audio import silence
from speech.mouth.port import Clip, WordTime
from speech.mouth.speaker import Finished, Speaker
from speech.turns.events import (
    Duck,
    EndTurn,
    FadeOut,
    FinalHeard,
    FrameHeard,
    PartialHeard,
    PlaybackEnded,
    PlaybackProgress,
    PlaybackStarted,
    ResumePlayback,
    StartPartial,
    StartSpeculativeFinal,
    StopPlayback,
)
from speech.turns.machine import TurnMachine

TEXT = "Your cluster will run in Falkenstein with two workers and it costs about thirty one euros a month"
WORD_MS, DELAY_FRAMES, PASS_MS = 320, 6, 240


class Room:
    """The machine, our own speech, and the way from the loudspeaker to the microphone."""

    def __init__(self, loss_db: float) -> None:
        self.machine, self.speaker, self.loss = TurnMachine(), Speaker(latency_ms=0), loss_db
        self.air: deque[tuple[float, str]] = deque([(-96.0, "")] * DELAY_FRAMES)
        self.came_back: list[tuple[int, str]] = []
        self.due: list[tuple[int, object]] = []
        self.commands: list[object] = []

    def say(self, text: str) -> None:
        words = text.split()
        times = tuple(WordTime(word, i * WORD_MS, (i + 1) * WORD_MS) for i, word in enumerate(words))
        parts = []
        for _ in words:  # each word: sound, then a dip
            sound = (4000 * np.sin(np.arange(16 * (WORD_MS - 40)) / 5)).astype(np.int16)
            parts += [sound, silence(40)]
        self.speaker.begin("m")
        self.speaker.add("m", Clip(text, np.concatenate(parts), times))
        self.speaker.complete("m")
        self.feed(PlaybackStarted(text))

    def feed(self, event: object) -> None:
        for command in self.machine.feed(event):
            self.commands.append(command)
            match command:
                case Duck():
                    self.speaker.duck(command.db)
                case FadeOut():
                    self.speaker.fade_out(command.ms)
                case ResumePlayback():
                    self.speaker.resume()
                case StopPlayback():
                    self.speaker.stop()
                case StartPartial():
                    self.due.append((self.machine.now + PASS_MS, PartialHeard(self.words(command), command.end_ms)))
                case StartSpeculativeFinal():
                    self.due.append((self.machine.now + PASS_MS, FinalHeard(self.words(command), command.speculation)))
                case _:
                    pass

    def words(self, span: object) -> str:
        """Of ours, as far as they came back within the span."""
        heard = [word for ms, word in self.came_back if span.start_ms <= ms <= span.end_ms and word]
        return " ".join(word for i, word in enumerate(heard) if i == 0 or word != heard[i - 1])

    def tick(self) -> None:
        self.speaker.frame()
        word = (self.speaker.said().split() or [""])[-1] if self.speaker.level > -60 else ""
        self.air.append((self.speaker.level, word))
        self.feed(PlaybackProgress(self.speaker.level, self.speaker.said()))
        level, heard = self.air.popleft()
        now = self.machine.now + 20
        self.came_back.append((now, heard))
        loud = level - self.loss > -55
        self.feed(FrameHeard(now, loud, 0.95 if loud else 0.03, max(-58.0, level - self.loss)))
        for due in [due for due in self.due if due[0] <= now]:
            self.due.remove(due)
            self.feed(due[1])


@pytest.mark.parametrize("loss_db", [8.0, 14.0, 20.0, 40.0])
def test_our_own_voice_in_the_room_doesnt_stop_us(loss_db: float):
    room = Room(loss_db)
    for _ in range(25):
        room.tick()
    room.say(TEXT)
    finished: list[object] = []
    for _ in range(20_000 // 20):
        room.tick()
        finished += [event for event in room.speaker.events() if isinstance(event, Finished)]
        if finished:
            break
    room.feed(PlaybackEnded())
    assert finished == [Finished("m", TEXT)]
    kinds = [type(command) for command in room.commands]
    assert StopPlayback not in kinds
    assert EndTurn not in kinds
    assert kinds.count(FadeOut) <= 2
