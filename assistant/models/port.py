"""The port `Model`: a request in, a stream of text and one end out. The in-memory twin stands below it."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from dialogue.engines.model.request import ModelRequest
from dialogue.model_events import ModelCall, ModelTroubleCode, Usage

Stop = Literal["end", "tools", "length", "refusal"]
"""Why a model ended its answer."""


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next characters of the answer, cut anywhere. An empty one says that the answer has begun, with a tool call."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of a whole answer, and all that isn't text."""

    stop: Stop = "end"
    calls: tuple[ModelCall, ...] = ()
    usage: Usage = field(default_factory=Usage)
    model: str = ""
    """As the provider names the one that answered."""


Chunk = TextDelta | Finished
"""A stream is any number of `TextDelta` and then one `Finished`; without that one the answer isn't whole."""


class ModelTrouble(Exception):
    """No answer. Carries a code and no text of the provider's, which may repeat a key or what the person said."""

    def __init__(self, code: ModelTroubleCode, *, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code: ModelTroubleCode = code
        self.retry_after = retry_after
        """Seconds after which the provider wants to be asked again."""


class NothingScripted(AssertionError):
    """A stand-in was asked what it has no answer for. Never taken for trouble of a provider: it must be seen."""


class Model(Protocol):
    """A language model."""

    @property
    def name(self) -> str:
        """As the price list knows it."""
        ...

    def stream(self, request: ModelRequest) -> AsyncGenerator[Chunk]:
        """Ask. Closing the iterator, or cancelling whoever waits on it, ends the HTTP request.

        Raises:
            ModelTrouble: while iterating; what came before it stands.
        """
        ...

    async def close(self) -> None:
        """Give back connections."""
        ...


@dataclass(frozen=True, slots=True)
class Pause:
    """In a script: nothing for so many seconds."""

    seconds: float


class ScriptedModel:
    """The twin in memory: one script for each request, in order."""

    def __init__(self, *scripts: Sequence[Chunk | Pause | ModelTrouble], name: str = "scripted") -> None:
        self.name = name
        self.requests: list[ModelRequest] = []
        """Everything it was asked."""
        self.closed = 0
        """Streams that were ended before their end."""
        self._scripts = list(scripts)

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Chunk]:
        """See `Model`."""
        self.requests.append(request)
        if not self._scripts:
            raise NothingScripted("the script has no more answers")
        ended = False
        try:
            for step in self._scripts.pop(0):
                ended = isinstance(step, Finished)
                match step:
                    case Pause(seconds):
                        await asyncio.sleep(seconds)
                    case ModelTrouble():
                        raise step
                    case _:
                        yield step
        except (GeneratorExit, asyncio.CancelledError):
            self.closed += not ended
            raise

    async def close(self) -> None:
        """See `Model`."""


def spoken(text: str, *, pieces: int = 4) -> Iterable[TextDelta]:
    """`text` in deltas of so many characters."""
    return [TextDelta(text[i : i + pieces]) for i in range(0, len(text), pieces)]
