"""Which of the options just offered is meant: by its place, by its number, by a piece that only it has, all of them, or any."""

from collections.abc import Sequence
from typing import Literal

from dialogue.patterns import regex
from dialogue.understanding.numbers import numbers, ordinal
from dialogue.understanding.scope import cue_before
from dialogue.understanding.text import Utterance, read, stem

Choice = tuple[int, ...] | Literal["none"] | None
"""Places from 0; `none`: not one of them; None: nothing was chosen."""

_LONGEST = 12
"""Words of a message that picks."""
_ALL = regex(r"(?i)\b(?:both|all (?:of )?(?:them|those|these)|all (?:two|three|four|five|[2-5])|each of (?:them|those)|the (?:two|three|four) of them|every one|the lot)\b")
_NONE = regex(r"(?i)\b(?:neither|none|nothing of (?:that|the kind)|not (?:any|either) of)\b")
_ANY = regex(
    r"(?i)\b(?:either|any|anyone|whichever|whatever|you (?:choose|decide|pick|tell me)|(?:doesn't|does not|don't|do not|doesnt|dont) (?:really )?(?:matter|mind|care)|no preference|up to you|"
    r"your (?:choice|call|pick)|surprise me|all the same|same to me|no matter|i'm easy|flip a coin|what(?:ever)? you (?:think|suggest|recommend)|i (?:leave|trust))\b"
)
_ONE = frozenset({"one", "ones", "option", "choice", "number", "alternative", "suggestion", "variant", "version"})
_SMALL = frozenset("and or in the a an of please with for at on to is instead from per each".split())
_LETTERS = "abcde"


def choose(utterance: Utterance, options: Sequence[str]) -> Choice:
    """The options meant, when the message does little else than pick."""
    words = utterance.words
    if len(options) < 1 or not 0 < len(words) <= _LONGEST or set(options) <= {"yes", "no"}:
        return None
    text = utterance.text
    if _NONE.search(text):
        return "none"
    whole = [i for i, option in enumerate(options) if _bare(utterance.folded) == _bare(read(option).folded)]
    if len(whole) == 1:
        return (whole[0],)
    by_place = _place(utterance, len(options))
    if by_place is not None and _THE_NTH.search(text):
        return (by_place,)  # "take the second one, lee is on holiday"
    if len(options) > 1 and (by_piece := _pieces(utterance, options)) is not None:
        return by_piece
    if by_place is not None:
        return (by_place,)
    if len(options) > 1 and _ALL.search(text):
        return tuple(range(len(options)))
    if len(options) > 1 and _ANY.search(text) and not any(w.norm in ("else", "other", "no") for w in words):
        return (0,)
    return None


_THE_NTH = regex(r"(?i)\b(?:take|use|choose|pick|i'd\s+say|prefer|want|rather|go\s+with)\s+the\s+(?:first|second|third|last|latter|former)(?:\s+(?:one|option|address|mail))?(?=\s*(?:[,.;!?]|$))")


def _bare(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(w for w in words if w not in _SMALL | _ONE)


def _place(utterance: Utterance, count: int) -> int | None:
    """ "the second one", "number three", "option b", "2"."""
    words = utterance.words
    for index, word in enumerate(words):
        before = words[index - 1].norm if index else ""
        place = ordinal(word.norm)
        if place is not None and before == "the" and index > 1 and words[index - 2].norm in ("in", "for", "at"):
            continue  # "the same number in the second one" names a region, not an option
        if (place is not None and _puts_there(utterance, index)) or utterance.text[: word.start].endswith("-"):
            continue  # "kist-3" is a name of their own
        if place is None and before in _ONE and word.norm in _LETTERS and word.norm:
            place = _LETTERS.index(word.norm) + 1
        if place is None and word.norm == "middle" and count == 3:
            place = 2
        if place is None:
            number = next((n for n in numbers(utterance) if n.start == index and not n.article and n.value > 0), None)
            alone = number is not None and word.norm != "one" and len(words) - (number.end - number.start) <= 1
            place = number.value if number and (alone or before in _ONE - {"one", "ones"} or len(words) == 1) else None
        if place is not None and (place == -1 or 1 <= place <= count) and cue_before(utterance, index, spans=set()).mode != "remove":
            return count - 1 if place == -1 else place - 1
    return None


def _puts_there(utterance: Utterance, index: int) -> bool:
    """ "make the second one Falkenstein": what stands in that place becomes something else."""
    words = utterance.words
    behind = index + 1 + (index + 1 < len(words) and words[index + 1].norm in _ONE)
    changes = {"make", "change", "set", "turn", "switch", "put"} & {w.norm for w in words[max(0, index - 3) : index]}
    return bool(changes) and behind < len(words) and not words[behind].brk and words[behind].text[:1].isupper() and words[behind].norm != "i"


def _pieces(utterance: Utterance, options: Sequence[str]) -> tuple[int, ...] | None:
    """The options that have a word of the message that not all have; without those that are denied."""
    said = [_parts(o) for o in options]
    shared = set.intersection(*said)
    meant: set[int] = set()
    denied: set[int] = set()
    exchanging = all(" instead of " in o for o in options)
    counted = {i: str(n.value) for n in numbers(utterance) if not n.article for i in range(n.start, n.end)}
    for index, word in enumerate(utterance.words):
        forms = {word.norm, stem(word.norm)} | ({counted[index]} if index in counted else set())
        forms -= shared | _SMALL
        fits = {i for i, parts in enumerate(said) if forms & parts}
        if not fits or (word.norm == "one" and index and utterance.words[index - 1].norm not in ("", "version")):
            continue
        if len(fits) < len(options):
            struck = cue_before(utterance, index, spans=set()).mode == "remove" and not exchanging  # "A instead of B" is chosen by B
            (denied if struck else meant).update(fits)
    meant -= denied if len(meant - denied) == 1 else set()
    if not meant and denied and len(options) - len(denied) == 1:
        meant = set(range(len(options))) - denied
    return (next(iter(meant)),) if len(meant) == 1 else None


def _parts(option: str) -> set[str]:
    """Words and pieces of an option: `acme-hq`, `2 workers`, `desk@acme.example`."""
    words = {w.norm for w in read(option.replace("-", " ").replace(".", " ").replace("@", " ").replace("_", " ")).words}
    return (words | {stem(w) for w in words}) - _SMALL
