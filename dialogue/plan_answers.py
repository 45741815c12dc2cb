"""Answers that quote the plan as it stands: whether it is in the EU, whether it outlives a lost site, where it is, what it is called."""

from dialogue.plan import Plan
from dialogue.state import State
from dialogue.words import Words

_SEVERAL = 2


def answer_from_plan(topic: str, state: State, words: Words) -> str | None:
    """What the plan says about `topic`; None where it says nothing, or nothing of the kind is known."""
    view = state.validated
    if view is None or not view.plan.regions:
        return None
    plan = view.plan
    match topic:
        case "inside":
            return _inside(plan, words)
        case "survive":
            several = len(plan.regions) >= _SEVERAL
            return words.say("answer_survive_more", regions=words.cities(plan.regions)) if several else words.say("answer_survive_one")
        case "where":
            first = [words.say("answer_where_first", region=words.region_city(plan.regions[0]))] if len(plan.regions) >= _SEVERAL else []
            return " ".join([words.say("answer_where", regions=words.listed([words.region_label(r) for r in plan.regions])), *first])
        case "stored" if plan.object_storage_region:
            return words.say("answer_stored", region=words.region_place(plan.object_storage_region))
        case "nearest" if state.draft.location:
            return words.say("answer_where_nearest", region=words.region_place(plan.regions[0]))
        case "domain" if plan.organisation or state.draft.domain:
            return " ".join([words.say("answer_domain"), words.say("answer_address", fqdn=plan.domain.fqdn)])
        case "login" if plan.email:
            return words.say("answer_login_as", email=plan.email)
        case "recommend":
            return words.say("answer_recommend", regions=words.listed([words.region_place(r) for r in plan.regions]), size=words.size_label(plan.size or ""))
        case _:
            return None


def _inside(plan: Plan, words: Words) -> str:
    outside = [r for r in plan.regions if r not in words.lexicon.regions_in("EU")]
    if not outside:
        return words.say("answer_residency_inside", regions=words.listed([words.region_place(r) for r in plan.regions]))
    return words.say("answer_residency_outside", regions=words.listed([words.region_place(r) for r in outside]))
