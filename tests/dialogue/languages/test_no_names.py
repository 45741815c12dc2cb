"""When the name is asked for: what a language says in sentences, asks, calls somebody, or puts somewhere is no name."""

import pytest

from dialogue import events as ev
from tests.dialogue.languages import tongues
from tests.dialogue.talk import Talk

HELLO = {"en": "hello", "de": "Hallo", "fr": "Bonjour", "es": "Hola", "tr": "Merhaba", "ar": "مرحبا"}


def answered(language: str, words: str) -> Talk:
    talk = Talk(core=tongues.CORE, started=ev.ConversationStarted(language=language))
    talk.say(HELLO[language])
    assert talk.asking == "organisation"
    talk.say(words)
    return talk


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "We're based in Turku"), ("en", "located near Vilnius"), ("en", "headquartered in Lyon"), ("en", "somewhere around Graz"), ("en", "Registered in Ghent"),
        ("en", "I'm Tom"), ("en", "Hi, I'm Marta Lopez"), ("en", "I am Petra from Berlin"), ("en", "im tom"),
        ("de", "ich komme sofort zurück"), ("de", "das muss ich erst fragen"), ("de", "wie läuft das hier ab"), ("de", "was soll der ganze Kram kosten?"),
        ("de", "Sie Trottel"), ("de", "so ein Saftladen"), ("de", "Liebling, gleich"), ("de", "meine Tochter ruft an"), ("de", "beheimatet in Graz"), ("de", "Ich bin Petra"),
        ("fr", "je reviens tout de suite"), ("fr", "tu m'entends ?"), ("fr", "pourquoi faire"), ("fr", "quel crétin"), ("fr", "mon cœur, deux minutes"),
        ("fr", "chéri, attends"), ("fr", "mon mari m'attend"), ("fr", "implantés à Lille"), ("fr", "Je suis Paul"),
        ("es", "ahora mismo vengo"), ("es", "qué quieres"), ("es", "menudo idiota"), ("es", "mi vida, ya voy"), ("es", "mi hija me espera"), ("es", "radicados en Sevilla"), ("es", "Soy Marta"),
        ("tr", "hemen dönüyorum"), ("tr", "seni anlamıyorum"), ("tr", "salak herif"), ("tr", "hayatım bekle"), ("tr", "kocam çağırıyor"), ("tr", "dört olsun"),
        ("tr", "Oslo merkezliyiz"), ("tr", "Ben Ayşe"), ("tr", "neden soruyorsun"),
        ("ar", "أنا مشغول الآن"), ("ar", "أنت أحمق"), ("ar", "زوجي يتصل"), ("ar", "في برلين"), ("ar", "أنا مريم"), ("ar", "لماذا تسأل"),
    ],
)  # fmt: skip
def test_no_name(language: str, words: str) -> None:
    talk = answered(language, words)
    assert (talk.plan["organisation"], talk.asking) == (None, "organisation")


@pytest.mark.parametrize(
    ("language", "words", "name"),
    [
        ("en", "Made in Ghent", "Made in Ghent"), ("en", "I'm Joe's Garage", "Joe's Garage"), ("en", "I'm with Fennel", "Fennel"), ("en", "Located Ventures", "Located Ventures"),
        ("de", "Schatz & Söhne", "Schatz & Söhne"), ("de", "Ich & Du Verlag", "Ich & Du Verlag"), ("de", "mama leone", "mama leone"), ("de", "Zum goldenen Anker", "Zum goldenen Anker"),
        ("de", "bäckerei huber", "bäckerei huber"), ("de", "Idiotentest Verlag", "Idiotentest Verlag"),
        ("fr", "Ma Petite Fabrique", "Ma Petite Fabrique"), ("fr", "Chérie FM", "Chérie FM"), ("fr", "atelier bleu", "atelier bleu"),
        ("es", "Mi Cariño Floristas", "Mi Cariño Floristas"), ("es", "tres hermanas", "tres hermanas"),
        ("tr", "Canım Kafe", "Canım Kafe"), ("tr", "üç kardeşler", "üç kardeşler"),
        ("ar", "شركة النور", "شركة النور"), ("ar", "مطعم الحبيب", "مطعم الحبيب"),
    ],
)  # fmt: skip
def test_a_name_all_the_same(language: str, words: str, name: str) -> None:
    assert answered(language, words).plan["organisation"] == name


@pytest.mark.parametrize(
    ("language", "words", "region"),
    [("en", "We're located in Turku", "hel1"), ("en", "based in Stockholm", "hel1"), ("de", "ansässig in Stockholm", "hel1"), ("en", "We're based in Toronto", "ash")],
)
def test_where_they_are_is_taken_in(language: str, words: str, region: str) -> None:
    assert answered(language, words).plan["regions"] == [region]


@pytest.mark.parametrize(("language", "words"), [("de", "ich möchte bitte mit einem Menschen reden"), ("de", "kann ich mit jemandem sprechen"), ("fr", "je veux parler à un humain"), ("es", "quiero hablar con una persona")])
def test_a_person_is_called(language: str, words: str) -> None:
    talk = answered(language, words)
    assert talk.plan["organisation"] is None
    assert any(act.name == "human" for act in talk.state.understood.acts)  # pyright: ignore[reportOptionalMemberAccess] - something was just said


@pytest.mark.parametrize(("language", "words"), [("de", "du Vollidiot"), ("fr", "espèce d'abruti"), ("es", "imbécil"), ("tr", "aptal"), ("ar", "غبي")])
def test_an_insult_is_heard_as_one(language: str, words: str) -> None:
    talk = answered(language, words)
    assert [act.name for act in talk.state.understood.acts] == ["abuse"]  # pyright: ignore[reportOptionalMemberAccess] - something was just said
