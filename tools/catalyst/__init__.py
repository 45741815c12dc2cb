"""Client of catalyst-api: requests, progress and outcomes, with every scar of the contract survived."""

from tools.catalyst.client import CatalystClient
from tools.catalyst.errors import CatalystError

__all__ = ["CatalystClient", "CatalystError"]
