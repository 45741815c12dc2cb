"""When what may be anything may be over: by how it is written, then by its sound."""

import pytest

from speech.turns.bench import corpus, unseen
from speech.turns.endpointing import Evidence, hangover
from speech.turns.expectation import Completeness, Expectation, Kind

C = Completeness
ANSWERED_MS = 400
"""With the detector's own lag an end within 450 ms."""


@pytest.mark.parametrize(
    ("kind", "text", "verdict"),
    [
        ("open", "How much does that cost?", C.COMPLETE),
        ("open", "We need a website.", C.POSSIBLE),
        ("open", "Hi, we are Green Valley Clinic.", C.UNKNOWN),
        ("open", "Hi, we are Green Valley Clinic and we need a website.", C.POSSIBLE),
        ("open", "Something for our documents.", C.UNKNOWN),
        ("open", "I run a small bakery in Ghent.", C.UNKNOWN),
        ("open", "I run a small bakery in Ghent, and we need a website.", C.POSSIBLE),
        ("open", "We have about thirty people.", C.UNKNOWN),
        ("open", "Make it run in Helsinki.", C.POSSIBLE),
        ("open", "We need a website,", C.INCOMPLETE),
        ("open", "We need a website...", C.INCOMPLETE),
        ("open", "Thank you.", C.POSSIBLE),
        ("open", "Undo that.", C.POSSIBLE),
        ("name", "Blue Lotus.", C.POSSIBLE),
        ("name", "My company is...", C.INCOMPLETE),
        ("name", "We are.", C.INCOMPLETE),
        ("name", "My company is Smith &", C.INCOMPLETE),
        ("name", "Um.", C.INCOMPLETE),
        ("name", "Well.", C.UNKNOWN),
        ("name", "Can I tell you later?", C.COMPLETE),
        ("number", "six workers", C.COMPLETE),
        ("number", "twenty no", C.POSSIBLE),
    ],
)
def test_a_text_may_be_all_there_is(kind: Kind, text: str, verdict: Completeness) -> None:
    assert Expectation(kind=kind).completeness(text) is verdict


@pytest.mark.parametrize(
    ("language", "text", "verdict"),
    [
        ("de", "Wir brauchen eine Webseite.", C.POSSIBLE),
        ("de", "Wir sind die Bäckerei Blau.", C.UNKNOWN),
        ("fr", "Combien ça coûte ?", C.COMPLETE),
        ("es", "Necesitamos una tienda.", C.POSSIBLE),
        ("ar", "كم يكلف ذلك؟", C.COMPLETE),
        ("tr", "Bir web sitesi istiyoruz.", C.UNKNOWN),
    ],
)
def test_so_it_is_in_other_languages_and_where_their_words_are_unknown_the_sound_decides(language: str, text: str, verdict: Completeness) -> None:
    assert Expectation(language=language).completeness(text) is verdict


@pytest.mark.parametrize("kind", ["open", "name"])
def test_a_whole_sentence_whose_sound_is_finished_isnt_waited_for(kind: Kind) -> None:
    assert hangover(Evidence(kind, C.COMPLETE, 0.6))[0] <= ANSWERED_MS
    assert hangover(Evidence(kind, C.POSSIBLE, 0.9)) == (260, "smart_turn")
    assert hangover(Evidence(kind, C.POSSIBLE, None))[0] > ANSWERED_MS
    for doubtful in (C.UNKNOWN, None):
        assert hangover(Evidence(kind, doubtful, 0.98))[0] > 550, "by sound alone a search for words is taken for an end"
    assert hangover(Evidence(kind, C.POSSIBLE, 0.0))[0] <= hangover(Evidence(kind, C.UNKNOWN, 0.0))[0]


def test_the_phrases_that_nothing_was_tuned_on_are_others() -> None:
    def texts(answers: list[corpus.Answer]) -> set[str]:
        return {answer.text for answer in answers if answer.kind in ("open", "name")}

    seen, fresh = texts(corpus.answers(1500, seed=1)), texts(unseen.answers(1500, seed=1))
    assert len(fresh) > 50
    assert not seen & fresh
    assert unseen.answers(40, seed=3) == unseen.answers(40, seed=3)


@pytest.mark.parametrize(
    ("kind", "text", "verdict"),
    [
        ("email", "How much is it?", C.ASIDE),
        ("email", "No, make that Helsinki.", C.ASIDE),
        ("email", "Two workers, please.", C.ASIDE),
        ("email", "Undo that.", C.ASIDE),
        ("email", "Martin.", C.INCOMPLETE),
        ("email", "You can use Martin.", C.INCOMPLETE),
        ("email", "Could you write to Martin at Nova?", C.INCOMPLETE),
        ("email", "Make it.", C.INCOMPLETE),
        ("code", "Two workers, please.", C.ASIDE),
        ("code", "Four one seven please", C.INCOMPLETE),
        ("domain", "No, thank you.", C.ASIDE),
        ("domain", "Put it on nova dot", C.INCOMPLETE),
        ("number", "Can you explain?", C.UNKNOWN),
        ("number", "Can you explain that?", C.ASIDE),
        ("number", "Make it three.", C.COMPLETE),
        ("name", "Which regions do you have?", C.COMPLETE),
        ("name", "Why do you need?", C.INCOMPLETE),
        ("open", "I'd rather.", C.INCOMPLETE),
        ("list", "Gitea and Matomo, please.", C.COMPLETE),
        ("list", "Gitea and Matomo.", C.POSSIBLE),
    ],
)
def test_who_was_asked_something_may_want_something_else(kind: Kind, text: str, verdict: Completeness) -> None:
    assert Expectation(kind=kind).completeness(text) is verdict


@pytest.mark.parametrize(("language", "text"), [("de", "Setz das bitte nach Helsinki."), ("fr", "Combien ça coûte par mois ?"), ("es", "No, cambia eso por favor.")])
def test_so_it_is_in_other_languages(language: str, text: str) -> None:
    assert Expectation(kind="email", language=language).completeness(text) is C.ASIDE


@pytest.mark.parametrize("kind", ["email", "code", "domain", "list"])
def test_something_else_that_sounds_finished_is_answered_as_soon_as_on_the_open_floor(kind: Kind) -> None:
    assert hangover(Evidence(kind, C.ASIDE, 0.95)) == hangover(Evidence("open", C.POSSIBLE, 0.95))
    assert hangover(Evidence(kind, C.ASIDE, None))[0] > ANSWERED_MS
    assert hangover(Evidence(kind, C.ASIDE, 0.05))[0] > ANSWERED_MS


@pytest.mark.parametrize(
    ("kind", "language", "text"),
    [("domain", "en", "oakstreet.eu"), ("domain", "fr", "fleur.de"), ("email", "en", "jo at firma dot at"), ("domain", "es", "tienda.de")],
)
def test_the_end_of_a_host_is_no_word_that_leads_on(kind: Kind, language: str, text: str) -> None:
    assert Expectation(kind=kind, language=language).completeness(text) is C.COMPLETE


@pytest.mark.parametrize("kind", ["yes_no", "choice", "list", "number", "code", "email", "domain"])
def test_an_answer_out_of_a_list_is_not_taken_for_over_before_its_words_are_known(kind: Kind) -> None:
    unread = hangover(Evidence(kind, None, 0.99))[0]
    assert unread == hangover(Evidence(kind, None, 0.01))[0]
    assert unread > hangover(Evidence(kind, C.POSSIBLE, 0.99))[0]
    assert unread > 1000
