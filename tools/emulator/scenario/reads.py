"""Reads that are slow, unreadable, or say that a missing time is in the year 1; graphs of older builds."""

from typing import Any

from tools.emulator.scenario.base import Scenario, count, fault, one_of, seconds
from tools.emulator.wire import ZERO_TIME


@fault("slow", seconds=seconds)
def slow(scenario: Scenario, seconds: float = 5.0) -> None:
    """State, events and jobs are answered so much later."""
    scenario.read_delay += seconds


@fault("garbage-state", count=count)
def garbage(scenario: Scenario, count: int = 2) -> None:
    """So many reads of the state or the events answer something that isn't JSON."""
    scenario.garbage_reads += count


@fault("year-one-times")
def year_one(scenario: Scenario) -> None:
    """Missing times are written as the zero time."""
    scenario.missing_time = ZERO_TIME


@fault("flow-old", build=one_of("first", "second"))
def flow_old(scenario: Scenario, build: Any = "first") -> None:
    """The flow graph as the builds of 05-11 (`first`) or 05-12 (`second`) drew it."""
    scenario.flow = build
