"""What is said in a turn that a model has spoken in: its words, then ours where only ours may stand (the read-back and its question).

Its clauses were shown as they came. So whatever ends the turn begins with them, word by word: nobody sees them vanish or come twice.
"""

from dialogue import events as ev
from dialogue.planning import Planning
from dialogue.state import State
from dialogue.voice import Voice

_QUESTION_MARKS = ("?", "؟", "？")
_ENDS = (*_QUESTION_MARKS, ".", "!", "…", "۔", "。", "！", ":")
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

    def begun(self, state: State) -> list[str]:
        """What a reply of ours goes on from: the model's words in this turn, and that we say it differently where it was cut."""
        memory = state.model
        spoken = memory.spoken.strip() if memory else ""
        if memory is None or not spoken:
            return []
        if not memory.cut:
            return [spoken]
        whole = spoken.rstrip(_CLOSERS).endswith(_ENDS)
        return [spoken if whole else f"{spoken} …", self._voice.say(state, "model_cut")]

    def confirms(self, state: State) -> bool:
        """The plan is complete and not called off, and nothing that the model asks stands before the read-back."""
        view, memory = state.validated, state.model
        if view is None or memory is None or not view.ok or state.create != "none" or state.set_aside:
            return False
        return memory.wants_read_back or not _asks(memory.spoken)

    def turn(self, state: State) -> list[ev.Event]:
        """The events that end the turn."""
        view = state.validated
        parts = self.begun(state)
        parts += [self._voice.say(state, "masked")] if state.user_said and state.user_said.masked else []
        if state.create == "done" or view is None:
            return [Voice.said(parts, None if state.create == "done" else "organisation")]
        if state.set_aside:  # whatever a model makes of it, nothing is asked or read back before the person takes it up again
            return [Voice.said(parts or [self._voice.say(state, "cancelled")])]
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
