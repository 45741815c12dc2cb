"""The gate before money is spent: ours, not the model's. Pure; asked again at the moment of the call."""

from dataclasses import dataclass

from dialogue.state import State


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a create may not run; `code` is stable."""

    code: str
    message: str


def may_retry(state: State, deployment_id: str) -> Refusal | None:
    """None when this conversation's own failed deployment may run once more: asked after the intent was logged."""
    deployment = state.deployment
    if deployment is None or deployment.id != deployment_id:
        return Refusal("not_yours", "This conversation has no such deployment.")
    if not deployment.retrying:
        return Refusal("not_retryable", "This deployment can't be run again; a new one can be planned.")
    if not state.email_verified:
        return Refusal("email_not_verified", "The e-mail address isn't verified.")
    return None


def may_create(state: State, digest: str) -> Refusal | None:
    """None when the plan with this digest may be created now (plan-rules, Commit); else the first reason why not."""
    view = state.validated
    if view is None or not view.ok or view.digest is None:
        return Refusal("plan_incomplete", "The plan isn't complete and valid yet.")
    if state.validated_for != state.basis:
        return Refusal("plan_changed", "The plan has changed and must be checked again.")
    if view.digest != digest:
        return Refusal("digest_mismatch", "This isn't the plan that stands now.")
    read_back = state.read_back
    if read_back is None or read_back.digest != digest:
        return Refusal("not_read_back", "This plan hasn't been read back.")
    if not read_back.acknowledged:
        return Refusal("read_back_not_shown", "The read-back hasn't been shown or played to the end.")
    if state.yes is None or state.yes.digest != digest or state.yes.seq <= read_back.seq:
        return Refusal("not_confirmed", "There is no clear yes after the read-back.")
    if not state.email_verified:
        return Refusal("email_not_verified", "The e-mail address isn't verified.")
    if state.create in ("in_flight", "unknown") or digest in state.spent_digests:
        return Refusal("already_requested", "This plan is being created or was created already.")
    if state.create == "done":
        return Refusal("already_created", "This conversation has its deployment.")
    return None
