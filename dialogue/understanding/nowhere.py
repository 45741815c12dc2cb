"""Where nothing is to be hosted: "nothing in the US", "please never run anything in Finland"."""

from dialogue.patterns import regex
from dialogue.understanding.text import Utterance
from dialogue.understanding.whereabouts import preposition

_NEVER = regex(
    r"(?i)(?:^|[.,;:!?–—-]\s*|\b(?:please|kindly|you|it|that|data|and|but|so|just|everything|servers?|machines?)\s+)"
    r"(?:do\s+not|don't|dont|never|must\s+not|mustn't|may\s+not|should\s+not|shouldn't|cannot|can't|must\s+never|should\s+never)\s+(?:ever\s+|please\s+|even\s+)?"
    r"(?:run|host|put|store|keep|place|have|install|deploy|set\s+up|use|start|create|build|locate|be|sit|live|stand|end\s+up)"
    r"(?:\s+(?:up|anything|something|any\s+\w+|it|that|this|them|everything|servers?|machines?|data|stuff|things|hosted|stored|run|kept|placed|(?:the|our|my)\s+\w+)){0,2}\s*$"
)
_NOTHING = frozenset({"nothing", "none", "nowhere"})


def nothing_there(utterance: Utterance, start: int) -> bool:
    """The place that begins at word `start` is one where nothing may be: "nothing in the US", "none of them in Germany"."""
    at = preposition(utterance, start)
    begin = max((i for i in range(max(0, at - 2), at + 1) if utterance.words[i].brk), default=max(0, at - 3)) if at is not None else 0
    before = utterance.norms(begin, at) if at is not None else ()
    none = next((i for i, norm in enumerate(before) if norm in _NOTHING), None)
    return none is not None and not {"but", "except", "more", "else"} & set(before[none:]) or banned(utterance, start)  # "nothing but Germany" is Germany


def banned(utterance: Utterance, start: int) -> bool:
    """A ban on hosting leads to the place that begins at word `start`."""
    at = preposition(utterance, start)
    if not at:
        return False
    first, _end = utterance.sentence(at)
    return _NEVER.search(utterance.text[utterance.words[first].start : utterance.words[at].start]) is not None
