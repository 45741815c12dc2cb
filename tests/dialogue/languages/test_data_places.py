"""Where data must be: said without a verb that binds it, where there is no region, outside an area, and assumed of a practice in the EU."""

import pytest

from dialogue import events as ev
from tests.dialogue.languages import tongues
from tests.dialogue.talk import Talk

NAMED = {
    "en": "We're Acme, a@acme.com", "de": "Wir sind Acme, a@acme.com", "fr": "Nous sommes Acme, a@acme.com", "es": "Somos Acme, a@acme.com",
    "tr": "Biz Acme, a@acme.com", "ar": "اسم الشركة Acme، a@acme.com",
}  # fmt: skip


def begun(language: str, *said: str) -> Talk:
    talk = Talk(started=ev.ConversationStarted(language=language), core=tongues.CORE)
    for words in said:
        talk.say(words)
    return talk


@pytest.mark.parametrize(
    ("language", "said", "then"),
    [
        ("en", "data in the EU", "put it in Ashburn"), ("en", "all data in Europe", "then Hillsboro"), ("en", "we need EU data", "host it in Ashburn"), ("en", "European data only", "put it in Ashburn"),
        ("de", "alle Daten in Europa", "nehmt Ashburn"), ("de", "Daten in der EU", "nehmt Ashburn"), ("de", "wir brauchen EU-Daten", "nehmt Hillsboro"), ("fr", "données dans l'UE", "mettez-le à Ashburn"), ("fr", "toutes les données en Europe", "prenez Ashburn"),
        ("es", "todos los datos en Europa", "pónganlo en Ashburn"), ("es", "datos en la UE", "usen Ashburn"), ("tr", "veriler AB'de", "Ashburn'e kuralım"), ("tr", "verilerimiz AB'de olsun", "Ashburn olsun"), ("ar", "كل البيانات في أوروبا", "ضعها في أشبورن"), ("ar", "البيانات في الاتحاد الأوروبي", "حطها في أشبورن"),
    ],
)  # fmt: skip
def test_data_with_where_it_is_to_be(language: str, said: str, then: str) -> None:
    talk = begun(language, NAMED[language], said)
    assert talk.plan["residency"] == "eu"
    talk.say(then)
    assert ("residency_conflict" in talk.codes, talk.plan["regions"]) == (True, ["fsn1"])


@pytest.mark.parametrize("said", ["we have customers in Europe", "we collect data in Europe", "is our data in the EU?", "no data in the EU", "we need EU data centres", "our members are in the EU"])
def test_what_is_told_of_data_demands_nothing(said: str) -> None:
    assert begun("en", NAMED["en"], said).plan["residency"] is None


def test_a_city_behind_the_rule_is_seen() -> None:
    talk = begun("ar", NAMED["ar"], "يجب أن تبقى البيانات في الاتحاد الأوروبي، وضعها في أشبورن")
    assert (talk.plan["residency"], talk.codes) == ("eu", ["residency_conflict"])


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        ("en", "data must stay in Switzerland", "no region there"), ("en", "keep our data in Japan", "no region there"), ("de", "Daten müssen in der Schweiz bleiben", "keine Region"),
        ("fr", "les données doivent rester en Suisse", "pas de région"), ("es", "los datos deben quedarse en Suiza", "ninguna región"), ("tr", "veriler İsviçre'de kalmalı", "bölgem yok"), ("ar", "يجب أن تبقى البيانات في سويسرا", "ليست لدي منطقة"),
    ],
)  # fmt: skip
def test_where_data_can_not_be_kept_is_said(language: str, said: str, told: str) -> None:
    talk = begun(language, NAMED[language])
    assert told in talk.say(said)
    assert (talk.plan["regions"], talk.plan["residency"]) == (["fsn1"], None)


def test_where_it_can_be_kept_it_is() -> None:
    talk = begun("en", NAMED["en"], "data must stay in Finland")
    assert talk.plan["regions"] == ["hel1"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "outside the EU please"), ("en", "put it outside Europe"), ("en", "a region outside of the EU would be good"), ("de", "außerhalb der EU bitte"), ("fr", "hors de l'UE s'il vous plaît"),
        ("es", "fuera de la UE por favor"), ("tr", "AB dışında olsun"), ("ar", "خارج الاتحاد الأوروبي من فضلك"),
    ],
)  # fmt: skip
def test_outside_an_area_are_these(language: str, said: str) -> None:
    talk = begun(language, NAMED[language], said)
    assert (talk.asking, talk.seen["options"]) == ("clarify", ["Ashburn", "Hillsboro"])
    talk.say("Hillsboro")
    assert talk.plan["regions"] == ["hil"]


@pytest.mark.parametrize("said", ["nothing outside the EU", "our customers are outside the EU", "we're based outside the EU", "outside the EU it is too expensive?"])
def test_outside_of_what_else(said: str) -> None:
    talk = begun("en", NAMED["en"], said)
    assert talk.asking != "clarify"
    assert talk.plan["regions"] == ["fsn1"]


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("de", "Wir sind die Zahnarztpraxis Huber in Wien, huber@zahn.at", "Zahnarztpraxis Huber"), ("de", "Arztpraxis Dr. Huber, Wien", "Arztpraxis Dr. Huber"), ("es", "Somos la clínica dental Sonrisa en Madrid", "Sonrisa"),
        ("es", "Farmacia Ruiz, Sevilla", "Farmacia Ruiz"), ("fr", "la clinique Beaulieu à Lyon", "Beaulieu"), ("tr", "Biz Gülüş Diş Kliniği, Atina", "Gülüş Diş Kliniği"), ("ar", "نحن عيادة النور لطب الأسنان في مدريد", "عيادة النور لطب الأسنان"),
    ],
)  # fmt: skip
def test_a_practice_in_the_eu_keeps_its_data_there(language: str, said: str, name: str) -> None:
    talk = begun(language, said)
    assert (talk.plan["organisation"], talk.plan["residency"], talk.plan["regions"]) == (name, "eu", ["fsn1"])
    assert talk.plan["apps"] == []
    assert talk.state.offered_apps


@pytest.mark.parametrize(("language", "said"), [("de", "Arztpraxis Dr. Huber, Zürich"), ("de", "Wir sind die Schreinerei Huber in Wien"), ("fr", "la boulangerie Dupain à Lyon"), ("es", "Somos el taller Ruedas en Madrid")])
def test_others_keep_it_where_they_like(language: str, said: str) -> None:
    assert begun(language, said).plan["residency"] is None
