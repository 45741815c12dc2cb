"""Machine sizes: by id, by what a machine must have, by word and family, or compared with the one that stands."""

from dataclasses import dataclass, field

from dialogue.events import JsonObject
from dialogue.lexicon import Span
from dialogue.patterns import regex
from dialogue.understanding.machine_roles import (
    CORES,
    MACHINE,
    MEMORY,
    Said,
    Target,
    role,
    role_of_need,
)
from dialogue.understanding.numbers import Number
from dialogue.understanding.polarity import polarity
from dialogue.understanding.sized_places import sized_there
from dialogue.understanding.spelled_sizes import spelled_size
from dialogue.understanding.text import Utterance, stem
from dialogue.understanding.workers import WORKER

_DISK = frozenset({"disk", "storage", "ssd", "space", "hdd", "bandwidth", "traffic"})
_SKU_LIKE = regex(r"(?i)\bc(?:p|c|a)?x ?\d{2,3}\b")
_SAME = regex(r"(?i)\b(?:same|identical)\s+(?:\w+\s+)?(?:size|machines?|servers?|type|kind|flavou?r|sku|spec|specs|model|class)\b|\bas big as\b|\bsame (?:size )?as (?:the )?(?:control|main|master)")
_SMALL = frozenset(
    "or not rather than instead of no nope actually please then but and a an the take use make it either maybe perhaps one ones size sizes go for with let's "
    "i'd i we we'd we'll i'll want like prefer think that this to now ok okay yes well hm sorry just only version kind still better say give me us replace swap switch change exchange from".split()
)
_CHOOSES = frozenset({"use", "take"})
_KINDS = frozenset("kind kinds type types family families line series sort variety version ones one option hosts host".split())
_PREDICATES = frozenset("is are was would will should does do suffices suits works sounds seems it's fine please thanks then for".split())
_SUITS = frozenset("fine enough ok okay good great plenty perfect do does suffice suffices suit suits work works sufficient right best please thanks too".split())
_FIRST = frozenset("is are was were be been".split())
_UP = frozenset("bigger larger stronger faster".split())
_DOWN = frozenset("smaller cheaper weaker".split())
_AVAILABLE = frozenset("you have available possible there is are offer got can".split())


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    value: str | JsonObject
    """An id or words; a need; `+` or `-` for larger or smaller."""
    target: Target
    rank: int
    """0: an id, 1: a need, 2: words, 3: a comparison. The most exact one that was said counts."""


@dataclass(slots=True)
class Sizes:
    """What was said of sizes, for the control plane and for the workers."""

    values: JsonObject = field(default_factory=dict[str, object])
    """`size`, `sizeNeed`, `workerSize`, `workerSizeNeed`."""
    steps: dict[Target, int] = field(default_factory=dict[Target, int])
    """One size up or down from the one that stands."""
    same: bool = False
    """Workers as the control plane."""
    either: dict[Target, tuple[str, ...]] = field(default_factory=dict[Target, tuple[str, ...]])
    """Alternatives, in the words used: it is open which."""


def sizes(
    utterance: Utterance, spans: list[Span], found: list[Number], *, expects: bool, about: Target | None, taken: frozenset[int], settled: bool = False
) -> Sizes:
    """Everything said about sizes.

    Args:
        expects: the size was asked for.
        about: which size the talk is about, for words that name no machine.
        taken: words of numbers that count workers.
        settled: the control plane's size was told before.
    """
    result = Sizes()
    if _SAME.search(utterance.text) and (WORKER & {w.norm for w in utterance.words} or about == "workerSize"):
        result.same = True
    around = Said.of(utterance, found, frozenset(i for s in spans if s.get("sku") for i in range(s.start, s.end)), settled=settled)
    mentions = [
        *_ids(around, spans),
        *_needs(around, spans, found, taken),
        *_words(around, spans, expects=expects),
        *_comparisons(around, about),
    ]
    covered = {i for s in spans for i in range(s.start, s.end)}
    targets: tuple[Target, ...] = ("size",) if result.same else ("size", "workerSize")
    for target in targets:
        _choose(utterance, [m for m in mentions if m.target == target], target, covered, result)
    return result


def _choose(utterance: Utterance, said: list[_Mention], target: Target, covered: set[int], result: Sizes) -> None:
    if not said:
        return
    best = min(m.rank for m in said)
    same_rank = sorted((m for m in said if m.rank == best), key=lambda m: m.start)
    if best == _SAID:
        same_rank, negated = _families_apart(utterance, same_rank, covered)
        if not same_rank and negated:
            return
    modes = polarity(utterance, [(m.start, m.end) for m in same_rank], covered=covered, names=[str(m.value) for m in same_rank], no_corrects=True)
    stand = [m for m, mode in zip(same_rank, modes, strict=True) if mode not in ("remove", "dropped") and not _too_much(utterance, m)]
    arriving = [m for m, mode in zip(same_rank, modes, strict=True) if mode == "replace_to"]
    chosen = _whole({str(m.value): m for m in arriving or stand})
    if len(chosen) > 1:
        result.either[target] = tuple(utterance.surface(m.start, m.end) if m.end else str(m.value) for m in chosen.values())
        return
    for mention in chosen.values():
        if isinstance(mention.value, dict):
            result.values[f"{target}Need"] = mention.value
        elif mention.rank == _COMPARED:
            result.steps[target] = 1 if mention.value == "+" else -1
        else:
            result.values[target] = mention.value


def _too_much(utterance: Utterance, mention: _Mention) -> bool:
    """ "extra large is too much": what it is said of isn't wished for."""
    after = utterance.norms(mention.end, mention.end + 3)
    return after[:2] == ("is", "too") or after[:2] == ("is", "overkill") or after[:2] in (("would", "be"), ("seems", "a"), ("is", "a")) and after[2:] in (("too",), ("overkill",), ("bit",))


def _families_apart(utterance: Utterance, said: list[_Mention], covered: set[int]) -> tuple[list[_Mention], bool]:
    """Without the families that are refused: "large but not the dedicated kind" is large."""
    families = [m for m in said if _family_only(m)]
    modes = [polarity(utterance, [(m.start, m.end)], covered=covered, names=[str(m.value)])[0] for m in families]
    refused = [m for m, mode in zip(families, modes, strict=True) if mode == "remove"]
    return [m for m in said if m not in refused], bool(refused)


def _whole(chosen: dict[str, _Mention]) -> dict[str, _Mention]:
    """One size word and one family, said apart, make one machine: "medium, and dedicated please"."""
    words = [m for m in chosen.values() if not _family_only(m) and not _has_family(m)]
    families = [m for m in chosen.values() if _family_only(m)]
    exact = [m for m in chosen.values() if _has_family(m) and not _family_only(m)]
    if exact and not words and all(str(exact[0].value).startswith(f"{f.value} ") for f in families):
        return {str(m.value): m for m in exact}  # "we build for ARM, so a large ARM box"
    if len(words) == 1 and families and len(chosen) == 1 + len(families):
        whole = [_Mention(0, 0, f"{f.value} {words[0].value}", f.target, f.rank) for f in families]
        return {str(m.value): m for m in whole}
    return chosen


def _family_only(mention: _Mention) -> bool:
    return _has_family(mention) and " " not in str(mention.value)


def _ids(around: Said, spans: list[Span]) -> list[_Mention]:
    utterance = around.utterance
    found: list[_Mention] = []
    covered = {i for s in spans for i in range(s.start, s.end)}
    for span in spans:
        sku = span.get("sku")
        if sku:
            found.append(_Mention(span.start, span.end, sku.value, role(around, span.start, span.end), 0))
    for match in _SKU_LIKE.finditer(utterance.text):
        index = next((i for i, w in enumerate(utterance.words) if w.start >= match.start()), -1)
        if index >= 0 and index not in covered:
            value = match.group().replace(" ", "").lower()
            found.append(_Mention(index, index + 1, value, role(around, index, index + 1), 0))
    spelled = spelled_size(utterance, covered)
    if spelled:
        start, end, value = spelled
        found.append(_Mention(start, end, value, role(around, start, end), 0))
    return found


def _needs(around: Said, spans: list[Span], found: list[Number], taken: frozenset[int]) -> list[_Mention]:
    """Cores and memory said of one machine make one need."""
    utterance = around.utterance
    needs: list[_Mention] = []
    for number in found:
        if number.article or number.start in taken or number.value < 1:
            continue  # "no dedicated cores" says how it isn't to be
        after = [stem(w) for w in utterance.norms(number.end, number.end + 3)]
        kind = _measure(after)
        if kind is None:
            continue
        target = role_of_need(around, number.start, number.end + 1)
        before = needs[-1] if needs and needs[-1].target == target and isinstance(needs[-1].value, dict) else None
        joined = before is not None and kind not in before.value and number.start - before.end <= 4
        need: JsonObject = {**(before.value if before is not None and joined and isinstance(before.value, dict) else {}), kind: number.value}
        family = _near(spans, "family", utterance.sentence(number.start))
        if family:
            need["family"] = family
        start = before.start if before is not None and joined else number.start
        if joined:
            needs.pop()
        needs.append(_Mention(start, min(number.end + 1, len(utterance.words)), need, target, 1))
    return needs


def _measure(after: list[str]) -> str | None:
    if after[:1] and after[0] in CORES or len(after) > 1 and after[1] in CORES and after[0] in ("virtual", "dedicated", "shared"):
        return "vcpu"
    if after[:1] and after[0] in MEMORY and not set(after[1:3]) & _DISK:
        return "ramGb"
    return None


def _near(spans: list[Span], kind: str, within: tuple[int, int]) -> str | None:
    for span in spans:
        entry = span.get(kind)
        if entry and within[0] <= span.start < within[1]:
            return entry.value
    return None


def _words(around: Said, spans: list[Span], *, expects: bool) -> list[_Mention]:
    """Size words and families; side by side they make one ("large dedicated")."""
    utterance = around.utterance
    found: list[_Mention] = []
    for span in spans:
        word, family = span.get("sizeword"), span.get("family")
        if word and not family and (_only_usual(utterance, span, spans) or _measured_by(utterance, span)):
            continue
        meant = (family and _family_meant(utterance, span, spans, expects=expects)) or (word and _size_meant(utterance, span, spans, expects=expects))
        if not meant:
            continue
        value = family.value if family else word.value if word else ""
        target = role(around, span.start, span.end)
        before = found[-1] if found else None
        if before and before.target == target and _one_machine(utterance, before, span):
            first, second = (before.value, value) if family is None else (value, before.value)
            found[-1] = _Mention(before.start, span.end, f"{first} {second}", target, 2)
        else:
            found.append(_Mention(span.start, span.end, value, target, 2))
    return found


def _measured_by(utterance: Utterance, span: Span) -> bool:
    """ "more power than the normal one": that one isn't what is wished for."""
    before = [w for w in utterance.norms(max(0, span.start - 3), span.start) if w not in ("the", "a", "your", "that")]
    return before[-1:] == ["than"] and before[-2:-1] not in (["rather"], ["other"])


def _only_usual(utterance: Utterance, span: Span, spans: list[Span]) -> bool:
    """ "the normal shared AMD large one": beside another word of size, "normal" only says that nothing special is meant."""
    if utterance.norms(span.start, span.end) not in (("normal",), ("standard",)):
        return False
    described = {i for s in spans if s.get("family") for i in range(s.start, s.end)}
    for other in spans:
        if other is not span and other.get("sizeword"):
            first, second = sorted((span, other), key=lambda s: s.start)
            between = range(first.end, second.start)
            if len(between) <= _NEAR and all(i in described or utterance.words[i].norm in ("a", "the", "one") for i in between) and not utterance.words[second.start].brk:
                return True
    return False


def _one_machine(utterance: Utterance, before: _Mention, span: Span) -> bool:
    """A family and a size word that describe the same machine."""
    between = utterance.norms(before.end, span.start)
    return len(between) <= 4 and not {"no", "not", "actually", "or", "rather", "than"} & set(between) and _is_family(span) != _has_family(before)


def _is_family(span: Span) -> bool:
    return span.get("family") is not None


def _has_family(mention: _Mention) -> bool:
    return isinstance(mention.value, str) and (mention.value.startswith("shared") or mention.value.startswith("dedicated"))


_USUAL = frozenset("usual usually standard normal default average typical proposed suggested propose suggest suggestion proposal".split())
"""What a machine is larger than when it stands beside the one that we would take."""
_SAID = 2
_COMPARED = 3


def _comparisons(around: Said, about: Target | None) -> list[_Mention]:
    """ "bigger", "a smaller machine", "one size up"."""
    utterance = around.utterance
    found: list[_Mention] = []
    words = utterance.words
    for index, word in enumerate(words):
        after = utterance.norms(index + 1, index + 3)
        up = word.norm in _UP or (word.norm == "powerful" and "more" in utterance.norms(max(0, index - 1), index))
        if word.norm == "size" and after[:1] in (("up",), ("down",), ("larger",), ("smaller",)):
            step = "+" if after[0] in ("up", "larger") else "-"
        elif up or word.norm in _DOWN:
            step = "+" if up else "-"
        else:
            continue
        beside = set(utterance.norms(*utterance.segment(index)))
        noun = bool(set(after) & (MACHINE | {"one", "ones"})) or bool(beside & MACHINE)
        short = len(words) <= 5 and word.norm != "cheaper"
        if not (noun or short) or ("than" in after and not _USUAL & set(utterance.norms(index + 1, index + 6))):
            continue
        target = role(around, index, index + 1)
        if target == "size" and about == "workerSize" and not beside & {"control", "plane", "machine", "server"}:
            target = "workerSize"
        found.append(_Mention(index, index + 1, step, target, _COMPARED))
    return found


def _size_meant(utterance: Utterance, span: Span, spans: list[Span], *, expects: bool) -> bool:
    """`small` is a size beside a machine, never beside a bakery."""
    after = utterance.norms(span.end, span.end + 2)
    if after and after[0] in MACHINE or (len(after) > 1 and after[1] in MACHINE):
        return True
    if any(s.get("industry") for s in spans if s.start in (span.end, span.end + 1)):
        return False
    if _only_sizes(utterance, spans) or _set_against(utterance, span, spans) or _suits(utterance, span) or _beside_family(utterance, span, spans):
        return True
    if _singled_out(utterance, span, expects=expects):
        return False
    around = set(utterance.norms(*utterance.segment(span.start)))
    if around & MACHINE:
        return True
    if len(utterance.words) - (span.end - span.start) <= 1 and utterance.words[span.start].start == 0:
        return True  # the whole answer
    begin, end = utterance.segment(span.start)
    beside = set(utterance.norms(begin, span.start) + utterance.norms(span.end, end))
    alone = beside <= {"please", "then", "thanks", "no"} and (begin > 0 or bool(WORKER & set(utterance.folded)))
    if alone or (beside <= _SMALL and beside & _CHOOSES):
        return True  # "…, extra large please", "use medium, and the mail is …"
    if sized_there(utterance, span, spans):
        return True
    if utterance.words[span.start].norm.endswith("est") and after and set(after) <= _AVAILABLE:
        return True  # "the biggest you have"
    beside_family = any(s.get("family") for s in spans if s.end == span.start or s.start == span.end)
    return beside_family or expects or _make_it(utterance, span)


def _only_sizes(utterance: Utterance, spans: list[Span]) -> bool:
    """ "medium rather than large", "no, the medium": nothing is said but sizes and small words."""
    said = {i for s in spans if s.get("sizeword", "family") for i in range(s.start, s.end)}
    return all(i in said or w.norm in _SMALL for i, w in enumerate(utterance.words))


def _suits(utterance: Utterance, span: Span) -> bool:
    """ "small is fine for us", "medium would be enough", "large will do": the word alone is the subject."""
    before = utterance.norms(max(0, span.start - 1), span.start)
    begins = span.start == 0 or utterance.words[span.start].brk > 0 or before in (("a",), ("the",), ("think",), ("guess",), ("and",), ("but",), ("maybe",))
    after = utterance.norms(span.end, span.end + 5)
    return begins and after[:1] != () and after[0] in _PREDICATES and bool(_SUITS & set(after) or after[1:3] in (("all", "we"), ("all", "i"), ("what", "we"), ("what", "i"))) and not utterance.words[span.end].brk


def _beside_family(utterance: Utterance, span: Span, spans: list[Span]) -> bool:
    """ "large but not the dedicated kind": a family in the same sentence, and nothing after the word that it describes."""
    after = utterance.norms(span.end, span.end + 1)
    ends = not after or utterance.words[span.end].brk > 0 or after[0] in ("but", "and", "or", "in", "please", "not", "rather", "though", "however")
    first, last = utterance.sentence(span.start)
    return ends and any(s.get("family") for s in spans if first <= s.start < last)


def _singled_out(utterance: Utterance, span: Span, *, expects: bool) -> bool:
    """ "invoices is the big one for us": praise of something else, no machine."""
    before = utterance.norms(max(0, span.start - 2), span.start)
    after = utterance.norms(span.end, span.end + 1)
    return not expects and after in (("one",), ("ones",), ("thing",), ("deal",)) and before[-1:] in (("the",), ("a",)) and before[:1] != () and (before[0] in _FIRST or before[0].endswith("'s"))


def _set_against(utterance: Utterance, span: Span, spans: list[Span]) -> bool:
    """ "large rather than medium", "small, not large": two words of size set against each other are sizes."""
    for other in spans:
        if other is span or not other.get("sizeword"):
            continue
        first, second = sorted((span, other), key=lambda s: s.start)
        between = utterance.norms(first.end, second.start)
        if between and len(between) <= _NEAR and set(between) <= _AGAINST and set(between) & {"than", "instead", "not"}:
            return True
    return False


_AGAINST = frozenset("instead of rather than not but the a an one actually".split())
_NEAR = 3


def _make_it(utterance: Utterance, span: Span) -> bool:
    """ "make it large", "I meant large", "go large", "a large one"."""
    before = utterance.norms(max(0, span.start - 3), span.start)
    after = utterance.norms(span.end, span.end + 1)
    ends = not after or utterance.words[span.end].brk > 0 or after[0] in ("actually", "please", "then", "instead", "now", "rather", "not", "and")
    return after in (("one",), ("ones",)) or (ends and any(v in before for v in ("make", "go", "take", "meant", "mean", "say")))


def _family_meant(utterance: Utterance, span: Span, spans: list[Span], *, expects: bool) -> bool:
    norms = utterance.norms(span.start, span.end)
    if norms in {("arm",), ("amd",), ("intel",)}:
        return True
    around = set(utterance.norms(*utterance.segment(span.start)))
    alone = len(utterance.words) - (span.end - span.start) <= 2 and "are" not in around
    following = utterance.norms(span.end, span.end + 1)
    if following and following[0] in _KINDS and not utterance.words[span.end].brk:
        return True  # "not the dedicated kind"
    first, last = utterance.sentence(span.start)
    if any(s.get("sizeword") and s.start == span.end or s.end == span.start and s.get("sizeword") for s in spans):
        return True  # "shared large"
    ends = not following or utterance.words[span.end].brk > 0 or following[0] in ("please", "but", "and", "or", "then", "instead")
    if ends and any(s.get("sizeword") for s in spans if first <= s.start < last):
        return True  # "dedicated, but a small one"
    return bool(around & (MACHINE | CORES)) or expects or alone or _make_it(utterance, span)
