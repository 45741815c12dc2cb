"""Words of a yes and of a no never sound the same: what is folded alike is told apart by its spelling, or is neither."""

import json
from collections import defaultdict

import pytest

from dialogue.understanding.languages.book import Book
from tests.dialogue.languages import tongues
from tests.dialogue.languages.understanding import acts, understood

LEXICONS = {language: text for language, text in tongues.prompts("lexicon").items() if language in tongues.OTHERS}
NOES = [(language, words) for language, text in LEXICONS.items() for said in json.loads(text)["no"].values() for words in said if "~" not in words and "*" not in words]


def test_no_form_of_a_no_folds_to_one_of_a_yes_in_any_language() -> None:
    found: dict[tuple[str, ...], list[tuple[str, frozenset[tuple[str, ...]] | None]]] = defaultdict(list)
    for language, text in LEXICONS.items():
        index = Book.parse(language, text).index
        for phrases in (*index.exact.values(), *index.begins.values()):
            for phrase in phrases:
                if phrase.kind in ("yes", "no"):
                    found[phrase.words].append((phrase.kind, frozenset(phrase.strict) or None))
    for words, forms in found.items():
        kinds = {kind for kind, _ in forms}
        if kinds == {"yes", "no"}:
            yes = {spelled for kind, spelled in forms if kind == "yes"}
            no = {spelled for kind, spelled in forms if kind == "no"}
            assert None not in yes | no, f"{' '.join(words)} is a yes and a no"
            assert not yes & no


@pytest.mark.parametrize(("language", "words"), NOES)
def test_no_word_of_a_no_is_a_clear_yes(language: str, words: str) -> None:
    heard = understood(words.replace("!", ""), language, "confirm")
    assert not any(act.name == "affirm" and act.topic is None for act in heard.acts)


@pytest.mark.parametrize("words", ["أبدا", "أبداً", "ابداً", "لا أبدا", "لا ابدا", "أبدا، لا", "ابدا"])
def test_never_is_no_go_ahead(words: str) -> None:
    heard = understood(words, "ar", "confirm")
    assert "affirm" not in acts(heard)


@pytest.mark.parametrize("words", ["أبدا", "أبداً", "لا أبدا"])
def test_never_is_a_no(words: str) -> None:
    assert "deny" in acts(understood(words, "ar", "confirm"))


@pytest.mark.parametrize("words", ["ابدأ", "نعم، ابدأ", "يلا ابدأ", "تمام ابدأ", "ابدأ على طول"])
def test_begin_is_a_go_ahead(words: str) -> None:
    assert [(act.name, act.topic) for act in understood(words, "ar", "confirm").acts] == [("affirm", None)]
