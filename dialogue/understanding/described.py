"""A name in capitals behind a few small words that say what it is: "we are the walking tour Kotor Steps"."""

from dialogue.patterns import regex
from dialogue.understanding.everyday import ADVERBS, FUNCTION, VERBS, speaks
from dialogue.understanding.kinds import KINDS
from dialogue.understanding.proper import INSTITUTIONS, Run, run_at
from dialogue.understanding.small_names import Ours
from dialogue.understanding.text import fold

_SMALL = regex(r"(?:(?P<article>[Tt]he|[Aa]n?|[Oo]ur|[Tt]his)\s+)?(?P<words>(?:[a-zß-ÿ][\w'’-]*\s+){1,6})(?=[^\W\da-z_])")
_INSIDE = frozenset("of for and the".split())
_ENDS = regex(r"\s*(?:[,.;:!?\n(–—]|$|\s-\s|\S+@|(?:in|from|near|at|and|with|we|which|who|here|but|our|my|i)\b)")
_OF = regex(r"\s+(?:of|from|de|da|do)\s+")
_KIND_LETTERS = regex(r"(?:NGO|SME|GP|LLC)\s+(?=[A-Z])")


def described(text: str, begin: int, ours: Ours) -> Run | None:
    """The name that stands at `begin` behind what it is; None when the small words are part of it or make a sentence."""
    match = _SMALL.match(text, begin)
    if match is None:
        return None
    words = [fold(w) for w in match["words"].split()]
    last = words[-1]
    if last in FUNCTION or (last in VERBS and last not in KINDS) or (match["article"] is None and last not in KINDS):
        return None
    if any(speaks(w) or w in ADVERBS or (w in FUNCTION and w not in _INSIDE) for w in words):
        return None
    letters = _KIND_LETTERS.match(text, match.end())
    run = run_at(text, letters.end() if letters else match.end())
    if run is None:
        return None
    run = _without_place(run, ours)
    alone = " " not in run.text
    if (alone and ours(run.start)) or not (_ENDS.match(text, run.end) or _OF.match(text, run.end)):
        return None
    return run


def _without_place(run: Run, ours: Ours) -> Run:
    """ "Pandeiro Azul of São Paulo" is called the first half; "Friends of Nairobi" all of it."""
    for link in _OF.finditer(run.text):
        before = fold(run.text[: link.start()]).split()
        if len(before) > 1 and before[-1] not in INSTITUTIONS | KINDS and ours(run.start + link.end()) in ("region", "place"):
            return Run(run.text[: link.start()], run.start, run.start + link.start())
    return run
