"""The words of each language: the same keys and placeholders as English, all forms that its numbers need, no English left."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from dialogue.wording import Phrases, plural

PROMPTS = Path(__file__).parents[3] / "prompts"
OTHERS = ("ar", "de", "es", "fr", "tr")
FILES = ("phrases", "messages", "mail")
NEEDS = {"ar": {"zero", "one", "two", "few", "many", "other"}, "tr": {"other"}}
OPEN = {"number", "place", "list_and_before", "list_or_before"}
"""Objects of which a language has as many members as it needs."""


def read(language: str, name: str) -> dict[str, Any]:
    return json.loads((PROMPTS / language / f"{name}.json").read_text(encoding="utf-8"))


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def wordings(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value.values()) if isinstance(value, dict) else list(value)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", OTHERS)
def test_the_keys_are_those_of_english(language: str, name: str) -> None:
    assert list(read(language, name)) == list(read("en", name))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", OTHERS)
def test_each_wording_has_the_placeholders_and_the_shape_of_english(language: str, name: str) -> None:
    ours, english = read(language, name), read("en", name)
    for key, value in english.items():
        assert type(ours[key]) is type(value), key
        if isinstance(value, dict):
            continue
        assert len(wordings(ours[key])) == len(wordings(value)), key
        for said, reference in zip(wordings(ours[key]), wordings(value), strict=True):
            assert placeholders(said) == placeholders(reference), key
            assert said.strip() == said or key in ("proposal_domain", "clarify_or", "list_comma", "list_semicolon", "thousands"), key


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_everything_can_be_said_aloud(language: str, name: str) -> None:
    for key, value in read(language, name).items():
        for said in wordings(value):
            assert not re.search(r"\w\([a-z]{1,3}\)", said), f"{key}: nobody says `region(s)`"


@pytest.mark.parametrize("language", OTHERS)
def test_forms_cover_what_the_numbers_of_the_language_need(language: str) -> None:
    ours, english = read(language, "phrases"), read("en", "phrases")
    for key, forms in english.items():
        if not isinstance(forms, dict) or key in OPEN:
            continue
        if "other" not in forms:
            assert set(ours[key]) == set(forms), key
            continue
        assert set(ours[key]) >= NEEDS.get(language, {"one", "other"}), key
        extra = set().union(*(placeholders(f) for f in ours[key].values())) - {"n"}
        assert not extra, key


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", OTHERS)
def test_no_english_sentence_is_left(language: str, name: str) -> None:
    ours, english = read(language, name), read("en", name)
    telling = re.compile(r"(?i)\b(?:the|your|you|and|with|is|are|isn't|can't|shall|please|which|this|that|of)\b")
    for key, value in ours.items():
        for said, reference in zip(wordings(value), wordings(english[key]), strict=False):
            bare = re.sub(r"\{\w+\}|omani\.works|cpx42|«[^»]*»", "", said)
            assert not telling.search(bare), (key, said)
            if len(re.findall(r"[^\W\d_]{3,}", re.sub(r"\{\w+\}", "", reference))) > 1:
                assert said != reference, key


def test_arabic_is_written_in_its_own_letters() -> None:
    for name in FILES:
        for key, value in read("ar", name).items():
            for said in wordings(value):
                bare = re.sub(r"\{\w+\}", "", said)
                if re.search(r"[^\W\d_]{3,}", bare):
                    assert re.search(r"[\u0600-\u06ff]", bare), (key, said)
                assert "?" not in bare, (key, said)
                assert ";" not in bare, (key, said)


@pytest.mark.parametrize(
    ("language", "number", "kind"),
    [
        ("en", 0, "other"), ("en", 1, "one"), ("en", 2, "other"), ("fr", 0, "one"), ("fr", 1, "one"), ("fr", 2, "other"),
        ("ar", 0, "zero"), ("ar", 1, "one"), ("ar", 2, "two"), ("ar", 3, "few"), ("ar", 10, "few"), ("ar", 11, "many"),
        ("ar", 99, "many"), ("ar", 100, "other"), ("ar", 103, "few"), ("ar", 111, "many"), ("de", 1, "one"), ("tr", 5, "other"),
    ],
)  # fmt: skip
def test_the_class_of_a_number(language: str, number: int, kind: str) -> None:
    assert plural(language, number) == kind


def gathered() -> Phrases:
    texts = {code: (PROMPTS / code / "phrases.json").read_text(encoding="utf-8") for code in ("en", *OTHERS)}
    messages = {code: (PROMPTS / code / "messages.json").read_text(encoding="utf-8") for code in ("en", *OTHERS)}
    return Phrases.gather(texts, messages)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "EUR 1,234.50"), ("de", "1.234,50 Euro"), ("fr", "1\u202f234,50 euros"), ("es", "1.234,50 euros"),
        ("tr", "1.234,50 euro"), ("ar", "1,234.50 يورو"), ("xx", "EUR 1,234.50"),
    ],
)  # fmt: skip
def test_money_as_each_language_says_it(language: str, said: str) -> None:
    assert gathered().of(language).money(1234.5) == said


def test_lists_as_each_language_joins_them() -> None:
    every = gathered()
    three = ["WordPress", "Cal.com", "InvoiceShelf"]
    assert every.listed(three) == "WordPress, Cal.com and InvoiceShelf"
    assert every.of("de").listed(three) == "WordPress, Cal.com und InvoiceShelf"
    assert every.of("es").listed(three) == "WordPress, Cal.com e InvoiceShelf"
    assert every.of("es").listed(three[:2], "or") == "WordPress o Cal.com"
    assert every.of("ar").listed(three) == "WordPress، Cal.com وInvoiceShelf"
    assert every.of("tr").listed(three[:1]) == "WordPress"


def test_counted_things_take_the_form_of_their_number() -> None:
    every = gathered()
    assert [every.of("ar").counted("regions", n) for n in (1, 2, 3, 11)] == ["منطقة واحدة", "منطقتان", "3 مناطق", "11 منطقة"]
    assert [every.of("de").counted("workers", n) for n in (1, 2, 12)] == ["ein Worker", "zwei Worker", "12 Worker"]
    assert [every.of("fr").counted("cores", n, digits=True) for n in (1, 8)] == ["1 cœur", "8 cœurs"]
