"""The plan said aloud before the yes: whole, in sentences for the ear and in lines for the card."""

from dialogue.events import ReadBack, ReadBackLine
from dialogue.lexicon import Lexicon
from dialogue.plan import Plan, PlanView
from dialogue.wording import and_list, money, number_word


def read_back(view: PlanView, lexicon: Lexicon) -> ReadBack:
    """The card for a complete plan. `view.digest` must be set."""
    plan = view.plan
    lines = [
        ReadBackLine(field="organisation", label="Organisation", value=plan.organisation or ""),
        ReadBackLine(field="email", label="E-mail", value=plan.email or ""),
        ReadBackLine(
            field="regions",
            label="Region" if len(plan.regions) == 1 else "Regions",
            value="; ".join(lexicon.region_label(r) for r in plan.regions),
        ),
        ReadBackLine(field="size", label="Machine", value=_capital(_machine(plan, lexicon))),
        ReadBackLine(field="workers", label="Workers", value=_capital(_workers(plan, lexicon))),
        ReadBackLine(field="domain", label="Address", value=plan.domain.fqdn or ""),
        ReadBackLine(
            field="apps", label="Apps", value=and_list([lexicon.app_name(a) for a in plan.apps]) or "none"
        ),
    ]
    if plan.residency:
        lines.append(ReadBackLine(field="residency", label="Data stays in", value=plan.residency.upper()))
    storage = plan.object_storage_region or ""
    lines.append(
        ReadBackLine(field="objectStorageRegion", label="Object storage", value=lexicon.region_label(storage))
    )
    if plan.mesh_name:
        lines.append(ReadBackLine(field="meshName", label="Mesh", value=f"{plan.mesh_name} ({plan.mesh_id})"))
    return ReadBack(digest=view.digest or "", lines=tuple(lines), monthly=view.estimate.monthly)


def spoken(view: PlanView, lexicon: Lexicon) -> str:
    """The same plan in sentences."""
    plan = view.plan
    where = and_list([lexicon.region_label(r) for r in plan.regions])
    count = "one region" if len(plan.regions) == 1 else f"{number_word(len(plan.regions))} regions"
    apps = and_list([lexicon.app_name(a) for a in plan.apps])
    residency = f" Your data stays in the {plan.residency.upper()}." if plan.residency else ""
    storage = plan.object_storage_region or ""
    objects = "" if storage in plan.regions else f" Objects are stored in {lexicon.region_label(storage)}."
    return (
        f"{plan.organisation}, {plan.email}. {_capital(count)}: {where}. "
        f"{_capital(_machine(plan, lexicon))}, {_workers(plan, lexicon)}. "
        f"Address {plan.domain.fqdn}. {'Apps: ' + apps if apps else 'No apps for now'}.{residency}{objects} "
        f"About {money(view.estimate.monthly)} a month, as an estimate."
    )


def machines(plan: Plan, lexicon: Lexicon) -> str:
    """The machines in a few words, workers only when there are any."""
    counts = plan.workers_by_region or tuple(plan.workers for _ in plan.regions)
    return _machine(plan, lexicon) + (f", {_workers(plan, lexicon)}" if any(counts) else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _machine(plan: Plan, lexicon: Lexicon) -> str:
    label = lexicon.size_label(plan.size or "")
    per_region = " in each region" if len(plan.regions) > 1 else ""
    if plan.high_availability:
        return f"three {label} machines{per_region} for high availability"
    return f"one {label} machine{per_region}"


def _workers(plan: Plan, lexicon: Lexicon) -> str:
    counts = plan.workers_by_region or tuple(plan.workers for _ in plan.regions)
    if not any(counts):
        return "no workers"
    size = lexicon.size_label(plan.worker_size)
    if len(set(counts)) > 1:
        shares = and_list(
            [f"{n} in {lexicon.region_city(r)}" for n, r in zip(counts, plan.regions, strict=False)]
        )
        return f"{sum(counts)} workers in total ({shares}), {size}"
    noun = "worker" if counts[0] == 1 else "workers"
    each = " in each region" if len(plan.regions) > 1 else ""
    return f"{number_word(counts[0])} {noun}{each}, {size}"
