"""One request from the breaker to the last event, in virtual time."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from assistant.models.breaker import Breaker, BreakerRules
from assistant.models.port import (
    Chunk,
    Finished,
    ModelTrouble,
    NothingScripted,
    Pause,
    ScriptedModel,
    TextDelta,
    spoken,
)
from assistant.models.prices import Price, Prices
from assistant.models.runner import Deadlines, Event, ModelRunner
from dialogue.model_events import ModelAnswered, ModelCall, ModelFailed, ModelSpoke, Usage
from tests.assistant.models.stand import ask, in_virtual_time

CALL = ModelCall(id="1", tool="catalyst.things.get", arguments={"id": "a"})
PRICES = Prices({"scripted": Price(input=1, output=10)})
Step = Chunk | Pause | ModelTrouble


class Stage:
    """A runner over scripts, on the loop's clock."""

    def __init__(self, *scripts: Sequence[Step], rules: BreakerRules | None = None) -> None:
        self.model = ScriptedModel(*scripts)
        self.breaker = Breaker(rules or BreakerRules())
        clock = asyncio.get_running_loop().time
        self.runner = ModelRunner(self.model, self.breaker, prices=PRICES, deadlines=Deadlines(6, 25), clock=clock)

    async def events(self, call_id: str = "m1") -> list[Event]:
        return [event async for event in self.runner.run(call_id, ask())]


def run(*scripts: Sequence[Step], rules: BreakerRules | None = None) -> list[list[Event]]:
    """The events of one request for each script, one after the other."""

    async def all_of_them() -> Any:
        stage = Stage(*scripts, rules=rules)
        return [await stage.events() for _ in scripts]

    return in_virtual_time(all_of_them())


def spoke(*clauses: str) -> list[Event]:
    return [ModelSpoke(call_id="m1", text=clause) for clause in clauses]


def failed(code: Any, said: str = "") -> ModelFailed:
    return ModelFailed(call_id="m1", code=code, spoken=said)


def test_clauses_come_as_they_stream_and_then_the_whole_answer() -> None:
    usage = Usage(input=1000, output=100)
    (events,) = run([*spoken("Good morning. How are you? Fine"), Finished("tools", (CALL,), usage, "scripted-2026")])
    assert events == [
        *spoke("Good morning.", " How are you?", " Fine"),
        ModelAnswered(
            call_id="m1", model="scripted-2026", text="Good morning. How are you? Fine", calls=(CALL,), stop="tools", usage=usage, cost_usd=0.002
        ),
    ]


def test_a_blank_answer_speaks_nothing() -> None:
    (events,) = run([TextDelta(" \n"), Finished("tools", (CALL,))])
    assert [event.type for event in events] == ["model_answered"]


def test_a_clause_leaves_before_the_model_goes_on() -> None:
    async def watch() -> float:
        stage = Stage([TextDelta("Good morning. "), Pause(5), TextDelta("Then."), Finished()])
        answering = stage.runner.run("m1", ask())
        assert await anext(answering) == ModelSpoke(call_id="m1", text="Good morning.")
        at = asyncio.get_running_loop().time()
        assert [event.type async for event in answering] == ["model_spoke", "model_answered"]
        return at

    assert in_virtual_time(watch()) == 0


@pytest.mark.parametrize(
    ("script", "last"),
    [
        ([Pause(6.1), *spoken("Late."), Finished()], failed("timeout")),
        ([TextDelta(""), Pause(10), TextDelta("Late. "), Finished("end")], None),
        ([*spoken("Good morning. So"), Pause(30), Finished()], failed("timeout", "Good morning.")),
        ([*spoken("Good morning. "), *[Pause(2)] * 13, Finished("tools", (CALL,))], failed("timeout", "Good morning.")),
        ([*spoken("Good morning. "), ModelTrouble("cut")], failed("cut", "Good morning.")),
        ([TextDelta("One, two"), ModelTrouble("server_error")], failed("server_error")),
        ([*spoken("Good morning. ")], failed("cut", "Good morning.")),
        ([], failed("cut")),
    ],
)
def test_every_way_to_fail_ends_in_one_failure_with_its_code(script: list[Step], last: ModelFailed | None) -> None:
    (events,) = run(script)
    ends = [event for event in events if not isinstance(event, ModelSpoke)]
    assert len(ends) == 1
    assert isinstance(ends[0], ModelAnswered) if last is None else ends == [last]
    assert "".join(event.text for event in events if isinstance(event, ModelSpoke)) == (last.spoken if last else "Late.")


def test_the_deadline_does_not_cut_down_a_slow_reader() -> None:
    async def watch() -> list[Event]:
        stage = Stage([*spoken("One. Two. "), Finished()])
        events: list[Event] = []
        async for event in stage.runner.run("m1", ask()):
            await asyncio.sleep(3)
            events.append(event)
        return events

    assert [event.type for event in in_virtual_time(watch())] == ["model_spoke", "model_spoke", "model_answered"]


def test_a_timed_out_request_is_ended() -> None:
    async def watch() -> tuple[int, float]:
        stage = Stage([Pause(100), Finished()])
        assert await stage.events() == [failed("timeout")]
        return stage.model.closed, asyncio.get_running_loop().time()

    assert in_virtual_time(watch()) == (1, 6)


@pytest.mark.parametrize("after", [0.0, 3.0])
def test_an_interruption_ends_the_request_at_once(after: float) -> None:
    async def watch() -> tuple[list[Event], int, float]:
        stage = Stage([*spoken("Good morning. "), Pause(20), Finished()], [*spoken("Good. "), Finished()])
        answering = stage.runner.run("m1", ask())
        asyncio.get_running_loop().call_later(after, answering.interrupt)
        events = [event async for event in answering]
        answering.interrupt()  # too late to do anything
        at = asyncio.get_running_loop().time()
        assert [event.type for event in await stage.events()] == ["model_spoke", "model_answered"]
        return events, stage.model.closed, at

    assert in_virtual_time(watch()) == ([*spoke("Good morning."), failed("interrupted", "Good morning.")], 1, after)


def test_an_interruption_while_the_reader_is_busy_counts_before_the_next_piece() -> None:
    async def watch() -> list[Event]:
        stage = Stage([*spoken("One. Two. Three. "), Finished()])
        answering = stage.runner.run("m1", ask())
        first = await anext(answering)
        answering.interrupt()
        return [first, *[event async for event in answering]]

    assert in_virtual_time(watch()) == [*spoke("One."), failed("interrupted", "One.")]


def test_cancelling_the_reader_ends_the_request_and_lets_others_ask() -> None:
    async def watch() -> tuple[int, list[str]]:
        stage = Stage([*[ModelTrouble("cut")]], [Pause(20), Finished()], [Finished()], rules=BreakerRules(failures=1, rest=1))
        await stage.events()
        await asyncio.sleep(1)
        reading = asyncio.create_task(stage.events())
        await asyncio.sleep(1)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        return stage.model.closed, [event.type for event in await stage.events()]

    assert in_virtual_time(watch()) == (1, ["model_answered"])


def test_after_repeated_trouble_the_model_is_not_even_asked() -> None:
    async def watch() -> tuple[list[str], int, float]:
        stage = Stage(*[[ModelTrouble("server_error")]] * 3, [Finished()], rules=BreakerRules(failures=3, rest=20))
        codes: list[str] = []
        for _ in range(5):
            events = await stage.events()
            codes.append(events[0].code if isinstance(events[0], ModelFailed) else events[0].type)
        asked, resting = len(stage.model.requests), stage.runner.resting()
        await asyncio.sleep(20)
        assert [event.type for event in await stage.events()] == ["model_answered"]
        return codes, asked, resting

    assert in_virtual_time(watch()) == (["server_error"] * 3 + ["resting"] * 2, 3, 20)


def test_a_rate_limit_rests_as_long_as_the_provider_says() -> None:
    assert run([ModelTrouble("rate_limited", retry_after=30)], [Finished()]) == [[failed("rate_limited")], [failed("resting")]]


def test_a_stand_in_without_an_answer_is_not_hidden() -> None:
    async def watch() -> None:
        stage = Stage()
        with pytest.raises(NothingScripted):
            await stage.events()

    in_virtual_time(watch())


def test_a_fault_of_ours_ends_the_turn_too_and_its_text_stays_out_of_the_log(logged: list[dict[str, Any]]) -> None:
    class Faulty(ScriptedModel):
        async def stream(self, request: Any) -> Any:
            yield TextDelta("So. ")
            raise KeyError("my password is hunter2")

    async def watch() -> list[Event]:
        runner = ModelRunner(Faulty(), Breaker(), prices=PRICES, clock=asyncio.get_running_loop().time)
        return [event async for event in runner.run("m1", ask())]

    assert in_virtual_time(watch()) == [*spoke("So."), failed("malformed", "So.")]
    assert [line["error"] for line in logged] == ["KeyError"]
    assert "hunter2" not in repr(logged)
