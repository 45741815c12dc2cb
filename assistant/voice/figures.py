"""How long each stage of a spoken turn takes, in `/metrics` and, turn by turn, in the log. No word of what was said is in either."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from assistant.logs import get_logger

_LOG = get_logger("concierge.voice")
_BUCKETS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.28, 0.35, 0.45, 0.6, 0.9, 1.3, 2.0, 4.0, 10.0)


class VoiceFigures:
    """For all lines together."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.lines = Gauge("concierge_voice_lines", "Open voice lines.", registry=registry)
        self.turns = Counter("concierge_voice_turns", "Spoken turns by why they ended.", ("reason",), registry=registry)
        self.ignored = Counter("concierge_voice_ignored", "Sounds that were taken for no turn.", ("kind",), registry=registry)
        self.interruptions = Counter("concierge_voice_interruptions", "Utterances of ours that were cut short.", registry=registry)
        self.refused = Counter("concierge_voice_offers_refused", "Offers that weren't answered, by code.", ("code",), registry=registry)
        self.packets = Counter("concierge_voice_packets", "Packets of closed lines: received, lost, late, sent.", ("what",), registry=registry)
        self.stages = Histogram(
            "concierge_voice_stage_seconds",
            "From the end of somebody's speech to each stage: endpoint, transcript, final, dialogue, first_clause, first_audio, answer_audio (the same unless a few words came before the answer).",
            ("stage",), buckets=_BUCKETS, registry=registry,
        )  # fmt: skip


@dataclass(slots=True)
class TurnTimes:
    """One turn on its way through the stages, each told once, in seconds from the end of the speech."""

    figures: VoiceFigures
    conversation: str
    clock: Callable[[], float] = time.perf_counter
    cached: bool = False
    """The first sound came from the cache."""
    _ended: float | None = None
    _told: dict[str, float] = field(default_factory=dict[str, float])

    def ended(self, ago_s: float) -> None:
        """The speech ended so long ago; a new turn begins. Of the one before no more is heard."""
        self._close()
        self._ended, self._told, self.cached = self.clock() - ago_s, {}, False

    def clip(self, *, cached: bool, aside: bool) -> None:
        """There is sound. `aside`: a few words before the answer, which no clause of it are."""
        if not {"first_clause", "first_audio"} & self._told.keys():
            self.cached = cached
        if not aside:
            self.reached("first_clause")

    def sounded(self, *, aside: bool) -> None:
        """Something is heard: after the answer itself the turn is told whole."""
        self.reached("first_audio")
        if not aside:
            self.reached("answer_audio")
            self._close()

    def reached(self, stage: str) -> None:
        """Now."""
        if self._ended is not None:
            self.put(stage, self.clock() - self._ended)

    def put(self, stage: str, seconds: float) -> None:
        """So long after the end."""
        if self._ended is None or stage in self._told:
            return
        self._told[stage] = seconds
        self.figures.stages.labels(stage=stage).observe(seconds)

    def _close(self) -> None:
        if self._ended is not None and "first_audio" in self._told:
            times = {f"{name}_ms": round(value * 1000) for name, value in self._told.items()}
            _LOG.info("voice turn", conversation=self.conversation, cached=self.cached, **times)
        self._ended = None
