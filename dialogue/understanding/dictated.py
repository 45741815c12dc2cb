"""Names in a message without a single capital, as dictation gives it: "put amber gate logistics in nuremberg we need a wiki"."""

import re
from collections.abc import Iterator, Sequence

from dialogue.patterns import regex
from dialogue.understanding.bare_names import bare_name
from dialogue.understanding.everyday import is_everyday
from dialogue.understanding.kinds import KINDS
from dialogue.understanding.proper import Run
from dialogue.understanding.small_names import Ours, small_end
from dialogue.understanding.standing import alike
from dialogue.understanding.text import fold

_THIS_IS = regex(r"(?:^|\b(?:hi|hello|hey|morning|afternoon|evening|day|there)[\s,]+)(?:this\s+is|it's|it\s+is|here\s+is|here's)\s+(?=[a-zß-ÿ])")
_PUT = regex(r"(?:^|[,.;!?]\s+|\bplease\s+|\bto\s+)(?:put|set\s+up|host|deploy|launch|run|move|place)\s+(?=[a-zß-ÿ])")
_FOR = regex(r"(?:^|(?<=\w\s))for\s+(?=[a-zß-ÿ])")
_SPEAKS_ON = regex(r"\s*(?:$|[,.;!?\n]|(?:and\s+)?(?:we|i|our|my|the\s+(?:mail|email|address))\b|(?:mail|email|in|from|near)\b)")
_ENDINGS = frozenset(
    "logistics plumbing roofing consulting catering landscaping shipping accounting security systems solutions software technologies technology labs holdings ventures "
    "partners associates brothers sons industries interiors imports exports foods kitchens gardens motors tours travel events media films pictures records press books "
    "legal architects builders contractors cleaning fitness yoga dental dentistry veterinary pharma robotics analytics insurance lettings estates properties".split()
)
"""What company names end in beside the kinds of companies."""
_ABOUT = frozenset("patient customer client personal medical health financial private public internal external old new music vinyl our safe food".split())
"""Before such an ending they make a thing of it ("patient records")."""
_PLACED = regex(r"\s+(?:in|at|near)\s+(?=\w)")
_LEAST = 2
_SURE = 3
"""So many words are no person's first and last name."""


def dictated(text: str, ours: Ours, addresses: Sequence[str]) -> Iterator[Run]:
    """What is presented, put somewhere, or wished for, where it ends as companies do or an address repeats it."""
    if any(c.isupper() for c in text):
        return
    for pattern in (_THIS_IS, _PUT, _FOR):
        for lead in pattern.finditer(text):
            run = _run(text, lead.end(), ours)
            if run is not None and _stands(text, run, pattern, ours, addresses):
                yield run


def _run(text: str, begin: int, ours: Ours) -> Run | None:
    end = small_end(text, begin, ours)
    value = text[begin:end]
    words = [fold(w) for w in value.split()]
    if len(words) < _LEAST or bare_name(value) != (value, 0) or is_everyday(words[0]):
        return None
    return Run(value, begin, end)


def _stands(text: str, run: Run, pattern: re.Pattern[str], ours: Ours, addresses: Sequence[str]) -> bool:
    if any(ours(run.start + word.start()) for word in re.finditer(r"\S+", run.text)):
        return False  # "put nextcloud and the wiki in helsinki"
    words = [fold(w) for w in run.text.split()]
    company = words[-1] in KINDS or (words[-1] in _ENDINGS and not _ABOUT.issuperset(words[:-1])) or alike(run.text, addresses) > 0
    if pattern is _THIS_IS:
        return (company or len(words) >= _SURE) and _SPEAKS_ON.match(text, run.end) is not None
    place = _PLACED.match(text, run.end)
    return company and (pattern is _FOR or (place is not None and ours(place.end()) in ("region", "place")))
