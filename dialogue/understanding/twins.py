"""Names that two places far apart share, so that it has to be asked which: Georgia by the Black Sea or in America."""

from collections.abc import Sequence

_TWINS: dict[str, dict[str, str]] = {
    "Georgia": {"Georgia, the country": "Georgia", "Georgia, the US state": "Atlanta"},
    "Portland": {"Portland, Oregon": "Portland, Oregon", "Portland, Maine": "Portland, Maine"},
}
"""Only where different regions suit them, and people mean the one as often as the other."""


_TELLING = {
    "Portland, Oregon": frozenset({"west", "western", "pacific"}),
    "Portland, Maine": frozenset({"east", "eastern", "atlantic"}),
    "Georgia, the country": frozenset({"tbilisi", "batumi", "caucasus", "country"}),
    "Georgia, the US state": frozenset({"atlanta", "state", "american", "us", "usa"}),
}  # fmt: skip
"""Words of an answer that tell which."""


def which(name: str) -> tuple[str, ...]:
    """What may be meant, to choose from; nothing when it is clear."""
    return tuple(_TWINS.get(name, ()))


def meant(text: str, options: Sequence[str]) -> str | None:
    """The place that was picked: an option stands in `text`, or a word tells on which side it lies."""
    asked = {option: place for twins in _TWINS.values() for option, place in twins.items() if option in options}
    words = set(text.casefold().replace(",", " ").replace(".", " ").split())
    named = [option for option in asked if option in text] or [option for option in asked if words & _TELLING.get(option, frozenset())]
    return asked[named[0]] if len(named) == 1 else None
