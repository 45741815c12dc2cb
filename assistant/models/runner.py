"""One request to a model, from the breaker to the last event: deadlines, clauses, cost, and one code for every way to fail."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from assistant.logs import get_logger
from assistant.models.breaker import Breaker
from assistant.models.clauses import Clauses
from assistant.models.port import Finished, Model, ModelTrouble, NothingScripted, TextDelta
from assistant.models.prices import Prices
from dialogue.engines.model.request import ModelRequest
from dialogue.model_events import ModelAnswered, ModelFailed, ModelSpoke, ModelTroubleCode

Event = ModelSpoke | ModelAnswered | ModelFailed
_LOG = get_logger("concierge.models")
INTERRUPTED: ModelTroubleCode = "interrupted"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds from the request on."""

    first: float = 6.0
    """To the first piece of the answer."""
    whole: float = 25.0
    """To its end."""


@dataclass(slots=True)
class _Run:
    """One request under way."""

    call_id: str
    began: float = 0.0
    wait: asyncio.Timeout | None = None
    """Around the wait for the next piece; moved to now when somebody interrupts."""
    interrupted: bool = False
    heard: bool = False
    """The answer has begun."""
    settled: bool = False
    """The breaker knows the outcome."""
    spoken: list[str] = field(default_factory=list[str])
    clauses: Clauses = field(default_factory=Clauses)


class Answering(AsyncIterator[Event]):
    """The events of one request, to be iterated once.

    `interrupt` ends them with a `ModelFailed` of code `interrupted`. Where the iterating task itself is cancelled nothing more
    comes and nothing is left open; whoever cancelled it logs what was heard.
    """

    def __init__(self, run: _Run, events: AsyncGenerator[Event]) -> None:
        self._run = run
        self._events = events

    async def __anext__(self) -> Event:
        """The next event."""
        return await anext(self._events)

    def interrupt(self) -> None:
        """The person speaks: no more of this answer is wanted. Without effect on one that has ended."""
        self._run.interrupted = True
        if self._run.wait is not None:
            self._run.wait.reschedule(asyncio.get_running_loop().time())

    async def aclose(self) -> None:
        """Nobody reads on: the request ends, and nothing more is said."""
        await self._events.aclose()


class ModelRunner:
    """Runs requests of all conversations against one provider."""

    def __init__(
        self,
        model: Model,
        breaker: Breaker,
        *,
        prices: Prices,
        deadlines: Deadlines = Deadlines(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._model = model
        self._breaker = breaker
        self._prices = prices
        self._deadlines = deadlines
        self._clock = clock

    @property
    def name(self) -> str:
        """Of the model."""
        return self._model.name

    def run(self, call_id: str, request: ModelRequest) -> "Answering":
        """The events of one request: clauses as they come, then exactly one `ModelAnswered` or `ModelFailed`."""
        run = _Run(call_id)
        return Answering(run, self._run(run, request))

    async def _run(self, run: _Run, request: ModelRequest) -> AsyncGenerator[Event]:
        run.began = self._clock()
        if not self._breaker.admits(run.began):
            yield ModelFailed(call_id=run.call_id, code="resting")
            return
        try:
            async with aclosing(self._events(run, request)) as events:
                async for event in events:
                    yield event
        except ModelTrouble as trouble:
            self._breaker.failed(trouble.code, self._clock(), trouble.retry_after)
            run.settled = True
            yield ModelFailed(call_id=run.call_id, code=trouble.code, spoken="".join(run.spoken))
        except NothingScripted:
            raise
        except Exception as error:
            # A fault of ours must not leave the turn waiting for ever. Its text may repeat what the person said.
            _LOG.error("the model's answer could not be taken in", error=type(error).__name__, model=self._model.name)
            yield ModelFailed(call_id=run.call_id, code="malformed", spoken="".join(run.spoken))
        finally:
            if not run.settled:
                self._breaker.abandoned()

    def resting(self) -> float:
        """Seconds for which the breaker keeps the model out; 0 when it may be asked."""
        return self._breaker.resting(self._clock())

    async def close(self) -> None:
        """Give back the model's connections."""
        await self._model.close()

    async def _events(self, run: _Run, request: ModelRequest) -> AsyncGenerator[Event]:
        """Raises ModelTrouble."""
        async with aclosing(self._model.stream(request)) as stream:
            while True:
                chunk = await self._next(run, stream)
                match chunk:
                    case TextDelta(text):
                        run.heard = True
                        for clause in run.clauses.feed(text):
                            for spoke in self._speak(run, clause):
                                yield spoke
                    case Finished():
                        break
        for clause in run.clauses.end():
            for spoke in self._speak(run, clause):
                yield spoke
        self._breaker.succeeded()
        run.settled = True
        yield self._answered(run, chunk)

    async def _next(self, run: _Run, stream: AsyncGenerator[TextDelta | Finished]) -> TextDelta | Finished:
        """The next piece, within the deadlines. The time limit never spans a `yield`: it would cut down whoever reads us."""
        if run.interrupted:
            raise ModelTrouble(INTERRUPTED)
        limit = self._deadlines.whole if run.heard else min(self._deadlines.first, self._deadlines.whole)
        left = run.began + limit - self._clock()
        if left <= 0:
            raise ModelTrouble("timeout")
        try:
            async with asyncio.timeout(left) as run.wait:
                return await anext(stream)
        except StopAsyncIteration:
            raise ModelTrouble("cut") from None
        except TimeoutError:
            raise ModelTrouble(INTERRUPTED if run.interrupted else "timeout") from None
        finally:
            run.wait = None

    def _speak(self, run: _Run, clause: str) -> list[ModelSpoke]:
        """Blank ones are kept for the text alone."""
        run.spoken.append(clause)
        return [ModelSpoke(call_id=run.call_id, text=clause)] if clause.strip() else []

    def _answered(self, run: _Run, finished: Finished) -> ModelAnswered:
        return ModelAnswered(
            call_id=run.call_id,
            model=finished.model or self._model.name,
            text="".join(run.spoken),
            calls=finished.calls,
            stop=finished.stop,
            usage=finished.usage,
            cost_usd=self._prices.cost(finished.usage, finished.model, self._model.name),
        )
