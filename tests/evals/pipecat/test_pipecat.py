"""The comparison runs nowhere in the tests; what it rests on is looked at."""

import ast
import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from assistant.bench.report import Report
from evals.pipecat import __main__ as comparison
from speech.audio import Samples
from speech.transport.media import MediaLoop

HERE = Path(comparison.__file__).parent
OURS = {"assistant", "dialogue", "evals", "sandbox", "speech", "tools"}


def _imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_their_bot_has_nothing_of_ours_and_ours_nothing_of_theirs() -> None:
    assert not _imported(HERE / "bot.py") & OURS
    assert "pipecat" not in _imported(HERE / "__main__.py")


def test_what_is_installed_for_it_is_held_by_version() -> None:
    lines = (HERE / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==\S+", line.strip()) for line in pinned)
    assert {"pipecat-ai", "faster-whisper", "piper-tts", "aiortc"} <= {line.partition("==")[0] for line in pinned}


def test_a_turn_without_an_answer_is_counted_and_the_ratio_is_of_the_same_figure() -> None:
    report = Report("pipecat")
    comparison.put(report, {"ours": [300.0, 500.0, 400.0], "theirs": [1000.0, 1200.0, 30_000.0]})
    assert report.figures["ours_first_audio_ms_p50"] == 400
    assert report.figures["theirs_unanswered"] == 1
    assert report.figures["ratio_p50"] == round(400 / 1200, 2)
    assert report.met("ratio_p50") is True


def test_an_answer_to_a_part_of_the_sentence_is_none() -> None:
    assert comparison.answer_after([], 10.0) is None
    assert comparison.answer_after([10.5, 10.52], 10.0) == 10.5
    assert comparison.answer_after([9.9, 10.02, 10.2, 10.4], 10.0) is None, "it had begun before"
    assert comparison.answer_after([9.9, 10.02, 12.0, 12.02], 10.0) == 12.0
    assert comparison.answer_after([3.0, 10.2], 10.0) == 10.2


def talks(people: int, rounds: int) -> list[list[list[Samples]]]:
    """Of three sentences; which it is, who says it and in which round can be told by its length."""
    return [[[np.zeros(100 * n + 10 * who + k, dtype=np.int16) for k in (1, 2, 3)] for who in range(people)] for n in range(rounds)]


class Side:
    """Several people of one side, who write down what they say; each waits until all of them speak."""

    def __init__(self, name: str, people: int, said: list[tuple[str, int, int]]) -> None:
        self.name, self.said = name, said
        self._all = asyncio.Barrier(people)
        self.opened = 0
        self.people: list[comparison.Says] = [self._person(number) for number in range(people)]

    def _person(self, number: int) -> comparison.Says:
        async def says(sound: Samples) -> float:
            self.said.append((self.name, number, len(sound)))
            await self._all.wait()
            return 100.0 * number

        return says

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[Sequence[comparison.Says]]:
        self.opened += 1
        yield self.people


async def test_people_speak_at_once_and_the_two_sides_in_turns_with_the_same_sentences() -> None:
    said: list[tuple[str, int, int]] = []
    ours, theirs = Side("ours", 2, said), Side("theirs", 2, said)
    async with asyncio.timeout(30):
        taken = await comparison.in_turns(ours.open, theirs.people, talks(2, 2), float("inf"))
    assert taken == {"ours": [0.0, 100.0] * 6, "theirs": [0.0, 100.0] * 6}
    assert said[:6] == [("ours", 0, 1), ("ours", 1, 12), ("theirs", 0, 1), ("theirs", 1, 12), ("ours", 0, 2), ("ours", 1, 13)]
    assert [number for name, _, number in said if name == "theirs"] == [1, 12, 2, 13, 3, 11, 101, 112, 102, 113, 103, 111], "others in each round"
    assert ours.opened == 2, "a new conversation for each round"


async def test_one_person_says_one_sentence_after_the_other() -> None:
    said: list[tuple[str, int, int]] = []
    await comparison.in_turns(Side("ours", 1, said).open, Side("theirs", 1, said).people, talks(1, 1), float("inf"))
    assert said == [(name, 0, number) for number in (1, 2, 3) for name in ("ours", "theirs")]


async def test_without_time_there_is_one_sentence_of_each() -> None:
    side = Side("ours", 2, [])
    taken = await comparison.in_turns(side.open, Side("theirs", 2, []).people, talks(2, 3), 0.0)
    assert (len(taken["ours"]), len(taken["theirs"]), side.opened) == (2, 2, 1)


def test_nobody_says_what_somebody_has_said_before() -> None:
    names = [said[1] for number in range(6) for said in comparison.texts(number, 4)]
    assert len(set(names)) == len(names) == 24


@pytest.mark.parametrize("wrong", ["0", "7", "-1", "many"])
def test_how_many_people(wrong: str) -> None:
    assert comparison.parser().parse_args([]).people == 1
    assert comparison.parser().parse_args(["--people", "4"]).people == 4
    with pytest.raises(SystemExit):
        comparison.parser().parse_args(["--people", wrong])


class Answering:
    """What their bot answers offers with: as many as it has pipelines."""

    def __init__(self, pipelines: int) -> None:
        self._free = pipelines
        self.connections: list[RTCPeerConnection] = []

    async def offer(self, request: web.Request) -> web.Response:
        if not self._free:
            raise web.HTTPServiceUnavailable
        self._free -= 1
        asked = await request.json()
        connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.connections.append(connection)
        await connection.setRemoteDescription(RTCSessionDescription(asked["sdp"], asked["type"]))
        await connection.setLocalDescription(await connection.createAnswer())
        return web.json_response({"sdp": connection.localDescription.sdp, "type": "answer"})


@asynccontextmanager
async def bot(folder: Path, pipelines: int, people: int) -> AsyncGenerator[tuple[comparison.Theirs, Answering]]:
    """A program that says where it is, as theirs does, and those who answer there."""
    answering, app = Answering(pipelines), web.Application()
    app.router.add_post("/offer", answering.offer)
    server = TestServer(app)
    await server.start_server()
    python = folder / "python"
    python.write_text(f'#!/bin/sh\necho "$@" > {folder}/told\necho ready {str(server.make_url("")).rstrip("/")}\nexec sleep 60\n', encoding="utf-8")
    python.chmod(0o755)
    media = MediaLoop()
    media.start()
    try:
        async with aiohttp.ClientSession() as http:
            yield comparison.Theirs(python, http, media, folder, people), answering
    finally:
        for connection in answering.connections:
            await connection.close()
        await media.stop()
        await server.close()


async def test_each_of_their_people_has_a_line_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "whisper_base", Path)
    async with bot(tmp_path, pipelines=4, people=4) as (theirs, answering):
        async with theirs:
            assert (len(theirs.people), len(answering.connections)) == (4, 4)
            told: list[Any] = (tmp_path / "told").read_text(encoding="utf-8").split()
            assert told[-2:] == ["--people", "4"]
        assert theirs.ended


async def test_a_bot_that_hasnt_room_for_all_is_said_and_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "whisper_base", Path)
    async with bot(tmp_path, pipelines=1, people=2) as (theirs, _):
        with pytest.raises(SystemExit, match="didn't start"):
            await theirs.__aenter__()
        assert theirs.ended


async def test_a_bot_that_doesnt_start_is_said_and_left_behind_by_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "whisper_base", Path)
    monkeypatch.setattr(comparison, "READY_S", 0.5)
    silent = tmp_path / "python"
    silent.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    silent.chmod(0o755)
    media = MediaLoop()
    media.start()
    try:
        async with aiohttp.ClientSession() as http:
            bot = comparison.Theirs(silent, http, media, tmp_path)
            with pytest.raises(SystemExit, match="didn't start"):
                await bot.__aenter__()
            assert bot.ended
    finally:
        await media.stop()
