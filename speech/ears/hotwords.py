"""What the recogniser is told to expect: the open vocabulary as a line of text before the transcript."""

from speech.ears.port import Vocabulary

SEPARATOR = ". "
MOST_NAMES = 24
_MOST_CHARACTERS = 320
_COMMON = frozenset({"yes", "no", "yeah", "okay", "ok"})
"""Heard well enough unhinted; hinting at them invites them where nothing was said."""


def hint(vocabulary: Vocabulary) -> str:
    """Name after name, each a sentence: after a list with commas a decoder likes to go on with the list. Empty when there is
    nothing worth naming."""
    names: list[str] = []
    length = 0
    likely = (vocabulary.written(name) for name in vocabulary.names[: 4 * MOST_NAMES])
    for name in dict.fromkeys(name for name in likely if name.lower() not in _COMMON):
        length += len(name) + 2
        if length > _MOST_CHARACTERS or len(names) >= MOST_NAMES:
            break
        names.append(name)
    return f"{SEPARATOR.join(names)}." if names else ""
