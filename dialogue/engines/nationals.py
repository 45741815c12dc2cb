"""Standing regions by their country: "the Finnish one first", "drop the German site"."""

from collections.abc import Sequence

from dialogue.lexicon import Lexicon
from dialogue.understanding.text import read

_ONES = frozenset({"one", "region", "site", "location", "place", "city"})


def localised(text: str, lexicon: Lexicon, current: Sequence[str]) -> str:
    """`text` with such a region by its city, where just one of those that stand is in the country."""
    if len(current) < 2:
        return text
    utterance = read(text)
    out, last = "", 0
    for span in lexicon.match(utterance):
        country = span.get("country", "area", "place")
        around = utterance.norms(max(span.start - 1, 0), span.start) + utterance.norms(span.end, span.end + 1)
        if country is None or len(around) < 2 or around[0] != "the" or around[1] not in _ONES:
            continue  # "a German site" is any
        meant = [r for r in current if r in lexicon.regions_in(country.value)]
        if len(meant) == 1:
            out += text[last : utterance.words[span.start - 1].start] + lexicon.region_city(meant[0])
            last = utterance.words[span.end].end
    return out + text[last:]
