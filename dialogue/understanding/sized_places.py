"""A word of size with the place that it is for."""

from dialogue.lexicon import Span
from dialogue.understanding.text import Utterance


def sized_there(utterance: Utterance, span: Span, spans: list[Span]) -> bool:
    """ "small in Ashburn", "make it large in Helsinki", "…, medium in Germany": how large, and where, with nobody who is so."""
    before, after = utterance.norms(max(0, span.start - 3), span.start), utterance.norms(span.end, span.end + 1)
    if after != ("in",):
        return after in ((), ("use",)) and any(s.end == span.start and s.get("region", "country", "place") for s in spans) and not utterance.words[span.start].brk
    opens = span.start == 0 or utterance.words[span.start].brk > 0 or before[-1:] in (("and",), ("then",), ("please",), ("a",), ("one",), ("but",), ("rather",))
    placed = span.start == 0 or any(s.start in (span.end + 1, span.end + 2) and s.get("region", "country", "place") for s in spans)
    return placed and (opens or bool({"make", "go", "take", "keep", "start", "want", "like", "use"} & set(before)))
