"""Names of houses beside trades, towns and small words; exchanges and sizes in their own words; in wordings of their own."""

from typing import Any

import pytest

from dialogue import events as ev
from tests.dialogue.languages import tongues
from tests.dialogue.talk import Talk


def talked(language: str, *lines: str) -> dict[str, Any]:
    talk = Talk(started=ev.ConversationStarted(language=language), core=tongues.CORE)
    talk.say(*lines)
    return talk.plan


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("es", "Bufete Cuenca Abogados, hola@bufete.example", "Bufete Cuenca Abogados"),
        ("es", "tengo un negocio de quesos, Quesos del Prado, hola@quesos.example", "Quesos del Prado"),
        ("es", "Panadería Toledo, pan@toledo.example, un blog", "Panadería Toledo"),
        ("fr", "c'est pour l'asso Les Doigts Verts, il nous faut des formulaires", "Les Doigts Verts"),
        ("fr", "bonjour, on est le collectif Les Hirondelles", "Les Hirondelles"),
    ],
)
def test_a_house_is_called_by_all_of_its_words(language: str, said: str, name: str) -> None:
    assert talked(language, said)["organisation"] == name


@pytest.mark.parametrize(
    ("lines", "slot", "value"),
    [
        (("شركة السدرة، البريد a@sidra.example، في فالكنشتاين", "بدّل المنطقة إلى نورمبرغ"), "regions", ["nbg1"]),
        (("شركة السدرة، البريد a@sidra.example", "كبروا الجهاز"), "size", "cpx52"),
        (("شركة السدرة، البريد a@sidra.example", "كبر الجهاز", "رجعه زي ما كان"), "size", "cpx42"),
    ],
)
def test_exchanges_and_sizes_in_arabic(lines: tuple[str, ...], slot: str, value: Any) -> None:
    assert talked("ar", *lines)[slot] == value


def test_where_the_data_will_be_is_a_question_in_spanish() -> None:
    talk = Talk(started=ev.ConversationStarted(language="es"), core=tongues.CORE)
    talk.say("Flores Amapola, hola@amapola.example, un blog")
    assert "Falkenstein" in talk.say("¿y dónde van a estar los datos?")


@pytest.mark.parametrize(
    ("change", "slot", "value"),
    [("replace the region with Ashburn", "regions", ["ash"]), ("swap the machine for a cpx62", "size", "cpx62"), ("substitute the name by Tarn Foods", "organisation", "Tarn Foods")],
)
def test_a_slot_is_replaced_by_its_name(change: str, slot: str, value: Any) -> None:
    talk = Talk()
    talk.say("We're Tarn, hi@tarn.example, Helsinki", change)
    assert talk.plan[slot] == value


@pytest.mark.parametrize(
    ("language", "lines", "slot", "value"),
    [
        ("fr", ("je tiens une crêperie à Brest, Chez Maëlle, en Finlande svp",), "organisation", "Chez Maëlle"),
        ("ar", ("محل ورق اسمه Hibr w Lawn، البريد a@lawn.example",), "organisation", "Hibr w Lawn"),
        ("ar", ("شركة السدرة، البريد a@sidra.example، في نورمبرغ", "نفضل استخدام نطاقنا cloud.sidra.example"), "regions", ["nbg1"]),
        ("es", ("Flores Amapola, hola@amapola.example", "mejor una máquina grande, porque en verano se llena"), "size", "cpx52"),
    ],
)
def test_small_words_and_words_like_towns(language: str, lines: tuple[str, ...], slot: str, value: Any) -> None:
    assert talked(language, *lines)[slot] == value
