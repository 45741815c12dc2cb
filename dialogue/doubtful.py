"""Names in a spoken message that the recogniser isn't sure of: they are taken, and said back to be denied."""

from collections.abc import Callable

from dialogue import events as ev
from dialogue.words import Words

DOUBTED = 0.6
"""Below this confidence in its word a name is said back with a question."""
_MOST_WORDS = 4
"""That one name may be spoken in."""


def doubtful(understood: ev.Understood | None, said: ev.UserSaid | None, words: Words) -> list[str]:
    """The places, apps and sizes that this message set by words which may have been others, as they are written."""
    if understood is None or said is None or said.channel != "voice" or not said.words:
        return []
    heard = _confidences(said.words)
    found: list[str] = []
    for names in _names(understood, words):
        sure = [heard[_letters(name)] for name in names if _letters(name) in heard]
        if sure and max(sure) < DOUBTED:
            found.append(names[0])
    return found


def _names(understood: ev.Understood, words: Words) -> list[tuple[str, ...]]:
    """Each value that was set: its name as we write it, and others by which it may have been said."""
    labels: dict[str, Callable[[str], tuple[str, ...]]] = {
        "regions": lambda region: (words.region_city(region), words.lexicon.region_city(region)),
        "apps": lambda slug: (words.lexicon.app_name(slug),),
        "size": lambda sku: (sku,),
        "workerSize": lambda sku: (sku,),
    }  # fmt: skip
    found: list[tuple[str, ...]] = []
    for slot, label in labels.items():
        value = understood.set.get(slot)
        each: list[object] = list(value) if isinstance(value, list | tuple) else [value]  # pyright: ignore[reportUnknownArgumentType] - a JSON list
        found += [label(one) for one in each if isinstance(one, str)]
    return list(dict.fromkeys(found))


def _confidences(words: tuple[ev.SpokenWord, ...]) -> dict[str, float]:
    """By what one or a few words spell together, how sure the least sure of them is; the surer where it was said twice."""
    found: dict[str, float] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _MOST_WORDS) + 1):
            spelled = _letters(" ".join(word.text for word in words[start:end]))
            found[spelled] = max(found.get(spelled, 0.0), min(word.confidence for word in words[start:end]))
    return found


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
