"""What is done next, from the state alone: understand, validate, prepare, read back, commit, or ask.

`advance` is asked after every event of an open turn and gives the next command; when nothing is left to do it
speaks, and the turn ends. Nothing is remembered between calls but the state, so a restart goes on where it was.
"""

from dialogue import events as ev
from dialogue.commands import CallTool, CheckCode, Command, Emit, SendCode, Watch
from dialogue.draft import apply_change, without
from dialogue.engines.model.engine import ModelEngine
from dialogue.gates import may_create
from dialogue.lexicon import Lexicon
from dialogue.replies import Replies
from dialogue.state import CREATE, FIND, RETRY, SSHKEY, SUPPOSE, VALIDATE, State
from dialogue.voice import act_names, informs, topics
from dialogue.wording import Phrases

_STOPS = frozenset({"cancel", "human", "repeat", "resend_code"})
"""Acts that are answered without touching the plan."""


class Policy:
    """Decides; the only place that knows the order of things."""

    def __init__(self, engine: ModelEngine, lexicon: Lexicon, phrases: Phrases) -> None:
        self._engine = engine
        self._replies = Replies(lexicon, phrases)

    def decide(self, state: State, logged: ev.Logged) -> list[Command]:
        """Commands that follow from `logged`, which `state` already contains."""
        event = logged.event
        if state.closed:
            return []
        match event:
            case ev.ConversationStarted():
                return []
            case ev.UserSaid():
                return [Emit(self._engine.opening(state, event, logged.seq))]
            case ev.DeploymentCreated():
                return [Watch(event.deployment_id), *self._advance(state)]
            case ev.DeploymentReported():
                return self._reported(state)
            case ev.Resumed():
                return self._resumed(state)
            case ev.ToolReturned(tool="catalyst.deployments.retry"):
                running = state.deployment is not None and not state.deployment.ended
                return [*([Watch(state.deployment.id)] if state.deployment and running else []), *self._advance(state)]
            case (
                ev.Understood()
                | ev.ToolReturned()
                | ev.CodeSent()
                | ev.CodeFailed()
                | ev.EmailVerified()
                | ev.CodeRefused()
                | ev.SecretStored()
                | ev.HumanRequested()
                | ev.ModelAnswered()
                | ev.ModelFailed()
                | ev.ToolRefused()
            ):
                return self._advance(state)
            case _:
                return []

    def _resumed(self, state: State) -> list[Command]:
        watch: list[Command] = []
        if state.deployment and state.create == "done" and not state.deployment.ended:
            watch = [Watch(state.deployment.id)]
        if state.create == "in_flight" and state.deployment is None:
            return [*watch, self._lookup(state)]
        if lost := self._engine.restarted(state):
            return [*watch, *(Emit(event) for event in lost)]
        if state.turn_is_open:
            said = state.user_said
            if said and state.understood is None and state.open_turn:
                return [*watch, Emit(self._engine.opening(state, said, state.open_turn))]
            return [*watch, *self._advance(state)]
        return [*watch, *self._reported(state)]

    def _reported(self, state: State) -> list[Command]:
        deployment = state.deployment
        if deployment is None or state.turn_is_open or not (deployment.untold or deployment.unexplained):
            return []
        return [Emit(self._replies.deployment_told(state))]

    def _advance(self, state: State) -> list[Command]:
        """The next step of the open turn."""
        if not state.turn_is_open or state.pending:
            return []
        if state.user_said and state.understood is None:
            return []
        model = self._engine.step(state)
        if model is not None:
            return list(model)
        step = (
            self._check_code(state)
            or self._settle_create(state)
            or self._once_more(state)
            or self._hand_over(state)
            or self._stopped(state)
            or self._validate(state)
            or self._suppose(state)
            or self._commit(state)
            or self._prepare(state)
        )
        return step or [Emit(event) for event in self._replies.turn(state)]

    def _check_code(self, state: State) -> list[Command]:
        said = state.user_said
        if said is None or said.code_digest is None or state.code_result != "none":
            return []
        email = state.code_sent_to or state.code_requested_for
        if email is None:
            return []
        return [CheckCode(email, said.code_digest)]

    def _settle_create(self, state: State) -> list[Command]:
        """After a create: accepted, unknown (look it up), or looked up."""
        if state.create == "in_flight":
            return self._adopt(state) if state.found else []
        if state.create == "unknown":
            return self._adopt(state) if state.found else [self._lookup(state)] if not state.turn_errors else []
        return []

    def _once_more(self, state: State) -> list[Command]:
        """ "Try again" after a failure that a rerun can mend, "look again" at a console that didn't answer."""
        deployment = state.deployment
        if deployment is None or state.turn_errors or informs(state) or "retry" not in topics(state, "affirm"):
            return []
        if deployment.can_retry and state.create == "none":
            return [CallTool(f"retry-{state.seq}", RETRY, {"id": deployment.id})]
        if not deployment.unreachable:
            return []
        anew = ev.Verdict(outcome="in_progress")
        report = ev.DeploymentReported(deployment_id=deployment.id, status=deployment.status, verdict=anew)
        return [Emit(report), Watch(deployment.id), Emit(self._replies.looks_again(state))]

    def _adopt(self, state: State) -> list[Command]:
        found = state.found or {}
        if found.get("outcome") != "found":
            return []
        plan = state.validated.plan if state.validated else None
        return [
            Emit(
                ev.DeploymentCreated(
                    deployment_id=str(found.get("id", "")),
                    fqdn=(plan.domain.fqdn if plan else None) or "",
                    digest=state.create_digest or "",
                    adopted=bool(found.get("adopted", True)),
                    regions=tuple(plan.regions) if plan else (),
                    # What was sent, or what the service derives; it echoes neither.
                    mesh_name=(plan.mesh_name if plan else None) or _text(found.get("meshName")),
                    mesh_id=(plan.mesh_id if plan else None) or _number(found.get("meshId")),
                )
            )
        ]

    def _lookup(self, state: State) -> Command:
        plan = state.validated.plan if state.validated else None
        arguments: ev.JsonObject = {
            "fqdn": plan.domain.fqdn if plan else "",
            "owner": plan.email if plan else "",
            "since": state.create_at.isoformat() if state.create_at else "",
            "regions": max(1, len(plan.regions)) if plan else 1,
        }
        return CallTool(f"find-{state.seq}", FIND, arguments)

    def _hand_over(self, state: State) -> list[Command]:
        """A person is asked for, or needed: an outcome that nobody knows, a plan above the ceiling."""
        if state.human:
            return []
        reason: str | None = None
        if "human" in act_names(state):
            reason = "asked"
        elif state.found and state.found.get("outcome") == "ambiguous":
            reason = "ambiguous_outcome"
        elif _over_ceiling(state):
            reason = "over_ceiling"
        return [Emit(ev.HumanRequested(reason=reason))] if reason else []

    def _stopped(self, state: State) -> list[Command]:
        if state.understood is None or informs(state):
            return []
        names = act_names(state)
        address = state.validated.plan.email if state.validated else None
        if "resend_code" in names and address and not state.email_verified and not state.code_tried:
            return [SendCode(address)]
        return [Emit(event) for event in self._replies.turn(state)] if names & _STOPS else []

    def _validate(self, state: State) -> list[Command]:
        refused = state.refusal is not None and state.turn_errors == (state.refusal,)
        if state.validated_for == state.basis or state.create != "none" or (state.turn_errors and not refused):
            return []
        arguments: ev.JsonObject = {"plan": state.draft.wire()}
        if state.validated:
            arguments["current"] = state.validated.plan.model_dump(mode="json", by_alias=True)
        return [CallTool(f"validate-{state.seq}", VALIDATE, arguments)]

    def _suppose(self, state: State) -> list[Command]:
        """What a question tries out is worked out by the toolbox like any other plan, and thrown away."""
        understood = state.understood
        if understood is None or not understood.suppose or state.supposed or state.create != "none" or state.turn_errors:
            return []
        tried = apply_change(state.draft, understood.suppose, without(understood.suppose))
        arguments: ev.JsonObject = {"plan": tried.wire()}
        if state.validated:
            arguments["current"] = state.validated.plan.model_dump(mode="json", by_alias=True)
        return [CallTool(f"{SUPPOSE}{state.seq}", VALIDATE, arguments)]

    def _commit(self, state: State) -> list[Command]:
        view = state.validated
        if state.yes is None or view is None or view.digest is None or state.turn_errors:
            return []
        if may_create(state, view.digest) is not None:
            return []
        arguments: ev.JsonObject = {"plan": state.draft.wire(), "digest": view.digest}
        return [CallTool(f"create-{state.seq}", CREATE, arguments)]

    def _prepare(self, state: State) -> list[Command]:
        """What a read-back needs: a key pair for this name, and a code on its way."""
        view = state.validated
        if view is None or not view.ok or state.create != "none" or state.turn_errors or state.set_aside:
            return []
        modelled = self._replies.model
        if modelled.speaks(state) and not modelled.confirms(state):
            return []
        if not modelled.speaks(state) and (self._replies.offers(state) or self._replies.only_answers(state) or self._replies.asks_which(state)):
            return []
        fqdn = view.plan.domain.fqdn
        if state.draft.ssh_public_key is None and fqdn and state.ssh_fqdn != fqdn:
            return [CallTool(f"sshkey-{state.seq}", SSHKEY, {"fqdn": fqdn})]
        address = view.plan.email
        tried = state.code_tried or state.code_result not in ("none", "verified")
        if address and not state.email_verified and state.code_requested_for != address and not tried:
            return [SendCode(address)]
        return []


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _over_ceiling(state: State) -> bool:
    """By itself, or together with what the same person ordered elsewhere today, which only the create finds out."""
    problems = state.validated.problems if state.validated else ()
    return any(found.code == "over_ceiling" for found in (*problems, *state.turn_errors))
