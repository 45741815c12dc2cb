"""`bench voice` without sound: people who are answered as fast as the test says, and other benches that are small programs."""

import asyncio
import json
import sys
from collections import Counter, deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
import pytest

from assistant.bench.report import Report
from assistant.bench.voice import (
    CROWDS,
    FINE,
    FIRST,
    MISSED_MS,
    Accounts,
    Hall,
    Measuring,
    crowds,
    measure,
    spoken_texts,
)
from assistant.bench.voice_caller import Turn
from assistant.bench.voice_programs import Program, programs
from assistant.bench.voice_talks import INTERRUPTIONS, TALKS, talk
from speech.audio import Samples
from speech.transport.caller import Weather

CONTRACT = {
    "first_audio_ms_p50", "first_audio_ms_p95", "cached_first_audio_ms_p50", "final_transcript_ms_p95", "barge_in_ms_p95", "false_cutoff_pct",
    "missed_end_pct", "slot_acc_20db_pct", "slot_acc_10db_pct", "scenario_exact_pct", "sessions_at_2s", "rss_mb", "rss_per_session_mb",
}  # fmt: skip
"""Keys that programs outside read."""
BESIDE = {
    "first_audio_ms_p50_round_median", "first_audio_ms_p95_round_median", "cached_first_audio_ms_p50_round_median",
    "final_transcript_ms_p95_round_median", "barge_in_ms_p95_round_median", "false_cutoff_unseen_pct", "scenario_holdout_exact_pct",
    "scenario_first_hearing_exact_pct", "leaked_lines", "word_error_bad_path_points",
}  # fmt: skip
OTHERS = {
    "speech.turns.bench": {"false_cutoff_pct": 4, "missed_end_pct": 1},
    "evals.ears": {"slot_acc_20db_pct": 98, "slot_acc_10db_pct": 93},
    "evals.voice": {"scenario_exact_pct": 90, "first_hearing_exact_pct": 80, "unsafe": 0, "scenarios": 30, "scenarios_asked": 30},
}


@dataclass
class House:
    """A server that the people are in."""

    log: Path
    answers: Callable[[int, int], float | None] = lambda present, turn: 100.0 + turn
    """First audio, ms: by how many are there and how many turns there were before."""
    present: int = 0
    turns: int = 0
    sizes: list[int] = field(default_factory=list[int])
    said: list[str] = field(default_factory=list[str])
    full: int = 1000

    def rss_mb(self) -> float:
        return 150.0

    def family_rss_mb(self) -> float:
        self.sizes.append(self.present)
        return 400.0 + 5 * self.present


class Person:
    """Who is heard word by word, and answered at once."""

    def __init__(self, house: House, texts: dict[int, str]) -> None:
        self.events: deque[dict[str, Any]] = deque()
        self.news = asyncio.Event()
        self._house, self._texts = house, texts

    async def __aenter__(self) -> Self:
        if self._house.present >= self._house.full:
            raise RuntimeError("no voice line")
        self._house.present += 1
        return self

    async def __aexit__(self, *_: object) -> None:
        self._house.present -= 1

    async def say(self, sound: Samples) -> Turn:
        house = self._house
        took = house.answers(house.present, house.turns)
        house.turns += 1
        line = {"event": "voice turn", "cached": house.turns % 2 == 0, "first_audio_ms": took, "transcript_ms": 200.0, "endpoint_ms": 250.0}
        with house.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps({"event": "something else"}) + "\n" + json.dumps(line) + "\n")
        house.said.append(self._texts[len(sound)])
        self.events.append({"type": "user_said", "text": house.said[-1]})
        await asyncio.sleep(0)  # the others' turn
        return Turn(took)

    async def say_over(self, sound: Samples) -> Turn:
        return Turn((await self.say(sound)).first_audio_ms, 80.0)

    async def hush(self) -> None:
        pass

    async def ask(self, method: str, path: str) -> Any:
        return {}


def hall(house: House) -> Hall:
    house.log.touch()
    sounds = {text: np.zeros(number, dtype=np.int16) for number, text in enumerate(spoken_texts(), 1)}
    texts = {len(sound): text for text, sound in sounds.items()}

    async def leaks() -> dict[str, float]:
        return {"threads": 0.0, "files": 0.0, "lines": 0.0}

    def call(weather: Weather) -> Person:
        return Person(house, texts)

    return Hall(house, call, sounds, Accounts(house.log), leaks, pace=0.0)


def opening(house: House) -> Callable[[Path], Any]:
    @asynccontextmanager
    async def open_hall(_folder: Path) -> AsyncGenerator[Hall]:
        yield hall(house)

    return open_hall


def others(folder: Path, failing: str = "") -> list[Program]:
    """As the real ones, but that they are told what to measure."""
    found: list[Program] = []
    for one in programs(quick=True):
        module = one.command[2]
        script = folder / f"{module}.py"
        text = json.dumps({"figures": OTHERS[module]})
        ended = "sys.exit(1)" if module == failing else ""
        script.write_text(f"import pathlib, sys\npathlib.Path(sys.argv[sys.argv.index('--json') + 1]).write_text({text!r})\n{ended}", encoding="utf-8")
        found.append(Program(one.name, (sys.executable, "-S", "-E", str(script), *one.command[3:]), one.figures, 60.0))
    return found


async def test_it_tells_every_figure_that_programs_outside_read(tmp_path: Path) -> None:
    report = await measure(quick=False, open_hall=opening(House(tmp_path / "log")), others=others(tmp_path))
    assert report.figures.keys() >= CONTRACT | BESIDE
    assert {f"first_audio_ms_p95_{size}" for size in CROWDS} <= report.figures.keys()
    assert set(report.targets) >= CONTRACT
    assert (report.figures["turns"], report.figures["interruptions"]) == (5 * sum(map(len, TALKS)), 5 * len(INTERRUPTIONS))
    assert (report.figures["scenario_exact_pct"], report.figures["scenario_first_hearing_exact_pct"], report.figures["scenario_holdout_exact_pct"]) == (90, 80, 90)
    assert (report.undone, report.ok) == ({}, True)


async def test_a_first_look_tells_them_too(tmp_path: Path) -> None:
    report = await measure(quick=True, open_hall=opening(House(tmp_path / "log")), others=others(tmp_path))
    assert report.figures.keys() >= CONTRACT | BESIDE
    assert report.figures["turns"] == sum(map(len, TALKS))
    assert (report.figures["sessions_at_2s"], report.ok) == (4, False), "ten people are more than a first look has"


async def test_a_bench_that_fails_isnt_passed_over(tmp_path: Path) -> None:
    report = await measure(quick=True, open_hall=opening(House(tmp_path / "log")), others=others(tmp_path, failing="evals.ears"))
    assert set(report.undone) == {"slot_acc_20db_pct", "slot_acc_10db_pct"}
    assert not report.ok
    assert "scenario_exact_pct" in report.figures


async def test_the_median_over_the_rounds_stands_beside_the_figure_of_all_turns(tmp_path: Path) -> None:
    """One round of the five is slow."""
    turns = sum(map(len, TALKS))
    house = House(tmp_path / "log", lambda _, turn: 800.0 if 1 <= turn <= turns else 100.0)  # the first turn of all pays for the loading
    report = await measure(quick=False, open_hall=opening(house), others=[])
    assert (report.figures["first_audio_ms_p95"], report.figures["first_audio_ms_p95_round_median"]) == (800, 100)
    assert (report.figures["final_transcript_ms_p95"], report.figures["final_transcript_ms_p95_round_median"]) == (200, 200)


async def test_nobody_is_given_an_answer_that_lies_ready_because_somebody_had_it_before(tmp_path: Path) -> None:
    """A company's name is said once by whoever it is, and one of them on each of three rounds over each path."""
    house = House(tmp_path / "log")
    await measure(quick=False, open_hall=opening(house), others=[])
    named = Counter(text for text in house.said if text.startswith("The company is called"))
    assert named.pop(TALKS[0][1]) == 1 + 2 * 3
    assert (len(named), set(named.values())) == (sum(number % 2 == 0 for number in range(FIRST)) - 1, {1})
    assert len({talk(number)[0] for number in range(FIRST + 1)}) == FIRST + 1


async def crowded(house: House, *, quick: bool = False) -> Report:
    report = Report("voice")
    await crowds(Measuring(report, hall(house), quick))
    return report


async def test_crowds_grow_as_long_as_nobody_waits_for_more_than_two_seconds(tmp_path: Path) -> None:
    house = House(tmp_path / "log", lambda present, _: 500.0 if present < 8 else 2500.0)
    report = await crowded(house)
    assert (report.figures["sessions_at_2s"], report.met("sessions_at_2s")) == (6, False)
    assert (report.figures["first_audio_ms_p95_6"], report.figures["first_audio_ms_p95_8"]) == (500, 2500)
    assert "first_audio_ms_p95_10" not in report.figures
    assert house.sizes == [1, 2, 4, 6, 8, 0], "weighed while all of them are there, and when they have gone"
    assert (report.figures["rss_per_session_mb"], report.figures["rss_mb"]) == (5, 400)
    assert report.ok is False


async def test_whoever_isnt_answered_counts_as_having_waited(tmp_path: Path) -> None:
    report = await crowded(House(tmp_path / "log", lambda present, _: None if present == 4 else 500.0), quick=True)
    assert (report.figures["first_audio_ms_p95_4"], report.figures["sessions_at_2s"]) == (MISSED_MS, 2)


async def test_what_a_session_takes_isnt_told_of_one_crowd(tmp_path: Path) -> None:
    report = await crowded(House(tmp_path / "log", lambda _present, _turn: 3000.0))
    assert (report.figures["sessions_at_2s"], set(report.undone)) == (0, {"rss_per_session_mb"})
    assert "rss_per_session_mb" not in report.figures


async def test_those_who_came_go_when_somebody_gets_no_line(tmp_path: Path) -> None:
    house = House(tmp_path / "log", full=3)
    with pytest.raises(RuntimeError, match="no voice line"):
        await crowded(house)
    assert house.present == 0


def test_accounts_are_read_once_and_not_before_they_are_whole(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text('{"event": "voice turn", "n": 1}\n{"event": "voice tu', encoding="utf-8")
    accounts = Accounts(log)
    assert [line["n"] for line in accounts.fresh()] == [1]
    assert accounts.fresh() == []
    with log.open("a", encoding="utf-8") as file:
        file.write('rn", "n": 2}\n')
    assert [line["n"] for line in accounts.fresh()] == [2]


def test_a_round_in_which_nothing_was_measured_is_no_fast_one(tmp_path: Path) -> None:
    report = Report("voice")
    measuring = Measuring(report, hall(House(tmp_path / "log")), quick=False)
    measuring.put("some", [[3.0], [], [5.0]], max, ("<=", 10))
    measuring.put("none", [[], []], max, ("<=", 10))
    assert report.figures == {"some": 5, "some_round_median": 4, "none": MISSED_MS, "none_round_median": MISSED_MS}
    assert FINE.loss == 0
