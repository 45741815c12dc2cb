"""The state as outside programs see it (plan-rules, What the state shows)."""

from dialogue.deployment import Deployment
from dialogue.draft import Draft
from dialogue.events import JsonObject
from dialogue.plan import Plan, PlanView
from dialogue.state import State
from dialogue.words import Words


def view(state: State, words: Words | None = None) -> JsonObject:
    """The body of `GET /api/v1/conversations/{id}` without `id`. Members beyond plan-rules are ours and may grow.

    With `words` what is written for the person is in the conversation's language.
    """
    words = words.of(state.language) if words else None
    validated = state.validated or PlanView()
    plan: JsonObject = validated.plan.model_dump(mode="json", by_alias=True)
    plan["emailVerified"] = _verified(state, validated.plan)
    return {
        "phase": state.phase,
        "asking": state.asking,
        "plan": plan,
        "missing": list(validated.missing) if state.validated else ["organisation", "email"],
        "problems": [_told(p.model_dump(mode="json", by_alias=True), "message", words, "problem_other") for p in validated.problems],
        "estimate": validated.estimate.model_dump(mode="json", by_alias=True),
        "priceParts": [p.model_dump(mode="json", by_alias=True) for p in validated.price_parts],
        "draft": _draft(state.draft),
        "deployment": _deployment(state.deployment, words) if state.deployment else None,
        "engine": state.started.engine,
        "language": state.language,
        "lastSeq": state.seq,
        "options": list(state.options),
        "optionTitles": list(state.option_titles),
        "notes": [_told(n.model_dump(mode="json", by_alias=True), "message", words) for n in validated.notes],
        "proposals": validated.proposals.model_dump(mode="json", by_alias=True),
        "account": state.started.account,
        "emulated": state.started.emulated,
        "secretsRequested": [n for n in state.secrets_requested if n not in state.secrets],
        "readBack": None
        if state.read_back is None
        else {"seq": state.read_back.seq, "acknowledged": state.read_back.acknowledged},
        "sshKeyAvailable": state.ssh_fingerprint is not None and state.draft.ssh_public_key is None,
        "turnOpen": state.turn_is_open,
    }


def _draft(draft: Draft) -> JsonObject:
    """What the person asked for, as understood; a pasted key is nothing to be shown again."""
    return {name: value for name, value in draft.wire().items() if name != "sshPublicKey"}


def _verified(state: State, plan: Plan) -> bool:
    return plan.email is not None and plan.email.lower() == state.verified_email


def _told(body: JsonObject, member: str, words: Words | None, otherwise: str = "") -> JsonObject:
    """A body with its sentence in the conversation's language."""
    return {**body, member: words.message(body[member], otherwise=otherwise)} if words else body


def _deployment(deployment: Deployment, words: Words | None) -> JsonObject:
    verdict = deployment.verdict
    return {
        "id": deployment.id,
        "fqdn": deployment.fqdn,
        "status": deployment.status,
        "phase1Outcome": deployment.phase1_outcome,
        "components": dict(deployment.components),
        "consoleURL": deployment.console_url,
        "meshName": deployment.mesh_name,
        "meshId": deployment.mesh_id,
        "verdict": _told(verdict.model_dump(mode="json", by_alias=True), "sentence", words, f"verdict_{verdict.outcome}") if verdict else None,
    }
