"""Regular expressions that are compiled when they are first asked for.

Understanding has about a thousand of them, and compiling them all takes longer than everything else that a start does. So
a module declares its patterns as before, the server is ready at once, and `compile_all` does the rest in the background.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import WeakSet

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")
_pending: "WeakSet[_Later]" = WeakSet()


class _Later:
    """Stands in for a `re.Pattern`; after the first use its methods are the pattern's own, as fast as those."""

    __slots__ = ("__weakref__", "_flags", "pattern", *_METHODS)

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        # Asked for only while the slot is empty. Two threads may both compile: the same pattern, no harm.
        if name not in _METHODS:
            raise AttributeError(name)
        self.compile()
        return object.__getattribute__(self, name)

    def compile(self) -> None:
        """Raises re.error for a pattern that is wrong."""
        compiled = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            object.__setattr__(self, method, getattr(compiled, method))
        _pending.discard(self)


def compile_all(rest: Callable[[], None] = lambda: None) -> int:
    """Compile what nobody has asked for yet; how many those were. Raises re.error for a pattern that is wrong.

    Args:
        rest: called after each one, for a thread beside others: a compilation never gives way by itself, and a turn
            that comes meanwhile would wait for the interpreter at each of its steps.
    """
    waiting = 0
    while _pending:
        with suppress(KeyError):  # a first use elsewhere took the last one
            _pending.pop().compile()
            waiting += 1
        rest()
    return waiting


if TYPE_CHECKING:
    regex = re.compile
else:

    def regex(pattern: str, flags: int = 0) -> _Later:
        """As `re.compile`, with the work put off until the first use."""
        later = _Later(pattern, flags)
        _pending.add(later)
        return later
