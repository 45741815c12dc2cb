"""Which of several values of one kind stand: not this, that; from this to that; this, no, that; this or that.

One reading for all kinds (places, sizes, apps, counts, addresses), so that a correction works the same everywhere.
"""

from collections.abc import Sequence
from itertools import pairwise

from dialogue.understanding.scope import Mode, cue_after, cue_before
from dialogue.understanding.text import Utterance

Extent = tuple[int, int]
"""Word indices of a value, half open."""
_EXCHANGES = frozenset("swap replace exchange switch change trade move turn".split())
_TAKES = frozenset("take leave throw kick cut put turn switch cross rule strip pull".split())
_NOUNS = frozenset("one thing stuff bit part app site region location tool program server again altogether completely".split())
"""What may stand between a value and the word that takes it away: "take the stats thing out"."""
_INTO = frozenset("for with by to into onto".split())
_BECOMES = frozenset("should shall must be become becomes is are was now to instead in at rather the then a".split())
_BECOMES_VERB = frozenset("should shall must becomes become".split())
_CORRECTING = frozenset("actually no nope sorry rather wait meant mean correction oops scratch make pardon whoops apologies hang".split())
_JOINING = frozenset("and also plus add of than as".split())
_BESIDE_OR = frozenset("or in at the a an maybe perhaps else with on to of rather possibly even some one use".split())
_ENOUGH = (*tuple((verb, how) for verb in ("is", "are") for how in ("enough", "plenty", "sufficient")), ("will", "do"), ("would", "do"), ("suffices", "for"))
"""Behind a value they say that it stays: "remove Helsinki, Falkenstein is enough"."""
_FARTHEST = 8
"""Words between two values that still belong together."""


def polarity(
    utterance: Utterance, values: Sequence[Extent], *, covered: set[int], names: Sequence[str] = (), no_corrects: bool = False
) -> list[Mode]:
    """The mode of each value, in order.

    Args:
        covered: word indices that belong to recognised values of any kind.
        names: what the values mean; two words for the same thing are no alternatives.
        no_corrects: a bare "no" between two values takes the first back ("Falkenstein no Helsinki"); else it
            strikes the second ("a website, no blog").
    """
    modes: list[Mode] = [_alone(utterance, value, covered) for value in values]
    for at, (first, second) in enumerate(pairwise(values)):
        between = utterance.norms(first[1], second[0])
        if len(between) > _FARTHEST or second[0] < first[1]:
            continue
        if no_corrects and modes[at] == modes[at + 1] == "remove" and _what_comes(utterance, first, second):
            modes[at + 1] = "plain"
        elif _exchanged(utterance, first, second, between):
            modes[at], modes[at + 1] = "remove", "replace_to"
        elif modes[at] in ("plain", "add") and _preferred(utterance.norms(max(0, first[0] - 5), first[0]), between):
            modes[at + 1] = "remove"
        elif modes[at] not in ("remove", "dropped") and _corrected(utterance, second, between, modes[at + 1], no_corrects=no_corrects):
            modes[at] = "dropped"
            taken_back = bool(names) and names[at] == names[at + 1]  # "statistics, no actually no statistics"
            modes[at + 1] = "plain" if modes[at + 1] == "remove" and not taken_back else modes[at + 1]
        elif modes[at] in ("plain", "either") and _offered_with(utterance, second, between) and (not names or names[at] != names[at + 1]):
            modes[at : at + 2] = ["either", "either"]
            _listed_before(utterance, values, modes, at)
    return modes


def _what_comes(utterance: Utterance, first: Extent, second: Extent) -> bool:
    """ "not Nuremberg Helsinki", as it is heard: one goes, the other comes."""
    beside = first[1] == second[0] and not utterance.words[second[0]].brk
    return beside and utterance.norms(max(0, first[0] - 1), first[0]) == ("not",) and utterance.norms(second[1], second[1] + 1) not in (("or",), ("and",), ("nor",))


def _alone(utterance: Utterance, value: Extent, covered: set[int]) -> Mode:
    if _taken_out(utterance, value):
        return "remove"
    if utterance.norms(value[1], value[1] + 2) in _ENOUGH or _kept(utterance, value):
        return "plain"
    before, after = cue_before(utterance, value[0], spans=covered).mode, cue_after(utterance, value[1])
    return after if before == "plain" or after == "remove" else before


def _kept(utterance: Utterance, value: Extent) -> bool:
    """ "drop the wiki, the mailing list stays", "skip the blog, git is the important one": said of the value itself, behind a comma."""
    at, end = value
    if at and utterance.words[at - 1].norm in _OWN:
        at -= 1
    begins = utterance.words[at].brk > 0 or at > 0 and utterance.words[at - 1].norm == "and"
    if not begins or end >= len(utterance.words) or utterance.words[end].brk:
        return False
    after = utterance.norms(end, end + 3)
    return after[0] in _STAYS or after[0] in _MAY and after[1:2] == ("stay",) or after[0] == "is" and bool(_MATTERS & set(after[1:]))


_STAYS = frozenset("stays stay remains remain".split())
_MAY = frozenset("can may should must".split())
_MATTERS = frozenset("needed important fine good main essential".split())
_OWN = frozenset("the our my a an that".split())


def _taken_out(utterance: Utterance, value: Extent) -> bool:
    """ "take Ashburn out again", "leave the wiki out"."""
    after = utterance.norms(value[1], value[1] + 3)
    noun = 1 if after[:1] and after[0] in _NOUNS else 0
    gone = after[noun : noun + 1] in (("out",), ("off",), ("away",)) and not any(utterance.words[i].brk for i in range(value[1], value[1] + noun + 1))
    return gone and bool(_TAKES & set(utterance.norms(max(0, value[0] - 3), value[0])))


def _exchanged(utterance: Utterance, first: Extent, second: Extent, between: tuple[str, ...]) -> bool:
    """ "swap A for B", "from A to B", "A should be B"."""
    if any(utterance.words[i].brk == 2 for i in range(first[1], second[0] + 1)):
        return False
    before = utterance.norms(max(0, first[0] - 5), first[0])
    if _preferred(before, between):
        return False
    into = bool(set(between) & _INTO) and not set(between) & {"and"}
    if into and (set(before) & _EXCHANGES or before[-1:] == ("from",) or before[-2:-1] == ("from",)):
        return True
    return bool(set(between) & _BECOMES_VERB) and set(between) <= _BECOMES


def _preferred(before: tuple[str, ...], between: tuple[str, ...]) -> bool:
    """ "A over B", "prefer A to B", "A in place of B": the second is what isn't taken."""
    if between in (("over",), ("in", "place", "of"), ("in", "lieu", "of"), ("and", "not")):
        return True
    if "than" in between:  # "rather in A than in B", "better A than B"
        return bool({"rather", "better", "sooner", "prefer", "preferably"} & {*before, *between})
    return between in (("to",), ("over", "a"), ("to", "a"), ("over", "the"), ("to", "the")) and bool({"prefer", "preferred", "preferable"} & set(before))


def _corrected(utterance: Utterance, second: Extent, between: tuple[str, ...], mode: Mode, *, no_corrects: bool) -> bool:
    """ "A, actually B", "A, no, B", "A, I mean B"."""
    said = set(between)
    if mode == "add" or not said & _CORRECTING or said & _JOINING or "not" in said:
        return False
    if said & {"no", "nope"} and not said & (_CORRECTING - {"no", "nope"}) and not no_corrects:
        no = next(i for i in range(second[0] - len(between), second[0]) if utterance.words[i].norm in ("no", "nope"))
        return utterance.words[no + 1].brk > 0  # "A, no, B"; "A, no B" strikes B
    return True


def _offered_with(utterance: Utterance, second: Extent, between: tuple[str, ...]) -> bool:
    """ "A or B": which one is open."""
    if "or" not in between or not set(between) <= _BESIDE_OR:
        return False
    return not any(utterance.words[i].brk == 2 for i in range(second[0] - len(between), second[0] + 1))


def _listed_before(utterance: Utterance, values: Sequence[Extent], modes: list[Mode], at: int) -> None:
    """ "A, B or C": the ones before belong to it."""
    while at and modes[at - 1] == "plain" and values[at - 1][1] == values[at][0] and utterance.words[values[at][0]].brk == 1:
        at -= 1
        modes[at] = "either"
