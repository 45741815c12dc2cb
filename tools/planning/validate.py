"""The dry run: a draft in, the plan with everything missing, wrong and worth saying out. No side effect."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tools.catalogue import Catalogue
from tools.planning import wants
from tools.planning.domain import NameCheck, check_name, choose_domain
from tools.planning.draft import Draft
from tools.planning.findings import Findings
from tools.planning.mesh import choose_mesh
from tools.planning.plan import Plan, Proposals, Validation, problem
from tools.planning.regions import choose_regions, object_storage
from tools.planning.request import digest, estimate, price_parts
from tools.planning.residency import residency
from tools.planning.sizes import control_plane, worker_size, workers
from tools.skills import Shelf, Skill

SECRET_NAMES = ("hetznerToken", "hetznerProjectID", "objectStorageAccessKey", "objectStorageSecretKey")


@dataclass(frozen=True, slots=True)
class Account:
    """Whose cloud account pays."""

    kind: Literal["operator", "customer"] = "operator"
    present: frozenset[str] = frozenset()
    """Names of the customer's secrets that are in the vault."""
    rejected: bool = False
    """The provider refused them."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Secrets still to be typed."""
        return () if self.kind == "operator" else tuple(n for n in SECRET_NAMES if n not in self.present)


def plan_draft(draft: Draft, current: Plan | None, catalogue: Catalogue, *, email_verified: bool = False) -> tuple[Plan, Findings]:
    """The pure part: everything but the name check."""
    found = Findings()
    organisation = wants.organisation(draft, found)
    email = wants.email(draft, found)
    wants.provider(draft, catalogue, found)
    where = residency(draft, catalogue, found)
    regions = choose_regions(draft, current, where, catalogue, found)
    size = control_plane(draft, current, regions, catalogue, found)
    shares = workers(draft, current, regions, found)
    domain = choose_domain(draft, organisation, catalogue, found)
    mesh_name, mesh_id = choose_mesh(draft, domain.fqdn, len(regions), found)
    apps = wants.apps(draft, catalogue, found)
    wants.ssh_key(draft, found)
    plan = Plan(
        organisation=organisation,
        email=email,
        email_verified=email_verified and email is not None,
        regions=regions,
        size=size,
        workers=shares[0] if shares else 0,
        workers_by_region=shares,
        worker_size=worker_size(
            draft, current, shares, size, regions=regions, catalogue=catalogue, found=found
        ),
        high_availability=bool(draft.high_availability),
        domain=domain,
        apps=apps,
        residency=where,
        object_storage_region=object_storage(regions, catalogue, found),
        mesh_name=mesh_name,
        mesh_id=mesh_id,
    )
    return plan, found


def _over_ceiling(monthly: float, ordered: Decimal) -> str:
    before = f", after EUR {ordered:.2f} of today," if ordered else ""
    return f"At EUR {monthly:.2f} a month{before} this is more than I may order by myself. A colleague will take it from here."


async def validate(
    draft: Draft,
    *,
    current: Plan | None,
    catalogue: Catalogue,
    names: NameCheck,
    account: Account,
    ceiling: Decimal | None = None,
    ordered: Decimal = Decimal(0),
    ssh_fingerprint: str | None = None,
    email_verified: bool = False,
) -> Validation:
    """See the module. `ceiling`: EUR a month; a plan that is dearer, together with what the same person has `ordered`
    today, is `over_ceiling`. A pasted key's own fingerprint counts."""
    plan, found = plan_draft(draft, current, catalogue, email_verified=email_verified)
    await check_name(plan.domain, catalogue, names, found)
    cost = estimate(plan, catalogue)
    missing = _missing(plan, found)
    if ceiling is not None and ceiling > 0 and Decimal(str(cost.monthly)) + ordered > ceiling:
        found.problems.append(problem("size", "over_ceiling", _over_ceiling(cost.monthly, ordered)))
    blocked = any(p.blocking for p in found.problems)
    if not missing and not blocked:
        _credentials(account, found)
    ok = not missing and not any(p.blocking for p in found.problems)
    key = wants.fingerprint(draft.ssh_public_key) if draft.ssh_public_key is not None else ssh_fingerprint
    return Validation(
        plan=plan,
        missing=missing,
        problems=tuple(found.problems),
        notes=tuple(found.notes),
        estimate=cost,
        price_parts=price_parts(plan, catalogue),
        proposals=_proposals(draft, plan, catalogue),
        digest=digest(plan, cost, account=account.kind, ssh_fingerprint=key) if ok else None,
        ok=ok,
    )


def _missing(plan: Plan, found: Findings) -> tuple[str, ...]:
    missing: list[str] = []
    if plan.organisation is None:
        missing.append("organisation")
    if plan.email is None:
        missing.append("email")
    if plan.domain.fqdn is None and plan.organisation is not None and not any(p.field == "domain" for p in found.problems):
        missing.append("domain")
    return tuple(missing)


def _credentials(account: Account, found: Findings) -> None:
    if account.missing:
        found.problems.append(
            problem("secret", "credentials_missing", "I need the credentials of your cloud account, typed into the separate fields.", *account.missing)
        )
    elif account.kind == "customer" and account.rejected:
        found.problems.append(
            problem("secret", "credentials_rejected", "The provider refused these credentials. Please type fresh ones into the separate fields.", *SECRET_NAMES)
        )


def _proposals(draft: Draft, plan: Plan, catalogue: Catalogue) -> Proposals:
    """The industry's suggestions; where the catalogue has none for it, those of the skill that knows such customers."""
    if draft.industry is None:
        return Proposals()
    industry, skill = catalogue.industry(draft.industry), Shelf.bundled().for_industry(draft.industry)
    apps = catalogue.proposals(industry) if industry else _of_skill(skill, catalogue)
    proposed = tuple(slug for slug in apps if slug not in plan.apps)
    if skill is None:
        return Proposals(apps=proposed)
    return Proposals(
        apps=proposed, residency=_hint(draft, plan, skill, catalogue), skill=skill.name, reasons=skill.derived_by_us
    )


def _of_skill(skill: Skill | None, catalogue: Catalogue) -> tuple[str, ...]:
    known = (catalogue.apps.get(slug) for slug in (skill.apps if skill else ()))
    return tuple(app.slug for app in known if app and app.deployable)


def _hint(draft: Draft, plan: Plan, skill: Skill, catalogue: Catalogue) -> Literal["eu"] | None:
    """Only where residency is open, and for people in the EU."""
    place = catalogue.place(draft.location) if draft.location else None
    is_open = draft.residency is None and plan.residency is None
    return skill.residency if is_open and place is not None and place.in_eu else None
