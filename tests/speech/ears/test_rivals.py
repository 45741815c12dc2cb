"""Names of a closed choice are held against each other by the sound."""

import pytest

from speech.ears.hotwords import hint
from speech.ears.port import Vocabulary
from speech.ears.repair import Looked, look
from speech.ears.rivals import Evidence, Place, judge, places, text_with

REGIONS = Vocabulary(("Falkenstein", "Nuremberg", "Helsinki", "Ashburn", "Hillsboro"), slot="region")
APPS = Vocabulary(("Gitea", "Get Tea", "Cal dot com", "Ghost"), {"Cal dot com": "Cal.com", "Get Tea": "Gitea"}, "app")


def evidence(looked: Looked, vocabulary: Vocabulary, gains: dict[str, float], strengths: dict[str, float]) -> list[Evidence]:
    """The same for every place; names that aren't told are far off."""
    return [
        Evidence(p, {n: gains.get(n, -40.0) for n in p.rivals}, {n: strengths.get(n, -20.0) for n in p.rivals})
        for p in places(looked, vocabulary)
    ]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Put it in Helsinki, please.", ["Helsinki,"]),
        ("Helsinki or Ashburn.", ["Helsinki", "Ashburn."]),
        ("I would like that sound, please.", ["sound,", "like"]),
        ("What does it cost for the whole of the company in a year?", []),
    ],
)
def test_where_a_name_may_stand(text: str, spans: list[str]) -> None:
    looked = look(text, REGIONS)
    found = [" ".join(looked.tokens[p.start : p.end]) for p in places(looked, REGIONS)]
    assert found == spans


def test_each_way_of_writing_is_weighed_once() -> None:
    (place,) = places(look("Get tea.", APPS), APPS)
    assert sorted(APPS.written(name) for name in place.rivals) == ["Cal.com", "Ghost", "Gitea"]
    assert APPS.written(place.name) == "Gitea"
    assert text_with(look("We need get tea", APPS), Place(2, 4, "", {}, ()), "Cal dot com", APPS) == "We need Cal.com."


def test_codes_are_weighed_and_hinted_at_in_capitals_however_they_are_written() -> None:
    sizes = Vocabulary(("C P X 32", "C P X 42", "C A X 21"), {"C P X 32": "cpx32", "C P X 42": "cpx42", "C A X 21": "cax21"}, "size")
    looked = look("The CPX32, please.", sizes)
    (place,) = places(looked, sizes)
    assert text_with(looked, place, "C P X 42", sizes) == "The CPX42, please."
    assert hint(sizes) == "I'd like the CPX32, please. Let's take a CAX21.", "one of each kind"
    found = judge(looked, sizes, evidence(looked, sizes, {"C P X 42": 1.0, "C P X 32": 0.0}, {"C P X 42": 9.0, "C P X 32": 1.0}), 0.7)
    assert (found.text, found.names) == ("The cpx42, please.", ("cpx42",))


def test_a_name_takes_the_place_of_words_when_the_sound_is_for_it() -> None:
    looked = look("I would like Carl Sink.", REGIONS)
    found = judge(looked, REGIONS, evidence(looked, REGIONS, {"Helsinki": -1.0}, {"Helsinki": 9.0}), 0.6)
    assert (found.text, found.names) == ("I would like Helsinki.", ("Helsinki",))
    (done,) = found.repairs
    assert done.done
    assert 0.75 <= done.score <= 1.0


def test_a_clear_sentence_of_ordinary_words_stays_even_when_one_name_is_far_ahead() -> None:
    looked = look("Let me think about it for a minute.", REGIONS)
    found = judge(looked, REGIONS, evidence(looked, REGIONS, {"Helsinki": -22.0}, {"Helsinki": 2.0}), 0.95)
    assert (found.text, found.names, found.repairs) == (looked.text, (), ())


def test_two_names_that_explain_the_sound_alike_make_no_repair() -> None:
    looked = look("Don't run.", REGIONS)
    both = {"Helsinki": -8.0, "Hillsboro": -8.0}
    found = judge(looked, REGIONS, evidence(looked, REGIONS, both, {"Helsinki": 3.0, "Hillsboro": 3.0}), 0.6)
    assert (found.text, found.names) == ("Don't run.", ())


def test_a_question_without_a_list_of_answers_has_no_rivals() -> None:
    for slot in (None, "yes_no", "email"):
        vocabulary = Vocabulary(REGIONS.names, slot=slot)
        assert places(look("Helsinki", vocabulary), vocabulary) == ()


def test_words_that_all_but_sound_like_one_name_and_like_no_other_are_it() -> None:
    looked = look("We want to be in Luremberg.", REGIONS)
    doubtful = {"Nuremberg": -20.0}, {"Nuremberg": -8.0}
    found = judge(looked, REGIONS, evidence(looked, REGIONS, *doubtful), 0.8)
    assert (found.text, found.names) == ("We want to be in Nuremberg.", ("Nuremberg",))
    other = look("We want to be in Lisbon.", REGIONS)
    assert judge(other, REGIONS, evidence(other, REGIONS, *doubtful), 0.8).names == ()


def test_an_article_that_was_written_onto_a_code_is_no_letter_of_it() -> None:
    names = {f"{' '.join(code.rstrip('0123456789'))} {code[-2:]}": code for code in ("CX33", "CX43", "CCX33", "CAX31")}
    sizes = Vocabulary(tuple(names), names, "size")
    alike = dict.fromkeys(names, -4.0), dict.fromkeys(names, 0.0)
    for said, meant in (("ACX33 should be enough.", "CX33 should be enough."), ("CX31.", "CAX31.")):
        looked = look(said, sizes)
        assert judge(looked, sizes, evidence(looked, sizes, *alike), 0.7).text == meant
    unclear = look("CCX43.", sizes)
    assert judge(unclear, sizes, evidence(unclear, sizes, *alike), 0.7).repairs == (), "one letter or one digit away from two"


def test_a_hinted_name_over_the_beginning_of_another_one_gives_way_to_it() -> None:
    meant = {"Falkenstein": 2.0, "Hillsboro": 0.0}, {"Falkenstein": 12.0, "Hillsboro": 2.0}
    for text in ("Hillsboro can sign, please.", "Hillsboro canstein, please."):
        looked = look(text, REGIONS)
        found = judge(looked, REGIONS, evidence(looked, REGIONS, *meant), 0.7)
        assert (found.text, found.names) == ("Falkenstein, please.", ("Falkenstein",))
    for text in ("Hillsboro, Oregon.", "Hillsboro would be good.", "Hillsboro or Canstein, please."):
        looked = look(text, REGIONS)
        assert {place.end for place in places(looked, REGIONS) if place.start == 0} == {1}, text
