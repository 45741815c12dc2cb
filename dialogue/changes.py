"""What a turn changed in the plan, said back in passing so that a misunderstanding shows at once."""

from dialogue.plan import Plan, PlanView
from dialogue.state import State
from dialogue.words import Words


def changes(state: State, words: Words) -> list[str]:
    """Sentences for the differences between the plan before this turn and now. Empty on the first content."""
    before, now = state.validated_before, state.validated
    understood = state.understood
    acts = {act.name for act in understood.acts} if understood else set[str]()
    if "restart" in acts:
        return [words.say("restarted")]
    lead = [words.say("undone")] if "undo" in acts else []
    unmoved = before is None or now is None or before.plan == now.plan
    said = any(act.name == "undo" and act.topic == "said" for act in understood.acts) if understood else False
    if "undo" in acts and not said and not state.history and unmoved:
        return [words.say("nothing_to_undo")]
    if "redo" in acts:
        lead = [words.say("nothing_to_redo" if unmoved else "redone")]
    if before is None or now is None or before.plan == now.plan:
        return lead
    said = [
        *_names(before.plan, now.plan, words),
        *([] if _explained(before, now) else _places(before.plan, now.plan, words)),
        *_residency(before, now, words),
        *_machines(before.plan, now.plan, words),
        *_apps(before.plan, now.plan, words),
    ]
    return [*lead, *said]


def _explained(before: PlanView, now: PlanView) -> bool:
    """A note tells where the new regions come from, or a problem asks which ones are to come instead."""
    known = {n.message for n in before.notes} | {p.message for p in before.problems}
    told = [n.message for n in now.notes if n.code in ("region_suggested", "regions_filled", "regions_shortened")]
    asked = [p.message for p in now.problems if p.code == "residency_conflict"]
    return any(message not in known for message in (*told, *asked))


def _residency(before: PlanView, now: PlanView, words: Words) -> list[str]:
    if before.plan.residency == now.plan.residency or any(n.code == "residency_assumed" for n in now.notes):
        return []
    return [words.say(f"residency_{now.plan.residency or 'none'}")]


def _names(before: Plan, now: Plan, words: Words) -> list[str]:
    said: list[str] = []
    if before.organisation and now.organisation != before.organisation and now.organisation:
        said.append(words.say("changed_organisation", value=now.organisation))
    if before.email and now.email != before.email and now.email:
        said.append(words.say("changed_email", value=now.email))
    moved = before.domain.fqdn and now.domain.fqdn and before.domain.fqdn != now.domain.fqdn
    if moved:
        said.append(words.say("changed_domain", value=now.domain.fqdn))
    return said


def _places(before: Plan, now: Plan, words: Words) -> list[str]:
    if before.regions == now.regions or not now.regions:
        return []
    where = words.cities(now.regions)
    key = "changed_region" if len(now.regions) == 1 else "changed_regions"
    return [words.say(key, value=where, count=words.number(len(now.regions)))]


def _machines(before: Plan, now: Plan, words: Words) -> list[str]:
    said: list[str] = []
    if before.size != now.size and now.size:
        said.append(words.say("changed_size", value=words.size_label(now.size)))
    if before.workers_by_region != now.workers_by_region and (_shares(before) != _shares(now)):
        said.append(words.say("changed_workers", value=_workers(now, words)) if any(now.workers_by_region) else words.say("no_workers"))
    if now.worker_size and before.worker_size and before.worker_size != now.worker_size != now.size:
        said.append(words.say("changed_worker_size", value=words.size_label(now.worker_size)))
    if before.high_availability != now.high_availability:
        said.append(words.say("ha_on" if now.high_availability else "ha_off"))
    return said


def differences(before: Plan, now: Plan, words: Words) -> list[str]:
    """What is different, in a few words each: "two workers", "Helsinki"."""
    said: list[str] = []
    if before.regions != now.regions:
        where = words.cities(now.regions)
        count = words.counted("regions", len(now.regions))
        said.append(where if len(now.regions) == 1 else words.say("supposed_regions", regions=count, where=where))
    if before.size != now.size and now.size:
        said.append(words.size_label(now.size))
    if before.workers_by_region != now.workers_by_region and (_shares(before) != _shares(now)):
        said.append(_workers(now, words) if any(now.workers_by_region) else words.say("workers_none"))
    if now.worker_size and now.worker_size not in (now.size, before.worker_size):
        said.append(words.say("for_the_workers", size=words.size_label(now.worker_size)))
    if before.high_availability != now.high_availability:
        said.append(words.say("supposed_ha" if now.high_availability else "supposed_no_ha"))
    return said


def _shares(plan: Plan) -> set[int]:
    """Another region with as many workers as the others is no news about workers."""
    return set(plan.workers_by_region)


def _workers(plan: Plan, words: Words) -> str:
    if len(_shares(plan)) > 1:
        pairs = zip(plan.workers_by_region, plan.regions, strict=False)
        shares = words.listed([words.say("share", n=words.number(n) if n else "0", city=words.region_city(r)) for n, r in pairs])
        total = words.counted("workers_in_total", sum(plan.workers_by_region))
        return words.say("workers_shared", workers=total, shares=shares)
    return words.counted("workers_each" if len(plan.regions) > 1 else "workers", plan.workers)


def _apps(before: Plan, now: Plan, words: Words) -> list[str]:
    added = [a for a in now.apps if a not in before.apps]
    gone = [a for a in before.apps if a not in now.apps]
    said: list[str] = []
    if added:
        said.append(words.say("apps_added", value=words.apps(added)))
    if gone:
        said.append(words.say("apps_removed", value=words.apps(gone)))
    return said
