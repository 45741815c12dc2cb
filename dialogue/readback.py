"""The plan said aloud before the yes: whole, in sentences for the ear and in lines for the card."""

from dialogue.events import ReadBack, ReadBackLine
from dialogue.plan import Plan, PlanView
from dialogue.words import Words


def read_back(view: PlanView, words: Words) -> ReadBack:
    """The card for a complete plan. `view.digest` must be set."""
    plan = view.plan
    say = words.say
    lines = [
        ReadBackLine(field="organisation", label=say("label_organisation"), value=plan.organisation or ""),
        ReadBackLine(field="email", label=say("label_email"), value=plan.email or ""),
        ReadBackLine(
            field="regions",
            label=words.counted("label_regions", len(plan.regions)),
            value=say("list_semicolon").join(words.region_label(r) for r in plan.regions),
        ),
        ReadBackLine(field="size", label=say("label_size"), value=words.capital(_machine(plan, words))),
        ReadBackLine(field="workers", label=say("label_workers"), value=words.capital(_workers(plan, words))),
        ReadBackLine(field="domain", label=say("label_domain"), value=plan.domain.fqdn or ""),
        ReadBackLine(field="apps", label=say("label_apps"), value=words.apps(plan.apps) or say("apps_none")),
    ]
    if plan.residency:
        lines.append(ReadBackLine(field="residency", label=say("label_residency"), value=say(f"area_{plan.residency}")))
    storage = words.region_label(plan.object_storage_region or "")
    lines.append(ReadBackLine(field="objectStorageRegion", label=say("label_storage"), value=storage))
    if plan.mesh_name:
        lines.append(ReadBackLine(field="meshName", label=say("label_mesh"), value=f"{plan.mesh_name} ({plan.mesh_id})"))
    return ReadBack(digest=view.digest or "", lines=tuple(lines), monthly=view.estimate.monthly)


def spoken(view: PlanView, words: Words) -> str:
    """The same plan in sentences."""
    plan = view.plan
    say = words.say
    storage = plan.object_storage_region or ""
    apps = words.apps(plan.apps)
    sentences = (
        say("plan_who", organisation=plan.organisation, email=plan.email) if plan.email else f"{plan.organisation}.",
        say("plan_where", count=words.capital(words.counted("regions", len(plan.regions))), regions=words.listed([words.region_label(r) for r in plan.regions])),
        say("plan_machines", machines=words.capital(_machine(plan, words)), workers=_workers(plan, words)),
        say("plan_address", fqdn=plan.domain.fqdn),
        say("plan_apps", apps=apps) if apps else say("plan_no_apps"),
        say(f"residency_{plan.residency}") if plan.residency else "",
        "" if storage in plan.regions else say("plan_objects", region=words.region_label(storage)),
        say("plan_price", price=words.money(view.estimate.monthly)),
    )
    return " ".join(sentence for sentence in sentences if sentence)


def machines(plan: Plan, words: Words) -> str:
    """The machines in a few words, workers only when there are any."""
    counts = plan.workers_by_region or tuple(plan.workers for _ in plan.regions)
    parts = [_machine(plan, words), *([_workers(plan, words)] if any(counts) else [])]
    return words.say("list_comma").join(parts)


def _machine(plan: Plan, words: Words) -> str:
    key = "machine_ha" if plan.high_availability else "machine"
    return words.say(f"{key}_each" if len(plan.regions) > 1 else key, size=words.size_label(plan.size or ""))


def _workers(plan: Plan, words: Words) -> str:
    counts = plan.workers_by_region or tuple(plan.workers for _ in plan.regions)
    if not any(counts):
        return words.say("workers_none")
    size = words.size_label(plan.worker_size)
    if len(set(counts)) > 1:
        pairs = zip(counts, plan.regions, strict=False)
        shares = words.listed([words.say("share", n=n, city=words.region_city(r)) for n, r in pairs])
        total = words.counted("workers_in_total", sum(counts), digits=True)
        return words.say("workers_shared_sized", workers=total, shares=shares, size=size)
    each = words.counted("workers_each" if len(plan.regions) > 1 else "workers", counts[0])
    return words.say("workers_sized", workers=each, size=size)
