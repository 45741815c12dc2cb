"""How far "not", "add" and "instead of" reach: the cue that stands before a span, within its clause."""

from dataclasses import dataclass
from typing import Literal

from dialogue.understanding.text import Utterance

Mode = Literal["plain", "add", "remove", "replace_to", "dropped", "either"]
"""remove: the value that goes; replace_to: what comes in its place; dropped: taken back in the same breath; either:
one of several, and it is open which."""

_NEGATIONS = (
    ("instead", "of"), ("rather", "than"), ("all", "but"), ("everything", "but"), ("anything", "but"), ("do", "not"), ("no", "need", "for"), ("get", "rid", "of"),
    ("take", "out"), ("take", "off"), ("leave", "out"), ("no", "longer"), ("no", "more"), ("away", "from"),
    ("none", "of"), ("none",), ("not",), ("no",), ("without",), ("except",), ("don't",), ("doesn't",), ("won't",), ("never",), ("drop",),
    ("remove",), ("delete",), ("skip",), ("minus",), ("lose",), ("forget",), ("exclude",), ("replace",), ("swap",),
    ("neither",), ("nor",), ("dont",), ("didn't",), ("haven't",), ("hasn't",), ("wasn't",), ("needn't",), ("isn't",), ("aren't",), ("strike",), ("scrap",), ("cut",), ("cancel",), ("dump",), ("ditch",),
)  # fmt: skip
_ADDITIONS = (
    ("as", "well", "as"), ("in", "addition"), ("on", "top"), ("add",), ("also",), ("plus",), ("another",),
    ("additionally",), ("include",), ("extra",), ("too",), ("additional",), ("as", "well"), ("throw", "in"),
)  # fmt: skip
_RESET = frozenset("but instead use make want need prefer rather with choose pick take go keep switch yes".split())
_TRANSPARENT = frozenset(
    "a an any the in to it for at on of or our my this that those these be go have use want need put host like "
    "going really actually please us me we i do require either also anything is needed wanted one with no not nor".split()
)
_BEGINS = frozenset("use take make put go have want need choose pick".split())
# "no, make it Helsinki": a "no" that answers what was said before negates no value of its own.
_ANSWERING = frozenset({"no", "nope"})


@dataclass(frozen=True, slots=True)
class Cue:
    """What stands before a span."""

    mode: Mode = "plain"
    at: int = -1
    """Word index of the cue."""


def cue_before(utterance: Utterance, start: int, *, spans: set[int]) -> Cue:
    """The nearest negation or addition that reaches `start`.

    It reaches over small words and over other values joined to it ("no website or bookings"), never over a comma
    followed by a fresh verb, nor over the end of a sentence.

    Args:
        spans: word indices that belong to recognised values; the cue reaches across them.
    """
    words = utterance.words
    at = start
    verb = False
    while at > 0 and start - at < 8:
        if words[at].brk == 2:
            break
        if words[at].brk == 1 and not _list_continues(utterance, at, spans):
            break
        at -= 1
        norm = words[at].norm
        negation = _phrase_ending(utterance, at, _ENDING_NEGATION)
        if negation:
            if norm in _ANSWERING and _is_answer(utterance, at):
                break
            return Cue("remove", at)
        if _phrase_ending(utterance, at, _ENDING_ADDITION) or (norm == "and" and at == 0 and start - at <= 3):
            return Cue("add", at)  # "and Hillsboro", at the very beginning, adds to what stands
        if verb and at in spans:
            break  # "instead of Nuremberg use Ashburn": the verb begins something new
        verb = verb or norm in _BEGINS
        if at in spans or norm in _TRANSPARENT or norm == "and":
            continue
        if norm in _RESET:
            break
        if start - at > 3:
            break
    return Cue()


def cue_after(utterance: Utterance, end: int) -> Mode:
    """`Helsinki too`, `Helsinki as well`, `Helsinki instead`."""
    words = utterance.words
    tail = [w.norm for w in words[end : end + 3]]
    if not tail or words[end].brk == 2:
        return "plain"
    if _unneeded(utterance.norms(end, end + 5)):
        return "remove"
    if tail[0] in ("too", "also") or tail[:2] == ["as", "well"]:
        return "add"
    if tail[0] == "instead" and tail[1:2] != ["of"]:
        return "replace_to"
    return "plain"


def _unneeded(after: tuple[str, ...]) -> bool:
    """ "the website isn't needed", "the wiki can go"."""
    if after[:2] in (("is", "wrong"), ("was", "wrong"), ("isn't", "right"), ("wasn't", "right")):
        return True
    if after[:2] in (("can", "go"), ("should", "go"), ("must", "go"), ("may", "go")):
        return True
    denied = after[:1] in (("isn't",), ("aren't",)) or after[:2] in (("is", "not"), ("are", "not"))
    return denied and bool({"needed", "necessary", "required", "wanted", "important"} & set(after))


def _by_last(phrases: tuple[tuple[str, ...], ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
    return {phrase[-1]: tuple(p for p in phrases if p[-1] == phrase[-1]) for phrase in phrases}


_ENDING_NEGATION = _by_last(_NEGATIONS)
_ENDING_ADDITION = _by_last(_ADDITIONS)


def _phrase_ending(utterance: Utterance, at: int, phrases: dict[str, tuple[tuple[str, ...], ...]]) -> bool:
    for phrase in phrases.get(utterance.words[at].norm, ()):
        begin = at - len(phrase) + 1
        if begin >= 0 and utterance.norms(begin, at + 1) == phrase:
            return True
    return False


def _list_continues(utterance: Utterance, at: int, spans: set[int]) -> bool:
    """A comma between two values of one list: "no blog, wiki or forms"."""
    if at not in spans or (at - 1) not in spans:
        return False
    head = at - 1
    while head in spans:
        head -= 1
    if head >= 0 and utterance.words[head].norm == "not":
        return False  # "not Falkenstein, Helsinki": what comes instead
    return bool({"or", "and", "nor"} & set(utterance.norms(at + 1, at + 5)))


def _is_answer(utterance: Utterance, at: int) -> bool:
    """A "no" at the start of a sentence with a comma or a fresh clause after it."""
    words = utterance.words
    begins = at == 0 or words[at].brk == 2
    if not begins:
        return False
    if at + 1 >= len(words) or words[at + 1].brk >= 1:
        return True
    return words[at + 1].norm in {"make", "use", "i", "we", "it", "that", "let's", "put", "change", "go", "actually"}
