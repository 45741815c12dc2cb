"""Two figures of `concierge bench voice`: what a bad network costs in words, and what bad input leaves behind."""

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
from aiortc import RTCConfiguration, RTCPeerConnection

from assistant.bench.voice_caller import PATIENCE_S, Person, Somebody
from speech.audio import Samples
from speech.transport.caller import Weather

BAD_WEATHER = Weather(loss=0.05, jitter_ms=60.0)
MakePerson = Callable[[Weather], Person]
_SETTLES_S = 60.0
"""A line whose person went away without a word is let go within this."""
_LINES = re.compile(r"^concierge_voice_lines(?:\{\})? ([0-9.]+)", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words(text: str) -> list[str]:
    """In lower case, without marks."""
    return _WORD.findall(text.lower())


def word_errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Words put in, left out or changed."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


async def word_error_pct(make: Callable[[Weather], Somebody], weather: Weather, sounds: dict[str, Samples], done: Callable[[str], None]) -> float:
    """Over all sentences, each as the conversation's log has it."""
    wrong = total = 0
    async with make(weather) as person:
        for text, sound in sounds.items():
            person.events.clear()
            person.news.clear()
            await person.say(sound)
            said = await _said(person)
            await person.hush()
            wrong += min(len(words(text)), word_errors(words(text), words(said)))
            total += len(words(text))
            done(text)
    return 100 * wrong / max(1, total)


async def _said(person: Somebody) -> str:
    """The last thing that the log has of this sentence: one that was cut is said whole by its second half."""
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_S / 3):
            while not (found := [e["text"] for e in person.events if e["type"] == "user_said"]):
                person.news.clear()
                await person.news.wait()
            return found[-1]
    return ""


async def leaks(url: str, pid: int, http: aiohttp.ClientSession, make: MakePerson) -> dict[str, float]:
    """Threads, open files and lines of the server after bad input, beyond those after the same input before.

    The first round fills what fills once: pools, caches, connections that are kept."""
    counted: list[dict[str, int]] = []
    for _ in range(2):
        await _mistreat(url, http, make)
        lines = await _settled(url, http)
        counted.append({"threads": _entries(pid, "task"), "files": _entries(pid, "fd"), "lines": lines})
    first, second = counted
    grown = {what: float(max(0, second[what] - first[what])) for what in ("threads", "files")}
    return {**grown, "lines": float(second["lines"])}


async def _mistreat(url: str, http: aiohttp.ClientSession, make: MakePerson) -> None:
    good = await _offer()
    broken = ["", "let me in", good[: len(good) // 2], good.replace("opus/48000/2", "speex/8000"), good + "\x00", good.replace("m=audio", "m=application")]
    for sdp in broken:
        await _send(url, http, sdp)
    await asyncio.gather(*(_send(url, http, good) for _ in range(30)))  # and nobody ever comes
    for _ in range(3):
        person = await make(Weather()).__aenter__()
        await person.vanish()


async def _offer() -> str:
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    connection.addTransceiver("audio")
    await connection.setLocalDescription(await connection.createOffer())
    sdp = connection.localDescription.sdp
    await connection.close()
    return sdp


async def _send(url: str, http: aiohttp.ClientSession, sdp: str) -> int:
    async with http.post(f"{url}/api/v1/conversations", json={"channel": "voice"}) as answer:
        begun: dict[str, Any] = await answer.json()
    if "id" not in begun:
        return answer.status
    headers = {"Authorization": f"Bearer {begun['token']}", "Content-Type": "application/sdp"}
    async with http.post(f"{url}/api/v1/conversations/{begun['id']}/rtc", data=sdp, headers=headers) as answer:
        await answer.read()
        return answer.status


async def _settled(url: str, http: aiohttp.ClientSession) -> int:
    """Open lines, once there are none or it has been waited long enough."""
    loop = asyncio.get_running_loop()
    until = loop.time() + _SETTLES_S
    while True:
        async with http.get(f"{url}/metrics") as answer:
            found = _LINES.search(await answer.text())
        lines = int(float(found.group(1))) if found else 0
        if lines == 0 or loop.time() > until:
            return lines
        await asyncio.sleep(0.5)


def _entries(pid: int, what: str) -> int:
    return len(list(Path(f"/proc/{pid}/{what}").iterdir()))
