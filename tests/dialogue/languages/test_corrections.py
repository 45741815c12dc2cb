"""What was wrong and what was meant, in every language and in either order."""

from typing import Any

import pytest

from dialogue import events as ev
from tests.dialogue.languages.tongues import CORE
from tests.dialogue.talk import Talk

OPENINGS = {
    "de": ("Wir sind Acme, a@acme.com", "Helsinki, mit einer Website und Dateien, vier Worker, hochverfügbar"),
    "fr": ("Nous sommes Acme, a@acme.com", "Helsinki, avec un site web et des fichiers, quatre workers, haute disponibilité"),
    "es": ("Somos Acme, a@acme.com", "Helsinki, con una web y archivos, cuatro workers, alta disponibilidad"),
    "tr": ("Biz Acme, a@acme.com", "Helsinki, web sitesi ve dosyalar, dört worker, yüksek erişilebilirlik"),
    "ar": ("نحن Acme, a@acme.com", "هلسنكي، مع موقع وملفات، التوفر العالي"),
}
NUREMBERG: dict[str, Any] = {"regions": ["nbg1"]}
WIKI: dict[str, Any] = {"apps": ["nextcloud", "bookstack"]}
NO_HA: dict[str, Any] = {"highAvailability": False}
OTHER: dict[str, Any] = {"email": "b@acme.com"}


@pytest.mark.parametrize(
    ("language", "said", "changed"),
    [
        ("de", "Nürnberg meinte ich, Helsinki war falsch", NUREMBERG),
        ("de", "ich meinte Nürnberg, als ich Helsinki sagte", NUREMBERG),
        ("de", "Helsinki hätte Nürnberg sein sollen", NUREMBERG),
        ("de", "die Website war ein Fehler, wir brauchen das Wiki", WIKI),
        ("de", "Hochverfügbarkeit war falsch", NO_HA),
        ("de", "b@acme.com bitte, a@acme.com war falsch", OTHER),
        ("de", "statt Dateien ein Passwortmanager", {"apps": ["wordpress", "vaultwarden"]}),
        ("de", "statt vier Workern fünf", {"workers": 5}),
        ("fr", "je voulais dire Nuremberg quand j'ai dit Helsinki", NUREMBERG),
        ("fr", "Helsinki aurait dû être Nuremberg", NUREMBERG),
        ("fr", "le site était une erreur, c'est le wiki qu'il nous faut", WIKI),
        ("fr", "la haute disponibilité était une erreur", NO_HA),
        ("es", "quise decir Núremberg cuando dije Helsinki", NUREMBERG),
        ("es", "Helsinki tenía que ser Núremberg", NUREMBERG),
        ("es", "la web fue un error, lo que necesitamos es la wiki", WIKI),
        ("es", "la alta disponibilidad estaba mal", NO_HA),
        ("es", "mejor b@acme.com, le di a@acme.com por error", OTHER),
        ("tr", "Nürnberg demek istedim, Helsinki yanlıştı", NUREMBERG),
        ("tr", "Helsinki derken Nürnberg demek istedim", NUREMBERG),
        ("tr", "web sitesi yanlışlıktı, wiki istiyoruz", WIKI),
        ("tr", "yüksek erişilebilirlik yanlışlıktı", NO_HA),
        ("tr", "b@acme.com lütfen, a@acme.com yanlıştı", OTHER),
        ("ar", "قصدت نورمبرغ، هلسنكي كانت خطأ", NUREMBERG),
        ("ar", "كنت أقصد نورمبرغ عندما قلت هلسنكي", NUREMBERG),
        ("ar", "هلسنكي كان يجب أن تكون نورمبرغ", NUREMBERG),
        ("ar", "الموقع كان خطأ، نحتاج الويكي", WIKI),
        ("ar", "التوفر العالي كان خطأ", NO_HA),
        ("ar", "b@acme.com من فضلك، a@acme.com كان خطأ", OTHER),
    ],
)  # fmt: skip
def test_a_correction_in_either_order(language: str, said: str, changed: dict[str, Any]) -> None:
    talk = Talk(core=CORE, started=ev.ConversationStarted(language=language))
    for line in OPENINGS[language]:
        talk.say(line)
    before = talk.plan
    talk.say(said)
    assert {slot: talk.plan[slot] for slot in ("regions", "apps", "highAvailability", "email", "workers", "organisation") if talk.plan[slot] != before[slot]} == changed
