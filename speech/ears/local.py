"""Whisper on this machine, for every session at once: the loop asks, the desk's thread hears."""

import asyncio
from dataclasses import replace
from typing import cast

from speech.audio import Samples
from speech.ears.counts import Figures
from speech.ears.desk import Alive, Desk, Dropped
from speech.ears.hearing import Abandoned, Hearing, Task
from speech.ears.port import HearingFailed, Transcript, Vocabulary
from speech.ears.rota import Kind

_SAYS = {
    "overloaded": "Too many people are speaking at once.",
    "cancelled": "The recognition was called off.",
    "superseded": "Newer speech took its place.",
    "closed": "The recogniser has been closed.",
}


class LocalRecogniser:
    """A `Recogniser` on one model. Close it when done."""

    def __init__(self, hearing: Hearing, desk: Desk | None = None) -> None:
        self._hearing = hearing
        self._desk = desk or Desk()
        self._desk.open()

    async def partial(
        self, session: str, samples: Samples, *, language: str | None, vocabulary: Vocabulary
    ) -> Transcript | None:
        """What has been said so far; None when it isn't worth its time."""
        try:
            return await self._ask(Kind.PARTIAL, samples, Task(session, language, vocabulary, partial=True))
        except Dropped:
            return None

    async def final(
        self, session: str, samples: Samples, *, language: str | None, vocabulary: Vocabulary, speculative: bool = False
    ) -> Transcript:
        """What was said, its names repaired. Raises HearingFailed."""
        kind = Kind.SPECULATIVE if speculative else Kind.FINAL
        try:
            return await self._ask(kind, samples, Task(session, language, vocabulary))
        except Dropped as dropped:
            code = "cancelled" if dropped.reason == "superseded" else dropped.reason
            raise HearingFailed(f"stt_{code}", _SAYS.get(dropped.reason, _SAYS["cancelled"])) from None
        except (RuntimeError, ValueError) as error:
            raise HearingFailed("stt_failed", "The recogniser failed.") from error

    def confirm(self, session: str) -> None:
        """The session's speculative final is a real one."""
        self._desk.promote(session)

    def cancel(self, session: str) -> None:
        """What is under way for the session is of no use."""
        self._desk.cancel(session)

    def figures(self) -> Figures:
        """What the desk has counted."""
        return self._desk.figures()

    async def close(self) -> None:
        """Waits for what is under way."""
        await asyncio.to_thread(self._desk.close)

    async def _ask(self, kind: Kind, samples: Samples, task: Task) -> Transcript:
        def work(alive: Alive) -> Transcript:
            asked = replace(task, alive=alive, hurried=lambda: self._desk.crowded)
            try:
                heard = self._hearing.hear(samples, asked)
            except Abandoned:
                raise Dropped("superseded" if task.partial else "cancelled") from None
            if task.partial and alive():
                self._hearing.learn(task.vocabulary, heard.language)
            return heard

        return cast(Transcript, await asyncio.wrap_future(self._desk.hand_in(task.session, kind, work)))
