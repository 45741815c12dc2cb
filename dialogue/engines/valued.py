"""What a few words are a value of, against the plan: by that a correction knows which two belong together."""

from collections.abc import Sequence

from dialogue.lexicon import Lexicon, Span
from dialogue.patterns import regex
from dialogue.state import State
from dialogue.understanding.availability import availability
from dialogue.understanding.contacts import contacts
from dialogue.understanding.corrections import Kind, Valued
from dialogue.understanding.counts import region_count
from dialogue.understanding.everyday import is_everyday
from dialogue.understanding.numbers import numbers
from dialogue.understanding.text import Utterance, fold, read
from dialogue.understanding.workers import WORKER

_KINDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("app", ("app", "need")), ("region", ("region", "country", "place")), ("size", ("sku", "sizeword")), ("family", ("family",)), ("compliance", ("compliance",)),
)  # fmt: skip
_BESIDE = frozenset(
    "a an the our my your that this is region regions site location city place server servers machine machines size one ones app thing stuff part bit address web mail e email "
    "subdomain label domain option tool name company control plane called".split()
)
"""Words that may stand beside a value and change nothing of it."""
_WHERE = frozenset({"in", "at", "to", "from"})
"""… and beside a place: "the bookings should be on the website" exchanges nothing."""
_OWN_WORD = regex(r"(?:(?:the|our|my)\s+)?(?:(?:subdomain|label|web\s+address|address|name|company|domain)\s+)?(?P<word>[\w&'’-]+(?:\s[\w&'’-]+){0,3})")
_LABEL = regex(r"(?i)[a-z0-9][a-z0-9-]{0,61}(?:\s[a-z0-9-]+){0,2}")


class Values:
    """Reads phrases against the plan as it stands."""

    def __init__(self, state: State, lexicon: Lexicon) -> None:
        self._state = state
        self._lexicon = lexicon

    def __call__(self, phrase: str) -> Valued | None:
        """The value that the phrase is, if it is one and no more."""
        utterance = read(phrase.strip())
        if not utterance.words:
            return None
        return self._address(utterance) or self._of_ours(utterance) or self._counted(utterance) or self._own(phrase.strip())

    def _address(self, utterance: Utterance) -> Valued | None:
        found = contacts(utterance, is_vocabulary=lambda _start, _end: False)
        if len(found) != 1 or not self._only(utterance, [(found[0].start, found[0].end)]):
            return None
        kind: Kind = "email" if found[0].kind == "email" else "domain"
        standing = self._state.validated.plan.domain.fqdn if self._state.validated else None
        return Valued(kind, found[0].value, found[0].value, stands=found[0].value == standing)

    def _of_ours(self, utterance: Utterance) -> Valued | None:
        spans = self._lexicon.match(utterance)
        if availability(utterance, numbers(utterance)) is not None:
            on = self._state.draft.high_availability is True
            return Valued("availability", "on", "high availability", stands=on) if len(utterance.words) <= _FEW else None
        for kind, names in _KINDS:
            of_kind = [s for s in spans if s.get(*names)]
            joined = {i for i, norm in enumerate(utterance.folded) if norm == "and"} if len(of_kind) > 1 else set[int]()
            small = {i for i, norm in enumerate(utterance.folded) if norm in _WHERE} if kind == "region" else set[int]()
            if of_kind and self._only(utterance, [*((s.start, s.end) for s in of_kind), *((i, i + 1) for i in joined | small)]) and (len(of_kind) <= len(joined) + 1):
                values = [e.value for s in of_kind if (e := s.get(*names))]
                return Valued(kind, " ".join(values), utterance.text, stands=self._stands(kind, of_kind))
        return None

    def _stands(self, kind: Kind, spans: Sequence[Span]) -> bool:
        plan = self._state.validated.plan if self._state.validated else None
        if plan is None:
            return False
        if kind == "region":
            return any(self._lexicon.regions_in(e.value) & set(plan.regions) for s in spans if (e := s.get("region", "country")))
        if kind == "compliance":
            return any(e.value in (self._state.draft.compliance or ()) for s in spans if (e := s.get("compliance")))
        return kind == "app" and any(e.value in plan.apps for s in spans if (e := s.get("app", "need")))

    def _counted(self, utterance: Utterance) -> Valued | None:
        found = [n for n in numbers(utterance) if not n.article]
        plan = self._state.validated.plan if self._state.validated else None
        named = [i for i, norm in enumerate(utterance.folded) if norm in WORKER]
        if not found and named and self._only(utterance, [(i, i + 1) for i in named]):
            return Valued("workers", "", "workers", stands=plan is not None and plan.workers > 0)
        if len(found) != 1 or region_count(utterance, found, now=1):
            return None
        extents = [(found[0].start, found[0].end), *((i, i + 1) for i in named)]
        kind: Kind = "workers" if named else "number"
        if not self._only(utterance, extents):
            return None
        as_many = plan is not None and plan.workers == found[0].value > 0
        those = as_many and (utterance.folded[0] in ("the", "those", "these") if named else plan is not None and len(plan.regions) != found[0].value)
        return Valued(kind, str(found[0].value), "workers" if those and named else utterance.text, stands=those)

    def _own(self, phrase: str) -> Valued | None:
        """The name or the label that stands, or a word that may become one."""
        match = _OWN_WORD.fullmatch(phrase)
        if match is None:
            return None
        word, plan = match["word"], self._state.validated.plan if self._state.validated else None
        if plan and plan.domain.mode == "pool" and plan.domain.label and fold(word).replace(" ", "-") == plan.domain.label and self._state.draft.domain:
            return Valued("label", plan.domain.label, plan.domain.label, stands=True)
        name = self._state.draft.organisation
        if name and fold(word) == fold(name):
            return Valued("name", name, name, stands=True)
        if _LABEL.fullmatch(word) is None or any(is_everyday(fold(w)) and not w[0].isupper() for w in word.split()) or all(is_everyday(w) for w in fold(word).split()):
            return None  # "Acme needs to be online by Friday"
        return Valued("word", fold(word), word)

    @staticmethod
    def _only(utterance: Utterance, extents: Sequence[tuple[int, int]]) -> bool:
        covered = {i for start, end in extents for i in range(start, end)}
        return all(i in covered or norm in _BESIDE for i, norm in enumerate(utterance.folded))


_FEW = 4
"""Words of a phrase that names high availability and nothing else."""
