"""Misheard names are told by their sound, and nothing else is touched."""

import pytest

from speech.ears.port import Vocabulary
from speech.ears.repair import look, repair, settle

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
    looked = look("the towsinki", REGIONS)
    found = settle(looked, REGIONS, {c.text: -9.0 for c in looked.candidates})
    assert found.text == "the towsinki"
    heard_badly = settle(looked, REGIONS, {c.text: -5.0 for c in looked.candidates})
    assert [(r.written, r.done) for r in heard_badly.repairs] == [("Helsinki", False)]


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
