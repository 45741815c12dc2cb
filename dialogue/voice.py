"""One utterance from its parts; nothing of a conversation is held here."""

from dialogue import events as ev
from dialogue.lexicon import Lexicon
from dialogue.state import State
from dialogue.wording import Phrases


class Voice:
    """The phrases and the vocabulary that every reply is made of."""

    def __init__(self, lexicon: Lexicon, phrases: Phrases) -> None:
        self.lexicon = lexicon
        self.phrases = phrases

    def say(self, state: State, key: str, **values: object) -> str:
        """A sentence; its wording varies with the conversation and the turn, never by chance."""
        return self.phrases.say(key, state.started.seed + state.seq, **values).replace("  ", " ").strip()

    def has(self, key: str) -> bool:
        """There are words for `key`."""
        return self.phrases.has(key)

    @staticmethod
    def said(
        parts: list[str], asking: ev.Asking | None = None, options: tuple[str, ...] = ()
    ) -> ev.AssistantSaid:
        """The utterance that ends the turn. A sentence is said once, however many reasons there are for it."""
        return ev.AssistantSaid(text=" ".join(dict.fromkeys(p for p in parts if p)), asking=asking, options=options)


def act_names(state: State) -> set[str]:
    """The acts of the open turn."""
    return {act.name for act in state.understood.acts} if state.understood else set()


def topics(state: State, *names: str) -> set[str | None]:
    """The topics of its acts of these names."""
    return {act.topic for act in state.understood.acts if act.name in names} if state.understood else set()


def informs(state: State) -> bool:
    """The utterance changes the draft, or would."""
    return state.understood is not None and bool(state.understood.set or state.understood.clear)
