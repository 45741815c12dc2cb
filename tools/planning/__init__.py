"""From words to a deployment request: the rules of the plan, the wire body, and the digest."""

from tools.planning.domain import FreeNames, NameCheck, NamesBut, NameVerdict
from tools.planning.draft import Draft, SizeNeed
from tools.planning.plan import Domain, Estimate, Note, Plan, PricePart, Problem, Validation
from tools.planning.request import Credentials, digest, estimate, price_parts, request_body
from tools.planning.validate import Account, plan_draft, validate

__all__ = [
    "Account", "Credentials", "Domain", "Draft", "Estimate", "FreeNames", "NameCheck", "NameVerdict", "NamesBut", "Note", "Plan",
    "PricePart", "Problem", "SizeNeed", "Validation", "digest", "estimate", "plan_draft", "price_parts", "request_body", "validate",
]  # fmt: skip
