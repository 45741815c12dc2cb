"""Runs that end otherwise as a whole."""

from typing import Any

from tools.emulator.scenario.base import Scenario, fault, one_of


@fault("phase0-failure", step=one_of("plan", "apply"))
def phase0_failure(scenario: Scenario, step: Any = "apply") -> None:
    """The infrastructure tool fails in this step."""
    scenario.phase0_failure = step


@fault("no-releases")
def no_releases(scenario: Scenario) -> None:
    """Nothing is ever reconciled: outcome `flux-not-reconciling`."""
    scenario.releases = False


@fault("kubeconfig-missing")
def kubeconfig_missing(scenario: Scenario) -> None:
    """The new cluster never posts its kubeconfig."""
    scenario.kubeconfig = False


@fault("outcome", outcome=str)
def outcome(scenario: Scenario, outcome: str = "timeout") -> None:
    """Phase 1 goes well and is given this outcome all the same."""
    scenario.outcome = outcome
