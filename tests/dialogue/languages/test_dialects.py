"""Everyday and dialect turns: what people shall be able to do, what is not wanted any more, and how they say yes."""

import pytest

from tests.dialogue.languages.understanding import acts, understood


@pytest.mark.parametrize(
    ("text", "language", "app"),
    [
        ("die Gäste sollen ihre Stunden selber im Netz buchen können", "de", "cal-com"),
        ("unsere Schüler möchten einen Platz reservieren", "de", "cal-com"),
        ("les élèves réserveraient leur place tout seuls", "fr", "cal-com"),
        ("que los alumnos puedan elegir horario solos", "es", "cal-com"),
        ("misafirler masalarını internetten ayırtsın", "tr", "cal-com"),
        ("بدنا الزبونات تحجز بنفسها", "ar", "cal-com"),
        ("sag uns Bescheid, wenn die Homepage mal nicht geht", "de", "uptime-kuma"),
        ("je veux être au courant dès que la boutique plante", "fr", "uptime-kuma"),
        ("que nos enteremos cuando la tienda deje de funcionar", "es", "uptime-kuma"),
        ("sunucumuz kapanınca haberim olsun", "tr", "uptime-kuma"),
        ("أداة تنبهنا إذا تعطلت الصفحة", "ar", "uptime-kuma"),
        ("wir wollen unsere Gäste befragen", "de", "formbricks"),
        ("on veut recueillir l'avis des clients", "fr", "formbricks"),
        ("queremos preguntar a los alumnos cómo les fue", "es", "formbricks"),
        ("velilere birkaç soru sormak istiyoruz", "tr", "formbricks"),
        ("نبغى ناخذ رأي الزباين", "ar", "formbricks"),
        ("so etwas wie Excel im Browser", "de", "nocodb"),
        ("un truc comme Excel mais en ligne", "fr", "nocodb"),
        ("algo como Excel pero en línea", "es", "nocodb"),
        ("شي زي إكسل", "ar", "nocodb"),
        ("quiero escribir un diario de viaje", "es", "ghost"),
        ("je voudrais tenir un carnet de voyage", "fr", "ghost"),
        ("los desarrolladores quieren guardar su código", "es", "gitea"),
        ("yazılımcıların kodlarını saklayacağı bir yer", "tr", "gitea"),
    ],
)
def test_what_people_shall_be_able_to_do(text: str, language: str, app: str) -> None:
    assert understood(text, language).set.get("apps") == [app]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("die Befragungen können wir uns sparen", "de"),
        ("vergiss die Befragungen", "de"),
        ("les enquêtes, ce n'est plus la peine", "fr"),
        ("olvídense de las encuestas", "es"),
        ("nada de encuestas", "es"),
        ("anketleri unutun", "tr"),
        ("بلاش الاستبيانات", "ar"),
        ("سيبكم من الاستبيانات", "ar"),
        ("الاستبيانات ملهاش لازمة", "ar"),
        ("ماكو داعي للاستبيانات", "ar"),
        ("لا بلاش الاستبيانات، محدش هيجاوب. كفاية الموقع", "ar"),
    ],
)
def test_what_is_not_wanted_any_more_goes_alone(text: str, language: str) -> None:
    assert understood(text, language, "confirm", apps=("wordpress", "formbricks")).set.get("apps") == ["wordpress"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("dat passt so, lass krachen", "de"),
        ("impeccable, on fonce", "fr"),
        ("órale, a darle", "es"),
        ("trato hecho, manos a la obra", "es"),
        ("he valla, kurun gitsin", "tr"),
        ("تمام كده، اعملوها", "ar"),
        ("إي والله، باشروا", "ar"),
    ],
)
def test_a_yes_in_their_own_words(text: str, language: str) -> None:
    heard = acts(understood(text, language, "confirm"))
    assert "affirm" in heard
    assert "affirm?" not in heard


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("auch wenn mal ein Server ausfällt, muss es laufen", "de"),
        ("il faut que ça tourne même si un serveur plante", "fr"),
        ("que siga funcionando aunque falle una máquina", "es"),
        ("tek sunucu çökse bile çalışsın", "tr"),
        ("لازم يشتغل حتى لو تعطل خادم", "ar"),
    ],
)
def test_it_runs_on_when_a_machine_fails(text: str, language: str) -> None:
    heard = understood(text, language)
    assert heard.set.get("highAvailability") is True
    assert "apps" not in heard.set


@pytest.mark.parametrize(("text", "language"), [("cuánto sale por mes", "es"), ("aylığı kaça gelir", "tr"), ("قديش بتطلع بالشهر؟", "ar")])
def test_what_it_comes_to(text: str, language: str) -> None:
    assert any(a.name == "ask" and a.topic == "price" for a in understood(text, language, "confirm").acts)


@pytest.mark.parametrize("text", ["est-ce que ça reste aux États-Unis ?", "ça reste où, aux États-Unis ?", "les données restent en Europe ?"])
def test_to_ask_where_it_stays_demands_nothing(text: str) -> None:
    heard = understood(text, "fr", "confirm", regions=("fsn1",))
    assert "residency" not in heard.set
    assert "regions" not in heard.set
