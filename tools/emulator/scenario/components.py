"""Components that fail, heal, never get ready, or whose last transition is lost."""

from tools.emulator.kit import kit, names
from tools.emulator.scenario.base import Ending, Fate, Scenario, fault


def _component(text: str) -> str:
    if text.rpartition(":")[2] not in names():
        raise ValueError("not a component")
    return text


def _last() -> str:
    return kit()[-1][0]


def _add(scenario: Scenario, who: str, ending: Ending) -> None:
    scenario.fates.append(Fate(who or _last(), ending))


@fault("failing-component", component=_component)
def failing(scenario: Scenario, component: str = "") -> None:
    """It ends `failed`, and so does phase 1; what waits for it stays pending until the budget is spent."""
    _add(scenario, component, "failed")


@fault("healing-component", component=_component)
def healing(scenario: Scenario, component: str = "") -> None:
    """It reads `failed` for a while and is installed before the outcome."""
    _add(scenario, component, "healed")


@fault("timeout-ready", component=_component)
def never_ready(scenario: Scenario, component: str = "") -> None:
    """It never gets installed; the outcome is `timeout`, the status `ready` all the same."""
    _add(scenario, component, "never")


@fault("lagging-component", component=_component)
def lagging(scenario: Scenario, component: str = "") -> None:
    """It is installed, but the transition is swallowed until `refresh-watch`."""
    _add(scenario, component, "swallowed")
