"""What goes wrong with a deployment, put together from small pieces, one family a file.

A fault is a string `name[:args]`; each piece changes one thing of a `Scenario`, whose defaults are an ordinary run.
The rest of the emulator reads the scenario and knows no fault by name.
"""

from tools.emulator.scenario import components, depends, handover, reads, runs, server, streams, world
from tools.emulator.scenario.base import FaultError, Scenario, known, scenario_of

__all__ = ["FaultError", "Scenario", "known", "scenario_of"]

_FAMILIES = (components, depends, handover, reads, runs, server, streams, world)
"""Importing a family registers its faults."""
