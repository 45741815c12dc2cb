"""Compliance regimes and what is said of them: they bind, or they don't after all."""

from dialogue.lexicon import Span
from dialogue.understanding.scope import cue_before
from dialogue.understanding.text import Utterance

_CALLED = frozenset("comply complies compliant compliance under regulation rules rule act directive requires wants meet meets subject falls fall certified obey regulated applies apply law and the by for because".split())
_FREE_FORMS = (
    ("isn't",), ("doesn't",), ("is", "not"), ("does", "not"), ("no", "longer"), ("won't",), ("wasn't",), ("is", "irrelevant"), ("can", "go"), ("is", "off"), ("is", "out"),
    ("can", "be", "dropped"), ("can", "be", "ignored"), ("never",), ("has", "nothing"), ("don't",), ("aren't",), ("is", "no", "longer"), ("need", "not"), ("was", "wrong"), ("was", "a", "mistake"),
)  # fmt: skip
_NOUNS = frozenset("compliance rules rule stuff part thing requirement requirements regulation law laws business certification question act directive restriction".split())
_NO_TROUBLE = frozenset("problem problems issue issues trouble worry worries concern optional negotiable".split())


def regimes(utterance: Utterance, spans: list[Span], covered: set[int]) -> tuple[list[str], list[str]]:
    """The regimes that bind, and those that don't (any more), in the order named."""
    stands: list[str] = []
    goes: list[str] = []
    for span in spans:
        regime = span.get("compliance")
        if regime is None or (regime.ambiguous and not _named(utterance, span)):
            continue
        if _released(utterance, span, covered):
            goes.append(regime.value)
        else:
            stands.append(regime.value)
    return stands, goes


def _named(utterance: Utterance, span: Span) -> bool:
    """ "DORA" and "under dora", not "Dora says hello"."""
    if utterance.words[span.start].text.isupper():
        return True
    return bool(_CALLED & set(utterance.norms(max(0, span.start - 3), span.start) + utterance.norms(span.end, span.end + 2)))


def _released(utterance: Utterance, span: Span, covered: set[int]) -> bool:
    """ "no GDPR", "forget the GDPR thing", "GDPR doesn't apply", "we aren't subject to HIPAA"."""
    after = utterance.norms(span.end, span.end + 6)
    if span.end < len(utterance.words) and utterance.words[span.end].brk == 2:
        after = ()
    rest = after[1:] if after and after[0] in _NOUNS else after
    if any(rest[: len(form)] == form for form in _FREE_FORMS):
        return not (_NO_TROUBLE & set(rest))
    if cue_before(utterance, span.start, spans=covered).mode == "remove":
        return not (_NO_TROUBLE & set(after[:2]))
    before = utterance.norms(max(utterance.sentence(span.start)[0], span.start - 5), span.start)
    return bool({"aren't", "not", "isn't", "no", "don't", "doesn't", "nothing", "never"} & set(before)) and bool({"subject", "bound", "covered", "under", "regulated", "affected", "need"} & set(before))
