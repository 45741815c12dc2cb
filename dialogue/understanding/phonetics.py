"""How a word sounds: names that a recogniser wrote as other words ("new remberg") are found by their sound."""

from rapidfuzz.distance import JaroWinkler, Levenshtein

_DIGRAPHS = (("sch", "s"), ("ph", "f"), ("ck", "k"), ("ch", "k"), ("sh", "s"), ("th", "t"), ("gh", ""), ("qu", "k"), ("dg", "k"), ("wr", "r"), ("kn", "n"))
_CLASSES = str.maketrans({"c": "k", "q": "k", "g": "k", "j": "k", "z": "s", "x": "s", "v": "f", "d": "t", "b": "p", "m": "n"})
_SILENT = frozenset("aeiouyhw")
_CODE_FLOOR = 0.8
_TEXT_FLOOR = 0.78
_SHORTEST = 4
"""Sounds that a name must have to be told by them."""


def sound(word: str) -> str:
    """The consonants by class, doubled ones once; an opening vowel or h counts."""
    for letters, instead in _DIGRAPHS:
        word = word.replace(letters, instead)
    code = ""
    for index, letter in enumerate(word.translate(_CLASSES)):
        heard = "a" if letter in "aeiouy" else letter
        if letter in _SILENT and index:
            continue
        if not code.endswith(heard):
            code += heard
    return code


def sounds_like(heard: str, name: str) -> float:
    """0, or how alike they are when both sound and letters are near enough."""
    if not heard or heard[0] != name[0] or abs(len(heard) - len(name)) > 3:
        return 0.0
    first, second = sound(heard), sound(name)
    if min(len(first), len(second)) < _SHORTEST:
        return 0.0
    codes = Levenshtein.normalized_similarity(first, second)
    letters = JaroWinkler.normalized_similarity(heard, name)
    return letters if codes >= _CODE_FLOOR and letters >= _TEXT_FLOOR else 0.0
