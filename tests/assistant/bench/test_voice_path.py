"""What the bench of the voice counts: words that were lost, and what is left behind."""

import asyncio
import os
from collections import deque
from pathlib import Path
from typing import Any, Self

import aiohttp
import numpy as np
import pytest

from assistant.bench import voice_path
from assistant.bench.voice_path import BAD_WEATHER, leaks, word_error_pct, word_errors, words
from speech.transport.caller import Weather
from speech.transport.media import MediaLoop
from tests.assistant.stage import Stage
from tests.assistant.voice.booth import Booth


@pytest.mark.parametrize(
    ("said", "heard", "count"),
    [
        ("How much is it?", "how much is it", 0),
        ("Two workers, please.", "Two walkers please", 1),
        ("Undo that.", "", 2),
        ("No wait.", "No, no, wait", 1),
        ("It's for us.", "its for us", 1),
    ],
)
def test_words_are_compared_and_marks_are_not(said: str, heard: str, count: int) -> None:
    assert word_errors(words(said), words(heard)) == count


class Person:
    """What the bench needs of one: over a bad path it is heard less well."""

    def __init__(self, weather: Weather) -> None:
        self.events: deque[dict[str, Any]] = deque()
        self.news = asyncio.Event()
        self._bad = weather.loss > 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def say(self, sound: Any) -> None:
        text = {4: "one two three four", 2: "five six"}[len(sound)]
        self.events.append({"type": "assistant_said", "text": "not this"})
        self.events.append({"type": "user_said", "text": text.split()[0]})
        self.events.append({"type": "user_said", "text": text.replace("two", "too") if self._bad else text})

    async def hush(self) -> None:
        pass


async def test_a_bad_path_costs_so_many_words_of_a_hundred() -> None:
    sounds = {"One, two, three, four.": np.zeros(4, dtype=np.int16), "Five, six!": np.zeros(2, dtype=np.int16)}
    done: list[str] = []
    make: Any = Person
    assert await word_error_pct(make, Weather(), sounds, done.append) == 0
    assert await word_error_pct(make, BAD_WEATHER, sounds, done.append) == pytest.approx(100 / 6)
    assert done == [*sounds, *sounds]


async def test_what_is_left_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speech.transport.peer.CONNECTING_S", 0.3)
    monkeypatch.setattr("assistant.voice.ways.HOLD_S", 0.3)
    stage = Stage(tmp_path)
    await stage.start()
    booth = Booth().into(stage)
    media = MediaLoop()
    media.start()
    kept: list[Any] = []
    try:
        async with aiohttp.ClientSession() as http:

            async def mistreat(url: str, client: aiohttp.ClientSession, make: Any) -> None:
                del make
                assert await voice_path._send(url, client, "let me in") == 400  # pyright: ignore[reportPrivateUsage] - one of its sins
                kept.append((tmp_path / "kept").open("w"))

            monkeypatch.setattr(voice_path, "_mistreat", mistreat)
            found = await leaks(stage.url, os.getpid(), http, lambda weather: pytest.fail(f"nobody calls: {weather}"))
        assert found["lines"] == 0
        assert found["files"] >= 1
        assert booth.opened == 1
    finally:
        for file in kept:
            file.close()
        await media.stop()
        await stage.stop()
