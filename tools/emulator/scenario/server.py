"""The service itself: restarts, and a name service that refuses."""

from tools.emulator.scenario.base import Restart, Scenario, fault, seconds


@fault("reserve-503")
def reserve_503(scenario: Scenario) -> None:
    """The POST is refused: the name service can't be reached."""
    scenario.reserve_refused = True


@fault("restart", at=seconds, down=seconds)
def restart(scenario: Scenario, at: float = 120.0, down: float = 40.0) -> None:
    """The service restarts so long after the POST, and knows nobody for a while."""
    scenario.restart = Restart(at, down)
