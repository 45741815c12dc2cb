"""`python -m evals.pipecat`: from the end of speech to the first sound of the answer, ours against Pipecat's, as JSON with the ratio."""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import venv
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import aiohttp

from assistant.bench.report import Report, percentile, progress
from assistant.bench.server import Server
from assistant.bench.voice_caller import PATIENCE_S, Person, Sentences
from assistant.bench.voice_talks import talk
from speech.audio import Samples
from speech.models import piper_voice, whisper_base
from speech.transport.caller import VOICED_DBFS, Caller
from speech.transport.media import MediaLoop

HERE = Path(__file__).parent
READY_S = 180.0
_MOST_PEOPLE = len(talk(0))
"""Each is in another place of their talk."""
_QUIET_S = 1.5
"""So long it has to be silent before the next sentence: of a sentence that it has cut it answers the second half too."""
_APART_S = 0.3
_MISSED_MS = PATIENCE_S * 1000
Talks = Sequence[Sequence[Samples]]
"""What each of the people says, one sentence after the other."""
Says = Callable[[Samples], Awaitable[float]]
"""One of the people: says it, and tells the ms until they heard the answer."""


async def environment(folder: Path) -> Path:
    """The Python of an environment that has Pipecat, made where there is none; nothing of it touches ours."""
    python = folder / "bin" / "python"
    if not python.is_file():
        await asyncio.to_thread(venv.create, folder, with_pip=True)
        arguments = ["-m", "pip", "install", "--quiet", "--no-deps", "-r", str(HERE / "requirements.txt")]
        process = await asyncio.create_subprocess_exec(str(python), *arguments)
        if await process.wait() != 0:
            raise SystemExit("Pipecat can't be installed here.")
    return python


class Theirs:
    """Their bot as a process, which has one pipeline for each person, and the people who talk to it."""

    def __init__(self, python: Path, http: aiohttp.ClientSession, media: MediaLoop, models: Path, people: int = 1) -> None:
        self._python, self._http, self._models = python, http, models
        self._callers = [Caller(media) for _ in range(people)]
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        whisper = await asyncio.to_thread(whisper_base, self._models)
        self._process = await asyncio.create_subprocess_exec(
            str(self._python), str(HERE / "bot.py"), "--whisper", str(whisper), "--voice", str(piper_voice()), "--people", str(len(self._callers)),
            stdout=asyncio.subprocess.PIPE, env={**os.environ, "HF_HUB_OFFLINE": "1"},
        )  # fmt: skip
        try:
            async with asyncio.timeout(READY_S):
                await self._connect(self._process)
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as error:
            await self.__aexit__()
            raise SystemExit(f"Pipecat's bot didn't start: {type(error).__name__}.") from None
        return self

    async def _connect(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None  # noqa: S101 - asked for with PIPE
        line = (await process.stdout.readline()).decode()
        if not line.startswith("ready "):
            raise ConnectionError
        for caller in self._callers:
            offer = {"sdp": await caller.offer(), "type": "offer"}
            async with self._http.post(f"{line.split()[1]}/offer", json=offer) as answer:
                answer.raise_for_status()
                found: dict[str, Any] = await answer.json()
            await caller.accept(found["sdp"])

    async def __aexit__(self, *_: object) -> None:
        for caller in self._callers:
            await caller.close()
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    @property
    def ended(self) -> bool:
        """Its process is over."""
        return self._process is None or self._process.returncode is not None

    @property
    def people(self) -> list[Says]:
        """Who talk to it."""
        return [partial(turn, caller) for caller in self._callers]


async def turn(caller: Caller, sound: Samples) -> float:
    """Say it; ms until the answer is heard, then it is waited until that is over. What it says to a part of the sentence, while
    the sentence goes on, is no answer: the next thing it says is."""
    ended = await caller.say(sound)
    loop = asyncio.get_running_loop()
    while (first := answer_after(_voiced(caller), ended)) is None:
        if loop.time() > ended + PATIENCE_S:
            return _MISSED_MS
        await asyncio.sleep(0.01)
    while (now := loop.time()) < ended + 2 * PATIENCE_S:
        if now - max(_voiced(caller), default=0.0) > _QUIET_S:
            break
        await asyncio.sleep(0.05)
    return (first - ended) * 1000


def _voiced(caller: Caller) -> list[float]:
    return [heard.at for heard in caller.heard if heard.level > VOICED_DBFS]


def answer_after(voiced: list[float], ended: float) -> float | None:
    """When a voice first began after `ended`; what had begun before and goes on isn't it. `voiced`: the frames that are heard."""
    begins = (at for before, at in pairwise([float("-inf"), *voiced]) if at - before > _APART_S)
    return next((at for at in begins if at > ended), None)


async def ours(person: Person, sound: Samples) -> float:
    """The same of ours."""
    turn = await person.say(sound)
    await person.hush()
    return _MISSED_MS if turn.first_audio_ms is None else turn.first_audio_ms


def texts(round_: int, people: int) -> list[tuple[str, ...]]:
    """Each of those who talk in a round has a business of their own: neither side can have said the answers before."""
    return [talk(2 * (round_ * people + number)) for number in range(people)]


async def at_once(people: Sequence[Says], talks: Talks, step: int) -> list[float]:
    """All of them begin together, each in another place of their talk."""
    spoken = zip(people, talks, strict=True)
    return await asyncio.gather(*(says(sounds[(step + number) % len(sounds)]) for number, (says, sounds) in enumerate(spoken)))


async def in_turns(
    open_ours: Callable[[], AbstractAsyncContextManager[Sequence[Says]]], theirs: Sequence[Says], rounds: Sequence[Talks], until: float
) -> dict[str, list[float]]:
    """Ours and theirs one after the other, so that both meet the same machine, with the same sentences; nothing is begun after `until`, of
    the loop's clock, but for the first."""
    taken: dict[str, list[float]] = {"ours": [], "theirs": []}
    loop = asyncio.get_running_loop()
    total = sum(len(sounds) for talks in rounds for sounds in talks)
    for talks in rounds:
        if loop.time() > until and taken["theirs"]:
            break
        async with open_ours() as ours_there:
            for step in range(min(map(len, talks))):
                if loop.time() > until and taken["theirs"]:
                    break
                taken["ours"] += await at_once(ours_there, talks, step)
                taken["theirs"] += await at_once(theirs, talks, step)
                progress(len(taken["theirs"]), total, "turns of each")
    return taken


async def compare(rounds: int, folder: Path, python: Path, minutes: float, people: int = 1) -> Report:
    """In turns; after `minutes` with what there is by then. `people`: who talk to each of the two at the same time."""
    report = Report("pipecat")
    async with AsyncExitStack() as stack:
        sentences = Sentences(folder / "sentences")
        try:
            talks = [[[await sentences.sound(text) for text in said] for said in texts(number, people)] for number in range(rounds + 1)]
        finally:
            await sentences.close()
        server = Server(folder / "data", speed=60)
        await server.start()
        stack.push_async_callback(server.stop)
        media = MediaLoop()
        media.start()
        stack.push_async_callback(media.stop)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        them = await stack.enter_async_context(Theirs(python, http, media, folder / "models", people))

        @asynccontextmanager
        async def open_ours() -> AsyncGenerator[list[Says]]:
            async with AsyncExitStack() as calls:
                yield [partial(ours, await calls.enter_async_context(Person(server.url, http, media))) for _ in range(people)]

        async with open_ours() as first:  # both have loaded and run once before it counts
            await at_once(first, talks[rounds], 0)
        await at_once(them.people, talks[rounds], 0)
        taken = await in_turns(open_ours, them.people, talks[:rounds], asyncio.get_running_loop().time() + 60 * minutes)
    put(report, taken)
    report.put("people", people)
    report.put("turns", len(taken["theirs"]))
    report.put("load_1m", os.getloadavg()[0])
    return report


def put(report: Report, taken: dict[str, list[float]]) -> None:
    """By whose turns they were, and the ratio."""
    for who, values in taken.items():
        report.put(f"{who}_first_audio_ms_p50", statistics.median(values))
        report.put(f"{who}_first_audio_ms_p95", percentile(values, 0.95))
        report.put(f"{who}_unanswered", sum(value >= _MISSED_MS for value in values))
    for which in ("p50", "p95"):
        ours_ms, theirs_ms = (report.figures[f"{who}_first_audio_ms_{which}"] for who in ("ours", "theirs"))
        report.put(f"ratio_{which}", ours_ms / max(1.0, theirs_ms), ("<=", 0.5))


def parser() -> argparse.ArgumentParser:
    """Its options."""
    top = argparse.ArgumentParser(prog="python -m evals.pipecat", description=__doc__)
    top.add_argument("--rounds", type=int, default=5, help=f"each of {len(talk(0))} sentences")
    top.add_argument("--people", type=_people, default=1, help="so many talk to each of the two at the same time")
    top.add_argument("--minutes", type=float, default=20, help="no sentence is begun after so long")
    top.add_argument("--env", type=Path, help="a folder for Pipecat's environment, kept for the next time; else one that goes away")
    top.add_argument("--json", type=Path)
    return top


def _people(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= _MOST_PEOPLE:
        return int(text)
    raise argparse.ArgumentTypeError(f"must be a number from 1 to {_MOST_PEOPLE}")


def main() -> int:
    """Print the figures as JSON."""
    options = parser().parse_args()
    with tempfile.TemporaryDirectory(prefix="concierge-pipecat-") as scratch:
        folder = Path(scratch)

        async def run() -> Report:
            python = await environment(options.env or folder / "env")
            return await compare(options.rounds, folder, python, options.minutes, options.people)

        report = asyncio.run(run())
    sys.stdout.write(report.json())
    if options.json is not None:
        options.json.write_text(report.json(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
