"""The voice's process: behind its pipe, restarted, ended with us. The real one speaks in one short test."""

import asyncio
import math
import os
import select
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from speech.audio import level_dbfs
from speech.models import ModelMissing, piper_voice
from speech.mouth import piper as module
from speech.mouth.onnx_outputs import with_durations
from speech.mouth.piper import Piper
from speech.mouth.port import Need, SpeakingFailed
from tests.tools.waiting import until

TWIN = [sys.executable, str(Path(__file__).with_name("piper_twin.py"))]


def running(pid: int) -> bool:
    """Waits for its end, but not for long."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return False
    try:
        return not select.select([handle], [], [], 60)[0]
    finally:
        os.close(handle)


@pytest.fixture
def voice_file(tmp_path: Path) -> Path:
    voice = tmp_path / "de_DE-somebody-low.onnx"
    voice.write_bytes(b"weights")
    Path(f"{voice}.json").write_text('{"espeak": {"voice": "de"}}')
    return voice


@pytest.fixture
async def piper(voice_file: Path) -> AsyncIterator[Piper]:
    made = Piper(voice_file, command=TWIN)
    yield made
    pid = made.pid
    await made.close()
    assert pid is None or not running(pid)


async def test_it_starts_when_first_needed_and_speaks(piper: Piper):
    assert piper.pid is None
    sound = await piper.speak("hello")
    assert len(sound.samples) == 500
    assert sound.spoken == (("hello", 0, 10),)
    assert piper.aligned
    assert piper.language == "de"
    pid = piper.pid
    await piper.speak("again")
    assert piper.pid == pid


async def test_nothing_to_say_needs_no_process(piper: Piper):
    assert len((await piper.speak("  ")).samples) == 0
    assert piper.pid is None


async def test_a_crash_is_told_by_code_and_the_next_text_is_spoken(piper: Piper):
    with pytest.raises(SpeakingFailed) as failed:
        await piper.speak("crash")
    assert failed.value.code == "tts_crashed"
    assert "out of memory" in piper.complaints
    assert len((await piper.speak("ok")).samples) == 200


async def test_restarts_are_bounded(piper: Piper):
    for _ in range(4):
        with pytest.raises(SpeakingFailed):
            await piper.speak("crash")
    with pytest.raises(SpeakingFailed) as failed:
        await piper.speak("ok")
    assert failed.value.code == "tts_crashed"
    assert piper.pid is None


async def test_a_text_that_cant_be_spoken_leaves_the_process_alone(piper: Piper):
    await piper.speak("ok")
    pid = piper.pid
    with pytest.raises(SpeakingFailed) as failed:
        await piper.speak("refuse")
    assert failed.value.code == "tts_refused"
    assert piper.pid == pid


async def test_one_that_hangs_is_killed(piper: Piper, monkeypatch: pytest.MonkeyPatch):
    await piper.speak("ok")
    monkeypatch.setattr(module, "_CLAUSE_SECONDS", 0.05)
    with pytest.raises(SpeakingFailed) as failed:
        await piper.speak("hang")
    assert failed.value.code == "tts_timeout"
    monkeypatch.undo()
    assert len((await piper.speak("ok")).samples) == 200


async def test_who_gives_up_waiting_leaves_no_half_answer_behind(piper: Piper):
    await piper.speak("ok")
    waiting = asyncio.create_task(piper.speak("hang"))
    await asyncio.sleep(0)
    assert not piper.idle
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (await piper.speak("next")).spoken == (("next", 0, 10),)


async def test_what_is_needed_sooner_goes_first_and_a_need_may_grow_while_it_waits(piper: Piper):
    await piper.start()
    order: list[str] = []
    grown, now = Need(math.inf), asyncio.get_running_loop().time()

    async def say(text: str, need: Need) -> None:
        await piper.speak(text, need)
        order.append(text)
        grown.due = now + 60

    waiting = [("a", math.inf), ("b", math.inf), ("last", now + 90), ("first", now + 30), ("then", now + 30)]
    await asyncio.gather(*(say(text, Need(due)) for text, due in waiting), say("c", grown))
    assert order == ["a", "first", "then", "c", "last", "b"]


async def test_what_is_needed_at_once_is_spoken_beside_what_isnt(piper: Piper):
    await piper.start()
    long = asyncio.create_task(piper.speak("long", Need(math.inf)))
    await asyncio.sleep(0)
    later = asyncio.create_task(piper.speak("later", Need(math.inf)))
    assert len((await piper.speak("beside", Need(0.0))).samples) == 600  # "long" waits for it
    assert (await long).spoken == (("long", 0, 10),)
    assert (await later).spoken == (("later", 0, 10),)


async def test_one_that_waits_is_spoken_beside_it_once_its_time_has_come(piper: Piper):
    await piper.start()
    long = asyncio.create_task(piper.speak("long", Need(math.inf)))
    await asyncio.sleep(0)
    soon = asyncio.get_running_loop().time() + 0.35
    assert (await piper.speak("beside", Need(soon))).spoken == (("beside", 0, 10),)
    assert asyncio.get_running_loop().time() < soon + 10
    await long


async def test_of_two_that_are_needed_at_once_one_is_spoken_after_the_other(piper: Piper):
    await piper.start()
    first = asyncio.create_task(piper.speak("first", Need(0.0)))
    await asyncio.sleep(0)
    unwanted = Need(0.0)
    second = asyncio.create_task(piper.speak("second", unwanted))
    await asyncio.sleep(0)
    unwanted.wanted = False  # it would have begun already
    assert len((await first).samples) == 500
    with pytest.raises(SpeakingFailed):
        await second


async def test_a_crash_takes_what_is_spoken_beside_it_and_both_are_told(piper: Piper):
    await piper.start()
    both = await asyncio.gather(piper.speak("long", Need(math.inf)), piper.speak("crash", Need(0.0)), return_exceptions=True)
    assert [failed.code for failed in both if isinstance(failed, SpeakingFailed)] == ["tts_crashed", "tts_crashed"]
    assert len((await piper.speak("ok")).samples) == 200


async def test_what_isnt_the_protocol_ends_the_process(piper: Piper):
    with pytest.raises(SpeakingFailed) as failed:
        await piper.speak("nonsense")
    assert failed.value.code == "tts_crashed"
    assert len((await piper.speak("ok")).samples) == 200


async def test_who_gives_up_while_it_starts_leaves_none_behind(piper: Piper):
    async def its_pid() -> int | None:
        return piper.pid

    waiting = asyncio.create_task(piper.start())
    pid = await until(its_pid)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert not running(pid)
    assert (await piper.speak("next")).spoken == (("next", 0, 10),)


async def test_one_that_is_put_away_while_it_starts_is_gone(piper: Piper):
    starting = asyncio.create_task(piper.start())
    await asyncio.sleep(0)
    assert piper.pid is None, "its process is being made"
    await piper.close()
    with pytest.raises(SpeakingFailed) as failed:
        await starting
    assert failed.value.code == "tts_closed"
    assert piper.pid is None


async def test_what_nobody_wants_any_more_isnt_begun(piper: Piper):
    unwanted = Need()
    first, second = asyncio.create_task(piper.speak("a")), asyncio.create_task(piper.speak("b", unwanted))
    await asyncio.sleep(0)
    unwanted.wanted = False
    assert len((await first).samples) == 100
    with pytest.raises(SpeakingFailed) as failed:
        await second
    assert failed.value.code == "tts_unwanted"
    assert piper.idle


async def test_it_isnt_given_our_secrets(piper: Piper, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOME_SECRET", "x")
    assert (await piper.speak("env")).spoken == ()


async def test_one_that_doesnt_start_is_told(voice_file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", "/nowhere")
    piper = Piper(voice_file, command=TWIN)
    with pytest.raises(SpeakingFailed) as failed:
        await piper.start()
    assert failed.value.code == "tts_crashed"
    await piper.close()


async def test_after_closing_nothing_is_spoken(voice_file: Path):
    piper = Piper(voice_file, command=TWIN)
    await piper.close()
    with pytest.raises(SpeakingFailed) as failed:
        await piper.speak("ok")
    assert failed.value.code == "tts_closed"


def test_a_voice_that_isnt_there_is_missed_at_once(tmp_path: Path):
    with pytest.raises(ModelMissing):
        Piper(tmp_path / "none.onnx")


def test_the_process_ends_with_its_parent(voice_file: Path):
    """The parent is killed without a chance to say goodbye."""
    script = (
        "import asyncio, os, signal, sys\n"
        "from pathlib import Path\n"
        "from speech.mouth.piper import Piper\n"
        "async def main():\n"
        f"    piper = Piper(Path({str(voice_file)!r}), command={TWIN!r})\n"
        "    await piper.start()\n"
        "    print(piper.pid, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())\n"
    )
    root = Path(module.__file__).resolve().parents[2]
    parent = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, timeout=100, check=False)
    assert parent.returncode == -signal.SIGKILL
    assert not running(int(parent.stdout))


def test_a_file_that_is_no_voice_has_no_durations():
    assert with_durations(b"") is None
    assert with_durations(b"weights of something else") is None


async def test_the_packaged_voice_speaks_and_tells_when():
    """The real thing: a model is loaded, a sentence spoken, its words timed by its own measure."""
    piper = Piper(piper_voice())
    try:
        sound = await piper.speak("Your cluster will run in Falkenstein.")
    finally:
        await piper.close()
    assert 1.2 < len(sound.samples) / 16000 < 4
    assert -35 < level_dbfs(sound.samples) < -10
    assert piper.aligned
    assert [word for word, _, _ in sound.spoken] == "Your cluster will run in Falkenstein.".split()
    longest = max(sound.spoken, key=lambda word: word[2] - word[1])
    assert longest[0] == "Falkenstein."
    assert np.all(np.diff([start for _, start, _ in sound.spoken]) > 0)


def test_nothing_of_piper_is_loaded_into_the_application():
    """It is GPL: only the child imports it."""
    rooms = "audio models mouth.mouth mouth.opening mouth.piper mouth.speaker mouth.remote mouth.cache mouth.bench turns.listener"
    script = "import sys\n" + "".join(f"import speech.{room}\n" for room in rooms.split())
    script += "assert not [name for name in sys.modules if name.partition('.')[0] == 'piper'], 'piper is loaded'\n"
    root = Path(module.__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", script], cwd=root, check=True, timeout=100)
