"""The asyncio side: many sessions, one model."""

import asyncio
import threading

import numpy as np
import pytest

from speech.ears.desk import Desk
from speech.ears.hearing import Abandoned, Task
from speech.ears.local import LocalRecogniser
from speech.ears.port import HearingFailed, Transcript, Vocabulary
from speech.ears.rota import Limits
from tests.speech.ears.making import noise

ANY = Vocabulary()
WAIT = 60.0


class Gate:
    """Hearing that waits to be let through, and says which session it heard."""

    def __init__(self) -> None:
        self.learnt: list[Vocabulary] = []
        self.begun: asyncio.Queue[str] = asyncio.Queue()
        self.loop = asyncio.get_running_loop()
        self.let_go = threading.Semaphore(0)
        self.hurried: list[bool] = []

    def hear(self, samples: object, task: Task) -> Transcript:
        self.loop.call_soon_threadsafe(self.begun.put_nowait, task.session)
        assert self.let_go.acquire(timeout=WAIT)
        self.hurried.append(task.hurried())
        if not task.alive():
            raise Abandoned
        if task.session == "broken":
            raise RuntimeError("out of memory")
        return Transcript(task.session)

    def learn(self, vocabulary: Vocabulary, language: str) -> None:
        assert language == "en"
        self.learnt.append(vocabulary)


async def ears(**limits: int) -> tuple[LocalRecogniser, Gate]:
    gate = Gate()
    return LocalRecogniser(gate, Desk(Limits(**limits))), gate  # type: ignore[arg-type] # a twin


def final(recogniser: LocalRecogniser, session: str, *, speculative: bool = False) -> "asyncio.Task[Transcript]":
    return asyncio.ensure_future(recogniser.final(session, noise(500), language="en", vocabulary=ANY, speculative=speculative))


async def test_finals_of_all_sessions_are_heard() -> None:
    recogniser, gate = await ears()
    asked = [final(recogniser, name) for name in "abc"]
    for _ in asked:
        gate.let_go.release()
    assert [t.text for t in await asyncio.gather(*asked)] == ["a", "b", "c"]
    await recogniser.close()


async def test_cancelling_a_speculation_under_way() -> None:
    recogniser, gate = await ears()
    asked = final(recogniser, "a", speculative=True)
    assert await asyncio.wait_for(gate.begun.get(), WAIT) == "a"
    recogniser.cancel("a")
    gate.let_go.release()
    with pytest.raises(HearingFailed) as failed:
        await asked
    assert failed.value.code == "stt_cancelled"
    await recogniser.close()


async def test_who_is_heard_while_several_wait_is_to_hurry() -> None:
    recogniser, gate = await ears(crowded=2)
    asked = [final(recogniser, "a")]
    assert await asyncio.wait_for(gate.begun.get(), WAIT) == "a"
    asked += [final(recogniser, name) for name in "bc"]
    await asyncio.sleep(0)
    for _ in asked:
        gate.let_go.release()
    await asyncio.gather(*asked)
    assert gate.hurried == [True, False, False]
    await recogniser.close()


async def test_a_partial_that_cannot_be_had_is_none() -> None:
    recogniser, _ = await ears(crowded=0)
    assert await recogniser.partial("a", noise(500), language="en", vocabulary=ANY) is None
    assert recogniser.figures().dropped == {"crowded": 1}
    await recogniser.close()


async def test_while_somebody_speaks_the_names_are_learnt_and_in_a_final_there_is_no_time() -> None:
    recogniser, gate = await ears()
    for _ in range(2):
        gate.let_go.release()
    asked = Vocabulary(("Helsinki",), slot="region")
    await recogniser.partial("a", noise(500), language="en", vocabulary=asked)
    assert gate.learnt == [asked]
    await final(recogniser, "a")
    assert gate.learnt == [asked]
    await recogniser.close()


async def test_a_partial_gives_way_to_a_final() -> None:
    recogniser, gate = await ears()
    partial = asyncio.ensure_future(recogniser.partial("a", noise(500), language="en", vocabulary=ANY))
    await asyncio.wait_for(gate.begun.get(), WAIT)
    asked = final(recogniser, "b")
    await asyncio.sleep(0)
    gate.let_go.release()
    assert await partial is None
    gate.let_go.release()
    assert (await asked).text == "b"
    await recogniser.close()


async def test_too_many_and_broken_have_their_codes() -> None:
    recogniser, gate = await ears(finals=1)
    first = final(recogniser, "broken")
    await asyncio.wait_for(gate.begun.get(), WAIT)
    second = final(recogniser, "b")
    await asyncio.sleep(0)
    with pytest.raises(HearingFailed) as refused:
        await recogniser.final("c", noise(500), language="en", vocabulary=ANY)
    assert refused.value.code == "stt_overloaded"
    for _ in range(2):
        gate.let_go.release()
    with pytest.raises(HearingFailed) as broken:
        await first
    assert broken.value.code == "stt_failed"
    assert "memory" not in str(broken.value)
    assert (await second).text == "b"
    await recogniser.close()


async def test_a_waiter_that_is_cancelled_takes_its_work_along() -> None:
    recogniser, gate = await ears()
    first = final(recogniser, "a")
    await asyncio.wait_for(gate.begun.get(), WAIT)
    second = final(recogniser, "b")
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    for _ in range(2):
        gate.let_go.release()
    assert (await first).text == "a"
    await recogniser.close()
    assert np.sum(list(recogniser.figures().done.values())) == 1
