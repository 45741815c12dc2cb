"""What hearing needs of a model. Blocking, all of it."""

from collections.abc import Callable, Sequence
from typing import Protocol

from speech.ears.mel import Signal
from speech.ears.tokens import Tokens
from speech.ears.whisper import Encoded, Reading


class Model(Protocol):
    """What is needed of Whisper."""

    @property
    def tokens(self) -> Tokens:
        """Its vocabulary."""
        ...

    def encode(self, signal: Signal, window_ms: int) -> Encoded:
        """A window, made ready to be read."""
        ...

    def read(
        self, sound: Encoded, language: str, hint: str = "", *, budget: int = ..., wanted: Callable[[], bool] = ...
    ) -> Reading:
        """The likeliest text; any beginning of it once it isn't `wanted` any more."""
        ...

    def ponder(
        self, sound: Encoded, language: str, hint: str = "", *, budget: int = ..., width: int = ...
    ) -> list[Reading]:
        """Several likely texts."""
        ...

    def log_probs(self, sound: Encoded, language: str, hint: str, ids: Sequence[int]) -> tuple[float, ...]:
        """Each token's log probability."""
        ...

    def weigh(self, sound: Encoded, language: str, hint: str, texts: Sequence[Sequence[int]]) -> list[float]:
        """Each text's log probability."""
        ...

    def when(self, sound: Encoded, language: str, hint: str, ids: Sequence[int]) -> list[tuple[int, int]]:
        """Each token's beginning and end in milliseconds."""
        ...

    def languages(self, sound: Encoded) -> list[tuple[str, float]]:
        """Codes and their probability."""
        ...
