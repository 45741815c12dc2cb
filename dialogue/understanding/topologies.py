"""Topologies: how many regions, said by a name that may be an everyday word ("compact", "dual", "solo")."""

from dialogue.lexicon import Span
from dialogue.understanding.contacts import Contact
from dialogue.understanding.text import Utterance

_NAMED = frozenset("topology setup set-up layout region regions template architecture deployment thing option variant version model".split())
"""Beside one of them the word is the name of a topology."""
_CIVIL = frozenset("please then thanks and so a the one it is".split())
_OF_A_PLAN = ("region", "country", "sku", "family", "app", "compliance", "topology")
_FEW = 3


def topology_meant(utterance: Utterance, span: Span, spans: list[Span], contacts: list[Contact], *, ambiguous: bool) -> bool:
    """`compact` or `solo` can be anything; with "topology", "setup" or "region" near it, or as an item among those of a plan, it is a topology."""
    around = set(utterance.norms(*utterance.segment(span.start)))
    begin, end = utterance.sentence(span.start)
    return bool(around & _NAMED) or not ambiguous or end - begin <= _FEW or _is_item(utterance, span, spans, contacts)


def _is_item(utterance: Utterance, span: Span, spans: list[Span], contacts: list[Contact]) -> bool:
    """ "Harbor Light, a@harborlight.com, dual": nothing else is between its commas, and the item beside it is one of a plan."""
    begin, end = utterance.segment(span.start)
    if not set(utterance.norms(begin, span.start) + utterance.norms(span.end, end)) <= _CIVIL:
        return False
    of_a_plan = [(c.start, c.end) for c in contacts] + [(s.start, s.end) for s in spans if s is not span and s.get(*_OF_A_PLAN)]
    before = begin > 0 and utterance.words[begin].brk == 1 and _overlaps(of_a_plan, utterance.segment(begin - 1))
    after = end < len(utterance.words) and utterance.words[end].brk == 1 and _overlaps(of_a_plan, utterance.segment(end))
    return before or after


def _overlaps(found: list[tuple[int, int]], within: tuple[int, int]) -> bool:
    return any(start < within[1] and within[0] < end for start, end in found)
