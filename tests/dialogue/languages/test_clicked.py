"""What the page says for a click in the plan (`web/src/plan/sentences.json`) is understood, in every language, as the click was meant."""

import json
from pathlib import Path

import pytest

from dialogue import events as ev
from tests.dialogue.languages.tongues import CORE
from tests.dialogue.talk import Talk

SENTENCES: dict[str, dict[str, str]] = json.loads((Path(__file__).parents[3] / "web/src/plan/sentences.json").read_text(encoding="utf-8"))
BEGUN = {
    "en": "We're Acme Bank in Berlin, mail ops@acme.com, and we need a website and files",
    "de": "Wir sind die Acme Bank in Berlin, E-Mail ops@acme.com, und brauchen eine Website und Dateien",
    "fr": "Nous sommes Acme Bank à Berlin, mail ops@acme.com, et il nous faut un site web et des fichiers",
    "es": "Somos Acme Bank en Berlín, correo ops@acme.com, y necesitamos un sitio web y archivos",
    "tr": "Biz Acme Bank, Berlin'deyiz, e-posta ops@acme.com, web sitesi ve dosya paylaşımı istiyoruz",
    "ar": "اسم المؤسسة Acme Bank في برلين والبريد ops@acme.com ونحتاج إلى موقع إلكتروني وملفات",
}
CLICKS = [
    # which sentence, what is put into it, member of the plan, what it becomes
    ("organisation", "Nordwind", "organisation", "Nordwind"),
    ("organisation", "Bäckerei Müller & Söhne", "organisation", "Bäckerei Müller & Söhne"),
    ("email", "wind@example.com", "email", "wind@example.com"),
    ("size", "ccx33", "size", "ccx33"),
    ("size", "cpx52", "size", "cpx52"),
    ("workers", "3", "workers", 3),
    ("workers", "12", "workers", 12),
    ("available", "", "highAvailability", True),
    ("domain", "cloud.nordwind.example", "domain.fqdn", "cloud.nordwind.example"),
    ("domain", "nordwind.omani.works", "domain.fqdn", "nordwind.omani.works"),
    ("eu", "", "residency", "eu"),
    ("us", "", "residency", "us"),
    ("", "fsn1, hel1", "regions", ["fsn1", "hel1"]),
    ("", "hel1", "regions", ["hel1"]),
    ("add", "Cal.com", "apps", ["cal-com", "nextcloud", "wordpress"]),
    ("drop", "WordPress", "apps", ["nextcloud"]),
]
UNDONE = [
    # first, then, member, what it is again
    (("workers", "3"), ("noWorkers", ""), "workers", 0),
    (("available", ""), ("notAvailable", ""), "highAvailability", False),
    (("eu", ""), ("anywhere", ""), "residency", None),
]


def _begun(language: str) -> Talk:
    talk = Talk(started=ev.ConversationStarted(language=language), core=CORE)
    talk.say(BEGUN[language])
    return talk


def _said(language: str, key: str, value: str) -> str:
    return SENTENCES[language][key].replace("{value}", value) if key else value


def _value(talk: Talk, member: str) -> object:
    found: object = talk.plan
    for name in member.split("."):
        assert isinstance(found, dict)
        found = found[name]
    return sorted(found) if member == "apps" and isinstance(found, list) else found


@pytest.mark.parametrize("language", sorted(SENTENCES))
@pytest.mark.parametrize(("key", "value", "member", "wanted"), CLICKS, ids=[f"{c[0] or 'regions'}-{c[1]}" for c in CLICKS])
def test_a_click_changes_its_row_and_no_other(language: str, key: str, value: str, member: str, wanted: object) -> None:
    talk = _begun(language)
    before = talk.plan
    talk.say(_said(language, key, value))
    assert _value(talk, member) == wanted
    follows = {"domain", "regions", "workersByRegion", "workerSize", "meshName", "meshId", "objectStorageRegion"} | {member.partition(".")[0]}
    assert {k: v for k, v in talk.plan.items() if k not in follows} == {k: v for k, v in before.items() if k not in follows}
    assert talk.state.language == language


@pytest.mark.parametrize("language", sorted(SENTENCES))
@pytest.mark.parametrize(("first", "then", "member", "wanted"), UNDONE, ids=[u[1][0] for u in UNDONE])
def test_and_back(language: str, first: tuple[str, str], then: tuple[str, str], member: str, wanted: object) -> None:
    talk = _begun(language)
    talk.say(_said(language, *first))
    assert _value(talk, member) != wanted
    talk.say(_said(language, *then))
    assert _value(talk, member) == wanted


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_the_mesh_gets_its_name(language: str) -> None:
    talk = _begun(language)
    talk.say("fsn1, hel1", _said(language, "mesh", "windmesh"))
    assert _value(talk, "meshName") == "windmesh"
