"""What several words say together: places in pairs and but for one, whose size it is, what is struck, who is named."""

from typing import Any

import pytest

from tests.dialogue.languages.understanding import acts, understood

HELSINKI: dict[str, Any] = {"regions": ("hel1",)}
TWO: dict[str, Any] = {"regions": ("fsn1", "hel1")}


@pytest.mark.parametrize(
    ("text", "language", "region"),
    [
        ("mejor Alemania, donde sea menos Núremberg", "es", "fsn1"),
        ("plutôt l'Allemagne, n'importe où sauf Falkenstein", "fr", "nbg1"),
        ("lieber Deutschland, egal welche außer Falkenstein", "de", "nbg1"),
        ("Falkenstein hariç Almanya'da bir yer olsun", "tr", "nbg1"),
        ("ألمانيا، أي مكان غير نورنبرغ", "ar", "fsn1"),
    ],
)
def test_a_country_but_for_one_of_its_cities(text: str, language: str, region: str) -> None:
    assert understood(text, language, "confirm", **HELSINKI).set.get("regions") == [region]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("dos regiones, una en Finlandia y otra en Alemania", "es"),
        ("deux sites, l'un en Finlande et l'autre en Allemagne", "fr"),
        ("zwei Regionen, eine in Finnland, die andere in Deutschland", "de"),
        ("iki bölge istiyoruz biri Finlandiya'da diğeri Almanya'da", "tr"),
        ("بدنا منطقتين، وحدة بفنلندا والتانية بألمانيا", "ar"),
    ],
)
def test_one_here_and_one_there_is_a_list_in_its_order(text: str, language: str) -> None:
    assert understood(text, language).set.get("regions") == ["Finland", "Germany"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("tres regiones: Ashburn y las dos alemanas", "es"),
        ("trois régions : Ashburn et les deux allemandes", "fr"),
        ("drei Regionen: Ashburn und die beiden deutschen", "de"),
        ("ثلاث مناطق: آشبورن والمنطقتين الألمانيتين", "ar"),
    ],
)
def test_both_of_a_country_stand_where_they_are_said(text: str, language: str) -> None:
    assert understood(text, language).set.get("regions") == ["ash", "fsn1", "nbg1"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("suma tres workers, pero de los ccx23", "es"),
        ("ajoutez trois workers, mais de type ccx23", "fr"),
        ("أضيفوا ثلاث عقد عمل من نوع ccx23", "ar"),
    ],
)
def test_a_size_behind_the_workers_is_theirs(text: str, language: str) -> None:
    heard = understood(text, language, "confirm", size="cpx52")
    assert (heard.set.get("workers"), heard.set.get("workerSize"), heard.set.get("size")) == (3, "ccx23", None)


@pytest.mark.parametrize(
    ("text", "language", "left"),
    [
        ("con la primera basta, quita la segunda", "es", ["fsn1"]),
        ("enlevez la 2e région", "fr", ["fsn1"]),
        ("ikincisi gereksiz, ilk bölge yeter", "tr", ["fsn1"]),
        ("الأولى وحدها تكفي، شيلوا الثانية", "ar", ["fsn1"]),
        ("خلوا هلسنكي بس", "ar", ["hel1"]),
    ],
)
def test_one_of_two_goes_by_its_place_in_the_list(text: str, language: str, left: list[str]) -> None:
    assert understood(text, language, "confirm", **TWO).set.get("regions") == left


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("los datos tienen que quedarse en la UE: Hillsboro fuera y ponemos Helsinki", "es"),
        ("les données ne doivent pas sortir de l'UE. Enlevez Hillsboro et mettez Helsinki", "fr"),
        ("البيانات ما تطلع من الاتحاد الأوروبي. شيلوا هيلزبورو وحطوا هلسنكي", "ar"),
    ],
)
def test_where_data_stay_is_a_rule_and_what_goes_makes_room(text: str, language: str) -> None:
    heard = understood(text, language, "confirm", regions=("hil",))
    assert (heard.set.get("residency"), heard.set.get("regions")) == ("eu", ["hel1"])


def test_a_place_is_preferred_to_another() -> None:
    heard = understood("pour le second site je préfère Nuremberg à Ashburn", "fr", "confirm", regions=("fsn1", "ash"))
    assert heard.set.get("regions") == ["fsn1", "nbg1"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("La newsletter, laissez tomber, personne ne la lit", "fr"),
        ("El boletín, olvídalo", "es"),
        ("Den Newsletter, vergesst es", "de"),
    ],
)
def test_a_thing_that_is_let_go_is_struck_and_nothing_is_called_off(text: str, language: str) -> None:
    heard = understood(text, language, "confirm", apps=("listmonk", "ghost"))
    assert heard.set.get("apps") == ["ghost"]
    assert "cancel" not in acts(heard)


@pytest.mark.parametrize(
    ("text", "language"),
    [("la wiki ya la tenemos, pon una web", "es"), ("le wiki, on l'a déjà ; mettez un site", "fr"), ("ein Wiki haben wir schon, aber eine Webseite bitte", "de")],
)
def test_what_they_have_is_no_wish(text: str, language: str) -> None:
    assert understood(text, language, "apps").set.get("apps") == ["wordpress"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("queremos un blog y saber cuántas personas lo leen", "es"),
        ("on voudrait un blog et savoir combien de personnes le lisent", "fr"),
        ("wir wollen ein Blog und wissen, wie viele Leute es lesen", "de"),
        ("blog olsun, kaç kişi okuyor görelim", "tr"),
        ("بدنا مدونة ونعرف كم واحد بيدخل عليها", "ar"),
    ],
)
def test_how_many_come_is_no_question_for_the_price(text: str, language: str) -> None:
    heard = understood(text, language)
    assert heard.set.get("apps") == ["ghost", "umami"]
    assert "ask" not in acts(heard)


def test_a_verb_between_two_things_wishes_both() -> None:
    assert understood("hem blogumuz olsun hem de faturalar", "tr").set.get("apps") == ["ghost", "invoiceshelf"]


@pytest.mark.parametrize(("word", "workers"), [("birer", 1), ("üçer", 3), ("beşer", 5)])
def test_so_many_for_each(word: str, workers: int) -> None:
    assert understood(f"her bölgede {word} worker olsun", "tr").set.get("workers") == workers


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("escribo para la asociación Marea Blanca de Badajoz, queremos una web", "es", "Marea Blanca"),
        ("somos la Universidad de Badajoz", "es", "Universidad de Badajoz"),
        ("c'est pour l'asbl Les Fous du Rail à Namur", "fr", "Les Fous du Rail"),
        ("اسم المطبعة مطبعة الأمل", "ar", "مطبعة الأمل"),
        ("عنا كافيه ببيروت اسمو Noon & Co", "ar", "Noon & Co"),
        ("اسم التعاونية Argan Tafraout", "ar", "Argan Tafraout"),
        ("الاسم القانوني هو Blue Palm", "ar", "Blue Palm"),
    ],
)
def test_who_is_named(text: str, language: str, name: str) -> None:
    assert understood(text, language).set.get("organisation") == name


def test_a_place_to_keep_things_removes_nothing() -> None:
    assert understood("عايزين مكان نشيل فيه المستندات وكمان مدونة", "ar").set.get("apps") == ["nextcloud", "ghost"]


@pytest.mark.parametrize(("text", "language"), [("olur, yapın gitsin", "tr"), ("evt başlayın", "tr"), ("podéis crearlo", "es"), ("تمام كده، ابدأ على طول", "ar"), ("nickel chrome, vas-y", "fr")])
def test_a_yes_as_people_say_it(text: str, language: str) -> None:
    assert acts(understood(text, language, "confirm")) == {"affirm"}


@pytest.mark.parametrize(("text", "language"), [("la que ustedes recomienden", "es"), ("celle que vous conseillez", "fr"), ("die Sie empfehlen", "de"), ("sizin önerdiğiniz olsun", "tr"), ("اللي تنصحون فيها", "ar")])
def test_the_proposed_region_is_taken(text: str, language: str) -> None:
    assert "affirm" in {a.rstrip("?") for a in acts(understood(text, language, "regions"))}
