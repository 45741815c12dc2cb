"""What happens now and is no event of the log: captions, levels, who has the floor. To every live socket of a conversation."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

Frame = dict[str, Any]
Watcher = Callable[[Frame], None]


class Board:
    """Watchers by conversation. A watcher must be quick and must not raise."""

    def __init__(self) -> None:
        self._watchers: dict[str, list[Watcher]] = {}

    @contextmanager
    def watched(self, conversation: str, watcher: Watcher) -> Generator[None]:
        """While a socket is open."""
        self._watchers.setdefault(conversation, []).append(watcher)
        try:
            yield
        finally:
            there = self._watchers[conversation]
            there.remove(watcher)
            if not there:
                del self._watchers[conversation]

    def show(self, conversation: str, frame: Frame) -> None:
        """To everybody who watches now; nobody gets it later."""
        for watcher in tuple(self._watchers.get(conversation, ())):
            watcher(frame)
