"""A session's language is found out once."""

from collections.abc import Callable

import pytest

from speech.ears.languages import Languages, code_of


def certain(language: str) -> Callable[[], list[tuple[str, float]]]:
    return lambda: [(language, 0.95), ("xx", 0.05)]


def unasked() -> list[tuple[str, float]]:
    raise AssertionError("nobody needs to listen")


def test_a_language_that_is_set_is_not_looked_for() -> None:
    languages = Languages(("en", "de"))
    assert languages.of("a", "de", 2000, unasked) == "de"
    assert Languages(("en",)).of("a", None, 2000, unasked) == "en"


def test_it_sticks_once_there_was_enough_speech() -> None:
    languages = Languages(("en", "de", "fr"))
    assert languages.of("a", None, 2000, certain("de")) == "de"
    assert languages.of("a", None, 2000, unasked) == "de"
    assert languages.of("b", None, 2000, certain("fr")) == "fr"


def test_one_short_word_settles_nothing() -> None:
    languages = Languages(("en", "de"))
    languages.of("a", None, 400, certain("de"))
    assert languages.of("a", None, 3000, certain("en")) == "en"


def test_languages_nobody_asked_for_are_never_chosen() -> None:
    languages = Languages(("en", "de"))
    assert languages.of("a", None, 3000, certain("cy")) == "en"


def test_a_new_speaker_starts_anew() -> None:
    languages = Languages(("en", "de"))
    languages.of("a", None, 3000, certain("de"))
    languages.forget("a")
    assert languages.of("a", None, 3000, certain("en")) == "en"


@pytest.mark.parametrize(("told", "code"), [("german", "de"), ("German", "de"), ("de", "de"), ("de-AT", "de"), ("castilian", "es"), ("", ""), ("klingon", "")])
def test_a_server_names_languages_in_its_own_way(told: str, code: str) -> None:
    assert code_of(told) == code


def test_what_a_server_says_counts_more_the_longer_it_has_listened() -> None:
    languages = Languages(("en", "de", "fr"), "en")
    assert languages.told("a", None, 300, "de") == "en"
    assert languages.told("a", None, 2_000, "de") == "de"
    assert languages.known("a", None) == "de"
    assert languages.told("a", None, 2_000, "fr") == "de"
    assert languages.known("b", None) is None


def test_a_language_that_nobody_may_speak_is_taken_for_the_likeliest_one() -> None:
    languages = Languages(("de", "en"), "de")
    assert languages.told("a", None, 4_000, code_of("dutch")) == "de"
