"""Turns think in the order in which they came, few at once."""

import asyncio

import pytest

from assistant.api.floor import Floor
from tests.assistant.models.stand import in_virtual_time

PATIENCE = 60.0
FOR_EVER = 3600.0


class Thinker:
    """A turn that thinks until it is told to end."""

    def __init__(self, floor: Floor, thinking: list["Thinker"]) -> None:
        self.done = asyncio.Event()
        self.began = asyncio.Event()
        self._thinking = thinking
        self.task = asyncio.create_task(self._think(floor))

    async def _think(self, floor: Floor) -> None:
        async with floor.taken():
            self._thinking.append(self)
            self.began.set()
            await self.done.wait()
            self._thinking.remove(self)


async def _settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_so_many_at_once_and_the_others_in_their_order() -> None:
    thinking: list[Thinker] = []
    floor = Floor(2, FOR_EVER)
    turns = [Thinker(floor, thinking) for _ in range(5)]
    await _settled()
    assert thinking == turns[:2]
    for first, rest in enumerate(turns[2:]):
        thinking[0].done.set()
        await _settled()
        assert thinking == turns[first + 1 : first + 3]
        assert rest.began.is_set()
    for turn in turns:
        turn.done.set()
    await asyncio.gather(*(turn.task for turn in turns))


def test_who_takes_long_hands_it_on_and_once_only() -> None:
    async def talks() -> None:
        thinking: list[Thinker] = []
        floor = Floor(1, 0.2)
        slow, second = Thinker(floor, thinking), Thinker(floor, thinking)
        await second.began.wait()
        assert asyncio.get_running_loop().time() == pytest.approx(0.2)
        assert thinking == [slow, second]
        slow.done.set()
        await slow.task
        second.done.set()
        await second.task
        again = [Thinker(floor, thinking) for _ in range(2)]
        await _settled()
        assert thinking == again[:1]
        for turn in again:
            turn.done.set()
            await turn.task

    in_virtual_time(talks())


@pytest.mark.parametrize("how", ["raises", "is cancelled", "gives up waiting"])
async def test_it_comes_back_however_a_turn_ends(how: str) -> None:
    thinking: list[Thinker] = []
    floor = Floor(1, FOR_EVER)
    if how == "raises":
        with pytest.raises(ZeroDivisionError):
            async with floor.taken():
                raise ZeroDivisionError
    else:
        turns = [Thinker(floor, thinking), Thinker(floor, thinking)]
        await _settled()
        gone = turns[how == "gives up waiting"]
        gone.task.cancel()
        await asyncio.gather(gone.task, return_exceptions=True)
        turns[how != "gives up waiting"].done.set()
        await turns[how != "gives up waiting"].task
    async with asyncio.timeout(PATIENCE), floor.taken():
        pass
