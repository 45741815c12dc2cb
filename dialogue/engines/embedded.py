"""The embedded engine: understands by itself, deterministic, no model, no network.

It reads one utterance against the open question and the plan, and returns acts and the change of the draft. What
it says back is the policy's business.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import replace

from dialogue.draft import Draft
from dialogue.engines.addresses import take_addresses
from dialogue.engines.change import Change
from dialogue.engines.choices import chosen
from dialogue.engines.doubts import agreed, ask_about, heard_well, say_back, undecided
from dialogue.engines.dropping import drop_asked, take_dropped
from dialogue.engines.focus import changed_last, focus
from dialogue.engines.last_change import against_before
from dialogue.engines.machines import take_machines
from dialogue.engines.names import find_name, is_name, outside_name, rival
from dialogue.engines.nationals import localised
from dialogue.engines.opinions import without_opinions
from dialogue.engines.placing import take_places
from dialogue.engines.reading import Reading
from dialogue.engines.regions import current_regions
from dialogue.engines.repairs import Counted, counted, turned, without_question
from dialogue.engines.settle import settle
from dialogue.engines.spoken_names import as_spoken
from dialogue.engines.supposing import as_question, taken_further
from dialogue.engines.valued import Values
from dialogue.engines.wishes import take_wishes
from dialogue.engines.workers_apart import carried
from dialogue.events import Act, JsonObject, Understood, UserSaid
from dialogue.lexicon import Lexicon, Span
from dialogue.patterns import regex
from dialogue.state import State
from dialogue.understanding.acts import Acts, acts
from dialogue.understanding.asides import without_asides
from dialogue.understanding.asked_terms import asks_app_price, compares_prices, is_free
from dialogue.understanding.commands import only_command
from dialogue.understanding.contacts import contacts, plain_signs
from dialogue.understanding.corrections import corrected
from dialogue.understanding.elliptic import completed
from dialogue.understanding.errands import is_errand, without_errands
from dialogue.understanding.hearing import written
from dialogue.understanding.labels import with_labels
from dialogue.understanding.languages.reader import Context
from dialogue.understanding.languages.readers import ENGLISH, Readers
from dialogue.understanding.languages.rendering import Rendering
from dialogue.understanding.others import without_others
from dialogue.understanding.places import is_us_all
from dialogue.understanding.plainer import of_compared
from dialogue.understanding.privacy import MASK
from dialogue.understanding.proper import titled
from dialogue.understanding.questions import (
    asks_beyond,
    asks_to_explain,
    asks_what_that_is,
    supposes,
    topic_of,
)
from dialogue.understanding.quoted import without_quoted
from dialogue.understanding.rephrased import rephrased
from dialogue.understanding.rewordings import kept_after_all
from dialogue.understanding.text import Utterance, read, spoken_signs, without_fillers
from dialogue.understanding.wants import wants
from dialogue.understanding.whole_lists import renewed

_PUBLIC_KEY = regex(r"\b(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp256)\s+[A-Za-z0-9+/=]{40,}(?:\s+[\w.@-]+)?")
_WHAT_IT_IS = r"(?:pass[\s-]?(?:words?|phrases?|codes?|keys?)|passwd|pwd?|tokens?|secret|keys?|log-?ins?|credentials?)"
_MASKED = regex(
    rf"(?i)(?:(?:(?<![\w-])[\w-]{{1,40}}\s+){{0,2}}\b{_WHAT_IT_IS}\b(?:[^.;!?\n]|\.(?=\S)){{0,80}}?"
    rf"|(?:(?<![\w-])[\w-]{{1,40}}\s+){{0,3}}(?:(?:is|:|=)\s*)?){MASK}(?:[\"'”»]?\s+(?:\S+\s+){{0,4}}?(?:as|for|is|be|becomes)\s+(?:\S+\s+){{0,3}}?{_WHAT_IT_IS}\b)?"
)
_TRIED = frozenset(
    "regions regionCount topology size sizeNeed workers workersTotal workersIn workerSize workerSizeNeed highAvailability".split()
)
"""What a question can try out."""
_ASKED = {"regions": "region", "size": "size", "workers": "workers", "domain": "domain", "apps": "apps", "residency": "residency", "email_code": "code", "email": "why", "organisation": "why"}
"""What "what is that?" means when only our own question can be meant."""
_SIZE_WORDS = ("small", "medium", "large", "extra large")
_SMALLEST = 4
"""Cores of the ordinary machine that is called small."""
_MEDIUM = 8
"""Cores of what a family alone means."""
_THE_TWO = regex(r"(?i)\b(?:between|of|with)\s+(?:the|those|these)\s+two\b|\bbetween\s+(?:them|those|these)\b")
_GOES_ON = regex(r"(?i)^[\s,.!]*(?:(?:ok(?:ay)?|so|well|please|right|no|hm+|sorry|let's|actually|i'm|let\s+us|we\s+can|you\s+can|hello|hi)[\s,.!]*)*(?:continue|go\s+on|carry\s+on|resume|keep\s+going|proceed|move\s+on|back(?:\s+again)?|go\s+ahead|where\s+were\s+we)(?:\s+(?:then|please|now|with\s+(?:it|that|the\s+plan)))*[\s.!?]*$")
"""After calling it off."""
_MOST_ASKED = 4
"""Apps that one question is answered about."""
_COMMANDS = frozenset({"restart", "undo", "redo", "cancel", "human", "repeat", "resend_code"})
_CODE_ALONE = regex(rf"\s*(?:\d{{3}}[ -]?\d{{3}}|{MASK})[\s.!]*")
_DECLINES_APPS = regex(
    r"(?i)\b(?:no|none|don't|dont|not|without|skip|neither)\b(?:\s+\w+){0,4}?\s+(?:apps?|applications?|extras?|suggestions?|of (?:them|these|those))\b"
)


class EmbeddedEngine:
    """Understands one utterance at a time; holds nothing but the lexicon and a reader for each other language."""

    def __init__(self, lexicon: Lexicon, readers: Readers | None = None) -> None:
        self._lexicon = lexicon
        self._readers = readers or Readers()

    def understand(self, state: State, said: UserSaid, seq: int) -> Understood:
        """What `said` means in this state. Pure: same state and text, same answer."""
        if said.code_digest is None and not said.masked and _CODE_ALONE.fullmatch(said.text):
            return Understood(of=seq, acts=(Act(name="code"),))  # nobody waits for one: said so
        if option := _picked(state, said.text):
            return self._understood(state, said, seq, Rendering(option, option))
        words = spoken_signs(plain_signs(_without_secrets(said)))
        heard = self._readers.hear(words, language=state.language, context=Context(state.asking, state.draft.organisation))
        understood = self._understood(state, said, seq, heard)
        doubtful = heard.language is None and not heard.asked and heard.text != words and state.language == ENGLISH
        if not doubtful:
            return understood
        plain = self._understood(state, said, seq, Rendering(words, words))
        if _plainly_english(plain, words) or _around_a_name(plain, words) or all(act.name == "unknown" for act in understood.acts):
            return plain  # "start over" and "citadel" are English before they look like another language
        return understood

    def _plainly(self, state: State, heard: Rendering) -> str:
        """The words put in those that the readers know."""
        text = agreed(state, without_fillers(heard.text))
        if not heard.pieces:  # their own English, not what a reader made of another language
            text = written(text, asking=state.asking, kind=self._lexicon.spelled, apart=self._lexicon.apart)
        else:
            text = kept_after_all(text)
        if state.validated:
            text = renewed(against_before(state, text, self._lexicon), self._is_app, self._is_region)
            text = completed(text, changed_last(state) or focus(state)) if "ithout" in text else text
        standing = current_regions(state) if state.draft.regions else ()
        text = as_question(state, text, self._is_app, rendered=bool(heard.pieces))
        if not heard.pieces:
            text = corrected(localised(without_quoted(text), self._lexicon, standing), Values(state, self._lexicon))
            text = rephrased(text, is_app=self._is_app, is_region=self._names_a_place, is_topology=self._is_topology)
        return localised(text, self._lexicon, standing)

    def _understood(self, state: State, said: UserSaid, seq: int, heard: Rendering) -> Understood:
        """What the rendering of `said` means."""
        for_us = heard.text if heard.pieces else without_others(heard.text)
        if for_us is None:
            return Understood(of=seq, acts=(Act(name="unknown", topic="pause"),), language=heard.language)
        text = self._plainly(state, replace(heard, text=for_us))
        utterance = read(chosen(state, of_compared(text, state.topic, self._lexicon.skus)))
        named = state.asking == "organisation" and titled(utterance.text) and not only_command(utterance.text)  # "Stop Motion Studio"
        shape = Acts(()) if named else acts(utterance, options=state.options)
        shape = turned(state, shape, utterance.text)
        change = Change(acts=list(shape.acts))
        if key := _PUBLIC_KEY.search(said.text):
            change.put("sshPublicKey", key.group(), "public key")
        if state.offered_apps and not shape.has("deny") and _DECLINES_APPS.search(utterance.text):
            change.acts.append(Act(name="deny"))
        change.acts = [self._about(state, utterance, shape, act) for act in change.acts]
        suppose = {} if shape.has("undo") or shape.has("restart") else self._supposed(state, utterance, shape, change.acts)
        if named or not take_dropped(state, utterance, change):
            self._change(state, utterance, shape, change, named=named)
            begin, end = shape.question or (0, 0)
            drop_asked(state, utterance.text[end:], self._asked_app(state, read(utterance.text[begin:end])), change)
        change.bound()
        if said.code_digest:
            change.acts.append(Act(name="code"))
        if change.values or change.clear:
            change.acts.insert(0, Act(name="inform"))
        if state.set_aside and not change.values and not change.clear and _GOES_ON.match(utterance.text):
            change.acts = [Act(name="inform")]
        if not heard.asked and (not change.acts and asks_beyond(utterance.text) or is_errand(utterance.text) and all(act.name == "inform" for act in change.acts)):
            change.acts.append(Act(name="ask", topic="beyond"))
        if not change.acts:
            change.acts.append(Act(name="inform" if heard.asked else "unknown"))
        understood = Understood(
            of=seq,
            acts=tuple(heard_well(change.acts, said.confidence)),
            set=change.values,
            clear=tuple(sorted(change.clear - set(change.values))),
            suppose=suppose,
            evidence=tuple(change.evidence),
        )
        spoken = "voice" in (said.channel, state.started.channel)
        return as_spoken(heard.localised(understood), heard.language or state.language) if spoken else heard.localised(understood)

    def _change(self, state: State, utterance: Utterance, shape: Acts, change: Change, *, named: bool) -> None:
        """What the message changes: without its questions, what is said by the way, and what it takes back itself."""

        def places() -> list[tuple[int, int]]:
            found = [s for s in self._lexicon.match(utterance) if s.get("region", "country", "place")]
            return [(utterance.words[s.start].start, utterance.words[s.end - 1].end) for s in found]

        def slots(text: str) -> Change:
            tried = Change()
            self._slots(state, read(text), Acts(()), tried)
            return tried

        text = without_opinions(without_errands(without_question(utterance.text, shape.question)), slots)
        said = Counted(text) if named else counted(state, without_asides(text, places), shape, slots)
        if said.undo == "leave":
            change.acts = [act for act in change.acts if act.name not in ("cancel", "deny")] + [Act(name="deny", topic="changes")]
        elif said.undo:
            gone = {"undo", "cancel", "deny"} if said.let_go else {"undo"}
            change.acts = [act for act in change.acts if act.name not in gone] + ([Act(name="undo", topic="said")] if said.undo == "said" else [])
        if not any(c.isalnum() for c in said.text) and any(shape.has(name) for name in ("undo", "redo", "restart")):
            return
        against = State.but(state, draft=Draft(), validated=None, history=(), asking="organisation", options=()) if said.afresh else state
        self._slots(against, utterance if said.text == utterance.text else read(said.text), shape, change)

    def _slots(self, state: State, utterance: Utterance, shape: Acts, change: Change) -> None:
        """Every slot reader in turn; each sees what the ones before it found."""
        spans, doubts = self._lexicon.hear(utterance, asking=state.asking)
        addresses = contacts(utterance, is_vocabulary=self._names_an_app(utterance))
        addresses = with_labels(addresses, utterance, named=bool(state.draft.organisation))
        name = find_name(state, utterance, spans, addresses)
        spans = outside_name(utterance, spans, name, addresses, standing=state.draft.organisation)
        called = name if name and (not name.bare or titled(name.value)) else None
        heard = utterance.without(called.start, called.end) if called else utterance  # "Second Site Surveyors" wants no second site
        reading = Reading(state, heard, undecided(shape, doubts), spans, addresses, self._lexicon, called, utterance)
        standing = (*(state.validated.plan.apps if state.validated else ()), *state.offered_apps)
        expects = state.asking == "apps" or utterance.text in state.options
        wanted = wants(utterance, spans, addresses, expects_apps=expects, standing=standing)
        take_machines(reading, change)
        take_places(reading, change)
        carried(state, change, self._lexicon)
        take_addresses(reading, change)
        take_wishes(reading, wanted, change)
        if name and is_name(name, change, shape, spans):
            if other := rival(utterance, name):
                change.acts.append(Act(name="clarify", topic="organisation", options=(name.value, other)))
            else:
                change.put("organisation", name.value, name.words)
        say_back(utterance, spans, change)
        settle(reading, wanted, change)
        ask_about(utterance, doubts, name, change, state.asking)

    def _asked_app(self, state: State, question: Utterance) -> str | None:
        """The app that this question, or the last one, is about."""
        named = [app.value for span in self._lexicon.match(question) if (app := span.get("app", "need"))] if question.words else []
        kind, _, slug = (state.topic or "").partition(":")
        return named[-1] if named else slug if kind in ("app", "about") and "," not in slug and not question.words else None

    def _supposed(self, state: State, utterance: Utterance, shape: Acts, about: list[Act]) -> JsonObject:
        """What a question tries out: "how much with two workers?", "would Helsinki be better?"."""
        topic = next((act.topic for act in shape.acts if act.name == "ask"), None)
        if topic is None or not shape.question:
            return {}
        if any(act.name == "ask" and act.topic == "region" for act in about):
            topic = "region"
        if any((act.topic or "").startswith(("sizes:", "prices:", "plans")) for act in about):
            return {}
        start, end = shape.question if shape.question != (0, 0) else (0, len(utterance.text))
        if not supposes(topic, utterance.text[start:end]):
            return {}
        tried = Change()
        self._slots(state, read(utterance.text[start:end]), Acts(()), tried)
        tried.bound()
        where = tried.values.get("location")
        if topic == "region" and isinstance(where, str) and self._lexicon.regions_in(where):
            tried.values.setdefault("regions", [where])
        return taken_further(state, {slot: value for slot, value in tried.values.items() if slot in _TRIED}, utterance.text)

    def _about(self, state: State, utterance: Utterance, shape: Acts, act: Act) -> Act:
        """ "do you have WordPress?" asks about that app, "what is cpx52?" about that size."""
        if act.name != "ask" or not shape.question:
            return act
        begin, end = shape.question
        if act.topic == "unknown" and asks_what_that_is(utterance.text[begin:end]):
            known = topic_of(utterance.text[:begin]) or state.topic or _ASKED.get(state.asking or "")
            return act.model_copy(update={"topic": known}) if known else act
        if (state.topic or "").startswith("sizes:") and _THE_TWO.search(utterance.text[begin:end]):
            return act.model_copy(update={"topic": state.topic})
        spans = [s for s in self._lexicon.match(utterance) if begin <= utterance.words[s.start].start < end]
        if act.topic in ("unknown", "help") and any(s.get("region", "country") and not is_us_all(utterance, s) and utterance.surface(s.start, s.end) != "us" for s in spans):
            return act.model_copy(update={"topic": "region"})
        if (about := self._priced(utterance, shape.question, spans, act)) is not None:
            return about
        named = list(dict.fromkeys(sku.value for s in spans if (sku := s.get("sku")))) or self._by_word(spans)
        if len(named) > 1 or named and act.topic in ("size", "unknown"):
            return act.model_copy(update={"topic": f"sizes:{','.join(named)}"})
        if act.topic not in ("unknown", "apps"):
            return act
        found = [app.value for span in spans if (app := span.get("app", "need", "unavailable_need")) and not (act.topic == "apps" and app.ambiguous)]
        apps = ",".join(dict.fromkeys(found[:_MOST_ASKED]))
        kind = "about" if act.topic == "unknown" and asks_to_explain(utterance.text[begin:end]) else "app"
        return act.model_copy(update={"topic": f"{kind}:{apps}"}) if apps else act

    def _priced(self, utterance: Utterance, asked: tuple[int, int], spans: list[Span], act: Act) -> Act | None:
        """ "what does WordPress cost?", "is Ashburn cheaper than Falkenstein?": of apps the tenant plans, of regions that they cost the same."""
        body, regions = utterance.text[asked[0] : asked[1]], list(dict.fromkeys(region.value for s in spans if (region := s.get("region"))))
        if len(regions) > 1 and act.topic in ("price", "unknown", "help", "region") and compares_prices(utterance.text[: asked[1]]):
            return act.model_copy(update={"topic": f"prices:{','.join(regions)}"})
        named = any((e := s.get("app", "need", "unavailable_need")) and (not e.ambiguous or utterance.words[s.start].text[0].isupper()) for s in spans)
        priced = act.topic == "price" or act.topic in ("unknown", "apps") and is_free(body)
        return act.model_copy(update={"topic": "plans"}) if named and priced and asks_app_price(body) else None

    def _by_word(self, spans: list[Span]) -> list[str]:
        """The ordinary machines that two words of size stand for ("large or extra large?")."""
        families = list(dict.fromkeys(family.value for s in spans if (family := s.get("family"))))
        if len(families) > 1:  # "which is cheaper, ARM or Intel?": a family alone means its medium
            return [s.id for f in families for s in self._lexicon.skus.values() if s.family == f and s.vcpu == _MEDIUM]
        said = list(dict.fromkeys(word.value for s in spans if (word := s.get("sizeword")) and word.value in _SIZE_WORDS))
        shared = sorted((s for s in self._lexicon.skus.values() if s.family == "shared-amd" and s.vcpu >= _SMALLEST), key=lambda s: s.vcpu)
        return [shared[_SIZE_WORDS.index(word)].id for word in said] if len(said) > 1 and len(shared) == len(_SIZE_WORDS) else []

    def _is_app(self, text: str) -> bool:
        return any(span.get("app", "need") for span in self._lexicon.match(read(text)))

    def _is_region(self, text: str) -> bool:
        return len([span for span in self._lexicon.match(read(text)) if span.get("region")]) == 1

    def _is_topology(self, text: str) -> bool:
        return any(span.get("topology") for span in self._lexicon.match(read(text)))

    def _names_a_place(self, text: str) -> bool:
        return len({e.value for span in self._lexicon.match(read(text)) if (e := span.get("region", "country"))}) == 1

    def _names_an_app(self, utterance: Utterance) -> Callable[[int, int], bool]:
        """`cal.com` is the name of an app and no domain."""
        spans = self._lexicon.match(utterance)
        named = {(span.start, span.end) for span in spans if span.get("app", "need") is not None}

        def names(start: int, end: int) -> bool:
            return (start, end) in named

        return names

def _around_a_name(plain: Understood, words: str) -> bool:
    """An English sentence around a name in another script: "it is called شركة النور"."""
    name = plain.set.get("organisation")
    if not isinstance(name, str) or name not in words or not words.replace(name, "").isascii():
        return False
    return not any(c.isalpha() and unicodedata.name(c, "").startswith("LATIN") for c in name)


def _plainly_english(understood: Understood, words: str) -> bool:
    """Commands, a clear yes, and single words of our vocabulary: no other language says them so."""
    commands = any(act.name in _COMMANDS or act.name == "affirm" and act.topic is None for act in understood.acts)
    return commands or (len(words.split()) == 1 and bool(understood.set))


def _picked(state: State, text: str) -> str | None:
    """The option whose title in the conversation's language was said or pressed."""
    said = text.strip(" .!").casefold()
    return next((o for o, title in zip(state.options, state.option_titles, strict=False) if title.casefold() == said), None)


def _without_secrets(said: UserSaid) -> str:
    """Keys and masked secrets mean nothing, nor do the words that led to them ("my password is …")."""
    text = _PUBLIC_KEY.sub(" ", said.text)
    return _MASKED.sub(" ", text) if said.masked else text
