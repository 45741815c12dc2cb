"""What will probably be said next, to be spoken into the cache while nothing else is to be spoken. Pure."""

import re

from dialogue.state import State
from dialogue.words import Words
from speech.mouth.clauses import clauses

_SOON = ("noted", "not_understood", "undone", "confirm", "ask_email", "ask_organisation", "ask_organisation_email")
"""Answers that need nothing filled in, the likeliest last."""
_SHORTEST = 4
_ENDS = ".,;:!?…؟،؛"
"""What is shorter, or ends otherwise, is a part of something else."""
_PLACE, _VALUE = re.compile(r"\{\w+\}"), "0.0"
"""Something to be filled in, and something that may be."""


def question(state: State, words: Words) -> str:
    """The open question once more, in short; empty when there are no words for it."""
    key = f"again_{state.asking}"
    if state.asking is None or state.closed or not words.phrases.has(key):
        return ""
    return words.say(key, state.started.seed, email=state.code_sent_to or state.draft.email or "")


def openings(words: Words) -> list[str]:
    """The first clauses of all that is said, where nothing must be filled in, and what stands before a value that is: the rest is spoken
    while they are heard."""
    found: dict[str, None] = {}
    for wordings in words.phrases.templates.values():
        for wording in wordings:
            first, second, *_ = (*clauses(_PLACE.sub(_VALUE, wording)), "", "")  # a wording may be one space
            whole = first[-1:] in (*_ENDS,) or second.startswith(_VALUE)
            if _VALUE not in first and len(first) >= _SHORTEST and whole:
                found[first] = None
    return list(found)


def likely(state: State, words: Words) -> list[str]:
    """The likeliest last: it is made first. Every wording, since which one it will be depends on the turn."""
    found = [wording for key in _SOON if words.phrases.has(key) for wording in words.phrases.templates[key] if "{" not in wording]
    again = question(state, words)
    return [*found, again] if again else found
