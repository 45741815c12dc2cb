"""What is enough, what is too much, and what takes the place of what was ruled out, in every language."""

from typing import Any

import pytest

from tests.dialogue.languages.understanding import understood

BOTH: dict[str, Any] = {"regions": ("fsn1", "hel1")}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Streichen Sie Helsinki, uns genügt Falkenstein", "de"),
        ("Helsinki lassen wir weg, Falkenstein langt dicke", "de"),
        ("supprimez Helsinki, Falkenstein suffira", "fr"),
        ("saca Helsinki nomás, nos alcanza con Falkenstein", "es"),
        ("Helsinki'yi silin, Falkenstein yeterli", "tr"),
        ("احذفوا هلسنكي، فالكنشتاين تكفي", "ar"),
    ],
)
def test_the_place_that_is_enough_stays_alone(text: str, language: str) -> None:
    assert understood(text, language, "confirm", **BOTH).set.get("regions") == ["fsn1"]


def test_a_place_that_is_not_enough_is_not_struck() -> None:
    assert understood("Falkenstein reicht uns nicht", "de", "confirm", regions=("fsn1",)).set.get("regions") in (None, ["fsn1"])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Fünf Worker sind mir zu viel, nehmen wir drei", "de"),
        ("cinq workers c'est trop, mettez-en trois", "fr"),
        ("cinco workers son demasiados, pongan tres", "es"),
        ("beş worker çok fazla, üç olsun", "tr"),
        ("cinq workers, c'est beaucoup trop, trois suffisent", "fr"),
        ("خمس عقد عمل وايد، خلوها ثلاث", "ar"),
    ],
)
def test_the_number_that_is_too_high_makes_room_for_the_right_one(text: str, language: str) -> None:
    assert understood(text, language, "confirm", workers=5, regions=("fsn1",)).set.get("workers") == 3


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("zwei Regionen sind übertrieben, eine reicht, Falkenstein", "de"),
        ("dos es demasiado para nosotros. Quita Helsinki, con Falkenstein basta", "es"),
        ("منطقتين وايد علينا، فالكنشتاين بس", "ar"),
    ],
)
def test_too_many_regions_leave_the_one_that_is_named(text: str, language: str) -> None:
    heard = understood(text, language, "confirm", **BOTH)
    assert heard.set.get("regions") == ["fsn1"]
    assert heard.set.get("regionCount") in (None, 1)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("non en fait pas en Finlande, en Allemagne plutôt", "fr"),
        ("Finnland sagt uns nicht zu, wir gehen nach Deutschland", "de"),
        ("Finlandiya olmaz, Almanya olsun", "tr"),
        ("مش فنلندا، في ألمانيا", "ar"),
    ],
)
def test_a_place_that_is_ruled_out_makes_room_for_the_next(text: str, language: str) -> None:
    assert understood(text, language, "email", regions=("hel1",)).set.get("regions") == ["Germany"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("eine kleine Maschine reicht uns völlig", "de"),
        ("une petite machine fera l'affaire", "fr"),
        ("con una máquina chiquita nos basta", "es"),
        ("küçük bir sunucu bize yeter", "tr"),
        ("جهاز صغير يكفينا", "ar"),
    ],
)
def test_the_size_that_is_enough(text: str, language: str) -> None:
    assert understood(text, language, "email", size="large").set.get("size") == "small"


@pytest.mark.parametrize("text", ["بدل الجهاز الكبير حطوا المتوسط", "يكفينا المتوسط بدل الكبير"])
def test_one_size_takes_the_place_of_another(text: str) -> None:
    assert understood(text, "ar", "email", size="large").set.get("size") == "medium"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Worker? Wollen wir nicht.", "de"),
        ("Les workers ? On n'en a pas besoin.", "fr"),
        ("¿Workers? No necesitamos ninguno.", "es"),
        ("Worker mı? Gerek yok.", "tr"),
        ("عقد عمل؟ ما نحتاج.", "ar"),
    ],
)
def test_what_is_asked_back_and_declined_is_declined(text: str, language: str) -> None:
    assert understood(text, language, "confirm", workers=2, regions=("fsn1",)).set.get("workers") == 0


def test_one_worker_in_place_of_several() -> None:
    assert understood("statt fünf Workern bloß einen", "de", "confirm", workers=5, regions=("fsn1",)).set.get("workers") == 1


@pytest.mark.parametrize(("text", "language"), [("el boletín ya no, el wiki sí", "es"), ("la newsletter non, le wiki oui", "fr"), ("kein Newsletter, ein Wiki ja", "de")])
def test_what_a_yes_follows_is_kept_beside_what_is_struck(text: str, language: str) -> None:
    assert understood(text, language, "email", apps=("bookstack", "listmonk")).set.get("apps") == ["bookstack"]


def test_how_large_people_are_is_no_size_and_no_name() -> None:
    heard = understood("Wir sind eine kleine Blaskapelle und brauchen ein Wiki", "de")
    assert heard.set.get("apps") == ["bookstack"]
    assert not {"size", "organisation"} & set(heard.set)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das Wiki kann weg, dafür bitte einen Newsletter", "de"),
        ("El wiki lo quitamos, y ponga un boletín", "es"),
        ("Wiki'yi çıkaralım, bülten koyalım", "tr"),
        ("الويكي شيلوه وحطوا نشرة بريدية", "ar"),
    ],
)
def test_what_comes_in_place_of_what_goes_is_no_more_of_it(text: str, language: str) -> None:
    assert understood(text, language, "email", apps=("bookstack",)).set.get("apps") == ["listmonk"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Von den Workern bitte nur drei", "de"),
        ("de los workers quisiera solamente tres", "es"),
        ("worker'lardan sadece üç tane olsun", "tr"),
        ("من عقد العمل نبي ثلاث بس", "ar"),
    ],
)
def test_how_many_of_those_that_were_named(text: str, language: str) -> None:
    assert understood(text, language, "confirm", workers=5, regions=("fsn1",)).set.get("workers") == 3
