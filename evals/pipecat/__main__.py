"""`python -m evals.pipecat`: from the end of speech to the first sound of the answer, ours against Pipecat's, as JSON with the ratio."""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import venv
from contextlib import AsyncExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import aiohttp

from assistant.bench.report import Report, percentile, progress
from assistant.bench.server import Server
from assistant.bench.voice_caller import PATIENCE_S, Person, Sentences
from speech.audio import Samples
from speech.models import piper_voice, whisper_base
from speech.transport.caller import VOICED_DBFS, Caller
from speech.transport.media import MediaLoop

HERE = Path(__file__).parent
TEXTS = (
    "I run a small bakery in Ghent, and we need a website.", "The company is called Blue Lotus.", "No, make that Helsinki.",
    "How much is it?", "Two workers, please.", "What can you do for me?",
)  # fmt: skip
READY_S = 180.0
_QUIET_S = 1.5
"""So long it has to be silent before the next sentence: of a sentence that it has cut it answers the second half too."""
_APART_S = 0.3
_MISSED_MS = PATIENCE_S * 1000


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
    """Their bot as a process, and one person who talks to it."""

    def __init__(self, python: Path, http: aiohttp.ClientSession, media: MediaLoop, models: Path) -> None:
        self._python, self._http, self._media, self._models = python, http, media, models
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        whisper = await asyncio.to_thread(whisper_base, self._models)
        self._process = await asyncio.create_subprocess_exec(
            str(self._python), str(HERE / "bot.py"), "--whisper", str(whisper), "--voice", str(piper_voice()),
            stdout=asyncio.subprocess.PIPE, env={**os.environ, "HF_HUB_OFFLINE": "1"},
        )  # fmt: skip
        self._caller = Caller(self._media)
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
        offer = {"sdp": await self._caller.offer(), "type": "offer"}
        async with self._http.post(f"{line.split()[1]}/offer", json=offer) as answer:
            answer.raise_for_status()
            found: dict[str, Any] = await answer.json()
        await self._caller.accept(found["sdp"])

    async def __aexit__(self, *_: object) -> None:
        await self._caller.close()
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    @property
    def ended(self) -> bool:
        """Its process is over."""
        return self._process is None or self._process.returncode is not None

    async def turn(self, sound: Samples) -> float:
        """Say it; ms until the answer is heard, then it is waited until that is over. What it says to a part of the sentence, while
        the sentence goes on, is no answer: the next thing it says is."""
        ended = await self._caller.say(sound)
        loop = asyncio.get_running_loop()
        while (first := answer_after(self._voiced(), ended)) is None:
            if loop.time() > ended + PATIENCE_S:
                return _MISSED_MS
            await asyncio.sleep(0.01)
        while (now := loop.time()) < ended + 2 * PATIENCE_S:
            if now - max(self._voiced(), default=0.0) > _QUIET_S:
                break
            await asyncio.sleep(0.05)
        return (first - ended) * 1000

    def _voiced(self) -> list[float]:
        return [heard.at for heard in self._caller.heard if heard.level > VOICED_DBFS]


def answer_after(voiced: list[float], ended: float) -> float | None:
    """When a voice first began after `ended`; what had begun before and goes on isn't it. `voiced`: the frames that are heard."""
    begins = (at for before, at in pairwise([float("-inf"), *voiced]) if at - before > _APART_S)
    return next((at for at in begins if at > ended), None)


async def ours(person: Person, sound: Samples) -> float:
    """The same of ours."""
    turn = await person.say(sound)
    await person.hush()
    return _MISSED_MS if turn.first_audio_ms is None else turn.first_audio_ms


async def compare(rounds: int, folder: Path, python: Path, minutes: float) -> Report:
    """In turns, so that both meet the same machine; after `minutes` with what there is by then."""
    report = Report("pipecat")
    taken: dict[str, list[float]] = {"ours": [], "theirs": []}
    async with AsyncExitStack() as stack:
        sentences = Sentences(folder / "sentences")
        try:
            sounds = [await sentences.sound(text) for text in TEXTS]
        finally:
            await sentences.close()
        server = Server(folder / "data", speed=60)
        await server.start()
        stack.push_async_callback(server.stop)
        media = MediaLoop()
        media.start()
        stack.push_async_callback(media.stop)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        them = await stack.enter_async_context(Theirs(python, http, media, folder / "models"))
        async with Person(server.url, http, media) as first:  # both have loaded and run once before it counts
            await ours(first, sounds[0])
        await them.turn(sounds[0])
        until = asyncio.get_running_loop().time() + 60 * minutes
        for _ in range(rounds):
            async with Person(server.url, http, media) as person:
                for sound in sounds:
                    if asyncio.get_running_loop().time() > until and taken["theirs"]:
                        break
                    taken["ours"].append(await ours(person, sound))
                    taken["theirs"].append(await them.turn(sound))
                    progress(len(taken["theirs"]), rounds * len(sounds), "turns of each")
    put(report, taken)
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


def main() -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m evals.pipecat", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help=f"each of {len(TEXTS)} sentences")
    parser.add_argument("--minutes", type=float, default=20, help="no sentence is begun after so long")
    parser.add_argument("--env", type=Path, help="a folder for Pipecat's environment, kept for the next time; else one that goes away")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="concierge-pipecat-") as scratch:
        folder = Path(scratch)

        async def run() -> Report:
            return await compare(options.rounds, folder, await environment(options.env or folder / "env"), options.minutes)

        report = asyncio.run(run())
    sys.stdout.write(report.json())
    if options.json is not None:
        options.json.write_text(report.json(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
