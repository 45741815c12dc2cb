"""Coding agents: which there are (`catalogue`), and what is to be run for one (`launch`)."""

from sandbox.agents.catalogue import Agent, agents
from sandbox.agents.setup import Gateway, Own, ToolServer
from sandbox.agents.start import NotPossible, Offer, Site, catalogue, launch
from sandbox.agents.switches import Switches

__all__ = ["Agent", "Gateway", "NotPossible", "Offer", "Own", "Site", "Switches", "ToolServer", "agents", "catalogue", "launch"]
