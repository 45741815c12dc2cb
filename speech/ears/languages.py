"""Which language a session speaks: as set, or found out once, over as much speech as it takes to be sure."""

import math
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

_MOST_SESSIONS = 1000
_SURE = 0.85
_LEAST_MS = 1_200
"""Of speech, before a language is settled; one word could be of many."""
_FAVOUR = 3.0
"""How many times likelier the default is than another before anything is heard."""
_TOLD, _UNTOLD = 0.9, 0.02
"""How likely the language is that a server names, and each of the others."""
_NAMES = {"english": "en", "german": "de", "french": "fr", "spanish": "es", "castilian": "es", "turkish": "tr", "arabic": "ar"}
"""As servers of Whisper write them, of those that people may speak to us."""


def code_of(told: str) -> str:
    """The code of a language that a speech server names in its own way (`german`, `de`, `de-DE`); empty when it isn't known."""
    name = told.strip().casefold()
    return _NAMES.get(name) or (name[:2] if len(name.split("-")[0]) == len(name[:2]) == 2 else "")


@dataclass(slots=True)
class _Evidence:
    heard_ms: int = 0
    log_odds: dict[str, float] = field(default_factory=dict[str, float])
    settled: str = ""


class Languages:
    """By session. Several threads may ask; two for one session at once may count what they heard twice or once."""

    def __init__(self, allowed: Iterable[str] = ("en",), default: str = "en") -> None:
        self._allowed = tuple(dict.fromkeys((default, *allowed)))
        self._default = default
        self._sessions: OrderedDict[str, _Evidence] = OrderedDict()

    def of(self, session: str, set_to: str | None, audio_ms: int, listen: Callable[[], list[tuple[str, float]]]) -> str:
        """The language to read in. `listen` gives each language's probability and is called only while that isn't settled."""
        if set_to:
            return set_to
        if len(self._allowed) == 1:
            return self._default
        evidence = self._sessions.setdefault(session, _Evidence())
        self._sessions.move_to_end(session)
        if len(self._sessions) > _MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return evidence.settled or self._weighed(evidence, audio_ms, dict(listen()))

    def told(self, session: str, set_to: str | None, audio_ms: int, code: str) -> str:
        """As `of`, where somebody else has found out which language it is and not said how surely."""
        return self.of(session, set_to, audio_ms, lambda: [(language, _TOLD if language == code else _UNTOLD) for language in self._allowed])

    def known(self, session: str, set_to: str | None) -> str | None:
        """The language, where nothing more need be found out."""
        if set_to or len(self._allowed) == 1:
            return set_to or self._default
        evidence = self._sessions.get(session)
        return evidence.settled or None if evidence else None

    def forget(self, session: str) -> None:
        """The session is over, or somebody else speaks now."""
        self._sessions.pop(session, None)

    def _weighed(self, evidence: _Evidence, audio_ms: int, odds: dict[str, float]) -> str:
        weight = min(1.0, audio_ms / 2_000)
        for language in self._allowed:
            so_far = evidence.log_odds.get(language, math.log(_FAVOUR) if language == self._default else 0.0)
            evidence.log_odds[language] = so_far + weight * math.log(max(odds.get(language, 0.0), 1e-4))
        evidence.heard_ms += audio_ms
        best = max(self._allowed, key=lambda language: evidence.log_odds[language])
        top = evidence.log_odds[best]
        share = 1 / sum(math.exp(value - top) for value in evidence.log_odds.values())
        if share >= _SURE and evidence.heard_ms >= _LEAST_MS:
            evidence.settled = best
        return best
