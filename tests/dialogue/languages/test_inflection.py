"""Verbs in forms that no list has in full: endings, joined pronouns, parted particles."""

import pytest

from dialogue.understanding.languages.inflection import verb_phrases, without_object
from dialogue.understanding.languages.reader import Context
from tests.dialogue.languages.understanding import READERS


def test_forms_are_put_together_from_stems_and_templates() -> None:
    raw = {"conjugation": {"ar": "-a -en"}, "verb": {"op": {"remove": {"ar": "quit sac"}}}}
    assert list(verb_phrases(raw)) == [(form, "remove", "op") for form in ("quita", "quiten", "saca", "sacen")]


def test_a_parted_verb_has_its_particle_behind_or_in_front() -> None:
    forms = [source for source, _, _ in verb_phrases({"separable": {"op": {"add": {"hinzu": "füg +gefügt"}}}})]
    assert forms == ["füg* ~ hinzu", "hinzufüg*", "hinzuzufüg*", "hinzugefügt*"]


def test_a_joined_pronoun_is_taken_off() -> None:
    assert list(without_object("quitalo", (("lo", ""),), 3)) == ["quita"]
    assert list(without_object("dalo", (("lo", ""),), 3)) == []
    assert list(without_object("احذفوها", (("وها", "وا"),), 3)) == ["احذفوا"]


@pytest.mark.parametrize(
    ("text", "language", "english"),
    [
        ("Agréguenme Nextcloud", "es", "add nextcloud."),
        ("Nextcloud, añádanmelo", "es", "nextcloud, add."),
        ("habría que sacar Ghost", "es", "remove ghost."),
        ("Ghost elimínenlo", "es", "remove ghost."),
        ("nous supprimerons Ghost", "fr", "remove ghost."),
        ("il faudrait rajouter Nextcloud", "fr", "need add nextcloud."),
        ("Ich möchte, dass ihr Ghost rausnehmt", "de", "i want, remove ghost."),
        ("Ghost bitte wegzulassen", "de", "remove ghost please."),
        ("Nextcloud sollte hinzugefügt werden", "de", "add nextcloud."),
        ("Nextcloud eklemenizi istiyorum", "tr", "add nextcloud i want."),
        ("Ghost'u kaldırabilirsiniz", "tr", "remove ghost."),
        ("Ghost'u silmeyin", "tr", "ghost keep."),
        ("احذفوه Ghost", "ar", "remove ghost."),
        ("نضيف Nextcloud", "ar", "add nextcloud."),
    ],
)
def test_verbs_add_and_strike_in_every_form(text: str, language: str, english: str) -> None:
    heard = READERS.hear(text, language=language, context=Context())
    assert heard.text.replace("zz ", "") == english
