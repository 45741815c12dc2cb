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
        ("open", "We need a website,", C.INCOMPLETE),
        ("open", "We need a website...", C.INCOMPLETE),
        ("open", "Thank you.", C.POSSIBLE),
        ("open", "Undo that.", C.POSSIBLE),
        ("name", "Blue Lotus.", C.POSSIBLE),
        ("name", "My company is...", C.INCOMPLETE),
        ("name", "We are.", C.INCOMPLETE),
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
