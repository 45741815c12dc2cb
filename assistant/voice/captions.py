"""What a line shows on the live sockets: who has the floor, what is being said, how loud, how much of ours was heard."""

import math
from collections.abc import Callable
from typing import Literal

from assistant.voice.board import Frame
from speech.audio import QUIET_DBFS, Samples, level_dbfs

Floor = Literal["listening", "hearing", "thinking", "speaking", "interrupted", "muted", "off"]
_FRAMES_PER_LEVEL = 5
"""Ten levels a second."""
_TROUBLE = {
    "busy": "Too much was said at once.",
    "conversation_closed": "This conversation has ended.",
    "no_sound": "No sound arrives from your microphone.",
}
_NEXT = {"no_sound": "Check that it is plugged in and allowed, or type instead."}


class Captions:
    """One line's."""

    def __init__(self, show: Callable[[Frame], None]) -> None:
        self.line = ""
        self._show = show
        self._state: Floor = "off"
        self._muted = False
        self.held = False
        """The button is held: they are heard, muted or not."""
        self._partial = ""
        self._loudest = QUIET_DBFS
        self._frames = 0

    def connected(self, line: str) -> None:
        """What comes next is told under this name, though it be as before."""
        self.line, self._state = line, "off"

    def state(self, state: Floor) -> None:
        """Who has the floor; told when it changes. A microphone that is off stays off while we speak or think."""
        if self._muted and not self.held and state in ("listening", "hearing"):
            state = "muted"
        if state in ("listening", "off"):
            self._partial = ""
        if state == self._state:
            return
        self._state = state
        self._show({"type": "voice", "state": state, "line": self.line})

    def muted(self, on: bool) -> None:
        """The microphone was turned off or on. While we speak or think that goes on, and can be stopped."""
        self._muted = on
        if self._state in (("listening", "hearing", "interrupted") if on else ("muted",)) and not self.held:
            self.state("listening")

    def partial(self, text: str) -> None:
        """What is being said; the words that stood there before too won't change any more."""
        self._show({"type": "partial", "text": text, "stable": _common(self._partial, text)})
        self._partial = text

    def nothing(self, *, speaking: bool) -> None:
        """It was no turn after all."""
        if self._partial:
            self._show({"type": "partial", "text": "", "stable": 0})
        self._partial = ""
        self.state("speaking" if speaking else "listening")

    def spoken(self, seq: int, words: int, text: str) -> None:
        """So much of message `seq` has been heard."""
        self._show({"type": "spoken", "seq": seq, "words": words, "text": text})

    def frame(self, frame: Samples, out: float) -> None:
        """20 ms of the microphone, and how loud we are."""
        self._loudest = max(self._loudest, level_dbfs(frame))
        self._frames += 1
        if self._frames % _FRAMES_PER_LEVEL == 0:
            self._show({"type": "level", "in": _rounded(self._loudest), "out": _rounded(out)})
            self._loudest = QUIET_DBFS

    def problem(self, code: str) -> None:
        """Something that was said is lost."""
        detail = _TROUBLE.get(code, "I couldn't hear that.")
        self._show(
            {
                "type": "problem", "title": "Not heard", "status": 503, "code": code, "detail": detail,
                "next": _NEXT.get(code, "Say it again, or type it."), "channel": "voice",
            }
        )  # fmt: skip
        self.state("listening")


def _rounded(level: float) -> float:
    return round(level, 1) if math.isfinite(level) else QUIET_DBFS


def _common(before: str, now: str) -> int:
    """Characters of the whole words that both begin with."""
    shared = 0
    for one, other in zip(before.split(), now.split(), strict=False):
        if one.strip(".,!?").lower() != other.strip(".,!?").lower():
            break
        shared += 1
    words = now.split()[:shared]
    return min(len(now), len(" ".join(words)))
