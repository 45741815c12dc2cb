"""The conversation's language: the one it started in, until an utterance changes it. It is part of the log."""

from datetime import UTC, datetime

import pytest

from dialogue import events as ev
from dialogue.fold import apply
from dialogue.state import State
from dialogue.view import view

AT = datetime(2026, 5, 15, 9, 0, tzinfo=UTC)


def folded(*events: ev.Event) -> State:
    state = State()
    for seq, event in enumerate(events, 1):
        state = apply(state, ev.Logged.model_validate_json(ev.Logged(seq=seq, at=AT, event=event).model_dump_json()))
    return state


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "tr", "ar"])
def test_it_starts_in_the_language_it_was_created_in(language: str) -> None:
    state = folded(ev.ConversationStarted(language=language))
    assert (state.language, view(state)["language"]) == (language, language)


def test_an_utterance_changes_it_and_it_stays() -> None:
    started = ev.ConversationStarted(language="en")
    state = folded(started, ev.Understood(of=1, language="tr"), ev.Understood(of=2))
    assert (state.language, view(state)["language"], state.started.language) == ("tr", "tr", "en")


def test_starting_over_keeps_it() -> None:
    state = folded(ev.Understood(of=1, language="fr"), ev.Understood(of=2, acts=(ev.Act(name="restart"),)))
    assert state.language == "fr"
