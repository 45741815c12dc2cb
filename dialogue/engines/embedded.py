"""The embedded engine: understands by itself, deterministic, no model, no network.

It reads one utterance against the open question and the plan, and returns acts and the change of the draft. What
it says back is the policy's business.
"""

import re
from collections.abc import Callable

from dialogue.engines.addresses import take_addresses
from dialogue.engines.change import Change
from dialogue.engines.regions import edit_regions
from dialogue.engines.settle import settle
from dialogue.events import Act, Evidence, Understood, UserSaid
from dialogue.lexicon import Lexicon, Span
from dialogue.state import State
from dialogue.understanding.acts import Acts, acts
from dialogue.understanding.contacts import Contact, contacts
from dialogue.understanding.machines import machines
from dialogue.understanding.numbers import numbers
from dialogue.understanding.organisation import Name, organisation
from dialogue.understanding.places import mentions, residency
from dialogue.understanding.privacy import MASK
from dialogue.understanding.text import Utterance, read
from dialogue.understanding.wants import Wants, wants

_CORRECTS = re.compile(
    r"(?i)\b(?:no|not|actually|sorry|rather|instead|make (?:that|it)|change|correction|i meant|i mean|wrong|switch|move|replace|swap)\b"
)
_PUBLIC_KEY = re.compile(r"\b(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp256)\s+[A-Za-z0-9+/=]{40,}(?:\s+[\w.@-]+)?")
_MASKED = re.compile(rf"(?i)(?:(?<![\w-])[\w-]{{1,40}}\s+){{0,3}}(?:(?:is|:|=)\s*)?{MASK}")
_REDUNDANT = re.compile(r"(?i)\b(?:(?<!no )(?<!without )(?<!not )redundan(?:cy|t)|fault[ -]toleran(?:ce|t)|fail[ -]?safe)\b")
_RELATIVE = re.compile(
    r"(?i)\b(bigger|larger|stronger|faster|more powerful|smaller|cheaper)\s+(?:machines?|servers?|size|one|ones|nodes?|control plane)\b(?!.*\bworkers?\b)"
)
_NO_APPS = re.compile(r"(?i)\b(?:no|without(?: any)?|don't (?:need|want)(?: any)?|zero|skip the|drop the)\s+apps?\b")
_REDUNDANCY = ("high availability", "two regions")
_CODE_ALONE = re.compile(r"\s*\d{3}[ -]?\d{3}[\s.!]*")
_WAIVES = re.compile(
    r"(?i)\b(?:drop|forget|waive|lift|remove|without|skip|ignore)\s+(?:the\s+|that\s+)?(?:(?:us|u\.s\.|eu|europe|america)[\s-]only\s+)?"
    r"(?:rule|restriction|requirement|residency(?:\s+rule)?)\b"
    r"|\b(?:eu|europe|residency|gdpr|where (?:it|the data) (?:is|stays))\s+(?:isn't|is not|doesn't|does not)\s+(?:important|needed|required|necessary|matter)\b"
)
_DECLINES_APPS = re.compile(
    r"(?i)\b(?:no|none|don't|dont|not|without|skip|neither)\b(?:\s+\w+){0,4}?\s+(?:apps?|applications?|extras?|suggestions?|of (?:them|these|those))\b"
)
_MESH_NAME = re.compile(
    r"(?i)\bmesh(?:\s+name)?\s*(?:(?:is|should be|shall be|called|named|to|=|:)\s*)?[\"“']?([a-z0-9](?:[\w-]{0,61}[a-z0-9])?)\b"
)
_MESH_ID = re.compile(r"(?i)\bmesh\b[^.!?]{0,60}?\b(?:id|number)\s*(?:is|should be|to|=|:)?\s*(-?\d{1,6})\b")
_NO_MESH_NAME = frozenset("name id number is and or for it the a called named with to please do does then at in should".split())
_COUNTED = frozenset(
    {"workers", "workersTotal", "regionCount", "size", "sizeNeed", "workerSize", "workerSizeNeed", "highAvailability"}
)
_SLOTS = _COUNTED | {"meshName", "meshId", "regions", "apps", "email", "domain", "compliance", "residency", "provider"}
_SMALL = frozenset("and or in the a of please with for".split())
_BARE_COUNT = re.compile(
    r"(?i)^(?:(?:no|actually|ok(?:ay)?|please|and|yes|sorry|well|rather|just)[\s,]+)*"
    r"(?:make (?:it|that|them)|take|let's have|i(?:'d like| want)|better|only)?\s*(?:to\s+)?"
    r"([a-z]+|\d{1,3})(?:\s+(?:please|then|instead|of them|in total))*[.!]*$"
)


class EmbeddedEngine:
    """Understands one utterance at a time; holds nothing but the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def understand(self, state: State, said: UserSaid, seq: int) -> Understood:
        """What `said` means in this state. Pure: same state and text, same answer."""
        if said.code_digest is None and _CODE_ALONE.fullmatch(said.text):
            return Understood(of=seq, acts=(Act(name="code"),))  # nobody waits for one: said so
        utterance = read(_chosen(state, _without_secrets(said)))
        shape = acts(utterance, options=len(state.options))
        change = Change(acts=list(shape.acts))
        if key := _PUBLIC_KEY.search(said.text):
            change.put("sshPublicKey", key.group(), "public key")
        if state.offered_apps and not shape.has("deny") and _DECLINES_APPS.search(utterance.text):
            change.acts.append(Act(name="deny"))
        if not shape.has("restart") and not shape.has("undo"):
            change.acts = [self._about_app(utterance, shape, act) for act in change.acts]
            self._slots(state, utterance, shape, change)
        change.bound()
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

    def _slots(self, state: State, utterance: Utterance, shape: Acts, change: Change) -> None:
        utterance = _without_question(utterance, shape.question)
        spans = self._lexicon.match(utterance)
        addresses = contacts(utterance, is_vocabulary=self._names_an_app(utterance))
        name = organisation(
            utterance,
            asked=state.asking == "organisation",
            known=bool(state.draft.organisation),
        )
        name = _clear_of(utterance, name, addresses)
        if name and _means_something(utterance, name, spans):
            name = None
        spans = _outside_names(utterance, spans, name, addresses, renames=bool(state.draft.organisation))
        wanted = wants(utterance, spans, addresses, expects_apps=state.asking == "apps")
        self._machines(state, utterance, spans, change)
        self._places(state, utterance, spans, change)
        _again(state, utterance, change)
        take_addresses(state, utterance, addresses, shape, change)
        _wanted(state, utterance, wanted, shape, change)
        _mesh(utterance, change)
        if name and _is_name(name, change, shape, spans):
            change.put("organisation", name.value, name.words)
        settle(state, utterance, wanted, shape, change)

    def _about_app(self, utterance: Utterance, shape: Acts, act: Act) -> Act:
        """ "do you have WordPress?" asks about that app."""
        if act.name != "ask" or act.topic not in ("unknown", "apps") or not shape.question:
            return act
        begin, end = shape.question
        for span in self._lexicon.match(utterance):
            app = span.get("app", "need", "unavailable_need")
            if app and begin <= utterance.words[span.start].start < end and not (act.topic == "apps" and app.ambiguous):
                return act.model_copy(update={"topic": f"app:{app.value}"})
        return act

    def _names_an_app(self, utterance: Utterance) -> Callable[[int, int], bool]:
        """`cal.com` is the name of an app and no domain."""
        spans = self._lexicon.match(utterance)
        named = {(span.start, span.end) for span in spans if span.get("app", "need") is not None}

        def names(start: int, end: int) -> bool:
            return (start, end) in named

        return names

    def _machines(self, state: State, utterance: Utterance, spans: list[Span], change: Change) -> None:
        expects = state.asking if state.asking in ("size", "workers") else None
        now = state.validated.plan.workers if state.validated else 0
        found = machines(utterance, spans, numbers(utterance), expects=expects, workers_now=now)
        for slot, value in found.values.items():
            change.put(slot, value, utterance.text)
        change.clear |= found.clear
        relative = _RELATIVE.search(utterance.text)
        if relative and state.validated and not {"size", "sizeNeed"} & set(change.values):
            up = relative.group(1).lower() in ("bigger", "larger", "stronger", "faster", "more powerful")
            beside = self._lexicon.size_beside(state.validated.plan.size or "", up=up)
            if beside:
                change.put("size", beside, relative.group())
                change.clear.add("sizeNeed")

    def _places(self, state: State, utterance: Utterance, spans: list[Span], change: Change) -> None:
        waived = _WAIVES.search(utterance.text)
        found = mentions(
            utterance,
            spans,
            expects_region=state.asking == "regions",
            knows_location=state.draft.location is not None,
        )
        if waived:
            found = [m for m in found if m.entry.kind != "country"]  # "the US-only rule" names no place to go to
        edit = edit_regions(state, utterance, found, self._lexicon, corrects=bool(_CORRECTS.search(utterance.text)))
        change.values.update(edit.values)
        change.clear |= edit.clear
        change.evidence += edit.evidence
        open_words = not {"regions", "regionCount"} & set(edit.values) and "highAvailability" not in change.values
        if open_words and not state.draft.high_availability and _REDUNDANT.search(utterance.text):
            change.acts.append(Act(name="clarify", topic="highAvailability", options=_REDUNDANCY))
        if edit.clarify:
            change.acts.append(Act(name="clarify", topic="regions", options=edit.clarify))
        bound = "none" if waived else residency(utterance)
        if waived and state.draft.compliance:
            change.clear.add("compliance")
        if bound:
            change.put("residency", bound, utterance.text)


def _without_secrets(said: UserSaid) -> str:
    """Keys and masked secrets mean nothing, nor do the words that led to them ("my password is …")."""
    text = _PUBLIC_KEY.sub(" ", said.text)
    return _MASKED.sub(" ", text) if said.masked else text


def _chosen(state: State, text: str) -> str:
    """An option of ours, named by its place or by a word that only it has, is what was said."""
    if state.asking != "clarify" or not state.options:
        return text
    utterance = read(text)
    for act in acts(utterance, options=len(state.options)).acts:
        if act.name == "choose" and act.topic:
            return state.options[int(act.topic) - 1]
    words = {w.norm for w in utterance.words} - _SMALL
    fitting = [o for o in state.options if words and words <= {w.norm for w in read(o).words}]
    return fitting[0] if len(fitting) == 1 else text


def _without_question(utterance: Utterance, question: tuple[int, int] | None) -> Utterance:
    """What is asked about isn't wished for; the rest keeps its place."""
    if question is None or question == (0, 0):
        return utterance
    start, end = question
    return read(utterance.text[:start] + "." + " " * (end - start - 1) + utterance.text[end:])


def _clear_of(utterance: Utterance, name: Name | None, addresses: list[Contact]) -> Name | None:
    """ "call it green dash sky dot omani dot works" names an address and no organisation."""
    if name is None:
        return None
    begins = [utterance.words[c.start].start for c in addresses]
    return None if any(name.start <= begin < name.end for begin in begins) else name


def _means_something(utterance: Utterance, name: Name, spans: list[Span]) -> bool:
    """What looks like a name is nothing but words of ours ("PCI DSS", "Germany is fine")."""
    if name.sure and not name.bare:
        return False
    inside = (i for i, w in enumerate(utterance.words) if name.start <= w.start < name.end)
    words = [i for i in inside if utterance.words[i].norm not in _SMALL]
    titled = len(words) > 1 and all(utterance.words[i].text[0].isupper() for i in words)
    loose = {"place", "industry"} if titled else set[str]()  # "Acme Foods" is a town and a trade
    ours = {
        i for s in spans if not all(e.ambiguous or e.kind in loose for e in s.entries) for i in range(s.start, s.end)
    }
    return bool(words) and ours.issuperset(words)


def _letters(text: str) -> str:
    """Without what stands between spelled letters."""
    return re.sub(r"[\s.-]", "", text).casefold()


def _outside_names(
    utterance: Utterance, spans: list[Span], name: Name | None, addresses: list[Contact], *, renames: bool
) -> list[Span]:
    """Words of the organisation's name or of an address mean nothing else ("Oslo Web Design")."""
    kept: list[Span] = []
    for span in spans:
        if any(c.start < span.end and span.start < c.end for c in addresses):
            continue
        word = utterance.words[span.start]
        if name and name.start <= word.start < name.end and _letters(utterance.text[name.start : name.end]).startswith(_letters(name.value)[:3]):
            only = span.get("region", "country", "place", "need", "sizeword", "topology", "family", "app", "unavailable_need")
            if renames or only is not None or span.get("industry") is None:
                continue
        kept.append(span)
    return kept


def _again(state: State, utterance: Utterance, change: Change) -> None:
    """ "make it three": the number belongs to what was counted last."""
    said = _BARE_COUNT.match(utterance.text.strip())
    counted = [n for n in numbers(utterance) if utterance.words[n.start].norm != "no"]
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


def _wanted(state: State, utterance: Utterance, found: Wants, shape: Acts, change: Change) -> None:
    for slot, words, value in found.evidence:
        change.evidence.append(Evidence(slot=slot, words=words, value=value))
    if found.industry and (state.draft.industry is None or shape.has("inform")):
        change.values["industry"] = found.industry
    _comply(state, found, change)
    if found.provider:
        change.values["provider"] = found.provider
    if found.topology:
        change.values["topology"] = found.topology
        change.clear.add("regionCount")
        change.values.pop("regionCount", None)
    if _NO_APPS.search(utterance.text) and not found.apps:
        change.put("apps", [], "no apps")
    elif found.apps or found.not_apps:
        now = [] if found.only else list(state.validated.plan.apps if state.validated else state.draft.apps or ())
        kept = [slug for slug in now if slug not in found.not_apps]
        change.values["apps"] = list(dict.fromkeys([*kept, *found.apps]))


def _comply(state: State, found: Wants, change: Change) -> None:
    if "compliance" in change.clear or not (found.compliance or found.not_compliance):
        return
    standing = [r for r in state.draft.compliance or () if r not in found.not_compliance]
    merged = list(dict.fromkeys([*standing, *found.compliance]))
    change.evidence.append(Evidence(slot="compliance", words=", ".join(merged), value=", ".join(merged)))
    if merged:
        change.values["compliance"] = merged
    else:
        change.clear.add("compliance")


def _mesh(utterance: Utterance, change: Change) -> None:
    """A pair given by an operator ("mesh name blue, id 12"); nobody is asked for one."""
    said = _MESH_NAME.search(utterance.text)
    if said and said.group(1).lower() not in _NO_MESH_NAME:
        change.put("meshName", said.group(1).lower(), said.group())
    number = _MESH_ID.search(utterance.text)
    if number:
        change.put("meshId", int(number.group(1)), number.group())


def _is_name(name: Name, change: Change, shape: Acts, spans: list[Span]) -> bool:
    """An answer that was something else (a place, an app, an address) is no name."""
    if shape.question and shape.question != (0, 0) and not name.value:
        return False
    if change.values.get("domain") == name.value.casefold():
        return False  # "call it acme.omani.works" names the address
    if not name.bare:
        return True
    if any(a.name in ("abuse", "code", "resend_code", "deny", "cancel", "human", "repeat", "greet", "ask", "thanks", "undo", "restart") for a in shape.acts):
        return False
    if {a.name for a in acts(read(name.value), options=0).acts} & {"affirm", "deny"}:
        return False  # "looks good" answers something else
    others = _SLOTS & set(change.values)
    if others and not any(c.isupper() for c in name.value):
        return False  # "four workers in total" answers something else
    covered = sum(span.end - span.start for span in spans)
    return not (others and covered >= len(name.value.split()))


