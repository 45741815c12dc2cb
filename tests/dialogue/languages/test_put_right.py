"""A place put right in the same breath, names with apostrophes, apps explained: in the other languages."""

import pytest

from dialogue import events as ev
from tests.dialogue.languages import tongues
from tests.dialogue.talk import Talk


def begun(language: str) -> Talk:
    return Talk(started=ev.ConversationStarted(language=language), core=tongues.CORE)


@pytest.mark.parametrize(
    ("language", "said", "region"),
    [
        ("fr", "Atelier Lumen, hébergé à Nuremberg, ah non pardon, à Helsinki", "hel1"),
        ("tr", "Mavi Sahaf. Helsinki'ye kuralım, yok pardon Nürnberg'e", "nbg1"),
        ("ar", "شركة السدرة، نريد الخادم في فالكنشتاين، لا عفواً في نورمبرغ", "nbg1"),
        ("ar", "شركة السدرة، الموقع هلسنكي", "hel1"),
    ],
)
def test_the_place_said_last(language: str, said: str, region: str) -> None:
    talk = begun(language)
    talk.say(said)
    assert talk.plan["regions"] == [region]
    assert talk.plan["apps"] == []


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("fr", "mon entreprise c'est « Soie d'Annam », tissage à Lyon", "Soie d'Annam"),
        ("es", "nuestra cooperativa se llama Lanas Q'ero y estamos en Cusco", "Lanas Q'ero"),
        ("es", "che, somos Tango Sin Prisa de Mendoza, Argentina", "Tango Sin Prisa"),
        ("fr", "nous sommes Les Amis du Pain de Nantes, France", "Les Amis du Pain"),
    ],
)
def test_an_apostrophe_ends_no_name(language: str, said: str, name: str) -> None:
    talk = begun(language)
    talk.say(said)
    assert talk.plan["organisation"] == name


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        ("de", "Was macht eigentlich Umami?", "Besucherstatistik"),
        ("de", "was ist der Unterschied zwischen Ghost und WordPress?", "Baukasten"),
        ("fr", "À quoi sert Gitea ?", "hébergement de code"),
        ("es", "¿Qué es Listmonk?", "boletines"),
        ("tr", "Vaultwarden ne işe yarar?", "parola yöneticisi"),
        ("ar", "ما هو Formbricks؟", "للاستبيانات"),
    ],
)
def test_an_app_is_explained(language: str, said: str, told: str) -> None:
    talk = begun(language)
    assert told in talk.say(said)
    assert talk.plan["apps"] == []


@pytest.mark.parametrize(
    ("language", "said", "apps"),
    [
        ("es", "Somos El Clavo Feliz, ni blog ni tienda, solo estadísticas de la web que ya tenemos", ["umami"]),
        ("ar", "الشركة سميتها Dar Zitoun، خاصنا غير موقع إلكتروني", ["wordpress"]),
    ],
)
def test_only_this(language: str, said: str, apps: list[str]) -> None:
    talk = begun(language)
    talk.say(said)
    assert talk.plan["apps"] == apps
