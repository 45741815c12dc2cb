"""Every capability in every language, in several wordings: what is wished and done is the same in all of them."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dialogue.events import Asking
from tests.dialogue.languages.understanding import LANGUAGES, acts, understood

WORDINGS = {
    language: json.loads((Path(__file__).parent / "wordings" / f"{language}.json").read_text(encoding="utf-8")) for language in LANGUAGES
}


@dataclass(frozen=True)
class Case:
    """What an utterance must come to."""

    set: dict[str, Any] = field(default_factory=dict[str, Any])
    acts: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    asking: Asking | None = None
    draft: dict[str, Any] = field(default_factory=dict[str, Any])
    empty: bool = False
    """Nothing is wished."""
    topic: str | None = None


def wish(asking: Asking | None = None, draft: dict[str, Any] | None = None, **values: Any) -> Case:
    return Case(set=values, asking=asking, draft=draft or {})


def act(*names: str, asking: Asking | None = None, topic: str | None = None, never: str = "") -> Case:
    return Case(acts=frozenset(names), asking=asking, empty=True, topic=topic, never=frozenset(never.split()))


NOT_CLEAR = Case(asking="confirm", empty=True, never=frozenset({"affirm"}))
ONE = {"regions": ("fsn1",)}
CASES = {
    "website": wish(apps=["wordpress"]),
    "blog": wish(apps=["ghost"]),
    "bookings": wish(apps=["cal-com"]),
    "invoices": wish(apps=["invoiceshelf"]),
    "files": wish(apps=["nextcloud"]),
    "passwords": wish(apps=["vaultwarden"]),
    "wiki": wish(apps=["bookstack"]),
    "forms": wish(apps=["formbricks"]),
    "statistics": wish(apps=["umami"]),
    "code": wish(apps=["gitea"]),
    "monitoring": wish(apps=["uptime-kuma"]),
    "newsletter": wish(apps=["listmonk"]),
    "tables": wish(apps=["nocodb"]),
    "two_apps": wish(apps=["wordpress", "nextcloud"]),
    "app_struck": wish(draft={"apps": ("wordpress", "umami")}, apps=["wordpress"]),
    "app_added": wish(draft={"apps": ("wordpress",)}, apps=["wordpress", "nextcloud"]),
    "region": wish(regions=["nbg1"]),
    "region_instead": wish(draft=ONE, regions=["hel1"]),
    "not_this_that": wish(draft={"regions": ("hel1",)}, regions=["nbg1"]),
    "region_added": wish(draft=ONE, regions=["fsn1", "hel1"]),
    "country": wish(regions=["Finland"]),
    "two_in_germany": wish(regions=["Germany"], regionCount=2),
    "two_named": wish(regions=["fsn1", "hel1"]),
    "workers": wish(workers=3),
    "no_workers": wish(draft={"workers": 2}, workers=0),
    "workers_total": wish(workersTotal=4),
    "large": wish(size="large"),
    "size_id": wish(size="cpx52"),
    "dedicated": wish(size="dedicated"),
    "cores": wish(sizeNeed={"vcpu": 16, "ramGb": 32}),
    "ha": wish(highAvailability=True),
    "no_ha": wish(draft={"high_availability": True}, highAvailability=False),
    "residency": wish(residency="eu"),
    "gdpr": wish(compliance=["gdpr"]),
    "email": wish(email="info@kranich.com"),
    "spoken_email": wish("email", email="jo-ann@kranich.com"),
    "domain": wish(domain="cloud.kranich.com"),
    "pool_name": wish(domain="kranich.omani.works"),
    "label": wish("domain", {"organisation": "Kranich"}, domain="kranich-hq"),
    "name": wish(organisation="Kranich Atelier"),
    "name_asked": wish("organisation", organisation="Kranich Atelier"),
    "renamed": wish(draft={"organisation": "Storch Atelier"}, organisation="Kranich Atelier"),
    "yes": act("affirm", asking="confirm", never="affirm? deny"),
    "hedged": NOT_CLEAR,
    "no": act("deny", asking="confirm", never="affirm affirm?"),
    "cancel": act("cancel", asking="confirm", never="affirm"),
    "undo": act("undo"),
    "start_over": act("restart"),
    "human": act("human"),
    "repeat": act("repeat"),
    "resend": act("resend_code"),
    "thanks": act("thanks", asking="confirm", never="affirm"),
    "greeting": act("greet"),
    "price": act("ask", topic="price"),
    "what_is_a_region": act("ask", topic="region"),
}


def test_every_language_says_everything() -> None:
    for language in LANGUAGES:
        assert set(WORDINGS[language]) == set(CASES), language
        assert all(len(texts) > 1 for texts in WORDINGS[language].values()), language


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [(language, name, text) for language in LANGUAGES for name, texts in WORDINGS[language].items() for text in texts],
)
def test_wording(language: str, name: str, text: str) -> None:
    case = CASES[name]
    heard = understood(text, language, case.asking, **case.draft)
    assert {slot: heard.set.get(slot) for slot in case.set} == case.set, heard
    assert case.acts <= acts(heard), heard.acts
    assert not case.never & acts(heard), heard.acts
    if case.empty:
        assert not heard.set, heard
    if case.topic:
        assert any(a.name == "ask" and a.topic == case.topic for a in heard.acts), heard.acts
