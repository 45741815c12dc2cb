"""The world around a Sovereign: its certificate and its name come late, or never."""

import math

from tools.emulator.scenario.base import Scenario, fault, seconds

LONGEST_CERTIFICATE_WAIT = 600.0
"""The handover goes out after so long even without a certificate."""


@fault("tls-late", seconds=seconds)
def tls_late(scenario: Scenario, seconds: float = 600.0) -> None:
    """The console has no valid certificate for so long after `ready`; the handover waits for it, at most ten minutes."""
    scenario.tls_after = seconds
    scenario.handover_wait = max(scenario.handover_wait, min(seconds, LONGEST_CERTIFICATE_WAIT))


@fault("dns-missing", seconds=seconds)
def dns_missing(scenario: Scenario, seconds: float = math.inf) -> None:
    """The Sovereign's name doesn't resolve, for so long after `ready` or for ever."""
    scenario.resolves_after = seconds
