"""Is the gold itself right? A wrong expectation would blame the product for the author's slip."""

from collections.abc import Iterator

from evals.catalogue import LABEL, LONGEST_FQDN, MOST_WORKERS, Pinned, pinned
from evals.gold import completed, slug
from evals.scenario import Goal, JsonObject, Scenario, Slots

Slip = tuple[str, str]
"""Path in the scenario, sentence."""
PROBLEMS = frozenset(
    "unknown_region duplicate_region too_many_regions residency_conflict unknown_size sku_unavailable workers_out_of_range"
    " label_invalid label_taken label_reserved domain_invalid domain_too_long email_invalid app_unknown app_not_installable"
    " provider_unsupported mesh_out_of_range mesh_name_invalid credentials_missing credentials_rejected over_ceiling".split()
)


def check(scenario: Scenario, file: JsonObject) -> Iterator[Slip]:
    """Everything that can't be as it stands."""
    data = pinned()
    if file.get("catalogue", data.as_of) != data.as_of:
        yield "catalogue", f"the pinned data are of {data.as_of}"
    if scenario.final == "commit" and not scenario.goals:
        yield "goal", "a commit needs one"
    for index, goal in enumerate(scenario.goals):
        path = "goal" if index == 0 else f"alternatives[{index - 1}]"
        names = _names(goal, data)
        yield from ((f"{path}.{p}", m) for p, m in names)
        if scenario.final == "commit":
            yield from ((f"{path}.{p}", m) for p, m in _orderable(goal, data))
    for number, entry in enumerate(scenario.entries):
        yield from ((f"say[{number}].slots.{p}", m) for p, m in _slots(entry.slots or {}, data))
        for code in entry.expect.problems if entry.expect else ():
            if code not in PROBLEMS:
                yield f"say[{number}].expect.problems", f"there is no problem `{code}`"
        if entry.heard is not None and scenario.channel != "asr":
            yield f"say[{number}].heard", "only with `channel: asr`"
        if not entry.say and entry.when is None and not entry.heard and number == 0 and len(scenario.entries) == 1:
            yield f"say[{number}]", "somebody who says nothing says nothing"
    yield from _told(scenario)


def _told(scenario: Scenario) -> Iterator[Slip]:
    """Whoever does nothing at all must fail."""
    if scenario.final in ("commit", "handoff"):
        return
    something = any(v not in (None, [], False) for e in scenario.entries for v in (e.slots or {}).values())
    if not something and not any(e.expect and e.expect.telling for e in scenario.entries):
        yield "say", "an assistant that does nothing would pass: give `slots` or an `expect` that asks for something"


def _names(goal: Goal, data: Pinned) -> Iterator[Slip]:
    for region in goal.regions:
        if region not in data.regions:
            yield "regions", f"there is no region `{region}`"
    for member, size in (("size", goal.size), ("workerSize", goal.worker_size)):
        if size and size not in data.sizes:
            yield member, f"there is no size `{size}`"
    for app in goal.apps:
        if app not in data.apps:
            yield "apps", f"there is no app `{app}`"


def _orderable(goal: Goal, data: Pinned) -> Iterator[Slip]:
    """What is wrong with a wish that is to be fulfilled."""
    needed = {"organisation": goal.organisation, "email": goal.email, "regions": goal.regions}
    yield from ((member, "a commit needs one") for member, value in needed.items() if not value)
    if len(set(goal.regions)) != len(goal.regions):
        yield "regions", "the same one twice"
    for region in goal.regions:
        if region in data.regions and not data.regions[region].offered:
            yield "regions", f"`{region}` isn't offered"
    whole = completed(goal, data)
    yield from _sizes(whole, data)
    if len(goal.workers) not in (1, len(goal.regions)):
        yield "workers", "one number, or one for each region"
    if any(n > MOST_WORKERS for n in goal.workers):
        yield "workers", f"{MOST_WORKERS} at most"
    for app in goal.apps:
        if app in data.apps and app not in data.installable:
            yield "apps", f"`{app}` can't be installed"
    yield from _domain(whole, data)
    if (goal.mesh_name is None) != (goal.mesh_id is None):
        yield "meshId", "both or neither"
    if goal.mesh_id is not None and not 1 <= goal.mesh_id <= 255 - len(goal.regions):
        yield "meshId", f"1 to {255 - len(goal.regions)}"


def _sizes(goal: Goal, data: Pinned) -> Iterator[Slip]:
    for member, size in (("size", goal.size), ("workerSize", goal.worker_size)):
        for region in goal.regions:
            if size in data.sizes and region in data.regions and region not in data.sizes[size]:
                yield member, f"`{size}` can't be ordered in {region}"


def _domain(goal: Goal, data: Pinned) -> Iterator[Slip]:
    if not goal.domain or goal.domain.startswith("."):
        yield "domain", "nothing is left of the organisation's name: say which"
        return
    if len(goal.domain) > LONGEST_FQDN:
        yield "domain", f"longer than {LONGEST_FQDN}"
    if any(not LABEL.match(part) for part in goal.domain.split(".")):
        yield "domain", "each part begins with a letter and has letters, digits and hyphens alone"
    pool = data.pool_of(goal.domain)
    if goal.domain_mode == "pool" and pool is None:
        yield "domain", "not directly under a pool domain"
    elif goal.domain_mode == "pool" and goal.domain.removesuffix(f".{pool}") in data.reserved:
        yield "domain", "reserved"


def _slots(slots: Slots, data: Pinned) -> Iterator[Slip]:
    for region in slots.get("regions") or ():
        if region not in data.regions:
            yield "regions", f"there is no region `{region}`"
    for member in ("size", "workerSize"):
        if slots.get(member) and slots[member] not in data.sizes:
            yield member, f"there is no size `{slots[member]}`"
    for app in slots.get("apps") or ():
        if app not in data.apps:
            yield "apps", f"there is no app `{app}`"
        elif app not in data.installable:
            yield "apps", f"`{app}` can't be installed, so it can't stand in the plan"
    storage = slots.get("objectStorageRegion")
    if storage and not (storage in data.regions and data.regions[storage].object_storage):
        yield "objectStorageRegion", f"`{storage}` has no object storage"


def default_domain(goal: Goal) -> str:
    """The pool name that an organisation gets when nothing else is said."""
    pool = pinned().pools[0]
    return f"{slug(goal.organisation, pool)}.{pool}"
