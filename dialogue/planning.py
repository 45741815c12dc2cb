"""The plan in words: what changed, what is wrong, what is missing, what is offered, the read-back and its question."""

from dialogue import events as ev
from dialogue.assent import StandingReadBack, heard_out
from dialogue.changes import changes
from dialogue.doubtful import doubtful
from dialogue.plan import PlanView, Problem
from dialogue.readback import machines, read_back, spoken
from dialogue.state import State
from dialogue.understanding.sounding import SURE_SILENT
from dialogue.voice import Voice, act_names, informs, proposed, topics

_ASKING: dict[str, ev.Asking] = {
    "regions": "regions",
    "size": "size",
    "workerSize": "size",
    "workers": "workers",
    "domain": "domain",
    "email": "email",
    "organisation": "organisation",
    "apps": "apps",
    "secret": "secret",
    "credentials": "secret",
    "residency": "residency",
    "objectStorageRegion": "residency",
}
_IDLE = frozenset({"greet", "thanks", "unknown", "affirm", "deny"})
_SAID_BY_CHANGES = frozenset({"workers_per_region"})
"""Notes that only repeat what is said as a change."""
_OF_COUNTS = frozenset({"regions_filled", "regions_shortened"})
"""Notes on how many regions there are: nothing new while the same ones stand."""


class Planning:
    """Talks about the plan while there is no deployment."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def offers(self, state: State) -> bool:
        """Apps of the industry are to be proposed in this turn."""
        view = state.validated
        if proposed(state):
            return True  # however often it was offered: they ask for it
        if view is None or state.offer_closed or state.offered_apps or state.create != "none":
            return False
        return bool(view.proposals.apps) and not view.plan.apps and state.draft.apps is None

    def next(self, state: State, parts: list[str]) -> list[ev.Event]:
        """What changed, and the next question."""
        view = state.validated
        if view is None:
            return [Voice.said([*parts, self._voice.say(state, "opening")], "organisation")]
        if "human" in act_names(state):
            parts.append(self._voice.say(state, "human"))
        opens = self._proposes(state, view) and not act_names(state) & {"restart", "undo", "redo"}  # the proposal tells all of it
        news = [*([] if opens else changes(state, self._voice.words(state))), *self._heard_as(state), *self._notes(state, view)]
        parts += news
        clarify = self._clarify(state)
        if clarify:
            return [Voice.said([*parts, self._voice.which(state, clarify)], "clarify", clarify)]
        problems = self._problems(state, view)
        parts += problems
        if not news and not problems and not proposed(state) and self._changed_nothing(state) and not self._proposes(state, view):
            parts.append(self._voice.say(state, "noted"))
        blocking = [p for p in view.problems if p.blocking]
        if blocking:
            return self.settle(state, parts, blocking[0])
        if view.missing:
            return [self._missing(state, parts, view)]
        if self.offers(state):
            return [self._offer(state, parts, view)]
        return [self.confirm(state, parts, view)]

    def read_back(self, state: State, parts: list[str], view: PlanView) -> ev.AssistantSaid:
        """The whole plan, and the question for the yes or the code."""
        words = self._voice.words(state)
        parts.append(self._voice.say(state, "read_back", plan=spoken(view, words)))
        told = Voice.said(parts).text
        said = Voice.said([*parts, self._last_question(state, view.plan.email)], self._last_asking(state), ("yes",))
        return said.model_copy(update={"read_back": read_back(view, words).model_copy(update={"told_by": len(told)})})

    @staticmethod
    def _last_asking(state: State) -> ev.Asking:
        return "confirm" if state.email_verified else "email_code"

    def _last_question(self, state: State, email: str | None) -> str:
        """For the yes, and for the code where it is wanted first."""
        if state.email_verified:
            return self._voice.say(state, "confirm")
        if state.code_failed:
            return self._voice.say(state, f"code_failed_{state.code_failed}")
        return self._voice.say(state, "confirm_with_code" if state.code_tried else "confirm_code_sent", email=email)

    def _clarify(self, state: State) -> tuple[str, ...]:
        acts = state.understood.acts if state.understood else ()
        return next((act.options for act in (*acts, *state.choices) if act.name == "clarify"), ())

    def _heard_as(self, state: State) -> list[str]:
        """Names that were taken from words that only sound like them, or that the recogniser isn't sure of."""
        words = self._voice.words(state)
        label = {"regions": words.lexicon.region_city, "apps": words.lexicon.app_name}
        unlike = [e for e in state.understood.evidence if e.score < SURE_SILENT and e.slot in label] if state.understood else []
        taken = [words.say("heard_as", words=e.words, value=label[e.slot](e.value)) for e in unlike]
        told = {label[e.slot](e.value) for e in unlike}
        unsure = [name for name in doubtful(state.understood, state.user_said, words) if name not in told]
        return [*taken, *(words.say("heard_right", value=name) for name in unsure)]

    def _changed_nothing(self, state: State) -> bool:
        before, now = state.validated_before, state.validated
        understood = state.understood
        if before is None or now is None or understood is None or before.plan != now.plan:
            return False
        return bool(set(understood.set) - {"apps"} or understood.evidence)

    def _notes(self, state: State, view: PlanView) -> list[str]:
        """Notes that are new. A region suggested again isn't news; on the first content the proposal tells it."""
        before = state.validated_before
        known = {(n.code, n.message) for n in before.notes} if before else set[tuple[str, str]]()
        placed = state.understood is not None and "location" in state.understood.set  # no place is mapped in silence
        same_place = before is not None and before.plan.regions == view.plan.regions and not placed
        told: list[str] = []
        for note in view.notes:
            if not note.message or (note.code, note.message) in known:
                continue
            if note.code == "region_suggested" and (same_place or self._proposes(state, view)):
                continue
            if note.code in _OF_COUNTS and before is not None and before.plan.regions == view.plan.regions:
                continue
            if note.code in _SAID_BY_CHANGES and before is not None and before.plan.workers != view.plan.workers:
                continue
            told.append(self._voice.words(state).message(note.message))
        return told

    def _problems(self, state: State, view: PlanView) -> list[str]:
        before = set(state.validated_before.problems) if state.validated_before else set[Problem]()
        fresh = [p for p in view.problems if p not in before or p.blocking]
        words = self._voice.words(state)
        return [words.message(p.message, otherwise="problem_other") for p in fresh if p.message and p.code != "credentials_missing"]

    def settle(self, state: State, parts: list[str], problem: Problem) -> list[ev.Event]:
        """A problem stands in the way: its message ends with a question."""
        if problem.code == "credentials_missing":
            return self._secrets(state, parts, problem)
        if problem.code == "over_ceiling":
            return [Voice.said(parts, "clarify")]
        return [Voice.said(parts, _ASKING.get(problem.field, "clarify"), problem.suggestions[:5])]

    def _secrets(self, state: State, parts: list[str], problem: Problem) -> list[ev.Event]:
        names = tuple(problem.suggestions)
        events: list[ev.Event] = []
        if names and names != tuple(n for n in state.secrets_requested if n not in state.secrets):
            events.append(ev.SecretRequested(names=names))
        events.append(Voice.said([*parts, self._voice.say(state, "ask_secret")], "secret"))
        return events

    def _missing(self, state: State, parts: list[str], view: PlanView) -> ev.AssistantSaid:
        if self._proposes(state, view):
            parts.append(self._proposal(state, view))
        elif not state.draft.wire() and act_names(state) <= _IDLE:
            parts += [self._voice.say(state, "opening_short"), self._voice.say(state, "ask_organisation")]
            return Voice.said(parts, "organisation")
        elif self._named_now(state, view):
            parts.append(self._voice.say(state, "address_will", value=view.plan.domain.fqdn))
        offered = view.proposals.apps if self.offers(state) else ()
        if offered:
            parts.append(self._voice.say(state, "offer_in_passing", apps=self._voice.words(state).apps(offered)))
        both = "organisation" in view.missing and "email" in view.missing
        key = "ask_organisation_email" if both else f"ask_{view.missing[0]}"
        parts.append(self._voice.say(state, key if self._voice.has(key) else "ask_other", field=view.missing[0]))
        said = Voice.said(parts, _ASKING.get(view.missing[0], "clarify"))
        return said.model_copy(update={"offered_apps": offered})

    def _named_now(self, state: State, view: PlanView) -> bool:
        before = state.validated_before
        return before is not None and before.plan.domain.fqdn is None and view.plan.domain.fqdn is not None

    def _proposes(self, state: State, view: PlanView) -> bool:
        """The first content has come and something is still missing: the plan is proposed once, and also where all of
        it was as usual before they said anything. Where a question had to come first, it is proposed behind that."""
        said = state.before is None or state.before.draft != state.draft
        earlier = [d for d in state.history if d.wire()]
        before = state.validated_before
        put_off = state.asking == "clarify" or before is not None and any(p.blocking for p in before.problems)
        had = before is not None and bool(state.history) and bool(state.history[-1].wire()) and not (put_off and len(earlier) == 1)
        blocked = any(p.blocking for p in view.problems)
        talk = bool(view.missing) or self.offers(state)
        return bool(state.draft.wire()) and not had and said and not blocked and talk

    def _proposal(self, state: State, view: PlanView) -> str:
        """Region with its reason, machines, address, apps, price."""
        plan = view.plan
        words = self._voice.words(state)
        reason = words.message(next((n.message for n in view.notes if n.code == "region_suggested"), ""))
        where = words.listed([words.region_place(r) for r in plan.regions])
        return self._voice.say(
            state,
            "proposal",
            where=reason.rstrip(".") or self._voice.say(state, "proposal_where", regions=where),
            machines=machines(plan, words),
            domain=words.say("proposal_domain", fqdn=plan.domain.fqdn) if plan.domain.fqdn else "",
            apps=words.say("proposal_apps", apps=words.apps(plan.apps)) if plan.apps else "",
            price=words.money(view.estimate.monthly),
        )

    def _offer(self, state: State, parts: list[str], view: PlanView) -> ev.AssistantSaid:
        if self._proposes(state, view):
            parts.append(self._proposal(state, view))
        parts.append(self._voice.say(state, "offer", apps=self._voice.words(state).apps(view.proposals.apps)))
        return Voice.said(parts, "apps", ("yes", "no")).model_copy(update={"offered_apps": view.proposals.apps})

    @staticmethod
    def open_question(view: PlanView) -> ev.Asking:
        """What has to be known next: what stands in the way, else what is missing."""
        blocking = next((p.field for p in view.problems if p.blocking), None)
        field = blocking or next(iter(view.missing), "")
        return _ASKING.get(field, "clarify")

    def confirm(self, state: State, parts: list[str], view: PlanView) -> ev.AssistantSaid:
        """The plan is complete: the read-back, or what is still open about it."""
        standing = state.read_back
        if view.plan.domain.fqdn == state.contested_fqdn:
            return Voice.said([*parts, self._voice.say(state, "lookup_ambiguous")], "clarify")
        if standing is None or standing.digest != view.digest:
            return self.read_back(state, parts, view)
        names, said = act_names(state), state.user_said
        aloud = said is not None and said.channel == "voice" and standing.unheard != standing.tried
        if "affirm" in names and not standing.acknowledged and state.yes is None and not aloud:
            return self.read_back(state, [*parts, self._voice.say(state, "look_first")], view)
        if "deny" in names and "changes" not in topics(state, "deny") and not informs(state):
            return Voice.said([*parts, self._voice.say(state, "what_to_change")], "clarify")
        if "affirm" in names and state.yes is None and said is not None and not heard_out(standing, said):
            return Voice.said([*parts, *self._unheard(state, standing, view)], self._last_asking(state), ("yes",))
        if not state.email_verified:
            return self._await_code(state, parts)
        if topics(state, "affirm") & {"hedged", "passing", "backchannel"}:
            return Voice.said([*parts, self._voice.say(state, "clear_yes")], "confirm", ("yes",))
        question = self._voice.say(state, "confirm_short", price=self._voice.words(state).money(view.estimate.monthly))
        return Voice.said([*parts, question], "confirm", ("yes",))

    def _unheard(self, state: State, standing: StandingReadBack, view: PlanView) -> tuple[str, ...]:
        """Why a spoken yes didn't count. What of the plan wasn't heard yet is read on from where it was broken off, and the question
        asked again; where nobody has heard a word of it there may be no voice, and then the button is left."""
        if standing.heard:
            return (self._voice.say(state, "say_yes_again"),)
        if not standing.unheard or standing.unheard == standing.tried:
            return (self._voice.say(state, "hear_it_out"),)
        return self._voice.say(state, "rest_of_plan"), standing.unheard, self._last_question(state, view.plan.email)

    def _await_code(self, state: State, parts: list[str]) -> ev.AssistantSaid:
        email = state.code_sent_to or state.draft.email
        if state.code_failed:
            parts.append(self._voice.say(state, f"code_failed_{state.code_failed}"))
        elif state.code_result not in ("none", "verified") or ("code" in act_names(state) and not state.code_tried):
            pass  # its fate was told, and what to do about it
        elif state.yes:
            parts.append(self._voice.say(state, "code_then_create", email=email))
        else:
            key = "confirm_with_code" if state.code_tried else "again_email_code"
            parts.append(self._voice.say(state, key, email=email))
        return Voice.said(parts, "email_code")


