"""What answers cost."""

import json
from datetime import date

import pytest
from pydantic import ValidationError

from assistant.models.engines import DEFAULT_MODELS
from assistant.models.prices import BUNDLED, PRICE_LIST, Price, Prices
from dialogue.model_events import Usage

LIST = Prices({"m": Price(input=1, output=5, cache_read=0.1, cache_write=1.25), "m-large": Price(input=10, output=50)})
USAGE = Usage(input=1_000_000, output=100_000, cache_read=2_000_000, cache_write=400_000)


def test_each_kind_of_token_has_its_price() -> None:
    assert LIST.cost(USAGE, "m") == pytest.approx(1 + 0.5 + 0.2 + 0.5)


def test_without_prices_of_its_own_the_cache_costs_what_input_costs() -> None:
    assert LIST.cost(USAGE, "m-large") == pytest.approx(10 + 5 + 20 + 4)


@pytest.mark.parametrize(("name", "known"), [("m-2026-09-22", "m"), ("m-large-2026", "m-large"), ("m@eu", "m"), ("m", "m")])
def test_a_dated_name_has_the_price_of_what_it_begins_with(name: str, known: str) -> None:
    assert LIST.of(name) == LIST.of(known)


def test_a_model_without_a_price_costs_nothing() -> None:
    assert LIST.cost(USAGE, "mx") == 0
    assert LIST.cost(USAGE, "") == 0


def test_the_name_that_was_asked_for_counts_when_the_answer_names_another() -> None:
    assert LIST.cost(USAGE, "served-as-something", "m") == LIST.cost(USAGE, "m")


def test_the_bundled_list_is_dated_and_knows_the_default_models() -> None:
    bundled = json.loads(BUNDLED.read_text(encoding="utf-8"))
    assert date.fromisoformat(bundled["as_of"]) <= date(2030, 1, 1)
    assert all(Prices.load().of(name) for name in DEFAULT_MODELS.values())


def test_own_prices_go_over_the_bundled_ones() -> None:
    own = {DEFAULT_MODELS["openai"]: Price(input=7, output=7)}
    assert Prices.load(own).of(DEFAULT_MODELS["openai"]) == own[DEFAULT_MODELS["openai"]]


@pytest.mark.parametrize("price", [{"input": 1}, {"input": -1, "output": 1}, {"input": 1, "output": float("inf")}, {"input": 1, "output": 1, "in": 1}])
def test_nonsense_is_no_price(price: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        PRICE_LIST.validate_python({"m": price})
