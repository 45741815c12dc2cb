"""What holds for any text: English stays as it is, the alignment fits, nothing raises; and which language is heard."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.understanding.languages.reader import Context
from dialogue.understanding.languages.rendering import NAME
from tests.dialogue.languages.test_wordings import WORDINGS
from tests.dialogue.languages.understanding import LANGUAGES, READERS, acts, understood

ENGLISH = (
    "We're Acme Bank in Berlin and we'd like a website, mail ops@acme.com",
    "Two workers please, and make that Helsinki",
    "No, not Falkenstein, use Nuremberg",
    "How much is it a month?",
    "yes, go ahead",
    "go ahead",
    "sure, do it",
    "The company is called Die Zeit and we need a blog",
    "drop the wiki",
    "Our address is info at acme dot com",
    "can we have a website and bookings?",
    "start over",
    "undo that",
)
TEXTS = [text for language in LANGUAGES for texts in WORDINGS[language].values() for text in texts]
PIECES = ["ja", "nein", "Nürnberg'de", "قاعدة", "l'adresse", "statt", "yerine", "بدل", "Falkenstein", "2", "٣", "a@b.de", "••••••", "?", ",", ".", "“", "'", "-", "&", "\n", "ß", "İ", "qzname", "\u0301"]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_left_alone(text: str) -> None:
    heard = READERS.hear(text, language="en", context=Context())
    assert (heard.text, heard.language, heard.name) == (text, None, None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [t for t in ENGLISH if len(t.split()) > 5])
def test_an_english_sentence_is_english_in_any_conversation(text: str, language: str) -> None:
    heard = READERS.hear(text, language=language, context=Context())
    assert (heard.text, heard.language) == (text, "en")


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_rendered_is_aligned(text: str) -> None:
    for language in LANGUAGES:
        heard = READERS.hear(text, language=language, context=Context())
        for piece in heard.pieces:
            assert 0 <= piece.source <= piece.source_end <= len(heard.said)
            assert 0 <= piece.start < piece.end <= len(heard.text)
        assert heard.name is None or heard.name.rstrip(".").split()[0] in heard.said
        assert (NAME in heard.text) == (heard.name is not None)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)), st.sampled_from(("en", *LANGUAGES)))
def test_no_text_raises(text: str, language: str) -> None:
    for asking in (None, "organisation", "domain", "email", "confirm"):
        heard = understood(text, language, asking)  # pyright: ignore[reportArgumentType] - the list holds questions
        assert heard.acts
        assert NAME not in str(heard.set) or NAME in text


@pytest.mark.parametrize(
    ("text", "slot", "words"),
    [
        ("Wir heißen Kranich & Söhne und hosten in Nürnberg.", "organisation", "Kranich & Söhne"),
        ("Wir heißen Kranich & Söhne und hosten in Nürnberg.", "regions", "Nürnberg"),
        ("On s'appelle L'Atelier d'Été, il nous faut un site internet.", "apps", "site internet"),
        ("Sunucular Nürnberg'de dursun.", "regions", "Nürnberg"),
        ("اسم الشركة مخبز النور ونريد موقع إلكتروني.", "organisation", "مخبز النور"),
        ("اسم الشركة مخبز النور ونريد موقع إلكتروني.", "apps", "موقع إلكتروني"),
    ],
)
def test_evidence_is_the_persons_own_words(text: str, slot: str, words: str) -> None:
    found = [e.words for e in understood(text, "en").evidence if e.slot == slot]
    assert len(found) == 1
    assert words in found[0]
    assert found[0] in text


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Wir brauchen eine Webseite für unseren Verein", "en", "de"),
        ("Bonjour, nous voulons un site internet", "en", "fr"),
        ("Hola, queremos una página web para el hotel", "de", "es"),
        ("Merhaba, bir web sitesi istiyoruz lütfen", "en", "tr"),
        ("نريد موقع إلكتروني لشركتنا", "en", "ar"),
        ("salam, 3andi ma7al w biddi website", "en", "ar"),
        ("We would like two workers in Helsinki please", "tr", "en"),
        ("ja bitte", "en", "en"),
        ("Helsinki", "de", "de"),
        ("info@kranich.de", "fr", "fr"),
        ("Los Pollos Hermanos", "en", "en"),
        ("ok", "ar", "ar"),
        ("two workers please", "de", "de"),
        ("auf Deutsch bitte", "en", "de"),
        ("can we speak French?", "en", "fr"),
        ("in English please", "de", "en"),
        ("en español por favor", "fr", "es"),
        ("Türkçe konuşalım", "de", "tr"),
        ("ممكن نتكلم بالإنجليزي؟", "ar", "en"),
    ],
)
def test_the_language_changes_on_a_long_certain_utterance_or_on_request(text: str, before: str, after: str) -> None:
    assert (understood(text, before).language or before) == after


def test_two_languages_in_one_sentence() -> None:
    heard = understood("Wir brauchen two workers in Helsinki please und eine Webseite", "de")
    assert heard.set == {"workers": 2, "regions": ["hel1"], "apps": ["wordpress"]}
    assert heard.language is None


def test_short_words_of_another_language_are_understood_without_a_change() -> None:
    for text in ("ja bitte", "sí, adelante", "evet, kurun", "oui, allez-y", "نعم"):
        heard = understood(text, "en", "confirm")
        assert "affirm" in acts(heard), text


def test_asking_for_a_language_is_understood() -> None:
    heard = understood("Können wir bitte auf Türkisch weitermachen?", "de")
    assert heard.language == "tr"
    assert acts(heard) == {"inform"}
    assert not heard.set


@pytest.mark.parametrize(
    ("language", "text", "slots"),
    [
        ("de", "Wir brauchen a website and Nextcloud, bitte.", {"apps": ["wordpress", "nextcloud"]}),
        ("de", "Make it Helsinki bitte", {"regions": ["hel1"]}),
        ("fr", "Je veux un booking system pour mon salon", {"apps": ["cal-com"]}),
        ("fr", "put it in Nuremberg s'il vous plaît", {"regions": ["nbg1"]}),
        ("es", "Necesito un password manager y un wiki", {"apps": ["vaultwarden", "bookstack"]}),
        ("es", "mi email is info@kranich.com", {"email": "info@kranich.com"}),
        ("tr", "Bize three workers lazım", {"workers": 3}),
        ("tr", "host edelim Helsinki'de please", {"regions": ["hel1"]}),
        ("ar", "نريد website و blog", {"apps": ["wordpress", "ghost"]}),
        ("ar", "خليها high availability لو سمحت", {"highAvailability": True}),
    ],
)
def test_english_words_in_the_middle_of_another_language(language: str, text: str, slots: dict[str, object]) -> None:
    heard = understood(text, language)
    assert {slot: heard.set.get(slot) for slot in slots} == slots, heard
