"""Things that stand put in another order by their places alone: "the second one first", "swap the first and the last"."""

from collections.abc import Sequence

from dialogue.patterns import regex

_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "1st": 0, "2nd": 1, "3rd": 2, "4th": 3, "5th": 4}
_NUMBERS = {"one": 0, "two": 1, "three": 2, "four": 3, "five": 4}
_ENDS = {"main": 0, "primary": 0, "front": 0, "top": 0, "leading": 0, "lead": 0, "end": -1, "bottom": -1, "back": -1}
_NOUN = r"(?:\s+(?:one|ones|region|regions|site|city|place|location))?"
_PLACE = rf"(?:(?:the|number)\s+)*({'|'.join([*_ORDINALS, 'other', *_NUMBERS])}){_NOUN}"
_WAY = r"(?:\s+(?:should|shall|must|will|would|could|can|ought|to|be|is|becomes?|comes?|goes|go|moves?|as|the|in|at|of|our|my|put|on))*"
_MOVED = regex(rf"(?i)\b{_PLACE}{_WAY}\s+((?:{'|'.join(_ORDINALS)})\b(?!\s+(?:one|ones|region|regions|site|city|place|location)\b)|(?:{'|'.join(_ENDS)})\b)")
_BESIDE = regex(rf"(?i)\b{_PLACE}{_WAY}\s+(before|ahead\s+of|in\s+front\s+of|after|behind)\s+{_PLACE}\b")
_SWAPPED = regex(rf"(?i)\b(?:swap|switch|exchange|interchange|reverse|flip)\s+(?:around\s+|round\s+|over\s+)?{_PLACE}\s+(?:and|with)\s+{_PLACE}\b")


def reordered(text: str, current: Sequence[str]) -> list[str] | None:
    """The same things in the order that is asked for; None when none is."""
    items = list(current)
    if found := _SWAPPED.search(text):
        one, other = _index(found[1], len(items)), _index(found[2], len(items))
        if one is not None and other is not None and one != other:
            items[one], items[other] = items[other], items[one]
            return items
    if found := _BESIDE.search(text):
        one, other = _index(found[1], len(items)), _index(found[3], len(items))
        if one is not None and other is not None and one != other:
            anchor, moved = items[other], items.pop(one)
            items.insert(items.index(anchor) + (found[2].lower() in ("after", "behind")), moved)
            return items
    if found := _MOVED.search(text):
        one, target = _index(found[1], len(items)), _target(found[2], len(items))
        if one is not None and target is not None and one != target and _is_place(found[1], text, found.start(1)):
            items.insert(target, items.pop(one))
            return items
    return None


def _index(word: str, count: int) -> int | None:
    """ "the other one" is the second of two."""
    word = word.lower()
    if word == "other":
        return 1 if count == 2 else None
    place = _ORDINALS.get(word, _NUMBERS.get(word))
    if place is None or place >= count:
        return None
    return count - 1 if place < 0 else place


def _target(word: str, count: int) -> int | None:
    place = _ORDINALS.get(word.lower(), _ENDS.get(word.lower()))
    if place is None or place >= count:
        return None
    return count - 1 if place < 0 else place


def _is_place(word: str, text: str, at: int) -> bool:
    """A bare "two" is a number and no place: "number two first"."""
    return word.lower() not in _NUMBERS or text[:at].lower().rstrip().endswith("number")
