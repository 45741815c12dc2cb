"""A yes in every language: what is clear commits, everything else doesn't; codes and passwords are hidden in all of them."""

import json
from pathlib import Path

import pytest

from dialogue.understanding.privacy import MASK, mask
from tests.dialogue.languages.understanding import acts, understood

ASSENT: dict[str, dict[str, list[str]]] = json.loads((Path(__file__).parent / "wordings" / "assent.json").read_text(encoding="utf-8"))
CLEAR = [(language, text) for language, said in ASSENT.items() for text in said["clear"]]
UNCLEAR = [(language, text) for language, said in ASSENT.items() for text in said["unclear"]]


@pytest.mark.parametrize(("language", "text"), CLEAR)
def test_a_clear_yes(language: str, text: str) -> None:
    heard = understood(text, language, "confirm")
    assert "affirm" in acts(heard)
    assert not acts(heard) & {"deny", "cancel", "ask", "inform"}
    assert not heard.set


@pytest.mark.parametrize(("language", "text"), UNCLEAR)
def test_no_clear_yes(language: str, text: str) -> None:
    heard = understood(text, language, "confirm")
    assert "affirm" not in acts(heard) or acts(heard) & {"deny", "cancel", "ask", "inform", "unknown"}


@pytest.mark.parametrize(
    "text",
    ["Der Code ist 135790", "voici le code : 135 790", "الرمز ١٣٥٧٩٠", "eins drei fünf sieben neun null", "un trois cinq sept neuf zéro".replace("é", "e"),
     "uno tres cinco siete nueve cero", "bir üç beş yedi dokuz sıfır", "واحد ثلاثة خمسة سبعة تسعة صفر"],
)  # fmt: skip
def test_a_code_in_any_language(text: str) -> None:
    masked = mask(text, code_expected=True)
    assert masked.code == "135790"
    assert MASK in masked.text


@pytest.mark.parametrize(
    "text",
    ["mein Passwort ist Geheim123!", "mot de passe : Secret123!", "la contraseña es Secreto123!", "şifrem: Gizli123!", "كلمة المرور: Sirri123!"],
)
def test_a_password_in_any_language(text: str) -> None:
    masked = mask(text, code_expected=False)
    assert "123!" not in masked.text
    assert masked.kinds == ("password",)
