"""One utterance from its parts; nothing of a conversation is held here."""

from dialogue import events as ev
from dialogue.lexicon import Lexicon
from dialogue.state import State
from dialogue.wording import Phrases
from dialogue.words import Words


class Voice:
    """The phrases and the vocabulary that every reply is made of."""

    def __init__(self, lexicon: Lexicon, phrases: Phrases) -> None:
        self._english = Words(lexicon, phrases)
        self._words = {code: self._english.of(code) for code in phrases.others}

    def words(self, state: State) -> Words:
        """The words of the conversation's language."""
        return self._words.get(state.language, self._english)

    def say(self, state: State, key: str, **values: object) -> str:
        """A sentence; its wording varies with the conversation and the turn, never by chance."""
        return self.words(state).say(key, state.started.seed + state.seq, **values).replace("  ", " ").strip()

    def has(self, key: str) -> bool:
        """There are words for `key`."""
        return self._english.phrases.has(key)

    @staticmethod
    def said(
        parts: list[str], asking: ev.Asking | None = None, options: tuple[str, ...] = ()
    ) -> ev.AssistantSaid:
        """The utterance that ends the turn. A sentence is said once, however many reasons there are for it."""
        return ev.AssistantSaid(text=" ".join(dict.fromkeys(p for p in parts if p)), asking=asking, options=options)

    def which(self, state: State, options: tuple[str, ...]) -> str:
        """The question which of them is meant, or whether the only one is."""
        words = self.words(state)
        if len(options) == 1:
            return self.say(state, "did_you_mean", option=words.option(options[0]))
        return self.say(state, "clarify", options=words.say("clarify_or").join(words.option(option) for option in options))

    def titled(self, state: State, event: ev.Event) -> ev.Event:
        """An utterance with its options as they are shown, where that isn't what they are called in the log."""
        if not isinstance(event, ev.AssistantSaid) or not event.options:
            return event
        titles = tuple(self.words(state).option(option) for option in event.options)
        return event if titles == event.options else event.model_copy(update={"titles": titles})


def act_names(state: State) -> set[str]:
    """The acts of the open turn."""
    return {act.name for act in state.understood.acts} if state.understood else set()


def topics(state: State, *names: str) -> set[str | None]:
    """The topics of its acts of these names."""
    return {act.topic for act in state.understood.acts if act.name in names} if state.understood else set()


def proposed(state: State) -> tuple[str, ...]:
    """The apps of their trade, when they were asked for in this turn and none is in the plan."""
    view = state.validated
    asked = "proposals" in topics(state, "ask") and state.create == "none"
    return tuple(view.proposals.apps) if asked and view is not None and not view.plan.apps else ()


def informs(state: State) -> bool:
    """The utterance changes the draft, or would."""
    return state.understood is not None and bool(state.understood.set or state.understood.clear)
