"""`concierge bench voice`: whole talks as real sound over WebRTC against a real server with the packaged models.

Accuracy and turn taking have benches of their own (`evals.ears`, `speech.turns.bench`), which are run from here as programs.
"""

import asyncio
import importlib.util
import json
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from assistant.bench.report import Report, percentile, progress
from assistant.bench.server import Server
from assistant.bench.voice_caller import PATIENCE_S, Person, Sentences, Turn
from assistant.bench.voice_path import BAD_WEATHER, leaks, word_error_pct
from speech.audio import Samples
from speech.transport.caller import Weather
from speech.transport.media import MediaLoop

TALKS = (
    ("I run a small bakery in Ghent, and we need a website.", "The company is called Blue Lotus.", "No, make that Helsinki.",
     "How much is it?", "Two workers, please.", "What can you do for me?"),
    ("We need appointments and passwords.", "Put it in Germany, please.", "Use the bigger machine.", "Which regions do you have?",
     "Undo that.", "Repeat that, please."),
)  # fmt: skip
INTERRUPTIONS = ("No wait.", "Make it Helsinki instead.", "What does that cost?", "Actually four workers.")
CROWDS = (1, 2, 4, 6, 8, 10, 12)
GOOD_S = 2.0
FINE = Weather()
_QUICK_S = 420.0
"""For each of the other benches in a quick run; what takes longer is left out, and the rest isn't lost."""
MISSED_MS = PATIENCE_S * 1000
"""What a turn without an answer counts as."""


async def measure(quick: bool) -> Report:
    """See the module."""
    report = Report("voice")
    with tempfile.TemporaryDirectory(prefix="concierge-bench-") as scratch:
        folder = Path(scratch)
        sentences = Sentences(folder / "sentences")
        try:
            texts = [text for talk in TALKS for text in talk] + list(INTERRUPTIONS)
            sounds: dict[str, Samples] = {}
            for done, text in enumerate(texts, 1):
                sounds[text] = await sentences.sound(text)
                progress(done, len(texts), "sentences made")
        finally:
            await sentences.close()
        log = folder / "server.log"
        server = Server(folder / "data", speed=60, settings={"CONCIERGE_LOG_LEVEL": "info"}, log=log)
        await server.start()
        media = MediaLoop()
        media.start()
        try:
            report.put("rss_before_mb", server.rss_mb(), ("<=", 200))
            async with aiohttp.ClientSession() as http:
                hall = Hall(report, server, http, media, sounds, log, quick)
                await _talks(hall)
                await _interruptions(hall)
                await _weather(hall)
                await _crowds(hall)
                left = await leaks(server.url, server.pid, http, hall.person)
                for what, count in left.items():
                    report.put(f"leaked_{what}", count, ("<=", 0))
        finally:
            await media.stop()
            await server.stop()
        await _programs(report, folder, quick=quick)
    return report


@dataclass(frozen=True, slots=True)
class Hall:
    """What every measurement needs."""

    report: Report
    server: Server
    http: aiohttp.ClientSession
    media: MediaLoop
    sounds: dict[str, Samples]
    log: Path
    quick: bool

    def person(self, weather: Weather = FINE) -> Person:
        """Somebody who calls."""
        return Person(self.server.url, self.http, self.media, weather)


async def _talks(hall: Hall) -> None:
    report, sounds, log, quick = hall.report, hall.sounds, hall.log, hall.quick
    async with hall.person() as first:  # pays for the loading
        await first.ask("GET", "rtc")
        await first.say(sounds[TALKS[0][0]])
        await first.hush()
    skip = len(await asyncio.to_thread(log.read_bytes))
    rounds, turns = 1 if quick else 5, list[Turn]()
    total = rounds * sum(map(len, TALKS))
    for _ in range(rounds):
        for talk in TALKS:
            async with hall.person() as person:
                for text in talk:
                    turns.append(await person.say(sounds[text]))
                    await person.hush()
                    progress(len(turns), total, "turns of one person")
    taken = [MISSED_MS if t.first_audio_ms is None else t.first_audio_ms for t in turns]
    report.put("first_audio_ms_p50", statistics.median(taken), ("<=", 450))
    report.put("first_audio_ms_p95", percentile(taken, 0.95), ("<=", 900))
    told = _stages(log, skip)
    cached = [line["first_audio_ms"] for line in told if line.get("cached")]
    report.put("cached_first_audio_ms_p50", statistics.median(cached) if cached else MISSED_MS, ("<=", 280))
    finals = [line["transcript_ms"] for line in told if "transcript_ms" in line] or [MISSED_MS]
    report.put("final_transcript_ms_p50", statistics.median(finals))
    report.put("final_transcript_ms_p95", percentile(finals, 0.95), ("<=", 300))
    for stage in ("endpoint", "dialogue", "first_clause"):
        # A turn that was announced first has some of its stages after its first sound.
        report.put(f"{stage}_ms_p50", statistics.median([line[f"{stage}_ms"] for line in told if f"{stage}_ms" in line] or [MISSED_MS]))
    report.put("turns", len(turns))
    report.put("turns_cached", len(cached))
    report.put("turns_unanswered", sum(t.first_audio_ms is None for t in turns))


def _stages(log: Path, skip: int) -> list[dict[str, Any]]:
    """The server's own account of its turns."""
    found: list[dict[str, Any]] = []
    with log.open("rb") as file:
        file.seek(skip)
        for raw in file:
            line = json.loads(raw)
            if line.get("event") == "voice turn":
                found.append(line)
    return found


async def _interruptions(hall: Hall) -> None:
    sounds = hall.sounds
    silent: list[float] = []
    rounds = 1 if hall.quick else 5
    for _ in range(rounds):
        async with hall.person() as person:
            for number, text in enumerate(INTERRUPTIONS):
                await person.say(sounds["What can you do for me?"])
                await asyncio.sleep(1.0)  # it is in the middle of its answer
                turn = await person.say_over(sounds[text])
                if turn.silent_ms is not None:
                    silent.append(turn.silent_ms)
                await person.hush()
                progress(len(silent), rounds * len(INTERRUPTIONS), f"interruptions ({number + 1})")
    hall.report.put("barge_in_ms_p95", percentile(silent or [MISSED_MS], 0.95), ("<=", 150))
    hall.report.put("interruptions", len(silent))


async def _weather(hall: Hall) -> None:
    """The same sentences over a good path and over a bad one."""
    rounds = 1 if hall.quick else 3
    found: dict[str, list[float]] = {"fine": [], "bad": []}
    done: list[str] = []
    total = 2 * rounds * len(hall.sounds)

    def tell(text: str) -> None:
        done.append(text)
        progress(len(done), total, "sentences over a good path and a bad one")

    for _ in range(rounds):  # in turns, so that both meet the same machine
        found["fine"].append(await word_error_pct(hall.person, FINE, hall.sounds, tell))
        found["bad"].append(await word_error_pct(hall.person, BAD_WEATHER, hall.sounds, tell))
    fine, bad = (statistics.fmean(values) for values in found.values())
    hall.report.put("word_error_pct", fine)
    hall.report.put("word_error_bad_path_pct", bad)
    hall.report.put("word_error_bad_path_points", max(0.0, bad - fine), ("<=", 3))


async def _crowds(hall: Hall) -> None:
    """More and more people at once, each speaking as soon as the last answer has begun and a breath was taken."""
    report, server, sounds, quick = hall.report, hall.server, hall.sounds, hall.quick
    good = 0
    resident: dict[int, float] = {}
    for size in CROWDS[:3] if quick else CROWDS:
        taken: list[float] = []
        people = [hall.person() for _ in range(size)]
        try:
            for person in people:
                await person.__aenter__()
            await asyncio.gather(*(_crowd_member(person, sounds, number, taken) for number, person in enumerate(people)))
            resident[size] = server.family_rss_mb()  # all of them have talked, and are still there
        finally:
            for person in people:
                await person.__aexit__()
        progress(size, CROWDS[-1], "people at once")
        p95 = percentile(taken or [MISSED_MS], 0.95)
        report.put(f"first_audio_ms_p95_{size}", p95)
        if p95 > GOOD_S * 1000:
            break
        good = size
    report.put("sessions_at_2s", good, (">=", 10))
    report.put("rss_mb", server.family_rss_mb(), ("<=", 900))
    least, most = min(resident), max(resident)
    each = (resident[most] - resident[least]) / max(1, most - least)
    report.put("rss_per_session_mb", max(0.0, each), ("<=", 12))


async def _crowd_member(person: Person, sounds: dict[str, Samples], number: int, taken: list[float]) -> None:
    await asyncio.sleep(0.7 * number % 3.0)
    for text in TALKS[number % len(TALKS)]:
        turn = await person.say(sounds[text])
        taken.append(MISSED_MS if turn.first_audio_ms is None else turn.first_audio_ms)
        await asyncio.sleep(1.5)
        await person.hush()


async def _programs(report: Report, folder: Path, *, quick: bool) -> None:
    """Figures that other benches give; what can't be run is left out and said."""
    for module, wanted, arguments in (
        ("speech.turns.bench", {"false_cutoff_pct": ("<=", 5.0), "missed_end_pct": ("<=", 2.0)}, ["--count", "30"] if quick else []),
        ("evals.ears", {"slot_acc_20db_pct": (">=", 97.0), "slot_acc_10db_pct": (">=", 92.0)}, ["--quick", "--rounds", "1"] if quick else []),
        ("evals.voice", {"scenario_exact_pct": (">=", 85.0)}, ["--limit", "4", "--seed", "1"] if quick else ["--whole"]),
    ):
        if importlib.util.find_spec(module) is None:
            continue
        figures = await _program(module, folder / f"{module}.json", arguments, _QUICK_S if quick else None)
        for key, target in wanted.items():
            if key in figures:
                report.put(key, float(figures[key]), target)


async def _program(module: str, file: Path, arguments: list[str], seconds: float | None) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, "--json", str(file), *arguments, stdout=asyncio.subprocess.DEVNULL, cwd=Path(__file__).parents[2]
    )
    try:
        async with asyncio.timeout(seconds):
            failed = await process.wait() != 0
    except TimeoutError:
        failed = True
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    if failed:
        sys.stderr.write(f"concierge bench voice: {module} couldn't measure\n")
        return {}
    told = json.loads(await asyncio.to_thread(file.read_text, encoding="utf-8"))
    return told.get("figures", told)
