"""Machine sizes by id, by word and by need; workers (plan-rules, Sizes)."""

from dataclasses import dataclass

from tools.catalogue import Catalogue, Sku
from tools.catalogue.machines import BLOCKED_MEASURES, FAMILY_PREFIX, SIZE_TABLE, SIZE_WORDS
from tools.planning.draft import Draft, SizeNeed
from tools.planning.findings import Findings
from tools.planning.plan import Plan, note, problem

DEFAULT_SIZE = "cpx42"
DEFAULT_FAMILY = "shared-amd"
ENOUGH_CORES = 8
MOST_WORKERS = 50


@dataclass(frozen=True, slots=True)
class _Rules:
    """What every size rule needs."""

    catalogue: Catalogue
    regions: tuple[str, ...]
    found: Findings
    field: str
    standing: str
    """The value that stays while a wish can't be met."""

    def orderable(self, sku: Sku) -> bool:
        """In every chosen region."""
        return all(r in sku.regions for r in self.regions)

    def refuse(self, code: str, message: str, *suggestions: str) -> str:
        """A problem; the standing value stays."""
        kind = "unknown_size" if code == "unknown_size" else "sku_unavailable"
        self.found.problems.append(problem(self.field, kind, message, *suggestions))
        return self.standing


def control_plane(
    draft: Draft, current: Plan | None, regions: tuple[str, ...], catalogue: Catalogue, found: Findings
) -> str:
    """The control plane's size."""
    standing = current.size if current and current.size in catalogue.skus else DEFAULT_SIZE
    if not all(r in catalogue.skus[standing].regions for r in regions):
        standing = DEFAULT_SIZE
    rules = _Rules(catalogue, regions, found, "size", standing)
    size = _resolve(draft.size, draft.size_need, rules, nothing_said=DEFAULT_SIZE)
    sku = catalogue.skus[size]
    if sku.vcpu < ENOUGH_CORES:
        found.notes.append(
            note(
                "small_control_plane",
                "size",
                f"A word of warning: {size} has {sku.vcpu} cores; below {ENOUGH_CORES}, parts of the kit are known to "
                "stay waiting for room.",
                size=size,
            )
        )
    return size


def workers(
    draft: Draft, current: Plan | None, regions: tuple[str, ...], found: Findings
) -> tuple[int, ...]:
    """Workers by region: per region as said, or a total divided with the remainder to the first; what was said of one region holds there."""
    count = len(regions)
    each = draft.workers if draft.workers is not None else 0
    shares = [each] * count
    if draft.workers_total is not None and draft.workers is None:
        base, rest = divmod(max(draft.workers_total, 0), max(count, 1))
        shares = [base + (rest if i == 0 else 0) for i in range(count)]
        if draft.workers_total < 0:
            shares = [draft.workers_total] * count
    told = draft.workers_in or {}
    shares = [told.get(region, share) for region, share in zip(regions, shares, strict=True)]
    if any(not 0 <= share <= MOST_WORKERS for share in shares):
        found.problems.append(
            problem(
                "workers",
                "workers_out_of_range",
                f"Each region can have 0 to {MOST_WORKERS} workers. How many shall I take?",
                str(min(max(shares), MOST_WORKERS) if max(shares) > 0 else 0),
            )
        )
        kept = current.workers_by_region if current and len(current.workers_by_region) == count else ()
        return kept or tuple(0 for _ in regions)
    if count > 1 and each and set(shares) == {each}:
        found.notes.append(
            note("workers_per_region", "workers", f"That is {each} in each of the {count} regions.", each=each)
        )
    return tuple(shares)


def worker_size(
    draft: Draft,
    current: Plan | None,
    shares: tuple[int, ...],
    size: str,
    *,
    regions: tuple[str, ...],
    catalogue: Catalogue,
    found: Findings,
) -> str:
    """Empty without workers; the control plane's size unless told otherwise."""
    if not any(shares):
        return ""
    if draft.worker_size is None and draft.worker_size_need is None:
        return size
    before = catalogue.skus.get(current.worker_size) if current else None
    standing = before.id if before and all(r in before.regions for r in regions) else size
    rules = _Rules(catalogue, regions, found, "workerSize", standing)
    return _resolve(draft.worker_size, draft.worker_size_need, rules, nothing_said=size)


def _resolve(wish: str | None, need: SizeNeed | None, rules: _Rules, *, nothing_said: str) -> str:
    if need is not None and (need.vcpu or need.ram_gb):
        return _by_need(need, rules)
    if wish is None:
        return nothing_said
    sku_id = rules.catalogue.sku_id(wish)
    if sku_id is not None:
        return _by_id(sku_id, rules)
    described = rules.catalogue.family_and_word(wish)
    if described is not None:
        return _by_word(described[0] or DEFAULT_FAMILY, described[1] or "medium", rules)
    return rules.refuse(
        "unknown_size",
        f"I don't know a size called {wish[:60]}. How about {DEFAULT_SIZE}, with 8 cores and 16 GB?",
        DEFAULT_SIZE,
    )


def _by_id(sku_id: str, rules: _Rules) -> str:
    sku = rules.catalogue.skus.get(sku_id)
    if sku is not None and rules.orderable(sku):
        return sku_id
    if sku is None and sku_id not in BLOCKED_MEASURES:
        return rules.refuse(
            "unknown_size",
            f"There is no size {sku_id}. How about {DEFAULT_SIZE}, with 8 cores and 16 GB?",
            DEFAULT_SIZE,
        )
    vcpu, ram = (sku.vcpu, sku.ram_gb) if sku else BLOCKED_MEASURES[sku_id]
    family = sku.family if sku else FAMILY_PREFIX[sku_id.rstrip("0123456789")]
    instead = _smallest(family, vcpu, ram, rules)
    where = "any more" if sku is None else "in every region you chose"
    offer = f" {_label(instead)} can; shall I take that?" if instead else ""
    return rules.refuse(
        "sku_unavailable", f"{sku_id} can't be ordered {where}.{offer}", *([instead.id] if instead else [])
    )


def _by_word(family: str, word: str, rules: _Rules) -> str:
    sku_id = SIZE_TABLE[family][SIZE_WORDS.index(word)]
    if sku_id is None:
        biggest = SIZE_TABLE[family][2]
        vcpu, ram = 16, 32
        other = _cheapest_any(vcpu, ram, rules)
        names = dict.fromkeys(s for s in (biggest, other.id if other else None) if s)
        return rules.refuse(
            "sku_unavailable", f"There is no extra large size of that family. Shall I take {biggest}?", *names
        )
    sku = rules.catalogue.skus[sku_id]
    if rules.orderable(sku):
        return sku_id
    instead = _smallest(family, sku.vcpu, sku.ram_gb, rules)
    if instead is None:
        return rules.refuse("sku_unavailable", f"{sku_id} can't be ordered in every region you chose.")
    rules.found.notes.append(
        note(
            "size_adjusted",
            rules.field,
            f"{sku_id} can't be ordered in every region you chose, so I take {_label(instead)}.",
            asked=sku_id,
            size=instead.id,
        )
    )
    return instead.id


def _by_need(need: SizeNeed, rules: _Rules) -> str:
    described = rules.catalogue.family_and_word(need.family) if need.family else None
    family = described[0] if described and described[0] else DEFAULT_FAMILY
    vcpu, ram = need.vcpu or 0, need.ram_gb or 0
    fitting = [s for s in _family(family, rules) if s.vcpu >= vcpu and s.ram_gb >= ram]
    if fitting:
        return min(fitting, key=lambda s: (s.monthly, s.id)).id
    other = _cheapest_any(vcpu, ram, rules)
    wanted = " and ".join(part for part in (f"{vcpu} cores" if vcpu else "", f"{ram} GB" if ram else "") if part)
    if other is None:
        return rules.refuse("sku_unavailable", f"No machine has {wanted}.")
    return rules.refuse(
        "sku_unavailable",
        f"No machine of that family has {wanted}. {_label(other)} of another family does, at EUR {other.monthly:.2f} "
        "a month; shall I take it?",
        other.id,
    )


def _family(family: str, rules: _Rules) -> list[Sku]:
    return [s for s in rules.catalogue.skus.values() if s.family == family and rules.orderable(s)]


def _smallest(family: str, vcpu: int, ram: int, rules: _Rules) -> Sku | None:
    fitting = [s for s in _family(family, rules) if s.vcpu >= vcpu and s.ram_gb >= ram]
    return min(fitting, key=lambda s: (s.vcpu, s.ram_gb, s.monthly), default=None)


def _cheapest_any(vcpu: int, ram: int, rules: _Rules) -> Sku | None:
    fitting = [s for s in rules.catalogue.skus.values() if s.vcpu >= vcpu and s.ram_gb >= ram and rules.orderable(s)]
    return min(fitting, key=lambda s: (s.monthly, s.id), default=None)


def _label(sku: Sku) -> str:
    return f"{sku.id} ({sku.vcpu} cores, {sku.ram_gb} GB)"
