"""What is said in a turn that a model has spoken in: its words, then ours where only ours may stand (the read-back and its question)."""

from dialogue import events as ev
from dialogue.planning import Planning
from dialogue.state import State
from dialogue.voice import Voice

_QUESTION_MARKS = ("?", "؟", "？")
_CLOSERS = " \t\n\"'”’)*_"


class ModelReplies:
    """Ends a turn of the model's."""

    def __init__(self, voice: Voice, planning: Planning) -> None:
        self._voice = voice
        self._planning = planning

    def speaks(self, state: State) -> bool:
        """The open turn is the model's, and it has said something or asked for the read-back."""
        memory = state.model
        return memory is not None and memory.active and bool(memory.spoken.strip() or memory.wants_read_back)

    def confirms(self, state: State) -> bool:
        """The plan is complete, and nothing that the model asks stands before the read-back."""
        view, memory = state.validated, state.model
        if view is None or memory is None or not view.ok or state.create != "none":
            return False
        return memory.wants_read_back or not _asks(memory.spoken)

    def turn(self, state: State) -> list[ev.Event]:
        """The events that end the turn."""
        memory, view = state.model, state.validated
        spoken = memory.spoken.strip() if memory else ""
        parts = [self._voice.say(state, "masked")] if state.user_said and state.user_said.masked else []
        parts += [spoken] if spoken else []
        if state.create == "done" or view is None:
            return [Voice.said(parts, None if state.create == "done" else "organisation")]
        if self.confirms(state):
            return [self._planning.confirm(state, parts, view)]
        blocking = next((p for p in view.problems if p.blocking), None)
        if blocking is not None and blocking.code == "credentials_missing":
            return self._planning.settle(state, parts, blocking)
        if blocking is not None or view.missing:
            return [Voice.said(parts, self._planning.open_question(view), blocking.suggestions[:5] if blocking else ())]
        return [Voice.said(parts, "clarify")]


def _asks(spoken: str) -> bool:
    """Its last sentence is a question."""
    return spoken.rstrip(_CLOSERS).endswith(_QUESTION_MARKS)
