"""The stages of one turn, with a clock in the hand."""

from collections.abc import MutableMapping
from typing import Any

from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from assistant.voice.figures import TurnTimes, VoiceFigures


class Turn:
    """A turn whose speech ended at second 100."""

    def __init__(self) -> None:
        self.now = 100.0
        self.registry = CollectorRegistry()
        self.times = TurnTimes(VoiceFigures(self.registry), "c1", clock=lambda: self.now)
        self.times.ended(0.0)

    def at(self, ms: int) -> TurnTimes:
        """So long after it."""
        self.now = 100.0 + ms / 1000
        return self.times

    def count(self, stage: str) -> float | None:
        return self.registry.get_sample_value("concierge_voice_stage_seconds_count", {"stage": stage})


def told(logged: list[MutableMapping[str, Any]]) -> list[dict[str, Any]]:
    return [{k: v for k, v in line.items() if k.endswith("_ms") or k == "cached"} for line in logged if line["event"] == "voice turn"]


def test_the_first_clause_says_whether_the_answer_came_from_the_cache() -> None:
    turn = Turn()
    with capture_logs() as logged:
        turn.at(100).reached("dialogue")
        turn.at(180).clip(cached=False, aside=False)
        turn.at(181).clip(cached=True, aside=False)
        turn.at(200).sounded(aside=False)
    assert told(logged) == [{"cached": False, "dialogue_ms": 100, "first_clause_ms": 180, "first_audio_ms": 200, "answer_audio_ms": 200}]


def test_a_turn_that_was_announced_is_told_with_the_stages_of_its_answer() -> None:
    turn = Turn()
    with capture_logs() as logged:
        turn.at(400).clip(cached=True, aside=True)
        turn.at(420).sounded(aside=True)
        assert told(logged) == []
        turn.at(900).reached("dialogue")
        turn.at(950).clip(cached=False, aside=False)
        turn.at(1000).sounded(aside=False)
        turn.at(1500).sounded(aside=False)
    assert told(logged) == [{"cached": True, "first_audio_ms": 420, "dialogue_ms": 900, "first_clause_ms": 950, "answer_audio_ms": 1000}]
    assert [turn.count(stage) for stage in ("first_audio", "dialogue", "first_clause", "answer_audio")] == [1, 1, 1, 1]


def test_a_turn_whose_answer_was_never_heard_is_told_when_the_next_one_ends() -> None:
    turn = Turn()
    with capture_logs() as logged:
        turn.at(420).sounded(aside=True)
        turn.at(2000).ended(0.1)
        assert told(logged) == [{"cached": False, "first_audio_ms": 420}]
        turn.at(3000).ended(0.1)
    assert len(told(logged)) == 1, "of the second one nothing was heard"
