"""What is said in a turn, from the state: what was understood, what changed, what must be known, what is asked next."""

from dialogue import events as ev
from dialogue.answers import Answers
from dialogue.changes import changes
from dialogue.gates import may_create
from dialogue.lexicon import Lexicon
from dialogue.plan import PlanView, Problem
from dialogue.readback import read_back, spoken
from dialogue.state import State
from dialogue.wording import Phrases, and_list, money

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
_TALK = frozenset({"ask", "greet", "thanks", "repeat", "abuse", "unknown", "resend_code", "human"})


class Replies:
    """Builds the utterances. Holds the vocabulary and the phrases, nothing of a conversation."""

    def __init__(self, lexicon: Lexicon, phrases: Phrases) -> None:
        self._lexicon = lexicon
        self._phrases = phrases
        self._answers = Answers(lexicon, phrases)

    def offers(self, state: State) -> bool:
        """Apps of the industry are to be proposed in this turn."""
        view = state.validated
        if view is None or state.offer_closed or state.offered_apps or state.create != "none":
            return False
        return bool(view.proposals.apps) and not view.plan.apps and state.draft.apps is None

    def only_answers(self, state: State) -> bool:
        """The utterance asked or chatted and changed nothing: the thread is picked up where it was."""
        understood = state.understood
        if understood is None or understood.set or understood.clear or state.code_result != "none":
            return False
        names = {act.name for act in understood.acts}
        return names <= _TALK and state.asking is not None

    def turn(self, state: State) -> list[ev.Event]:
        """The events that end the open turn."""
        parts = self._opening(state)
        if state.create == "done":
            return [self._running(state, parts)]
        if state.found and state.found.get("outcome") in ("absent", "ambiguous"):
            return [self._after_lookup(state, parts)]
        if state.turn_errors or state.create == "unknown":
            return [self._trouble(state, parts)]
        stop = self._stop(state, parts)
        if stop:
            return [stop]
        if self.only_answers(state):
            return [self._again(state, parts)]
        return self._next(state, parts)

    def deployment_ended(self, state: State) -> ev.AssistantSaid:
        """Said unasked when the deployment has its verdict."""
        deployment = state.deployment
        verdict = deployment.verdict if deployment else None
        if deployment is None or verdict is None:
            return self._said(state, [])
        key = "deployment_ready" if verdict.outcome == "ready" else "deployment_failed"
        return self._said(
            state,
            [self._say(state, key, fqdn=deployment.fqdn, url=deployment.console_url or "", sentence=verdict.sentence)],
        )

    def _say(self, state: State, key: str, **values: object) -> str:
        return self._phrases.say(key, state.started.seed + state.seq, **values)

    def _said(
        self, state: State, parts: list[str], asking: ev.Asking | None = None, options: tuple[str, ...] = ()
    ) -> ev.AssistantSaid:
        del state
        return ev.AssistantSaid(text=" ".join(p for p in parts if p), asking=asking, options=options)

    def _opening(self, state: State) -> list[str]:
        """Masked secrets, the code's fate, answers to questions, small talk."""
        parts: list[str] = []
        if state.user_said and state.user_said.masked:
            parts.append(self._say(state, "masked"))
        match state.code_result:
            case "verified":
                parts.append(self._say(state, "code_verified", email=state.verified_email))
            case "wrong":
                parts.append(self._say(state, "code_wrong", left=state.attempts_left))
            case "expired" | "none_sent":
                parts.append(self._say(state, "code_expired"))
            case "too_many":
                parts.append(self._say(state, "code_too_many"))
            case _:
                pass
        parts += self._answers.answer(state)
        return parts

    def _running(self, state: State, parts: list[str]) -> ev.AssistantSaid:
        deployment = state.deployment
        if deployment is None:
            return self._said(state, parts)
        if state.found:
            key = "adopted" if state.found.get("adopted", True) else "created"
            mesh = ""
            if deployment.mesh_name:
                mesh = self._say(state, "mesh_known", name=deployment.mesh_name, id=deployment.mesh_id)
            return self._said(state, [*parts, self._say(state, key, fqdn=deployment.fqdn, id=deployment.id), mesh])
        if deployment.verdict and deployment.verdict.outcome != "in_progress" and not deployment.announced:
            return self.deployment_ended(state)
        names = {a.name for a in state.understood.acts} if state.understood else set[str]()
        if state.understood and state.understood.set:
            parts.append(self._say(state, "too_late", fqdn=deployment.fqdn))
        elif "cancel" in names:
            parts.append(self._say(state, "cannot_stop", id=deployment.id))
        elif "human" in names:
            parts.append(self._say(state, "human"))
        elif not parts or names <= {"unknown", "affirm", "deny"}:
            parts.append(self._answers.status(state))
        return self._said(state, parts)

    def _after_lookup(self, state: State, parts: list[str]) -> ev.AssistantSaid:
        ambiguous = state.found is not None and state.found.get("outcome") == "ambiguous"
        parts.append(self._say(state, "lookup_ambiguous" if ambiguous else "lookup_absent"))
        if ambiguous:
            return self._said(state, parts, "clarify")
        return self._read_back(state, parts, state.validated) if state.validated else self._said(state, parts)

    def _trouble(self, state: State, parts: list[str]) -> ev.AssistantSaid:
        if state.create == "unknown":
            return self._said(state, [*parts, self._say(state, "outcome_unknown")], "clarify")
        error = state.turn_errors[-1]
        refused_create = state.refusal is not None and error == state.refusal
        key = "create_refused" if refused_create else "tool_trouble"
        asking: ev.Asking | None = "domain" if error.code == "subdomain-conflict" else state.asking
        if refused_create and asking == "confirm":
            asking = "clarify"
        return self._said(state, [*parts, self._say(state, key, message=error.message)], asking, state.options)

    def _stop(self, state: State, parts: list[str]) -> ev.AssistantSaid | None:
        understood = state.understood
        if understood is None or understood.set or understood.clear:
            return None
        names = {act.name for act in understood.acts}
        if "cancel" in names:
            return self._said(state, [*parts, self._say(state, "cancelled")])
        if "human" in names:
            return self._said(state, [*parts, self._say(state, "human")], state.asking, state.options)
        if "repeat" in names and state.last_said:
            return self._said(state, [*parts, state.last_said], state.asking, state.options)
        if "resend_code" in names and state.email_verified:
            return self._said(state, [self._say(state, "already_verified")], state.asking, state.options)
        return None

    def _again(self, state: State, parts: list[str]) -> ev.AssistantSaid:
        """After a digression: the question that was open, in short."""
        if state.code_failed:
            parts.append(self._say(state, f"code_failed_{state.code_failed}"))
        elif state.understood and any(a.name == "resend_code" for a in state.understood.acts):
            parts.append(self._say(state, "code_resent", email=state.code_sent_to or state.draft.email))
            return self._said(state, parts, "email_code")
        unknown = state.understood and any(a.name == "unknown" for a in state.understood.acts)
        if unknown and not parts:
            parts.append(self._say(state, "not_understood"))
        key = f"again_{state.asking}"
        options = ", ".join(state.options)
        if self._phrases.has(key):
            parts.append(self._say(state, key, email=state.code_sent_to or state.draft.email, options=options))
        return self._said(state, parts, state.asking, state.options)

    def _next(self, state: State, parts: list[str]) -> list[ev.Event]:
        view = state.validated
        if view is None:
            return [self._said(state, [*parts, self._say(state, "opening")], "organisation")]
        parts += changes(state, self._lexicon, self._phrases)
        parts += self._notes(state, view)
        clarify = self._clarify(state)
        if clarify:
            return [self._said(state, [*parts, self._say(state, "clarify", options=" or ".join(clarify))], "clarify", clarify)]
        blocking = [p for p in view.problems if p.blocking]
        parts += self._problems(state, view)
        if blocking and blocking[0].code == "credentials_missing":
            return self._secrets(state, parts, blocking[0])
        if blocking:
            problem = blocking[0]
            asking = _ASKING.get(problem.field, "clarify")
            return [self._said(state, parts, asking, problem.suggestions[:4])]
        if view.missing:
            return [self._missing(state, parts, view)]
        if self.offers(state):
            return [self._offer(state, parts, view, asking="apps")]
        return [self._confirm(state, parts, view)]

    def _clarify(self, state: State) -> tuple[str, ...]:
        acts = state.understood.acts if state.understood else ()
        return next((act.options for act in acts if act.name == "clarify"), ())

    def _notes(self, state: State, view: PlanView) -> list[str]:
        before = {(n.code, n.message) for n in state.validated_before.notes} if state.validated_before else set()
        return [n.message for n in view.notes if n.message and (n.code, n.message) not in before]

    def _problems(self, state: State, view: PlanView) -> list[str]:
        before = set(state.validated_before.problems) if state.validated_before else set[Problem]()
        fresh = [p for p in view.problems if p not in before or p.blocking]
        return [p.message for p in fresh if p.message and p.code != "credentials_missing"]

    def _secrets(self, state: State, parts: list[str], problem: Problem) -> list[ev.Event]:
        names = tuple(problem.suggestions)
        events: list[ev.Event] = []
        if names and names != tuple(n for n in state.secrets_requested if n not in state.secrets):
            events.append(ev.SecretRequested(names=names))
        events.append(self._said(state, [*parts, self._say(state, "ask_secret")], "secret"))
        return events

    def _missing(self, state: State, parts: list[str], view: PlanView) -> ev.AssistantSaid:
        if self._first_content(state, view):
            parts.append(self._proposal(state, view))
        elif not parts and not state.draft.wire():
            parts.append(self._say(state, "opening_short"))
        if self.offers(state):
            names = and_list([self._lexicon.app_name(a) for a in view.proposals.apps])
            parts.append(self._say(state, "offer_in_passing", apps=names))
        both = "organisation" in view.missing and "email" in view.missing
        key = "ask_organisation_email" if both else f"ask_{view.missing[0]}"
        parts.append(self._say(state, key if self._phrases.has(key) else "ask_other", field=view.missing[0]))
        said = self._said(state, parts, _ASKING.get(view.missing[0], "clarify"))
        if self.offers(state):
            said = said.model_copy(update={"offered_apps": view.proposals.apps})
        return said

    def _first_content(self, state: State, view: PlanView) -> bool:
        before = state.validated_before
        had = before is not None and len(before.missing) < 2
        return bool(state.draft.wire()) and not had and (before is None or before.plan != view.plan)

    def _proposal(self, state: State, view: PlanView) -> str:
        plan = view.plan
        regions = and_list([self._lexicon.region_label(r) for r in plan.regions])
        apps = and_list([self._lexicon.app_name(a) for a in plan.apps])
        return self._say(
            state,
            "proposal_apps" if apps else "proposal",
            regions=regions,
            size=self._lexicon.size_label(plan.size or ""),
            apps=apps,
            domain=f" at {plan.domain.fqdn}" if plan.domain.fqdn else "",
            price=money(view.estimate.monthly),
        )

    def _offer(self, state: State, parts: list[str], view: PlanView, asking: ev.Asking) -> ev.AssistantSaid:
        if self._first_content(state, view):
            parts.append(self._proposal(state, view))
        names = and_list([self._lexicon.app_name(a) for a in view.proposals.apps])
        parts.append(self._say(state, "offer", apps=names))
        said = self._said(state, parts, asking, ("yes", "no"))
        return said.model_copy(update={"offered_apps": view.proposals.apps})

    def _confirm(self, state: State, parts: list[str], view: PlanView) -> ev.AssistantSaid:
        if state.read_back is None or state.read_back.digest != view.digest:
            return self._read_back(state, parts, view)
        names = {act.name for act in state.understood.acts} if state.understood else set[str]()
        topics = {act.topic for act in state.understood.acts if act.name in ("affirm", "deny")} if state.understood else set()
        if "affirm" in names and not state.read_back.acknowledged and state.yes is None:
            return self._read_back(state, [*parts, self._say(state, "look_first")], view)
        said_again = bool(state.understood and (state.understood.set or state.understood.clear))
        if "deny" in names and "changes" not in topics and not said_again:
            return self._said(state, [*parts, self._say(state, "what_to_change")], "clarify")
        if not state.email_verified:
            return self._await_code(state, parts)
        if "affirm" in names and topics & {"hedged", "backchannel"}:
            return self._said(state, [*parts, self._say(state, "clear_yes")], "confirm", ("yes",))
        gate = may_create(state, view.digest or "")
        key = "confirm_short" if gate is not None else "confirm"
        return self._said(state, [*parts, self._say(state, key, price=money(view.estimate.monthly))], "confirm", ("yes",))

    def _await_code(self, state: State, parts: list[str]) -> ev.AssistantSaid:
        if state.code_failed:
            return self._said(state, [*parts, self._say(state, f"code_failed_{state.code_failed}")], "email_code")
        key = "code_then_create" if state.yes else "again_email_code"
        return self._said(
            state, [*parts, self._say(state, key, email=state.code_sent_to or state.draft.email, options="")], "email_code"
        )

    def _read_back(self, state: State, parts: list[str], view: PlanView) -> ev.AssistantSaid:
        parts.append(self._say(state, "read_back", plan=spoken(view, self._lexicon)))
        email = view.plan.email
        if state.email_verified:
            parts.append(self._say(state, "confirm"))
            asking: ev.Asking = "confirm"
        elif state.code_failed:
            parts.append(self._say(state, f"code_failed_{state.code_failed}"))
            asking = "email_code"
        else:
            before = state.validated_before
            fresh = before is None or not before.ok or before.plan.email != email
            parts.append(self._say(state, "confirm_with_code" if fresh else "confirm_code_sent", email=email))
            asking = "email_code"
        said = self._said(state, parts, asking, ("yes",))
        return said.model_copy(update={"read_back": read_back(view, self._lexicon)})
