"""From words to a deployment request: the rules of the plan, the wire body, and the digest."""

from tools.planning.domain import FreeNames, NameCheck, NamesBut, NameVerdict
from tools.planning.draft import Draft, SizeNeed
from tools.planning.plan import Domain, Estimate, Note, Plan, Problem, Validation
from tools.planning.request import Credentials, digest, estimate, request_body
from tools.planning.validate import Account, plan_draft, validate

__all__ = [
    "Account", "Credentials", "Domain", "Draft", "Estimate", "FreeNames", "NameCheck", "NameVerdict", "NamesBut", "Note", "Plan",
    "Problem", "SizeNeed", "Validation", "digest", "estimate", "plan_draft", "request_body", "validate",
]  # fmt: skip
