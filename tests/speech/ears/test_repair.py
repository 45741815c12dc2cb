"""Misheard names are told by their sound, and nothing else is touched."""

import pytest

from speech.ears.port import Vocabulary
from speech.ears.repair import Candidate, Looked, look, repair, settle

REGIONS = Vocabulary(("Falkenstein", "Nuremberg", "Helsinki", "Ashburn", "Hillsboro"), slot="region")
APPS = Vocabulary(
    ("WordPress", "Ghost", "Nextcloud", "Umami", "Listmonk", "Cal dot com", "Gitea", "Uptime Kuma", "Vaultwarden"),
    {"Cal dot com": "Cal.com"},
    "app",
)
SIZES = Vocabulary(("C P X 32", "C P X 42", "C C X 23"), {"C P X 32": "CPX32", "C P X 42": "CPX42", "C C X 23": "CCX23"}, "size")


@pytest.mark.parametrize(
    ("heard", "vocabulary", "text", "names"),
    [
        ("Put it in fall constant, please.", REGIONS, "Put it in Falkenstein, please.", ("Falkenstein",)),
        ("Nurem burg!", REGIONS, "Nuremberg!", ("Nuremberg",)),
        ("Please host us in Vulcanstein, at New Emberg.", REGIONS, "Please host us in Falkenstein, at Nuremberg.", ("Falkenstein", "Nuremberg")),
        ("Get tea.", APPS, "Gitea.", ("Gitea",)),
        ("We want cow dot com.", APPS, "We want Cal.com.", ("Cal.com",)),
        ("up time comma and fault warden", APPS, "Uptime Kuma and Vaultwarden", ("Uptime Kuma", "Vaultwarden")),
        ("the CPX for two", SIZES, "the CPX42", ("CPX42",)),
    ],
)
def test_misheard_names_are_written_as_they_are(heard: str, vocabulary: Vocabulary, text: str, names: tuple[str, ...]) -> None:
    found = repair(heard, vocabulary)
    assert (found.text, found.names) == (text, names)
    assert all(r.done and r.score > r.runner_up_score for r in found.repairs)


@pytest.mark.parametrize(
    ("text", "vocabulary", "names"),
    [
        ("Helsinki and Ashburn.", REGIONS, ("Helsinki", "Ashburn")),
        ("I'd like cal.com", APPS, ("Cal.com",)),
        ("The C.P.X. 42", SIZES, ("CPX42",)),
        ("cpx 42", SIZES, ("CPX42",)),
        ("cpx four two", SIZES, ("CPX42",)),
    ],
)
def test_what_is_said_rightly_is_found_and_left_alone(text: str, vocabulary: Vocabulary, names: tuple[str, ...]) -> None:
    found = repair(text, vocabulary)
    assert (found.text, found.names, found.repairs) == (text, names, ())


@pytest.mark.parametrize(
    ("text", "vocabulary"),
    [
        ("can you host us", APPS),
        ("put it in the post", APPS),
        ("acme dot com", APPS),
        ("we are a bakery with six people", APPS),
        ("what does it cost", REGIONS),
        ("somewhere in the United States", REGIONS),
        ("yes, please go ahead", REGIONS),
        ("a small one will do", SIZES),
    ],
)
def test_other_words_stay(text: str, vocabulary: Vocabulary) -> None:
    assert repair(text, vocabulary).text == text


@pytest.mark.parametrize("slot", ["email", "domain", "organisation", "yes_no", "code"])
def test_addresses_and_names_of_people_have_a_grammar_of_their_own(slot: str) -> None:
    open_slot = Vocabulary(REGIONS.names, slot=slot)
    text = "fall constant at nurem burg dot com"
    assert repair(text, open_slot).text == text


def test_with_nothing_asked_only_the_plainest_case_is_repaired() -> None:
    free = Vocabulary(REGIONS.names)
    assert repair("we might go to Nurem burg later", free).text == "we might go to Nuremberg later"
    assert repair("it must be near Asperen", free).text == "it must be near Asperen"


def test_what_is_unclear_becomes_a_question_with_its_evidence() -> None:
    tokens = ("the", "towsinki")
    unclear = Candidate(1, 2, "Helsinki", 0.69, "the Helsinki")
    other = Candidate(0, 2, "Hillsboro", 0.52, "Hillsboro")
    looked = Looked("the towsinki", tokens, (), (unclear, other))
    found = settle(looked, REGIONS, {"the Helsinki": -8.0, "Hillsboro": -8.0})
    assert (found.text, found.names) == ("the towsinki", ())
    (asked,) = found.repairs
    assert (asked.heard, asked.written, asked.runner_up, asked.done) == ("towsinki", "Helsinki", "Hillsboro", False)
    assert asked.score > asked.runner_up_score > 0
    assert settle(looked, REGIONS, {"the Helsinki": -1.0, "Hillsboro": -8.0}).text == "the Helsinki"
    assert settle(looked, REGIONS, {"the Helsinki": -30.0, "Hillsboro": -30.0}).repairs == ()


def test_of_two_names_that_sound_alike_neither_is_taken() -> None:
    looked = Looked("a place", ("a", "place"), (), (Candidate(1, 2, "Helsinki", 0.8, "a Helsinki"), Candidate(1, 2, "Hillsboro", 0.79, "a Hillsboro")))
    found = settle(looked, REGIONS)
    assert (found.text, [r.done for r in found.repairs]) == ("a place", [False])


def test_the_sound_itself_settles_what_words_leave_open() -> None:
    looked = look("CPX thirty too", SIZES)
    texts = {c.name: c.text for c in looked.candidates if c.end - c.start == 3}
    against = settle(looked, SIZES, {texts["C P X 42"]: 6.0, texts["C P X 32"]: -8.0}) if "C P X 42" in texts else None
    assert repair("CPX thirty too", SIZES).names == ("CPX32",)
    assert against is None or against.names == ("CPX42",)


def test_repairs_say_where_and_what_instead() -> None:
    (done,) = repair("Put it in fall constant, please.", REGIONS).repairs
    assert (done.start, done.end, done.heard, done.name, done.written) == (3, 5, "fall constant,", "Falkenstein", "Falkenstein")


def test_an_empty_text_and_a_very_long_one() -> None:
    assert repair("", REGIONS).text == ""
    long = "word " * 100 + "fall constant"
    assert repair(long, REGIONS).text == long
