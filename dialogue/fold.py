"""How each event of the log changes the state: `apply(state, logged)` is the only way it does."""

from dataclasses import replace
from typing import assert_never

from dialogue import events as ev
from dialogue.assent import StandingReadBack, assent, meant
from dialogue.deployment import Deployment
from dialogue.draft import Draft, apply_change
from dialogue.engines.model.memory import CALL, remember
from dialogue.plan import Plan, PlanView
from dialogue.state import CREATE, RETRY, SUPPOSE, PendingCall, State
from dialogue.turning_back import Drafts, open_choices, redone, undone


def apply(state: State, logged: ev.Logged) -> State:
    """The state after one more event of the log."""
    after = _applied(state, logged)
    return after if after.started.engine == "embedded" else State.but(after, model=remember(state, after, logged))


def _applied(state: State, logged: ev.Logged) -> State:  # noqa: C901, PLR0912 - one flat case for each event
    state = State.but(state, seq=logged.seq)
    event = logged.event
    match event:
        case ev.ConversationStarted():
            return State.but(state, started=event, language=event.language)
        case ev.UserSaid():
            begun = State.but(state, before=State.but(state, before=None))
            return State.but(_opened(_gone_back(begun, state, event), logged.seq), user_said=event)
        case ev.Shown():
            return _shown(state, event)
        case ev.Interrupted():
            return _interrupted(state, event)
        case ev.Resumed():
            # A lost validation or key is simply asked for again; a lost create is looked up (see policy).
            return State.but(state, pending={})
        case ev.Understood():
            return _understood(state, event)
        case ev.ToolCalled():
            return _tool_called(state, logged, event)
        case ev.ToolReturned():
            return _tool_returned(state, event)
        case ev.AssistantSaid():
            return _said(state, logged.seq, event)
        case ev.CodeRequested():
            return State.but(state, code_requested_for=event.email, code_tried=True, code_failed=None)
        case ev.CodeSent():
            return State.but(state, code_sent_to=event.email, codes_mailed=True)
        case ev.CodeFailed():
            return _code_failed(state, event)
        case ev.EmailVerified():
            return State.but(
                state if state.turn_is_open else _opened(state, logged.seq),
                verified_email=event.email.lower(),
                code_sent_to=None,
                code_requested_for=None,
                code_result="verified",
            )
        case ev.CodeRefused():
            gone = event.attempts_left == 0
            return State.but(
                state,
                code_sent_to=None if gone else state.code_sent_to,
                code_requested_for=None if gone else state.code_requested_for,
                code_result=event.reason,
                attempts_left=event.attempts_left,
            )
        case ev.SecretRequested():
            return State.but(state, secrets_requested=event.names)
        case ev.SecretStored():
            return _secret(state, logged.seq, event)
        case ev.DeploymentCreated():
            return _created(state, event)
        case ev.DeploymentReported():
            return _reported(state, event)
        case ev.HandedOver():
            return State.but(state, handed_over=True)
        case ev.HumanRequested():
            return State.but(state, human=True)
        case ev.ModelAsked() | ev.ModelSpoke() | ev.ModelAnswered() | ev.ModelFailed() | ev.ToolRefused():
            return state
        case ev.Closed():
            return State.but(state, closed=True)
        case _:
            assert_never(event)


def _opened(state: State, seq: int) -> State:
    """A turn begins: somebody waits for an answer."""
    state = State.but(state, open_turn=seq, user_said=None, understood=None, validated_before=state.validated)
    return State.but(state, turn_errors=(), code_tried=False, code_failed=None, code_result="none", found=None, supposed=None)


def _gone_back(begun: State, state: State, said: ev.UserSaid) -> State:
    """What was made of a message whose speaker had only paused is forgotten: this one says it whole."""
    earlier = state.before
    going_on = state.understood is not None and state.understood.of == said.continues and state.create == "none"
    if earlier is None or not going_on:
        return begun
    return State.but(
        begun, before=earlier, draft=earlier.draft, history=earlier.history, future=earlier.future, asking=earlier.asking,
        options=earlier.options, option_titles=earlier.option_titles, choices=earlier.choices, topic=earlier.topic,
        offered_apps=earlier.offered_apps, offer_closed=earlier.offer_closed, supposition=earlier.supposition,
        set_aside=earlier.set_aside, language=earlier.language, yes=None,
    )  # fmt: skip


def _code_failed(state: State, event: ev.CodeFailed) -> State:
    earlier = event.email if event.code == "rate_limited" else None  # the code sent a moment ago still counts
    return State.but(state, code_requested_for=earlier, code_sent_to=earlier, code_failed=event.code)


def _secret(state: State, seq: int, event: ev.SecretStored) -> State:
    state = State.but(state, secrets=state.secrets | {event.name})
    complete = set(state.secrets_requested) <= state.secrets
    if state.asking == "secret" and complete and not state.turn_is_open:
        return _opened(state, seq)  # the last field is filled: go on without a word from the person
    return state


def _shown(state: State, event: ev.Shown) -> State:
    read_back = state.read_back
    if event.how == "played":  # this one message: those before it may have been cut short
        if read_back is None or not read_back.told_by(event.upto):
            return state
        return State.but(state, read_back=replace(read_back, acknowledged=True, heard=True))
    upto = max(state.shown_upto, min(event.upto, state.seq))
    if read_back and not read_back.acknowledged and upto >= read_back.seq:
        read_back = replace(read_back, acknowledged=True)
    return State.but(state, shown_upto=upto, read_back=read_back)


def _interrupted(state: State, event: ev.Interrupted) -> State:
    """Of the read-back, or of its rest, so much was heard."""
    read_back = state.read_back
    if read_back is None or read_back.heard or event.heard is None or not read_back.told_by(state.last_said_seq):
        return state
    return State.but(state, read_back=read_back.broken_off(state.last_said, event.heard))


def _understood(state: State, event: ev.Understood) -> State:
    acts = {act.name for act in event.acts}
    offered = state.offered_apps if acts <= {"ask", "repeat", "greet", "thanks"} else ()
    state = State.but(
        state,
        understood=event,
        language=event.language or state.language,
        supposition=event.suppose,
        offered_apps=offered,
        offer_closed=state.offer_closed or (bool(state.offered_apps) and not offered),
        choices=open_choices(state.choices, event),
        topic=_topic(state, event),
        yes=assent(event, state.yes, meant(state.read_back, state.user_said), state.asking, state.seq),
    )
    if state.create == "none":
        state = _called_off(state, event, acts)
    if state.create in ("in_flight", "done"):
        return state  # too late; what runs can't be changed by a word
    if "restart" in acts:
        state = _forgotten(state)
    drafts = Drafts(state.draft, state.history, state.future)
    undo = next((act for act in event.acts if act.name == "undo" and act.topic != "said"), None)
    if undo:
        drafts = undone(drafts, undo.topic)
    elif "redo" in acts:
        drafts = redone(drafts)
    state = State.but(state, draft=drafts.now, history=drafts.history, future=drafts.future)
    draft = apply_change(state.draft, event.set, event.clear)
    if draft == state.draft:
        return state
    return State.but(state, draft=draft, history=(*state.history, state.draft), future=())


def _topic(state: State, event: ev.Understood) -> str | None:
    """What was asked about last; a change leads away from it, small talk doesn't."""
    asked = next((act.topic for act in reversed(event.acts) if act.name == "ask"), None)
    return asked or (None if event.set or event.clear else state.topic)


_RESTS = frozenset({"deny", "unknown", "thanks", "greet", "abuse", "ask", "repeat", "human"})
"""What is said after calling it off without taking it up again."""


def _called_off(state: State, event: ev.Understood, acts: set[str]) -> State:
    if event.set or event.clear or not acts <= (_RESTS | {"cancel"}):
        return State.but(state, set_aside=False)
    return State.but(state, set_aside=True, read_back=None, yes=None) if "cancel" in acts else state


def _forgotten(state: State) -> State:
    """ "Start over" clears every slot; a verified address stays verified, secrets stay in the vault."""
    state = State.but(state, history=(*state.history, state.draft), draft=Draft(), validated=None, validated_for=None)
    return State.but(
        state, read_back=None, yes=None, offered_apps=(), offer_closed=False, asking=None, options=(), refusal=None,
        topic=None, supposition={},
    )


def _tool_called(state: State, logged: ev.Logged, event: ev.ToolCalled) -> State:
    call = PendingCall(event.tool, event.arguments, logged.seq, logged.at)
    state = State.but(state, pending={**state.pending, event.call_id: call})
    if event.tool == RETRY:
        return _retried(state, event)
    if event.tool != CREATE:
        return state
    digest = str(event.arguments.get("digest", ""))
    state = State.but(state, create="in_flight", create_digest=digest, create_at=logged.at)
    return State.but(state, found=None, refusal=None, spent_digests=state.spent_digests | {digest})


def _tool_returned(state: State, event: ev.ToolReturned) -> State:
    pending = dict(state.pending)
    call = pending.pop(event.call_id, None)
    state = State.but(state, pending=pending)
    if call is None:
        return state
    match event.tool:
        case "catalyst.deployments.validate" if event.call_id.startswith(SUPPOSE):
            return State.but(state, supposed=PlanView.model_validate(event.result))
        case "catalyst.deployments.validate" if event.ok:
            return _validated(state, call, event)
        case "catalyst.sshkey.generate" if event.ok:
            return State.but(
                state,
                ssh_fingerprint=str(event.result.get("fingerprint", "")) or None,
                ssh_fqdn=str(call.arguments.get("fqdn", "")) or None,
            )
        case "catalyst.deployments.create" if not event.ok:
            return _create_failed(state, event)
        case "catalyst.deployments.create":
            return State.but(state, found={"outcome": "found", "adopted": False, **event.result})
        case "catalyst.deployments.find" if event.ok:
            return _looked_up(state, event)
        case "catalyst.deployments.retry":
            return _retry_settled(state, event)
        case _ if event.call_id.startswith(CALL):
            return state  # the model is told, and what it makes of it is heard
        case _ if not event.ok:
            error = event.error or ev.ToolError(code="internal")
            return State.but(state, turn_errors=(*state.turn_errors, error))
        case _:
            return state


def _retried(state: State, event: ev.ToolCalled) -> State:
    """The failed deployment runs once more: the plan is closed again."""
    deployment = state.deployment
    if deployment is None or deployment.id != event.arguments.get("id") or not deployment.can_retry:
        return state
    spent = state.spent_digests | {deployment.digest}
    return State.but(state, deployment=deployment.retried(), create="done", spent_digests=spent, read_back=None, yes=None)


def _retry_settled(state: State, event: ev.ToolReturned) -> State:
    deployment = state.deployment
    if deployment is None or not deployment.retrying:
        return state
    error = event.error or ev.ToolError(code="internal")
    if event.ok or error.outcome == "unknown":  # whether it was taken, its own state tells
        return State.but(state, deployment=deployment.settled(accepted=True))
    spent = state.spent_digests - {deployment.digest}
    state = State.but(state, deployment=deployment.settled(accepted=False), create="none", spent_digests=spent)
    return State.but(state, turn_errors=(*state.turn_errors, error))


def _looked_up(state: State, event: ev.ToolReturned) -> State:
    """After an unknown outcome: found is adopted; anything else reopens the plan, and a person decides."""
    state = State.but(state, found=event.result)
    outcome = event.result.get("outcome")
    if outcome == "found":
        return state
    spent = state.spent_digests
    if outcome == "absent":
        spent = spent - {state.create_digest or ""}
    elif state.validated:
        state = State.but(state, contested_fqdn=state.validated.plan.domain.fqdn)
    return State.but(state, create="none", validated_for=None, yes=None, read_back=None, spent_digests=spent)


def _validated(state: State, call: PendingCall, event: ev.ToolReturned) -> State:
    view = PlanView.model_validate(event.result)
    asked = Draft.model_validate(call.arguments.get("plan", {}))
    if asked != state.draft:
        return state  # a later message has changed the draft; its own validation is on the way
    same = state.validated is not None and _as_read(state.validated.plan) == _as_read(view.plan)
    state = State.but(state, validated=view, validated_for=state.basis)
    read_back, yes = state.read_back, state.yes
    if read_back and (read_back.digest != view.digest or not same):
        read_back = None
    if yes and (yes.digest != view.digest or not same):
        yes = None
    return State.but(state, read_back=read_back, yes=yes)


def _as_read(plan: Plan) -> Plan:
    """What a read-back tells of the plan: all of it, also what isn't sent, as where the data stays."""
    return plan.model_copy(update={"email_verified": False})


def _create_failed(state: State, event: ev.ToolReturned) -> State:
    error = event.error or ev.ToolError(code="internal")
    if error.outcome == "unknown":
        return State.but(state, create="unknown", refusal=error)
    digest = state.create_digest or ""
    fqdn = state.validated.plan.domain.fqdn if state.validated else None
    lost = {fqdn} if fqdn and error.code == "subdomain-conflict" else set[str]()
    return State.but(
        state,
        create="none",
        refused_names=state.refused_names | lost,
        validated_for=None,  # a name that was free may be taken now
        refusal=error,
        yes=None,
        read_back=None,
        turn_errors=(*state.turn_errors, error),
        # Certainly without effect, so the same plan may be tried again after a new read-back and yes.
        spent_digests=state.spent_digests - {digest},
    )


def _said(state: State, seq: int, event: ev.AssistantSaid) -> State:
    state = State.but(
        state,
        last_said=event.text,
        last_said_seq=seq,
        offered_apps=event.offered_apps or state.offered_apps,
        deployment=state.deployment.told() if state.deployment else None,
    )
    if event.read_back:
        plan = event.text[: event.read_back.told_by or None]
        state = State.but(state, read_back=StandingReadBack(event.read_back.digest, seq, unheard=plan), yes=None)
    elif state.read_back:
        state = State.but(state, read_back=state.read_back.repeated_in(event.text, seq))
    if not event.ends_turn:
        return state
    return State.but(state, asking=event.asking, options=event.options, option_titles=event.titles, open_turn=None)


def _created(state: State, event: ev.DeploymentCreated) -> State:
    return State.but(state, create="done", deployment=Deployment.of(event), read_back=None, yes=None, asking=None)


def _reported(state: State, event: ev.DeploymentReported) -> State:
    known = state.deployment
    if known is None or known.id != event.deployment_id:
        return state
    deployment = known.reported(event)
    state = State.but(state, deployment=deployment)
    if deployment.failed and state.create == "done":
        # A failed deployment reopens the plan; going on takes a fresh check, a new read-back and a new yes.
        return State.but(
            state, create="none", validated_for=None, spent_digests=state.spent_digests - {deployment.digest}
        )
    return state
