"""The embedded engine: understands by itself, deterministic, no model, no network.

It reads one utterance against the open question and the plan, and returns acts and the change of the draft. What
it says back is the policy's business.
"""

import re
from dataclasses import dataclass, field

from dialogue.engines.regions import edit_regions
from dialogue.events import Act, Evidence, JsonObject, Understood, UserSaid
from dialogue.lexicon import Lexicon, Span
from dialogue.state import State
from dialogue.understanding.acts import Acts, acts
from dialogue.understanding.contacts import Contact, contacts
from dialogue.understanding.machines import machines
from dialogue.understanding.numbers import numbers
from dialogue.understanding.organisation import Name, organisation
from dialogue.understanding.places import dropped_positions, mentions, region_count, residency
from dialogue.understanding.text import Utterance, read
from dialogue.understanding.wants import Wants, wants

_CORRECTS = re.compile(
    r"(?i)\b(?:no|not|actually|sorry|rather|instead|make (?:that|it)|change|correction|i meant|i mean|wrong|switch|move|replace|swap)\b"
)
_PUBLIC_KEY = re.compile(r"\b(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp256)\s+[A-Za-z0-9+/=]{40,}(?:\s+[\w.@-]+)?")
_LABEL = re.compile(r"^[a-z0-9](?:[a-z0-9 -]{0,61}[a-z0-9])?$")
_LABEL_SAID = re.compile(
    r"(?i)\b(?:subdomain|label|web address|address|domain)\s*(?:name\s*)?(?:is|should be|to|as|=|:|called|named|of)?\s+[\"“]?([a-z0-9][a-z0-9-]{1,61}[a-z0-9])[\"”]?(?=$|[\s,.;!?])"
)
_NOT_A_LABEL = frozenset(
    "is name the a an to for and or with of please under on that this it be should we our i my in from own called "
    "names address please thanks too like as not was needed what which how use".split()
)
_WAIVES = re.compile(
    r"(?i)\b(?:drop|forget|waive|lift|remove|without|skip|ignore)\s+(?:the\s+|that\s+)?(?:(?:us|u\.s\.|eu|europe|america)[\s-]only\s+)?"
    r"(?:rule|restriction|requirement|residency(?:\s+rule)?)\b"
)
_POOL = re.compile(r"(?i)\b(?:pool|free|default|standard) (?:domain|address|name|one)\b(?!\?)")
_COUNTED = frozenset(
    {"workers", "workersTotal", "regionCount", "size", "sizeNeed", "workerSize", "workerSizeNeed", "highAvailability"}
)
_SLOTS = _COUNTED | {"regions", "apps", "email", "domain", "compliance", "residency", "provider"}
_SMALL = frozenset("and or in the a of please with for".split())
_BARE_COUNT = re.compile(
    r"(?i)^(?:(?:no|actually|ok(?:ay)?|please|and|yes|sorry|well|rather|just)[\s,]+)*"
    r"(?:make (?:it|that|them)|take|let's have|i(?:'d like| want)|better|only)?\s*(?:to\s+)?"
    r"([a-z]+|\d{1,3})(?:\s+(?:please|then|instead|of them|in total))*[.!]*$"
)


@dataclass(slots=True)
class _Change:
    """What this utterance changes, collected slot by slot."""

    values: JsonObject = field(default_factory=dict[str, object])
    clear: set[str] = field(default_factory=set[str])
    evidence: list[Evidence] = field(default_factory=list[Evidence])
    acts: list[Act] = field(default_factory=list[Act])

    def put(self, slot: str, value: object, words: str, score: float = 1.0) -> None:
        """Set a slot with its evidence."""
        self.values[slot] = value
        self.evidence.append(Evidence(slot=slot, words=words[:120], value=str(value)[:120], score=score))


class EmbeddedEngine:
    """Understands one utterance at a time; holds nothing but the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def understand(self, state: State, said: UserSaid, seq: int) -> Understood:
        """What `said` means in this state. Pure: same state and text, same answer."""
        utterance = read(_without_keys(said.text))
        shape = acts(utterance, options=len(state.options))
        change = _Change(acts=list(shape.acts))
        if key := _PUBLIC_KEY.search(said.text):
            change.put("sshPublicKey", key.group(), "public key")
        if not shape.has("restart") and not shape.has("undo"):
            self._slots(state, utterance, shape, change)
            _settle(state, shape, change)
        if said.code_digest:
            change.acts.append(Act(name="code"))
        if change.values or change.clear:
            change.acts.insert(0, Act(name="inform"))
        if not change.acts:
            change.acts.append(Act(name="unknown"))
        return Understood(
            of=seq,
            acts=tuple(change.acts),
            set=change.values,
            clear=tuple(sorted(change.clear - set(change.values))),
            evidence=tuple(change.evidence),
        )

    def _slots(self, state: State, utterance: Utterance, shape: Acts, change: _Change) -> None:
        spans = [s for s in self._lexicon.match(utterance) if not _inside(utterance, s, shape.question)]
        addresses = contacts(utterance, is_vocabulary=self._names_an_app(utterance))
        name = organisation(
            _before_question(utterance, shape.question),
            asked=state.asking == "organisation",
            known=bool(state.draft.organisation),
        )
        if name and _means_something(utterance, name, spans, asked=state.asking == "organisation"):
            name = None
        spans = _outside_names(utterance, spans, name, addresses)
        wanted = wants(utterance, spans, addresses, expects_apps=state.asking == "apps")
        self._machines(state, utterance, spans, change)
        _places(state, utterance, spans, change)
        _again(state, utterance, change)
        _addresses(state, utterance, addresses, shape, change)
        _wanted(state, wanted, shape, change)
        if name and _is_name(state, name, change, shape, spans):
            change.put("organisation", name.value, name.words)

    def _names_an_app(self, utterance: Utterance):  # noqa: ANN202 - a closure, typed where it is used
        named = {
            (span.start, span.end) for span in self._lexicon.match(utterance) if span.get("app", "need") is not None
        }
        return lambda start, end: (start, end) in named

    def _machines(self, state: State, utterance: Utterance, spans: list[Span], change: _Change) -> None:
        expects = state.asking if state.asking in ("size", "workers") else None
        now = state.validated.plan.workers if state.validated else 0
        found = machines(utterance, spans, numbers(utterance), expects=expects, workers_now=now)
        for slot, value in found.values.items():
            change.put(slot, value, utterance.text)
        change.clear |= found.clear


def _without_keys(text: str) -> str:
    return _PUBLIC_KEY.sub(" ", text)


def _inside(utterance: Utterance, span: Span, question: tuple[int, int] | None) -> bool:
    if question is None:
        return False
    return question[0] <= utterance.words[span.start].start < question[1]


def _before_question(utterance: Utterance, question: tuple[int, int] | None) -> Utterance:
    if question is None or question == (0, 0):
        return utterance
    return read(utterance.text[: question[0]] + ". " + utterance.text[question[1] :])


def _means_something(utterance: Utterance, name: Name, spans: list[Span], *, asked: bool) -> bool:
    """What looks like a name is nothing but words of ours ("PCI DSS", "Germany is fine")."""
    if name.sure and not (asked and name.value == name.words):
        return False
    inside = (i for i, w in enumerate(utterance.words) if name.start <= w.start < name.end)
    words = [i for i in inside if utterance.words[i].norm not in _SMALL]
    ours = {i for s in spans if not all(e.ambiguous for e in s.entries) for i in range(s.start, s.end)}
    return bool(words) and ours.issuperset(words)


def _outside_names(
    utterance: Utterance, spans: list[Span], name: Name | None, addresses: list[Contact]
) -> list[Span]:
    """Words of the organisation's name or of an address mean nothing else ("Oslo Web Design")."""
    kept: list[Span] = []
    for span in spans:
        if any(c.start < span.end and span.start < c.end for c in addresses):
            continue
        word = utterance.words[span.start]
        if name and name.start <= word.start < name.end and utterance.text[name.start : name.end].startswith(name.value[:3]):
            only = span.get("region", "country", "place", "need", "sizeword", "topology", "family", "app", "unavailable_need")
            if only is not None or span.get("industry") is None:
                continue
        kept.append(span)
    return kept


def _places(state: State, utterance: Utterance, spans: list[Span], change: _Change) -> None:
    found = mentions(
        utterance,
        spans,
        expects_region=state.asking == "regions",
        knows_location=state.draft.location is not None,
    )
    if _WAIVES.search(utterance.text):
        found = [m for m in found if m.entry.kind != "country"]  # "the US-only rule" names no place to go to
    words = {m.span.start: utterance.surface(m.span.start, m.span.end) for m in found}
    standing = state.validated.plan.regions if state.validated else ()
    going = {standing[p if p < 0 else p - 1] for p in dropped_positions(utterance) if abs(p) <= len(standing)}
    if going and len(going) < len(standing) and not found:
        change.put("regions", [r for r in standing if r not in going], utterance.text)
        change.clear |= {"regionCount", "topology"}
        return
    edit = edit_regions(
        state,
        found,
        region_count(utterance, numbers(utterance)),
        corrects=bool(_CORRECTS.search(utterance.text)),
        words=words,
    )
    change.values.update(edit.values)
    change.clear |= edit.clear
    change.evidence += edit.evidence
    if edit.clarify:
        change.acts.append(Act(name="clarify", topic="regions", options=edit.clarify))
    waived = _WAIVES.search(utterance.text)
    bound = "none" if waived else residency(utterance)
    if waived and state.draft.compliance:
        change.clear.add("compliance")
        change.values.pop("compliance", None)
    if bound:
        change.put("residency", bound, utterance.text)


def _again(state: State, utterance: Utterance, change: _Change) -> None:
    """ "make it three": the number belongs to what was counted last."""
    said = _BARE_COUNT.match(utterance.text.strip())
    counted = numbers(utterance)
    if said is None or change.values or len(counted) != 1 or counted[0].article or not state.history:
        return
    before, now = state.history[-1], state.draft
    if (before.workers, before.workers_total) != (now.workers, now.workers_total):
        change.put("workers" if now.workers_total is None else "workersTotal", counted[0].value, utterance.text)
    elif before.region_count != now.region_count and counted[0].value:
        count = counted[0].value
        change.put("regionCount", count, utterance.text)
        if state.draft.regions and len(state.draft.regions) > count and state.validated:
            change.values["regions"] = list(state.validated.plan.regions[:count])


def _addresses(
    state: State, utterance: Utterance, found: list[Contact], shape: Acts, change: _Change
) -> None:
    emails = [c for c in found if c.kind == "email"]
    domains = [c for c in found if c.kind == "domain"]
    if emails:
        change.put("email", emails[-1].value, emails[-1].value)
    elif state.asking == "email" and domains and len(utterance.words) <= 4:
        change.put("email", domains[-1].value, domains[-1].value)  # "info.acme.com": the toolbox says what is wrong
        return
    if domains and not _inside_contact(domains[-1], shape, utterance):
        change.put("domain", domains[-1].value, domains[-1].value)
        return
    if _POOL.search(utterance.text):
        change.clear.add("domain")
        return
    label = _label(state, utterance, shape)
    if label and not emails:
        change.put("domain", label, label)


def _inside_contact(contact: Contact, shape: Acts, utterance: Utterance) -> bool:
    if shape.question is None:
        return False
    return shape.question[0] <= utterance.words[contact.start].start < shape.question[1]


def _label(state: State, utterance: Utterance, shape: Acts) -> str | None:
    said = _LABEL_SAID.search(utterance.text)
    if said and said.group(1).lower() not in _NOT_A_LABEL:
        return said.group(1).lower()
    if state.asking != "domain":
        return None
    chosen = next((a.topic for a in shape.acts if a.name == "choose"), None)
    if chosen is not None and int(chosen) <= len(state.options):
        return state.options[int(chosen) - 1]
    for option in state.options:
        if option in utterance.text.casefold():
            return option
    body = re.sub(r"(?i)^(?:let's |please )?(?:use|take|make it|call it|then|ok(?:ay)?|try)\s+", "", utterance.text.strip())
    body = body.strip(" .!\"'").casefold()
    short = len(body.split()) <= 3 and _LABEL.match(body)
    if short and body not in {"yes", "no", "ok", "okay", "undo", "repeat", "cancel", "help"} and not acts(utterance, options=0).acts:
        return body.replace(" ", "")
    return None


def _wanted(state: State, found: Wants, shape: Acts, change: _Change) -> None:
    for slot, words, value in found.evidence:
        change.evidence.append(Evidence(slot=slot, words=words, value=value))
    if found.industry and (state.draft.industry is None or shape.has("inform")):
        change.values["industry"] = found.industry
    if found.compliance:
        merged = list(dict.fromkeys([*(state.draft.compliance or ()), *found.compliance]))
        change.values["compliance"] = merged
    if found.provider:
        change.values["provider"] = found.provider
    if found.topology:
        change.values["topology"] = found.topology
        change.clear.add("regionCount")
        change.values.pop("regionCount", None)
    if found.apps or found.not_apps:
        now = [] if found.only else list(state.validated.plan.apps if state.validated else state.draft.apps or ())
        kept = [slug for slug in now if slug not in found.not_apps]
        change.values["apps"] = list(dict.fromkeys([*kept, *found.apps]))


def _is_name(state: State, name: Name, change: _Change, shape: Acts, spans: list[Span]) -> bool:
    """An answer that was something else (a place, an app, an address) is no name."""
    if shape.question and shape.question != (0, 0) and not name.value:
        return False
    bare_answer = name.value == name.words and state.asking == "organisation"
    if not bare_answer:
        return True
    if any(a.name in ("deny", "cancel", "human", "repeat", "greet", "ask", "thanks", "undo", "restart") for a in shape.acts):
        return False
    others = _SLOTS & set(change.values)
    if others and not any(c.isupper() for c in name.value):
        return False  # "four workers in total" answers something else
    covered = sum(span.end - span.start for span in spans)
    return not (others and covered >= len(name.value.split()))


def _settle(state: State, shape: Acts, change: _Change) -> None:
    """What the open question makes of a yes, a no or a choice; wishes that can't be met don't stay for ever."""
    view = state.validated
    informs = bool(change.values or change.clear)
    if view:
        codes = {p.code for p in view.problems}
        if codes & {"app_not_installable", "app_unknown"} and "apps" not in change.values:
            change.values["apps"] = list(view.plan.apps)
        if "provider_unsupported" in codes and "provider" not in change.values:
            change.clear.add("provider")
    if state.offered_apps and (shape.has("affirm") or shape.has("choose")) and "apps" not in change.values:
        already = list(view.plan.apps) if view else []
        change.put("apps", list(dict.fromkeys([*already, *state.offered_apps])), "yes")
        return
    if not informs or not set(change.values) - {"apps"}:
        _take_suggestion(state, shape, change)


def _take_suggestion(state: State, shape: Acts, change: _Change) -> None:
    """ "yes", "the second one" or the suggestion's own words, when a problem with suggestions was put."""
    view = state.validated
    problem = next((p for p in view.problems if p.blocking and p.suggestions), None) if view else None
    if view is None or problem is None:
        return
    picked: str | None = None
    for act in shape.acts:
        if act.name == "choose" and act.topic and int(act.topic) <= len(problem.suggestions):
            picked = problem.suggestions[int(act.topic) - 1]
    if picked is None and shape.has("affirm"):
        picked = problem.suggestions[0]
    if picked is not None:
        _apply_suggestion(state, problem.field, problem.code, picked, change)
    elif shape.has("deny") and problem.code in ("sku_unavailable", "unknown_size"):
        change.put("size", view.plan.size, "no")
        change.clear.add("sizeNeed")


def _apply_suggestion(state: State, slot: str, code: str, picked: str, change: _Change) -> None:
    view = state.validated
    if view is None:
        return
    match slot:
        case "size" | "workerSize":
            change.put(slot, picked, "yes")
            change.clear.add(f"{slot}Need")
        case "regions" if code == "duplicate_region":
            change.put("regions", list(dict.fromkeys([*view.plan.regions, picked])), "yes")
            change.clear |= {"regionCount"}
        case "regions":
            change.put("regions", list(view.plan.regions) if picked in view.plan.regions else [picked], "yes")
            change.clear |= {"regionCount", "topology"} if code == "too_many_regions" else set()
        case "domain":
            change.put("domain", picked, "yes")
        case "objectStorageRegion" if "rule" in picked:
            change.put("residency", "none", "yes")
            change.clear.add("compliance")
        case "workers" if picked.isdecimal():
            change.put("workers", int(picked), "yes")
        case _:
            return
