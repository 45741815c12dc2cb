"""`concierge bench voice`: whole talks as real sound over WebRTC against a real server with the packaged models.

Accuracy, turn taking and whole scenarios have benches of their own, which are run as programs (`voice_programs`).
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import aiohttp

from assistant.bench.report import Report, percentile, progress
from assistant.bench.server import Server
from assistant.bench.voice_caller import PATIENCE_S, Person, Sentences, Somebody, Turn
from assistant.bench.voice_path import BAD_WEATHER, leaks, word_error_pct
from assistant.bench.voice_programs import Program, Target, programs, take
from assistant.bench.voice_talks import EVERY_DAY, INTERRUPTIONS, TALKS, talk
from speech.audio import Samples
from speech.transport.caller import Weather
from speech.transport.media import MediaLoop

CROWDS = (1, 2, 4, 6, 8, 10, 12)
GOOD_S = 2.0
FINE = Weather()
WHOLE_S = 75 * 60.0
"""For all of it together; it mostly takes a little over an hour on two cores, two thirds of that for whole scenarios."""
ROUNDS = 5
"""What is judged by medians is measured so often, each time by others."""
IN_CROWDS = len(TALKS) * ROUNDS
"""The first of those who make up crowds (`voice_talks.talk`)."""
FIRST = IN_CROWDS + sum(CROWDS)
"""Who comes before all, and pays for the loading."""
MISSED_MS = PATIENCE_S * 1000
"""What a turn without an answer counts as."""


class House(Protocol):
    """The server, as far as it is weighed."""

    def rss_mb(self) -> float:
        """Of its own."""
        ...

    def family_rss_mb(self) -> float:
        """With the processes that speak for it."""
        ...


class Accounts:
    """The server's own account of its turns, out of its log."""

    def __init__(self, log: Path) -> None:
        self._log, self._read = log, 0

    def fresh(self) -> list[dict[str, Any]]:
        """Those since it was asked last."""
        with self._log.open("rb") as file:
            file.seek(self._read)
            whole, end, _ = file.read().rpartition(b"\n")  # the last line may still be being written
        self._read += len(whole) + len(end)
        lines = (json.loads(raw) for raw in whole.splitlines())
        return [line for line in lines if line.get("event") == "voice turn"]


@dataclass(frozen=True, slots=True)
class Hall:
    """Where it is measured."""

    house: House
    call: Callable[[Weather], Somebody]
    """Somebody new who calls, over such a path."""
    sounds: dict[str, Samples]
    """Everything that is said in it."""
    accounts: Accounts
    leaks: Callable[[], Awaitable[dict[str, float]]]
    """What bad input leaves behind."""
    pace: float = 1.0
    """Of the pauses that people make; 1: as they do."""


@dataclass(frozen=True, slots=True)
class Measuring:
    """What every measurement needs."""

    report: Report
    hall: Hall
    quick: bool

    @property
    def rounds(self) -> int:
        """Of what is judged by medians."""
        return 1 if self.quick else ROUNDS

    def put(self, key: str, rounds: Sequence[list[float]], figure: Callable[[list[float]], float], target: Target) -> None:
        """Of all rounds' turns together, and the median over the rounds of what each came to alone."""
        there = [values for values in rounds if values] or [[MISSED_MS]]
        self.report.put(key, figure([value for values in there for value in values]), target)
        self.report.put(f"{key}_round_median", statistics.median(figure(values) for values in there), target)


async def measure(
    quick: bool, *, open_hall: "Callable[[Path], AbstractAsyncContextManager[Hall]] | None" = None, others: Sequence[Program] | None = None
) -> Report:
    """See the module. `open_hall`: where, instead of at a server of our own; `others`: instead of the benches that there are."""
    report = Report("voice")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="concierge-bench-") as scratch:
        folder = Path(scratch)
        async with (open_hall or hall)(folder) as opened:
            report.put("rss_before_mb", opened.house.rss_mb(), ("<=", 200))
            measuring = Measuring(report, opened, quick)
            await _talks(measuring)
            await _interruptions(measuring)
            await _weather(measuring)
            await crowds(measuring)
            for what, count in (await opened.leaks()).items():
                report.put(f"leaked_{what}", count, ("<=", 0))
        await take(report, programs(quick=quick) if others is None else others, folder, began + WHOLE_S)
    report.put("minutes", (time.monotonic() - began) / 60)
    return report


@asynccontextmanager
async def hall(folder: Path) -> AsyncGenerator[Hall]:
    """A server of our own with the packaged models. Raises RuntimeError."""
    sounds = await _sounds(folder / "sentences")
    log = folder / "server.log"
    server = Server(folder / "data", speed=60, settings={"CONCIERGE_LOG_LEVEL": "info"}, log=log)
    await server.start()
    media = MediaLoop()
    media.start()
    try:
        async with aiohttp.ClientSession() as http:

            def call(weather: Weather) -> Person:
                return Person(server.url, http, media, weather)

            yield Hall(server, call, sounds, Accounts(log), lambda: leaks(server.url, server.pid, http, call))
    finally:
        await media.stop()
        await server.stop()


async def _sounds(folder: Path) -> dict[str, Samples]:
    sentences = Sentences(folder)
    texts = spoken_texts()
    sounds: dict[str, Samples] = {}
    try:
        for done, text in enumerate(texts, 1):
            sounds[text] = await sentences.sound(text)
            progress(done, len(texts), "sentences made")
    finally:
        await sentences.close()
    return sounds


def spoken_texts() -> list[str]:
    """Everything that is said to the server."""
    return list(dict.fromkeys([*EVERY_DAY, *(text for number in range(FIRST + 1) for text in talk(number))]))


async def _talks(measuring: Measuring) -> None:
    report, hall = measuring.report, measuring.hall
    async with hall.call(FINE) as first:
        await first.ask("GET", "rtc")
        await first.say(hall.sounds[talk(FIRST)[0]])
        await first.hush()
    await asyncio.to_thread(hall.accounts.fresh)
    turns: list[list[Turn]] = []
    told: list[list[dict[str, Any]]] = []
    total = measuring.rounds * sum(map(len, TALKS))
    for done in range(measuring.rounds):
        turns.append([])
        for number in range(done * len(TALKS), (done + 1) * len(TALKS)):
            async with hall.call(FINE) as person:
                for text in talk(number):
                    turns[-1].append(await person.say(hall.sounds[text]))
                    await person.hush()
                    progress(sum(map(len, turns)), total, "turns of one person")
        told.append(await asyncio.to_thread(hall.accounts.fresh))
    taken = [[MISSED_MS if t.first_audio_ms is None else t.first_audio_ms for t in some] for some in turns]
    measuring.put("first_audio_ms_p50", taken, statistics.median, ("<=", 450))
    measuring.put("first_audio_ms_p95", taken, _p95, ("<=", 900))
    cached = [[line["first_audio_ms"] for line in some if line.get("cached")] for some in told]
    measuring.put("cached_first_audio_ms_p50", cached, statistics.median, ("<=", 280))
    finals = [[line["transcript_ms"] for line in some if "transcript_ms" in line] for some in told]
    measuring.put("final_transcript_ms_p95", finals, _p95, ("<=", 300))
    for key, stage in (("final_transcript", "transcript"), ("endpoint", "endpoint"), ("dialogue", "dialogue"), ("first_clause", "first_clause")):
        # A turn that was announced first has some of its stages after its first sound.
        values = [line[f"{stage}_ms"] for some in told for line in some if f"{stage}_ms" in line]
        report.put(f"{key}_ms_p50", statistics.median(values or [MISSED_MS]))
    report.put("turns", sum(map(len, turns)))
    report.put("turns_cached", sum(map(len, cached)))
    report.put("turns_unanswered", sum(t.first_audio_ms is None for some in turns for t in some))


def _p95(values: list[float]) -> float:
    return percentile(values, 0.95)


async def _interruptions(measuring: Measuring) -> None:
    hall = measuring.hall
    silent: list[list[float]] = []
    for done in range(measuring.rounds):
        silent.append([])
        async with hall.call(FINE) as person:
            for number, text in enumerate(INTERRUPTIONS, 1):
                await person.say(hall.sounds["What can you do for me?"])
                await asyncio.sleep(hall.pace)  # it is in the middle of its answer
                turn = await person.say_over(hall.sounds[text])
                if turn.silent_ms is not None:
                    silent[-1].append(turn.silent_ms)
                await person.hush()
                progress(done * len(INTERRUPTIONS) + number, measuring.rounds * len(INTERRUPTIONS), "interruptions")
    measuring.put("barge_in_ms_p95", silent, _p95, ("<=", 150))
    measuring.report.put("interruptions", sum(map(len, silent)))


async def _weather(measuring: Measuring) -> None:
    """The same sentences over a good path and over a bad one; the mean over three rounds."""
    hall = measuring.hall
    rounds = 1 if measuring.quick else 3
    found: dict[str, list[float]] = {"fine": [], "bad": []}
    done: list[str] = []
    sounds = {text: hall.sounds[text] for text in EVERY_DAY}
    total = 2 * rounds * len(sounds)

    def tell(text: str) -> None:
        done.append(text)
        progress(len(done), total, "sentences over a good path and a bad one")

    for _ in range(rounds):  # in turns, so that both meet the same machine
        found["fine"].append(await word_error_pct(hall.call, FINE, sounds, tell))
        found["bad"].append(await word_error_pct(hall.call, BAD_WEATHER, sounds, tell))
    fine, bad = (statistics.fmean(values) for values in found.values())
    measuring.report.put("word_error_pct", fine)
    measuring.report.put("word_error_bad_path_pct", bad)
    measuring.report.put("word_error_bad_path_points", max(0.0, bad - fine), ("<=", 3))


async def crowds(measuring: Measuring) -> None:
    """More and more people at once, each speaking as soon as the last answer has begun and a breath was taken. Every crowd once: its
    figure is of six turns of each in it, and twelve of them five times would be half an hour."""
    report, hall = measuring.report, measuring.hall
    good, first = 0, IN_CROWDS
    resident: dict[int, float] = {}
    for size in CROWDS[:3] if measuring.quick else CROWDS:
        taken: list[float] = []
        async with AsyncExitStack() as stack:
            people = [await stack.enter_async_context(hall.call(FINE)) for _ in range(size)]
            await asyncio.gather(*(_crowd_member(hall, person, number, taken) for number, person in enumerate(people, first)))
            first += size
            resident[size] = hall.house.family_rss_mb()  # all of them have talked, and are still there
        progress(size, CROWDS[-1], "people at once")
        p95 = percentile(taken, 0.95)
        report.put(f"first_audio_ms_p95_{size}", p95)
        if p95 > GOOD_S * 1000:
            break
        good = size
    report.put("sessions_at_2s", good, (">=", 10))
    report.put("rss_mb", hall.house.family_rss_mb(), ("<=", 900))
    least, most = min(resident), max(resident)
    if least == most:
        report.undone["rss_per_session_mb"] = f"no crowd but that of {least} was there to compare with"
        return
    report.put("rss_per_session_mb", max(0.0, (resident[most] - resident[least]) / (most - least)), ("<=", 12))


async def _crowd_member(hall: Hall, person: Somebody, number: int, taken: list[float]) -> None:
    await asyncio.sleep(hall.pace * (0.7 * number % 3.0))
    for text in talk(number):
        turn = await person.say(hall.sounds[text])
        taken.append(MISSED_MS if turn.first_audio_ms is None else turn.first_audio_ms)
        await asyncio.sleep(hall.pace * 1.5)
        await person.hush()
