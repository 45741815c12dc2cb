"""What is said of a thing that was named first: "the wiki can go", "Helsinki too", "our mail stays at Google"."""

from typing import Literal

from dialogue.understanding.text import Utterance

_DENIED = frozenset("isn't aren't wasn't not never no won't don't doesn't hardly".split())
_NEEDED = frozenset("needed necessary required wanted important relevant useful worth right essential interesting helpful used appropriate suitable".split())
_MODALS = frozenset("can could should must may might will shall has have needs is are to be well just also be safely all both".split())
_LEAVES = frozenset("go leave goes out off wait".split())
_TAKEN = frozenset("dropped removed deleted skipped scrapped cancelled canceled struck cut omitted excluded ditched left".split())
_USELESS = frozenset("unnecessary superfluous overkill obsolete out off pointless useless wrong redundant unneeded irrelevant".split())
_TAKES = frozenset("remove drop delete lose skip scrap forget cancel strike ditch kill omit".split())
_NO = frozenset("no nope nah not never".split())
_IT = frozenset("it that them those this".split())
_WISHED = frozenset(
    "must big biggest main key priority first top crux essential important needed necessary required wanted critical crucial vital great lovely nice handy good useful helpful perfect fine enough ideal better "
    "please interesting welcome mandatory brilliant fantastic plenty".split()
)
_LIKED = frozenset("would will is are sounds seems looks might could works do does be 'd it".split())
_OBLIGES = frozenset("should must needs need ought shall".split())
"""What should be isn't yet: "the client list should live somewhere"."""
_SMALL = frozenset("more much far even a an the our my one of most also really very quite so absolutely just all really pretty rather certainly definitely still be too indeed".split())
_BEING = frozenset("is are was were isn't aren't wasn't weren't has have had stays stay remains remain runs run lives live sits sit goes keeps comes works gets got".split())

_ALL_THAT = frozenset("all everything what only".split())

Said = Literal["wished", "told", "nothing"]


def cue_after(utterance: Utterance, end: int) -> Literal["plain", "add", "remove", "replace_to"]:
    """`Helsinki too`, `Helsinki instead`, `the wiki can go`."""
    words = utterance.words
    if end < len(words) and words[end].brk == 2 and words[end].norm in _NO and "?" in utterance.text[words[end - 1].end : words[end].start]:
        return "remove"  # "the blog? nah."
    if end >= len(words) or words[end].brk == 2:
        return "plain"
    tail = utterance.norms(end, end + 2)
    if takes_away(_rest(utterance, end)) or _answered_no(utterance, end):
        return "remove"
    if tail[0] in ("too", "also") or tail == ("as", "well"):
        return "add"
    if tail[0] == "instead" and tail[1:2] != ("of",):
        return "replace_to"
    return "plain"


def _answered_no(utterance: Utterance, end: int) -> bool:
    """ "bookings yes, invoices no", "blog: no."; "a website, no, a blog" corrects instead."""
    words = utterance.words
    if words[end].norm not in _NO:
        return False
    following = words[end + 1].brk if end + 1 < len(words) else 2
    return following > words[end].brk


def _rest(utterance: Utterance, end: int, most: int = 7) -> tuple[str, ...]:
    """The words that follow in the same sentence."""
    stop = end
    while stop < min(len(utterance.words), end + most) and (stop == end or utterance.words[stop].brk < 2):
        stop += 1
    return utterance.norms(end, stop)


def takes_away(after: tuple[str, ...]) -> bool:
    """ "isn't needed", "can go", "no thanks", "remove it", "we can do without"."""
    head = after[:1]
    if after[:2] in (("no", "thanks"), ("no", "longer"), ("not", "needed"), ("not", "required"), ("not", "necessary"), ("thanks", "no")):
        return True
    start = 1 if head == ("please",) else 0
    if set(after[start : start + 1]) & _TAKES and set(after[start + 1 : start + 2]) & _IT:
        return True
    if head in (("i",), ("we",)):
        fronted = after[3:4] in ((), ("that",), ("it",), ("anymore",), ("any",), ("after",), ("really",), ("at",), ("now",))
        return (after[1:3] in (("don't", "need"), ("don't", "want"), ("can", "skip"), ("can", "drop")) and fronted) or "without" in after[2:5]
    modal = 0
    while modal < len(after) and after[modal] in _MODALS:
        modal += 1
    if modal and (set(after[modal : modal + 1]) & (_LEAVES | _TAKEN | _USELESS)):
        return after[modal] != "left" or after[modal + 1 : modal + 2] == ("out",)
    being = head in (("is",), ("are",), ("isn't",), ("aren't",), ("was",), ("wasn't",), ("won't",), ("will",), ("it's",), ("that's",))
    denied = bool(_DENIED & set(after[:3]))
    return being and denied and bool(_NEEDED & set(after[:6]))


def said_of(utterance: Utterance, end: int, stop: int) -> Said:
    """The predicate of what was named: it is wished, or something else is told of it.

    Args:
        stop: the end of the clause.
    """
    after = utterance.norms(end, stop)
    if not after or utterance.words[end].brk == 2:
        return "nothing"
    if after[0] in ("please", "pls", "too", "also", "instead"):
        return "wished"
    if after[0] in ("is", "are", "would", "will") and _ALL_THAT & set(after[1:3]) and {"we", "i"} & set(after[2:5]):
        return "wished"  # "a wiki is all we require"
    if after[:2] in (("it", "is"), ("will", "do"), ("would", "do"), ("as", "well"), ("might", "do")) or after[:3] == ("is", "a", "must"):
        return "wished"
    if after[0] in _OBLIGES and not _DENIED & set(after[:3]):
        return "wished"
    index = 0
    while index < len(after) and after[index] in _LIKED | _SMALL:
        index += 1
    if after[index : index + 1] == ("what",):
        return "wished" if {"want", "need", "wanted", "looking", "like", "after", "seeking"} & set(after[index : index + 4]) else "told"
    if 0 < index < len(after) and after[index] in _WISHED:
        return "told" if _DENIED & set(after[:index]) else "wished"
    if after[0] in _BEING and not (after[0] in ("works", "run", "live", "stay") and len(after) == 1):
        return "told"
    return "nothing"
