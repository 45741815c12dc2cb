"""What one utterance changes, collected slot by slot."""

from dataclasses import dataclass, field

from dialogue.events import Act, Evidence, JsonObject

_LONGEST_TEXT = {"organisation": 200, "domain": 2000, "sshPublicKey": 16_000}
_LONGEST_SHORT = 300
_MOST_ITEMS = {"regions": 20, "compliance": 20, "apps": 60}
_LARGEST = {"regionCount": 100, "vcpu": 10_000, "ramGb": 100_000}


@dataclass(slots=True)
class Change:
    """What this utterance changes, collected slot by slot."""

    values: JsonObject = field(default_factory=dict[str, object])
    clear: set[str] = field(default_factory=set[str])
    evidence: list[Evidence] = field(default_factory=list[Evidence])
    acts: list[Act] = field(default_factory=list[Act])

    def put(self, slot: str, value: object, words: str, score: float = 1.0) -> None:
        """Set a slot with its evidence."""
        self.values[slot] = value
        self.evidence.append(Evidence(slot=slot, words=words[:120], value=str(value)[:120], score=score))

    def bound(self) -> None:
        """Cut what no toolbox would take: a message of thousands of words is no reason to fail."""
        self.values = {slot: _bounded(slot, value) for slot, value in self.values.items()}


def _bounded(slot: str, value: object) -> object:
    match value:
        case str():
            return value[: _LONGEST_TEXT.get(slot, _LONGEST_SHORT)]
        case bool():
            return value
        case int():
            return min(value, _LARGEST.get(slot, 1_000_000))
        case list():
            items: list[object] = value  # pyright: ignore[reportUnknownVariableType] - a list of a draft holds words
            return [_bounded("", item) for item in items[: _MOST_ITEMS.get(slot, 20)]]
        case dict():
            parts: JsonObject = value  # pyright: ignore[reportUnknownVariableType] - a size need
            return {name: _bounded(name, part) for name, part in parts.items()}
        case _:
            return value
