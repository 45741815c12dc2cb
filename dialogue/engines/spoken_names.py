"""A company's name that was spoken has no capitals of its own: it is written as names are.

Spoken is what our own ears heard, and whatever comes in a conversation that was begun as a voice's: a telephone gateway
with a recogniser of its own sends text.
"""

from dialogue.events import Understood

_SMALL = frozenset("a an and at by for from in of on or the to with".split())
ENGLISH = "en"


def as_spoken(understood: Understood, language: str) -> Understood:
    """With the organisation that this spoken message names in capitals, where it was said in English and heard as "Riverside tennis club"."""
    name = understood.set.get("organisation")
    if language != ENGLISH or not isinstance(name, str):
        return understood
    written = capitalised(name)
    if written == name:
        return understood
    evidence = tuple(e.model_copy(update={"value": written[:120]}) if e.slot == "organisation" else e for e in understood.evidence)
    return understood.model_copy(update={"set": {**understood.set, "organisation": written}, "evidence": evidence})


def capitalised(name: str) -> str:
    """Each word with a capital, but for small ones inside. What has a capital anywhere, or a digit, keeps its own way.

    A hyphen in small letters is the recogniser's grammar ("iron-gate security"), not the company's.
    """
    words = " ".join(word.replace("-", " ") if word.islower() and word.replace("-", "").isalpha() else word for word in name.split()).split()
    last = len(words) - 1
    return " ".join(word.capitalize() if word.islower() and word.isalpha() and not (word in _SMALL and 0 < n < last) else word for n, word in enumerate(words))
