"""How people say what they mean in passing: what is ruled out, what is left, what was meant, who they are, what they ask."""

from typing import Any

import pytest

from tests.dialogue.languages.understanding import acts, understood

HELSINKI: dict[str, Any] = {"regions": ("hel1",)}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Helsinki kommt für uns nicht in Frage, Ashburn scheidet auch aus, bleibt nur Nürnberg", "de"),
        ("mejor en Alemania, pero en Falkenstein no, en la otra", "es"),
    ],
)
def test_what_is_ruled_out_leaves_the_other(text: str, language: str) -> None:
    assert understood(text, language, "confirm", **HELSINKI).set.get("regions") == ["nbg1"]


@pytest.mark.parametrize("text", ["Falkenstein demiştim ama Helsinki olacaktı", "Nürnberg yazmışım ama Helsinki demek istedim"])
def test_what_was_said_goes_and_what_was_meant_comes(text: str) -> None:
    heard = understood(text, "tr", "confirm", regions=("fsn1",) if "Falken" in text else ("nbg1",))
    assert heard.set.get("regions") == ["hel1"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("zwei Standorte, Nürnberg und Ashburn, dabei soll Ashburn der erste sein", "de"), ("deux régions, Nuremberg et Ashburn, avec Ashburn en premier", "fr")],
)
def test_the_place_that_is_to_be_the_first_is(text: str, language: str) -> None:
    assert understood(text, language).set.get("regions") == ["ash", "nbg1"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("worker sayısını dörde yükseltelim", "tr"),
        ("passez le nombre de workers à quatre", "fr"),
        ("cambia los workers a cuatro", "es"),
    ],
)
def test_how_many_is_changed_to_a_number(text: str, language: str) -> None:
    assert understood(text, language, "confirm", workers=2, regions=("fsn1",)).set.get("workers") == 4


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Moin, Seebärin nennen wir uns, wir wollen einen Blog für die Mitglieder und Gäste.", "de", "Seebärin"),
        ("Hallo, Tanzschule Wirbelwind aus Kassel, wir bräuchten ein Wiki.", "de", "Tanzschule Wirbelwind"),
        ("Hola, llevo la Papelería Tinta Fina en Ponferrada y quiero un blog", "es", "Papelería Tinta Fina"),
        ("abrimos una panadería, la bautizamos Miga Dorada, queremos un blog", "es", "Miga Dorada"),
        ("محلنا اسمه حلويات الديوان ونبي موقع", "ar", "حلويات الديوان"),
    ],
)
def test_the_name_and_no_more_than_the_name(text: str, language: str, name: str) -> None:
    assert understood(text, language).set.get("organisation") == name


def test_a_town_is_where_its_people_say_it_is() -> None:
    assert understood("tenemos un hostal en Granada", "es").set.get("location") != "Grenada"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("was heißt bei euch hochverfügbar?", "de"),
        ("c'est quoi exactement la haute disponibilité ?", "fr"),
        ("¿qué significa eso de alta disponibilidad?", "es"),
    ],
)
def test_to_ask_what_a_thing_is_wishes_for_nothing(text: str, language: str) -> None:
    heard = understood(text, language, "email")
    assert "highAvailability" not in heard.set
    assert "ha" not in heard.set


@pytest.mark.parametrize(
    ("text", "language", "app"),
    [
        ("wir wollen erfahren, wenn unser Shop ausfällt", "de", "uptime-kuma"),
        ("necesito sacar las facturas de mis clientes", "es", "invoiceshelf"),
        ("queremos algo como github para los programadores", "es", "gitea"),
        ("on veut un site + quelque chose pour les mots de passe", "fr", "vaultwarden"),
    ],
)
def test_a_need_in_everyday_words(text: str, language: str, app: str) -> None:
    assert app in understood(text, language).set.get("apps", [])


@pytest.mark.parametrize(
    ("text", "language"),
    [("Wir haben keine Einwände.", "de"), ("aucune objection", "fr"), ("no tengo objeciones", "es"), ("itirazımız yok", "tr"), ("ما عندنا مانع", "ar")],
)
def test_no_objection_is_a_yes(text: str, language: str) -> None:
    assert "affirm" in acts(understood(text, language, "confirm"))


def test_a_word_of_the_old_address_that_is_struck_strikes_nothing_else() -> None:
    heard = understood("l'adresse est devis@atelier-brume.fr, pas bonjour", "fr", "confirm", email="bonjour@atelier-brume.fr")
    assert heard.set.get("email") == "devis@atelier-brume.fr"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Helsinki war mein Fehler, ich nehme Falkenstein", "de"),
        ("Helsinki, c'est une erreur, je pensais à Falkenstein", "fr"),
        ("puse Helsinki pero me refería a Falkenstein", "es"),
        ("Helsinki hataydı, Falkenstein olsun", "tr"),
    ],
)
def test_a_place_that_was_a_mistake_makes_room(text: str, language: str) -> None:
    assert understood(text, language, "confirm", **HELSINKI).set.get("regions") == ["fsn1"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("fünf Worker sind uns lieber als zwei", "de"), ("pon cinco workers en vez de dos", "es"), ("خلوها خمسة workers بدل اثنين", "ar"), ("mettez cinq workers au lieu de deux", "fr")],
)
def test_a_number_takes_the_place_of_a_number(text: str, language: str) -> None:
    assert understood(text, language, "confirm", workers=2, regions=("fsn1",)).set.get("workers") == 5


def test_what_one_can_save_oneself_goes() -> None:
    assert understood("das Wiki können wir uns sparen", "de", "confirm", apps=("wordpress", "bookstack")).set.get("apps") == ["wordpress"]


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Wir firmieren als Kupferstich Bergmann und brauchen einen Blog", "de", "Kupferstich Bergmann"),
        ("En el barrio nos dicen Librería Mandarina y queremos un blog", "es", "Librería Mandarina"),
        ("Bizi Sarı Çizme Atölyesi diye tanırlar, İzmir'deyiz", "tr", "Sarı Çizme Atölyesi"),
    ],
)
def test_a_name_is_what_others_call_them(text: str, language: str, name: str) -> None:
    assert understood(text, language).set.get("organisation") == name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Schaltet bitte die Hochverfügbarkeit aus", "de"),
        ("die Hochverfügbarkeit kann abgeschaltet werden", "de"),
        ("il faudrait désactiver la haute disponibilité", "fr"),
        ("desactívenme la alta disponibilidad", "es"),
        ("hay que apagar la alta disponibilidad", "es"),
        ("yüksek erişilebilirlik kapatılsın", "tr"),
        ("yüksek erişilebilirliği devre dışı bırakalım", "tr"),
        ("عطلوا التوافر العالي", "ar"),
    ],
)
def test_what_is_switched_off_is_not_wished_for(text: str, language: str) -> None:
    assert understood(text, language, "confirm", highAvailability=True).set.get("highAvailability") is False


@pytest.mark.parametrize(("text", "language"), [("das kann so stehen bleiben", "de"), ("bizce gayet iyi", "tr")])
def test_content_with_what_was_read(text: str, language: str) -> None:
    assert "affirm" in acts(understood(text, language, "confirm"))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Ha bir de randevu alınabilsin", "tr", None),
        ("Hochverfügbar muss da nix sein", "de", False),
    ],
)
def test_high_availability_only_where_it_is_wished_for(text: str, language: str, expected: bool | None) -> None:
    assert understood(text, language, "confirm", organisation="Alt").set.get("highAvailability") is expected


def test_a_month_is_no_name() -> None:
    assert understood("seit Jänner heißen wir Kobold Spielwerke", "de", "confirm", organisation="Alt").set.get("organisation") not in ("Jänner", "seit Jänner")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("sí señorita así está bien dele", "es"),
        ("Sí señor, queda aprobado.", "es"),
        ("ta, dale, confirmado", "es"),
        ("Ja, genau so machen wir's.", "de"),
        ("ايه باهي، اعملوها", "ar"),
        ("أيوه مظبوط كده نفذ", "ar"),
        ("sí, dele, correctísimo", "es"),
    ],
)
def test_a_yes_in_peoples_own_words_is_clear(text: str, language: str) -> None:
    assert "affirm" in acts(understood(text, language, "confirm"))


@pytest.mark.parametrize(("text", "language"), [("ja bitte übermorgen loslegen", "de"), ("si, dale, pasado", "es"), ("نعم نفذ بكرة", "ar"), ("ja, quatsch", "de")])
def test_a_yes_with_a_time_or_a_strange_word_alone_is_none(text: str, language: str) -> None:
    assert "affirm" not in acts(understood(text, language, "confirm"))


@pytest.mark.parametrize(
    ("text", "language", "slot", "value"),
    [
        ("el dominio es sistema.munozpena.co y no nube.munozpena.co", "es", "domain", "sistema.munozpena.co"),
        ("randevu@caglardis.example olacak, bilgi@caglardis.example değil.", "tr", "email", "randevu@caglardis.example"),
        ("Nuestra organización es la siguiente: Fundación para el Desarrollo Rural de los Municipios del Norte.", "es", "organisation", "Fundación para el Desarrollo Rural de los Municipios del Norte"),
        ("L'organisation s'appelle Cabinet vétérinaire des Trois Chênes.", "fr", "organisation", "Cabinet vétérinaire des Trois Chênes"),
        ("hallo wir sind die bäckerei mohn und hafer in plauen", "de", "organisation", "bäckerei mohn und hafer"),
        ("firmamızın adı yeşil dal zeytincilik ayvalıktayız bize bir web sitesi lazım", "tr", "organisation", "yeşil dal zeytincilik"),
        ("معكم مسؤولة التقنية في Nizwa Heritage Trust. نحتاج مكان نحفظ فيه الملفات", "ar", "organisation", "Nizwa Heritage Trust"),
        ("quiero una página web con tres workers no perdón dos workers", "es", "workers", 2),
        ("quiero que la gente pueda sacar su cita por internet sin estar llamando", "es", "apps", ["cal-com"]),
        ("نبي موقعين، الأول نورنبرغ والثاني هلسنكي، وعقدتين عمل في كل موقع", "ar", "regions", ["nbg1", "hel1"]),
    ],
)  # fmt: skip
def test_what_people_wrote_is_what_stands(text: str, language: str, slot: str, value: object) -> None:
    assert understood(text, language).set.get(slot) == value


@pytest.mark.parametrize(
    ("text", "language", "apps"),
    [
        ("rechnungen schreiben wir weiter mit dem alten programm, das kann also wieder raus", "de", ["nextcloud"]),
        ("vazgectim faturalar olmasin simdilik", "tr", ["nextcloud"]),
        ("Finalement pas de facturation, personne ne répondra.", "fr", ["nextcloud"]),
    ],
)
def test_what_is_struck_goes_alone(text: str, language: str, apps: list[str]) -> None:
    assert understood(text, language, None, apps=("nextcloud", "invoiceshelf")).set.get("apps") == apps


def test_a_question_where_data_stays_sets_no_rule() -> None:
    assert "residency" not in understood("est-ce que ça reste aux États-Unis?", "fr", "confirm").set
