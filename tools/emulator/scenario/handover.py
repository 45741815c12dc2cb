"""The end of a run that trails its status."""

from tools.emulator.scenario.base import Scenario, fault, seconds


@fault("late-done", seconds=seconds)
def late_done(scenario: Scenario, seconds: float = 600.0) -> None:
    """The handover and `done` come so long after `ready`."""
    scenario.handover_wait = max(scenario.handover_wait, seconds)
