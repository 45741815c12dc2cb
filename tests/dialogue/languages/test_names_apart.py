"""Names that nothing introduces, terse first messages, and whose a thing is: other languages."""

import pytest

from tests.dialogue.languages.understanding import understood


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("soy Inés, de Cerámicas del Turia", "es", "Cerámicas del Turia"),
        ("Malerei Bergmann, eine Maschine mit 8 Kernen", "de", "Malerei Bergmann"),
        ("Pour Brasserie Lunaire : un site", "fr", "Brasserie Lunaire"),
        ("Deniz Yıldızı Pansiyon'dan arıyorum", "tr", "Deniz Yıldızı Pansiyon"),
        ("معك ليلى من ورشة المرجان", "ar", "ورشة المرجان"),
        ("floristeria amapola en vigo", "es", "floristeria amapola"),
    ],
)
def test_a_name_is_known_by_where_it_stands(text: str, language: str, name: str) -> None:
    assert understood(text, language).set.get("organisation") == name


@pytest.mark.parametrize(
    ("text", "language", "workers"),
    [("Tuilerie Marchand, trois workers, facturation", "fr", 3), ("Muebles Aranda, cuatro workers y facturas", "es", 4), ("Glaserei Lindner, zwei Worker, Rechnungen", "de", 2)],
)
def test_a_terse_first_message_is_heard_in_its_language(text: str, language: str, workers: int) -> None:
    heard = understood(text, "en")
    assert (heard.language, heard.set.get("workers")) == (language, workers)


@pytest.mark.parametrize(("text", "language"), [("las estadísticas de nuestra página", "es"), ("les statistiques du site", "fr"), ("web sitesi istatistikleri", "tr")])
def test_the_site_whose_figures_are_wanted_is_no_wish(text: str, language: str) -> None:
    assert understood(text, language, "apps").set.get("apps") == ["umami"]
