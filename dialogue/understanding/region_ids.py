"""Places that nobody knows, and ids of regions as other providers write them (`ams3`, `eu-central-1`)."""

import re

from dialogue.lexicon import Entry, Span
from dialogue.patterns import regex
from dialogue.understanding.text import Utterance
from dialogue.understanding.whereabouts import preposition, role

_PARTS = 4
"""Parts of an id, with hyphens between them."""
_SHORT = 4
"""Words of an answer that is nothing but a name."""
_ID_LIKE = regex(r"[a-z]{2,}(?:-[a-z]+)+-?\d{0,2}[a-z]?|[a-z]{3,6}-?\d{1,2}|[a-z]{2}-?[a-z]+-?\d{1,2}")
_NO_ID = regex(r"(?:web|mp|ip|log|base|utf|sha|md|rfc|iso|covid|b|g|s|ec|h|cpx|ccx|cax|cx|arm|amd|x|k|python|gpt|top|tls|ssl|http|vpc|part|phase|step|round|q)-?\d{1,3}", re.IGNORECASE)
_NO_PLACE = frozenset(
    "yes no ok okay sure please thanks thank you hello hi what which why how help repeat undo cancel stop wait any both neither all none "
    "i we you he she it never whatever maybe hmm sorry fine good great perfect start talk human person continue next done".split()
)
_REGION_WORD = frozenset("region location zone datacenter datacentre loc site".split())


def unknown_place(utterance: Utterance, spans: list[Span], taken: set[int], *, expects: bool, short: int = _SHORT) -> str | None:
    """A place that stands where places stand and that nobody knows: the toolbox says so.

    Args:
        taken: words of names, addresses and options on offer, which name no place.
        expects: the open question is for a place.
        short: words of a message that may be nothing but an id; 0 where an answer shaped like one is something else.
    """
    words = utterance.words
    known = taken | {i for span in spans for i in range(span.start, span.end)}
    for index, word in enumerate(words):
        end = id_end(utterance, index)
        cloud = end > index and _of_cloud(utterance.surface(index, end))
        if index in taken or (index in known and not cloud) or word.norm in _NO_PLACE:
            continue
        at = preposition(utterance, index)
        named = index > 0 and word.brk < 2 and (words[index - 1].norm in _REGION_WORD or words[index - 1].norm in ("is", "called", "named", "use") and index > 1 and words[index - 2].norm in _REGION_WORD | {"region"})
        if end > index and not _NO_ID.fullmatch(utterance.surface(index, end).lower()):
            if named or len(words) <= short or (at is not None and role(utterance, index, end, Entry("region", ""), spans) in ("region", "weak")) or cloud:
                return utterance.surface(index, end)
        elif word.text[0].isupper() and word.norm.isalpha() and index and (named or at is not None) and words[index - 1].norm in _REGION_WORD | {"in", "at", "near", "to", "is", "called", "named"}:
            last = index + 1
            while last < len(words) and last not in known and not words[last].brk and words[last].text[0].isupper() and last - index < 3:
                last += 1
            if named or role(utterance, index, last, Entry("place", ""), spans) == "region":
                return utterance.surface(index, last)
    if not expects or not 1 <= len(words) <= 2 or known or not words[0].text[0].isupper() or not all(w.norm.isalpha() for w in words):
        return None
    return None if {w.norm for w in words} & _NO_PLACE else utterance.surface(0, len(words))


def id_end(utterance: Utterance, index: int) -> int:
    """Where an id of some provider's region ends that begins here (`ams3`, `eu-central-1`); `index` when there is none."""
    word, end = utterance.words[index], index + 1
    if word.norm.isalpha() and utterance.text[word.end : word.end + 1] != "-":
        return index  # nearly every word
    while end < min(len(utterance.words), index + _PARTS) and utterance.words[end].start == utterance.words[end - 1].end + 1 and utterance.text[utterance.words[end - 1].end] == "-":
        end += 1
    said = utterance.surface(index, end).lower()
    shaped = _ID_LIKE.fullmatch(said) is not None and any(c.isdigit() for c in said)
    return end if shaped and any(c.isalpha() for c in said) else index


def _of_cloud(said: str) -> bool:
    """ "us-east-1", "europe-west3": the way clouds name regions."""
    return re.fullmatch(r"(?i)(?:us|eu|ap|sa|ca|me|af|cn|asia|europe|northamerica|southamerica|australia)-(?:gov-)?(?:north|south|east|west|central)[a-z]*-?\d", said) is not None
