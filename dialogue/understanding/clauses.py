"""Clauses: how far the words belong together that one verb governs."""

from dialogue.understanding.text import Utterance

SUBJECTS = frozenset(
    "i we you they he she it that there this who which somebody someone everybody everyone nobody people i'm we're they're it's that's there's "
    "i'd we'd they'd i'll we'll they'll it'll i've we've they've you'd you'll you're he's she's what".split()
)
"""Pronouns that begin a clause of their own."""
_BREAKING = frozenset(
    "but because so although though while whereas since however then unless if when yet hence therefore otherwise whose".split()
)
"""Conjunctions that end what was governed before."""
_POSSESSIVES = frozenset("my our the their your his her its all some most a an no".split())
_FINITE = frozenset(
    "is are was were isn't aren't wasn't weren't has have had stays stay stayed remains remain runs run lives live goes go sits sit works work comes come "
    "can can't cannot could will won't would should shouldn't must needs need needn't wants want does doesn't do don't did gets get keeps keep uses use says say thinks think".split()
)
"""Verbs that a noun before them is the subject of."""
_IMPERATIVES = frozenset("add drop remove put use take keep give install include leave make skip forget please delete replace swap set lose scrap ditch throw".split())
_ALL = frozenset("everything all anything nothing none any".split())
_NOUN_PHRASE = 5
"""Words that a subject has at most, its verb included."""
_REACH = 40


def clause(utterance: Utterance, index: int) -> tuple[int, int]:
    """The words around `index` that belong to one clause, half open."""
    start, first = index, max(0, index - _REACH)
    while start > first and not begins(utterance, start):
        start -= 1
    end, last = index + 1, min(len(utterance.words), index + _REACH)
    while end < last and not begins(utterance, end):
        end += 1
    return start, end


def begins(utterance: Utterance, at: int) -> bool:
    """A clause begins at this word."""
    words = utterance.words
    word = words[at]
    if at == 0 or word.brk == 2:
        return True
    if word.norm in _BREAKING and not _part_of_phrase(utterance, at):
        return True
    joined = word.norm in ("and", "or", "plus")
    if not joined and word.brk == 0:
        return False
    head = at + 1 if joined else at
    if head >= len(words) or (joined and words[head].brk == 2):
        return False
    norm = words[head].norm
    return norm in SUBJECTS or (norm in _IMPERATIVES and not joined) or _subject(utterance, head)


def _part_of_phrase(utterance: Utterance, at: int) -> bool:
    """ "everything but", "not X but Y", "so that", "so far" belong to what they join."""
    norm = utterance.words[at].norm
    before, after = utterance.norms(max(0, at - 1), at), utterance.norms(at + 1, at + 2)
    if norm == "but":
        return bool(set(before) & _ALL) or after in (("also",), ("not",), ("no",))
    return norm == "so" and (after in (("that",), ("far",)) or before in (("or",), ("and",)))


def _subject(utterance: Utterance, at: int) -> bool:
    """ "our mail stays …": a noun phrase and its verb."""
    if utterance.words[at].norm not in _POSSESSIVES:
        return False
    for index in range(at + 2, min(len(utterance.words), at + _NOUN_PHRASE)):
        if utterance.words[index].brk:
            return False
        if utterance.words[index].norm in _FINITE:
            return True
    return False
