"""What is said beside the point: how an address is written, second thoughts that are no name, the mesh's name that is no organisation."""

import pytest

from tests.dialogue.languages.understanding import acts, understood


@pytest.mark.parametrize(
    ("text", "language", "address"),
    [
        ("atención sin acento arroba casamora punto example", "es", "atencion@casamora.example"),
        ("información todo junto, sin tilde, arroba casamora punto example", "es", "informacion@casamora.example"),
        ("réception tout attaché, sans accent, arobase moulin point example", "fr", "reception@moulin.example"),
        ("küche mit u e, klammeraffe adler punkt example", "de", "kueche@adler.example"),
        ("post, dann das at-Zeichen, dann adler minus hof punkt example", "de", "post@adler-hof.example"),
        ("info et yesil bahce bitişik nokta example", "tr", "info@yesilbahce.example"),
        ("بريدنا sales على bahar دوت example", "ar", "sales@bahar.example"),
    ],
)
def test_how_an_address_is_written_is_no_part_of_it(text: str, language: str, address: str) -> None:
    heard = understood(text, language, "email")
    assert heard.set.get("email") == address
    assert "domain" not in heard.set


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Überleg ich mir noch", "de"),
        ("Da muss ich drüber schlafen", "de"),
        ("Toute réflexion faite, pas la grande : la moyenne suffira", "fr"),
        ("Tout bien réfléchi, une petite machine suffit", "fr"),
        ("Pensándolo mejor, la mediana", "es"),
        ("Düşündük de, orta boy yeter", "tr"),
        ("فكرنا فيها، المتوسط يكفي", "ar"),
    ],
)
def test_a_second_thought_is_no_name(text: str, language: str) -> None:
    assert "organisation" not in understood(text, language, "organisation", size="large").set


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das Mesh soll westring heißen, Nummer 12.", "de"),
        ("Le mesh s'appelle westring, numéro 12.", "fr"),
        ("El nombre de la malla es westring y el número 12.", "es"),
        ("Mesh'in adı westring olsun, numarası 12.", "tr"),
        ("اسم الشبكة mesh هو westring ورقمها 12.", "ar"),
    ],
)
def test_the_name_of_the_mesh_is_no_name_of_the_organisation(text: str, language: str) -> None:
    heard = understood(text, language, "confirm", organisation="Kranich Atelier", regions=("fsn1", "hel1"))
    assert (heard.set.get("meshName"), heard.set.get("meshId")) == ("westring", 12)
    assert "organisation" not in heard.set


@pytest.mark.parametrize(
    ("text", "language"),
    [("Was ist eigentlich dieses Mesh?", "de"), ("à quoi sert le mesh ?", "fr"), ("mesh 3ayez el-site", "ar"), ("das Mesh gefällt mir", "de")],
)
def test_to_speak_of_the_mesh_names_nothing(text: str, language: str) -> None:
    assert "meshName" not in understood(text, language, "confirm").set


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Brot für Alle", "de", "Brot für Alle"),
        ("Livres pour Tous", "fr", "Livres pour Tous"),
        ("Notre nom : Livres pour Tous.", "fr", "Livres pour Tous"),
        ("Libros para Todos", "es", "Libros para Todos"),
        ("Pongan Ramírez y Compañía", "es", "Ramírez y Compañía"),
        ("Mettez Girard et Filles", "fr", "Girard et Filles"),
    ],
)
def test_all_of_the_name_that_was_asked_for(text: str, language: str, name: str) -> None:
    assert understood(text, language, "organisation").set.get("organisation") == name


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("wir heißen garn und mehr, sitzen in jena und brauchen einen blog", "de", "garn und mehr"),
        ("on s'appelle sel et poivre, on est à nantes", "fr", "sel et poivre"),
        ("nos llamamos sal y canela, necesitamos un blog", "es", "sal y canela"),
        ("adımız tuz ve biber, blog lazım", "tr", "tuz ve biber"),
        ("Bonjour, cabinet d'architectes Trait Fin à Metz, on veut un blog", "fr", "Trait Fin"),
        ("C'est pour le cirque La Roulotte, à Nancy, on veut un blog", "fr", "La Roulotte"),
        ("llamo de la panadería Trigo Limpio, en Salta, queremos un blog", "es", "Trigo Limpio"),
        ("احنا محل عطور Nafha في المنامة ونبي موقع", "ar", "Nafha"),
        ("محل أقمشة في صور، Silk Road اسمنا، نبغى موقع", "ar", "Silk Road"),
        ("mir san d'Metzgerei Brandl aus Cham, mir brauchan a Homepage", "de", "Metzgerei Brandl"),
    ],
)
def test_the_name_where_people_put_it(text: str, language: str, name: str) -> None:
    assert understood(text, language).set.get("organisation") == name


def test_what_is_run_is_no_name() -> None:
    assert "organisation" not in understood("لازم ندير كلمات السر", "ar").set


@pytest.mark.parametrize(("text", "language"), [("مرحبا", "ar"), ("صباح الخير", "ar"), ("Bonsoir", "fr"), ("Grüß Gott", "de"), ("Buenas tardes", "es"), ("İyi günler", "tr")])
def test_a_greeting_alone_begins_in_its_language(text: str, language: str) -> None:
    heard = understood(text, "en")
    assert heard.language == language
    assert "greet" in acts(heard)


def test_a_short_yes_later_changes_nothing() -> None:
    assert understood("نعم", "en", "confirm").language is None
