"""Walls around a whole agent: bubblewrap, limits, and what of the network it reaches."""

from sandbox.isolation.egress import Egress, Reach
from sandbox.isolation.limits import Limits
from sandbox.isolation.probe import Finding, probe
from sandbox.isolation.walls import HOME, REPO, Walled, Walls

__all__ = ["HOME", "REPO", "Egress", "Finding", "Limits", "Reach", "Walled", "Walls", "probe"]
