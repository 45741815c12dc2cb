"""What the recogniser is told to expect: the open vocabulary as a line of text before the transcript."""

from speech.ears.port import Vocabulary

SEPARATOR = ". "
MOST_NAMES = 24
_MOST_CHARACTERS = 320
_WORDLESS = frozenset({"yes_no"})
"""Slots whose words are so common that naming them only invites them where nothing was said."""


def hint(vocabulary: Vocabulary) -> str:
    """Name after name, each a sentence: after a list with commas a decoder likes to go on with the list. Empty when there is
    nothing worth naming."""
    if vocabulary.slot in _WORDLESS:
        return ""
    names: list[str] = []
    length = 0
    for name in dict.fromkeys(vocabulary.written(name) for name in vocabulary.names[: 4 * MOST_NAMES]):
        length += len(name) + 2
        if length > _MOST_CHARACTERS or len(names) >= MOST_NAMES:
            break
        names.append(name)
    return f"{SEPARATOR.join(names)}." if names else ""
