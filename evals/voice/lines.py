"""What of a scenario is spoken and what is typed. Pure."""

import re

from evals.scenario import Scenario

_ADDRESS = re.compile(r"@|\b\d{6}\b|\{code\}|[^\W\d_]\.[^\W\d_]")
"""E-mails, codes and domains: what a person at a voice line types instead, as the page offers."""


def spoken(scenario: Scenario, text: str) -> bool:
    """A line is spoken where the suite has it as speech. What the scenario only answers is spoken unless it is an address."""
    entry = next((e for e in scenario.entries if e.say == text), None)
    if entry is not None:
        return entry.heard is not None
    return _ADDRESS.search(text) is None


def hears_out(scenario: Scenario, text: str) -> bool:
    """Before they say it they listen to the end: a yes or no, a code, an answer. Corrections and news don't wait."""
    entry = next((e for e in scenario.entries if e.say == text), None)
    return entry is None or entry.assent or entry.dissent or "{code}" in entry.say
