"""Scenarios one after the other on as many servers as the machine can carry, each with models of its own."""

import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from evals.agent import AgentLost
from evals.judge import Verdict, judge
from evals.plan import Batch, batches
from evals.scenario import Scenario
from evals.talk import Run, hold
from evals.voice.agent import Heard, VoiceAgent, VoiceSession
from evals.voice.listener import ListeningUser
from evals.voice.sounds import Sounds
from speech.audio import FRAME_MS
from speech.transport.media import MediaLoop

SCENARIO_SECONDS = 420.0
"""No conversation takes longer; one that does is broken."""
CORES_EACH = 2
"""That a talk wants for itself: with less its answers come late, and people speak into them."""


@dataclass(slots=True)
class Result:
    """A conversation, its verdict, and what was heard of each line."""

    run: Run
    verdict: Verdict
    lines: list[Heard] = field(default_factory=list[Heard])
    corrections: int = 0
    """Messages that put right what they found wrong in the read-back."""
    stuttered_ms: int = 0
    """Of our own microphone: the machine was too busy to send so much of the sound in time, and the talk says little."""


class _Kept(VoiceAgent):
    """Remembers the session, so that it can be closed and asked what it heard."""

    session: VoiceSession | None = None

    async def begin(self, scenario: Scenario) -> VoiceSession:
        self.session = await super().begin(scenario)
        return self.session


def lanes() -> int:
    """Talks at once."""
    return max(1, (os.cpu_count() or 1) // CORES_EACH)


async def run(scenarios: list[Scenario], sounds: Sounds, *, at_once: int, told: Callable[[Result, int], None]) -> list[Result]:
    """All of them; `told` hears of each as it ends, with how many there are."""
    results: list[Result] = []
    # the person says what stands in the file; what is made of it is up to the ears
    work = batches([replace(s, channel="text") for s in scenarios], at_once)
    queue: asyncio.Queue[Batch] = asyncio.Queue()
    for batch in work:
        queue.put_nowait(batch)

    def done(result: Result) -> None:
        results.append(result)
        told(result, len(scenarios))

    media = MediaLoop()
    media.start()
    try:
        with tempfile.TemporaryDirectory(prefix="concierge-voice-") as folder:

            async def lane(number: int) -> None:
                made = 0
                while not queue.empty():
                    batch = queue.get_nowait()
                    made += 1
                    await _batch(Path(folder) / f"{number}-{made}", batch, sounds, media, done)

            await asyncio.gather(*(lane(n) for n in range(at_once)))
    finally:
        await media.stop()
    return results


async def _batch(folder: Path, batch: Batch, sounds: Sounds, media: MediaLoop, done: Callable[[Result], None]) -> None:
    agent = _Kept(folder, dict(batch.settings), sounds, media, speed=batch.speed)
    try:
        await agent.start()
    except AgentLost as lost:
        for scenario in batch.scenarios:
            done(_judged(Run(scenario, broken=str(lost))))
        return
    try:
        for scenario in batch.scenarios:
            left_out = media.left_out
            result = await _one(agent, scenario)
            result.stuttered_ms = (media.left_out - left_out) * FRAME_MS
            done(result)
    finally:
        await agent.stop()


async def _one(agent: _Kept, scenario: Scenario) -> Result:
    began = time.perf_counter()
    agent.session = None
    user = ListeningUser(scenario)
    agent.typed = user.typed
    try:
        async with asyncio.timeout(SCENARIO_SECONDS):
            talk = await hold(agent, scenario, user)
    except TimeoutError:
        talk = Run(scenario, broken="took too long")
    talk.seconds = time.perf_counter() - began
    session: VoiceSession | None = agent.session
    if session is not None:
        await session.close()
    return _judged(talk, session.lines if session else [], user.corrections)


def _judged(talk: Run, lines: list[Heard] | None = None, corrections: int = 0) -> Result:
    return Result(talk, judge(talk), lines or [], corrections)
