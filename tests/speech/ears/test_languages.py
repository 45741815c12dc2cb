"""A session's language is found out once."""

from collections.abc import Callable

from speech.ears.languages import Languages


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
