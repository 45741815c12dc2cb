"""What a turn changed in the plan, said back in passing so that a misunderstanding shows at once."""

from dialogue.lexicon import Lexicon
from dialogue.plan import Plan, PlanView
from dialogue.state import State
from dialogue.wording import Phrases, and_list, number_word


def changes(state: State, lexicon: Lexicon, phrases: Phrases) -> list[str]:
    """Sentences for the differences between the plan before this turn and now. Empty on the first content."""
    before, now = state.validated_before, state.validated
    understood = state.understood
    acts = {act.name for act in understood.acts} if understood else set[str]()
    if "restart" in acts:
        return [phrases.say("restarted")]
    lead = [phrases.say("undone")] if "undo" in acts else []
    unmoved = before is None or now is None or before.plan == now.plan
    if "undo" in acts and not state.history and unmoved:
        return [phrases.say("nothing_to_undo")]
    if "redo" in acts:
        lead = [phrases.say("nothing_to_redo" if unmoved else "redone")]
    if before is None or now is None or before.plan == now.plan:
        return lead
    said = [
        *_names(before.plan, now.plan, phrases),
        *([] if _explained(before, now) else _places(before.plan, now.plan, lexicon, phrases)),
        *_residency(before, now, phrases),
        *_machines(before.plan, now.plan, lexicon, phrases),
        *_apps(before.plan, now.plan, lexicon, phrases),
    ]
    return [*lead, *said]


def _explained(before: PlanView, now: PlanView) -> bool:
    """A note tells where the new regions come from."""
    known = {n.message for n in before.notes}
    return any(n.message not in known for n in now.notes if n.code in ("region_suggested", "regions_filled"))


def _residency(before: PlanView, now: PlanView, phrases: Phrases) -> list[str]:
    if before.plan.residency == now.plan.residency or any(n.code == "residency_assumed" for n in now.notes):
        return []
    return [phrases.say(f"residency_{now.plan.residency or 'none'}")]


def _names(before: Plan, now: Plan, phrases: Phrases) -> list[str]:
    said: list[str] = []
    if before.organisation and now.organisation != before.organisation and now.organisation:
        said.append(phrases.say("changed_organisation", value=now.organisation))
    if before.email and now.email != before.email and now.email:
        said.append(phrases.say("changed_email", value=now.email))
    moved = before.domain.fqdn and now.domain.fqdn and before.domain.fqdn != now.domain.fqdn
    if moved:
        said.append(phrases.say("changed_domain", value=now.domain.fqdn))
    return said


def _places(before: Plan, now: Plan, lexicon: Lexicon, phrases: Phrases) -> list[str]:
    if before.regions == now.regions or not now.regions:
        return []
    where = and_list([lexicon.region_city(r) for r in now.regions])
    key = "changed_region" if len(now.regions) == 1 else "changed_regions"
    return [phrases.say(key, value=where, count=number_word(len(now.regions)))]


def _machines(before: Plan, now: Plan, lexicon: Lexicon, phrases: Phrases) -> list[str]:
    said: list[str] = []
    if before.size != now.size and now.size:
        said.append(phrases.say("changed_size", value=lexicon.size_label(now.size)))
    if before.workers_by_region != now.workers_by_region and (_shares(before) != _shares(now)):
        said.append(phrases.say("changed_workers", value=_workers(now, lexicon)) if now.workers else phrases.say("no_workers"))
    if now.worker_size and before.worker_size and before.worker_size != now.worker_size != now.size:
        said.append(phrases.say("changed_worker_size", value=lexicon.size_label(now.worker_size)))
    if before.high_availability != now.high_availability:
        said.append(phrases.say("ha_on" if now.high_availability else "ha_off"))
    return said


def differences(before: Plan, now: Plan, lexicon: Lexicon) -> list[str]:
    """What is different, in a few words each: "two workers", "Helsinki"."""
    said: list[str] = []
    if before.regions != now.regions:
        where = and_list([lexicon.region_city(r) for r in now.regions])
        said.append(where if len(now.regions) == 1 else f"{number_word(len(now.regions))} regions ({where})")
    if before.size != now.size and now.size:
        said.append(lexicon.size_label(now.size))
    if before.workers_by_region != now.workers_by_region and (_shares(before) != _shares(now)):
        said.append(_workers(now, lexicon) if any(now.workers_by_region) else "no workers")
    if now.worker_size and now.worker_size not in (now.size, before.worker_size):
        said.append(f"{lexicon.size_label(now.worker_size)} for the workers")
    if before.high_availability != now.high_availability:
        said.append("high availability" if now.high_availability else "one control-plane machine in each region")
    return said


def _shares(plan: Plan) -> set[int]:
    """Another region with as many workers as the others is no news about workers."""
    return set(plan.workers_by_region)


def _workers(plan: Plan, lexicon: Lexicon) -> str:
    if len(_shares(plan)) > 1:
        pairs = zip(plan.workers_by_region, plan.regions, strict=False)
        shares = and_list([f"{number_word(n)} in {lexicon.region_city(r)}" for n, r in pairs])
        return f"{number_word(sum(plan.workers_by_region))} workers in total: {shares}"
    each = " in each region" if len(plan.regions) > 1 else ""
    return f"{number_word(plan.workers)} {'worker' if plan.workers == 1 else 'workers'}{each}"


def _apps(before: Plan, now: Plan, lexicon: Lexicon, phrases: Phrases) -> list[str]:
    added = [lexicon.app_name(a) for a in now.apps if a not in before.apps]
    gone = [lexicon.app_name(a) for a in before.apps if a not in now.apps]
    said: list[str] = []
    if added:
        said.append(phrases.say("apps_added", value=and_list(added)))
    if gone:
        said.append(phrases.say("apps_removed", value=and_list(gone)))
    return said
