"""What stands, told to the model with each message of the person, and what a tool brought, cut to what it needs."""

import json

from dialogue.events import JsonObject
from dialogue.plan import PlanView
from dialogue.state import State

LONGEST_TEXT = 8_000
"""Characters of one message of the person that a model is given."""
LONGEST_RESULT = 24_000
"""Characters of one tool result."""


def heard(text: str, state: State) -> str:
    """The person's words, fenced as data, and under them the state they were said in."""
    body = json.dumps(summary(state), ensure_ascii=False, separators=(",", ":"))
    return f"<person>\n{text[:LONGEST_TEXT].replace('</person>', '')}\n</person>\n<state>{body}</state>"


def summary(state: State) -> JsonObject:
    """The plan as the toolbox holds it, what is asked, and how the deployment stands."""
    found: JsonObject = {"phase": state.phase, "language": state.language, "asking": state.asking}
    if state.options:
        found["options"] = list(state.options)
    if state.validated:
        found |= of_view(state.validated)
    if state.draft.email:
        found["emailVerified"] = state.email_verified
    if state.read_back:
        found["readBack"] = "shown" if state.read_back.acknowledged else "sent"
    deployment = state.deployment
    if deployment:
        verdict = deployment.verdict
        found["deployment"] = {
            "id": deployment.id,
            "fqdn": deployment.fqdn,
            "status": deployment.status,
            "verdict": verdict.model_dump(mode="json", by_alias=True) if verdict else None,
        }
    return found


def of_view(view: PlanView) -> JsonObject:
    """A validation without what only the gate needs, and without members that say nothing."""
    plan = {k: v for k, v in view.plan.model_dump(mode="json", by_alias=True).items() if v not in (None, [], "", {})}
    found: JsonObject = {"plan": plan, "missing": list(view.missing), "monthlyEstimateEUR": view.estimate.monthly}
    if view.problems:
        found["problems"] = [p.model_dump(mode="json", by_alias=True) for p in view.problems]
    if view.notes:
        found["notes"] = [n.message for n in view.notes if n.message]
    if view.proposals.apps:
        found["proposedApps"] = list(view.proposals.apps)
    return found


def result(body: JsonObject) -> JsonObject:
    """A tool's result, cut when it is too long to be read."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return body if len(text) <= LONGEST_RESULT else {"cut": True, "json": text[:LONGEST_RESULT]}
