"""Names that two places far apart share, so that it has to be asked which: Georgia by the Black Sea or in America."""

from collections.abc import Sequence

_TWINS: dict[str, dict[str, str]] = {
    "Georgia": {"Georgia, the country": "Georgia", "Georgia, the US state": "Atlanta"},
    "Portland": {"Portland, Oregon": "Portland, Oregon", "Portland, Maine": "Portland, Maine"},
}
"""Only where different regions suit them, and people mean the one as often as the other."""


def which(name: str) -> tuple[str, ...]:
    """What may be meant, to choose from; nothing when it is clear."""
    return tuple(_TWINS.get(name, ()))


def meant(text: str, options: Sequence[str]) -> str | None:
    """The place that `text`, one of the options, stands for."""
    return next((place for twins in _TWINS.values() for option, place in twins.items() if option == text and option in options), None)
