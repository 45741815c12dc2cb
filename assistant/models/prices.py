"""What an answer costs, by a list of prices: the bundled one, with the settings' over it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from dialogue.model_events import Usage

BUNDLED = Path(__file__).with_name("prices.json")
MILLION = 1_000_000
Amount = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]


class Price(BaseModel):
    """USD per million tokens. What is missing costs what plain input costs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: Amount
    output: Amount
    cache_read: Amount | None = None
    cache_write: Amount | None = None

    def cost(self, usage: Usage) -> float:
        """USD of one answer."""
        read = self.input if self.cache_read is None else self.cache_read
        write = self.input if self.cache_write is None else self.cache_write
        sums = usage.input * self.input + usage.output * self.output + usage.cache_read * read + usage.cache_write * write
        return sums / MILLION


PRICE_LIST: TypeAdapter[dict[str, Price]] = TypeAdapter(dict[str, Price])


class Prices:
    """Prices by model name. A dated name (`gpt-6-luna-2026-09-22`) has the price of the name it begins with."""

    def __init__(self, prices: Mapping[str, Price]) -> None:
        self._prices = dict(prices)

    @classmethod
    def load(cls, own: Mapping[str, Price] | None = None) -> "Prices":
        """The bundled list, with `own` over it."""
        bundled = json.loads(BUNDLED.read_text(encoding="utf-8"))["models"]
        return cls({**PRICE_LIST.validate_python(bundled), **(own or {})})

    def of(self, *names: str) -> Price | None:
        """Of the first of these names that is on the list, whole or as a beginning; the longest beginning counts."""
        for name in names:
            if name in self._prices:
                return self._prices[name]
            beginnings = [known for known in self._prices if name.startswith((f"{known}-", f"{known}@"))]
            if beginnings:
                return self._prices[max(beginnings, key=len)]
        return None

    def cost(self, usage: Usage, *names: str) -> float:
        """USD; 0 for a model that isn't on the list, such as one that runs on a machine of ours."""
        price = self.of(*names)
        return round(price.cost(usage), 9) if price else 0.0
