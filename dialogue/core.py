"""The dialogue core: one event in, the new state and what to do about it out.

Sans-I/O: the shell appends events, keeps the time and does the commands; every outcome comes back as an event.
`step` never raises on an event of the log.
"""

from dialogue import events as ev
from dialogue.commands import Command
from dialogue.engines.embedded import EmbeddedEngine
from dialogue.engines.model.engine import ModelEngine, ModelSetup
from dialogue.fold import apply
from dialogue.lexicon import Lexicon
from dialogue.policy import Policy
from dialogue.state import State
from dialogue.understanding.languages.readers import Readers
from dialogue.wording import Phrases
from dialogue.words import Words


class Core:
    """Binds an engine and a policy to one vocabulary and one set of phrases."""

    def __init__(self, lexicon: Lexicon, phrases: Phrases, readers: Readers | None = None, model: ModelSetup | None = None) -> None:
        self.words = Words(lexicon, phrases)
        """For the view of a state in its conversation's language."""
        engine = ModelEngine(EmbeddedEngine(lexicon, readers), model or ModelSetup("", ()))
        self._policy = Policy(engine, lexicon, phrases)

    def step(self, state: State, logged: ev.Logged) -> tuple[State, list[Command]]:
        """The state after `logged`, and the commands that follow from it, in order."""
        state = apply(state, logged)
        return state, self._policy.decide(state, logged)
