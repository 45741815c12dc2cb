"""The Sovereign's name: a free label under the pool domain, or the customer's own domain (plan-rules, Domain)."""

import re
from dataclasses import dataclass
from typing import Protocol

from tools.catalogue import Catalogue
from tools.catalogue.fold import fold, slug
from tools.planning.draft import Draft
from tools.planning.findings import Findings
from tools.planning.plan import Domain, note, problem
from tools.planning.spoken import written

LONGEST_FQDN = 54
"""The bucket name is `catalyst-` + FQDN and must fit 63 characters."""
LONGEST_DOMAIN = 253
LONGEST_LABEL = 63
_LABEL = re.compile(r"[a-z]([a-z0-9-]*[a-z0-9])?")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_WRAPPING = re.compile(r"^[\s.]*(?:www\.)*|[\s.]+$")


@dataclass(frozen=True, slots=True)
class NameVerdict:
    """Answer of the name check."""

    available: bool
    reason: str = ""
    """The wire token, e.g. `active-state`, `reserved`, `pdm-unavailable`."""


class NameCheck(Protocol):
    """Asks the provisioning service whether a label under a pool domain is free."""

    async def check(self, label: str, pool: str) -> NameVerdict:
        """Never raises; a service that can't be reached is reason `pdm-unavailable`."""
        ...


class FreeNames:
    """In-memory twin: everything is free but the given labels."""

    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        self.taken = taken

    async def check(self, label: str, pool: str) -> NameVerdict:
        """See `NameCheck`."""
        del pool
        return NameVerdict(False, "active-state") if label in self.taken else NameVerdict(True)


class NamesBut:
    """A check that knows of names which were refused although they looked free."""

    def __init__(self, names: NameCheck, refused: frozenset[str]) -> None:
        self._names = names
        self._refused = refused

    async def check(self, label: str, pool: str) -> NameVerdict:
        """See `NameCheck`."""
        if f"{label}.{pool}" in self._refused:
            return NameVerdict(False, "active-state")
        return await self._names.check(label, pool)


def pool_label(organisation: str, pool: str) -> str:
    """The default label of an organisation, cut so that the whole FQDN fits; empty when nothing is left."""
    label = slug(organisation)
    if label and label[0].isdigit():
        label = f"org-{label}"
    return cut(label, pool)


def cut(label: str, pool: str, suffix: str = "") -> str:
    """`label` + `suffix`, shortened at the label's end to fit `LONGEST_FQDN`, without hyphens at the cut."""
    room = min(LONGEST_FQDN - len(pool) - 1, LONGEST_LABEL) - len(suffix)
    return label[: max(room, 0)].strip("-") + suffix if label[: max(room, 0)].strip("-") else ""


def choose_domain(draft: Draft, organisation: str | None, catalogue: Catalogue, found: Findings) -> Domain:
    """The domain without asking whether the name is free."""
    pool = catalogue.pool_domains[0]
    if draft.domain is None or not draft.domain.strip():
        label = pool_label(organisation, pool) if organisation else ""
        return Domain(mode="pool", label=label, fqdn=f"{label}.{pool}", pool=pool) if label else Domain(mode="pool", pool=pool)
    name = _bare(draft.domain)
    for known in catalogue.pool_domains:
        if name.endswith(f".{known}"):
            return _pool(name.removesuffix(f".{known}"), known, found)
    if name in catalogue.pool_domains:
        return _refuse(Domain(mode="pool", pool=pool), "domain_invalid", f"{name} needs a name of yours in front of it.", found)
    if any(name == zone or name.endswith(f".{zone}") for zone in catalogue.tenant_zones):
        return _refuse(
            Domain(mode="byo"),
            "domain_invalid",
            f"Names under {'.'.join(name.split('.')[-2:])} are for tenants. Which other name shall I take?",
            found,
        )
    if "." not in name:
        return _pool(slug(name) if " " in name else name, pool, found)
    return _own(name, found)


def _bare(text: str) -> str:
    name = _SCHEME.sub("", written(text).strip()).split("/")[0].split("?")[0].split("@")[-1].split(":")[0]
    return _WRAPPING.sub("", name.lower())


def _refuse(domain: Domain, code: str, message: str, found: Findings, *suggestions: str) -> Domain:
    known = {"label_invalid": "label_invalid", "domain_too_long": "domain_too_long"}
    found.problems.append(problem("domain", known.get(code, "domain_invalid"), message, *suggestions))  # type: ignore[arg-type]  # one of three literal codes
    return domain


def _pool(label: str, pool: str, found: Findings) -> Domain:
    label = fold(label)
    domain = Domain(mode="pool", label=label, fqdn=f"{label}.{pool}", pool=pool)
    if not _LABEL.fullmatch(label) or len(label) > LONGEST_LABEL:
        better = pool_label(label, pool)
        return _refuse(
            Domain(mode="pool", pool=pool),
            "label_invalid",
            "A name may have the letters a to z, digits and hyphens, and starts with a letter."
            + (f" How about {better}?" if better else " Which one shall I take?"),
            found,
            *([better] if better else []),
        )
    if len(label) + 1 + len(pool) > LONGEST_FQDN:
        shorter = cut(label, pool)
        return domain.model_copy(update={"label": shorter, "fqdn": f"{shorter}.{pool}"})
    return domain


def _own(name: str, found: Findings) -> Domain:
    domain = Domain(mode="byo", fqdn=name)
    labels = name.split(".")
    if len(name) > LONGEST_DOMAIN or any(not _LABEL.fullmatch(part) or len(part) > LONGEST_LABEL for part in labels):
        return _refuse(
            Domain(mode="byo"),
            "domain_invalid",
            f"{name[:80]} isn't a domain I can use: each part must start with a letter and have only letters, digits and hyphens.",
            found,
        )
    if len(name) > LONGEST_FQDN:
        return _refuse(
            Domain(mode="byo"),
            "domain_too_long",
            f"That domain has {len(name)} characters; at most {LONGEST_FQDN} can be used. Which shorter one shall I take?",
            found,
        )
    return domain


def alternatives(label: str, pool: str) -> tuple[str, ...]:
    """`label-cloud`, `label-2`, `label-hq`, each cut to fit."""
    return tuple(name for s in ("-cloud", "-2", "-hq") if (name := cut(label, pool, s)))


async def check_name(domain: Domain, catalogue: Catalogue, names: NameCheck, found: Findings) -> None:
    """Adds a problem when the label is reserved or taken, a note when that can't be found out."""
    if domain.mode != "pool" or not domain.label or not domain.pool:
        return
    if domain.label in catalogue.reserved_labels:
        await _occupied(domain, "label_reserved", names, catalogue, found)
        return
    verdict = await names.check(domain.label, domain.pool)
    if verdict.available:
        return
    if verdict.reason in ("pdm-unavailable", "lookup-error", "unsupported-pool"):
        # No reason to stop: the service itself checks again when the deployment is created, and says so if it's taken.
        found.notes.append(
            note(
                "name_unchecked",
                "domain",
                f"I can't check just now whether {domain.fqdn} is free; it is checked again before anything is created.",
                fqdn=domain.fqdn,
            )
        )
        return
    code = "label_reserved" if verdict.reason == "reserved" else "label_taken"
    await _occupied(domain, code, names, catalogue, found)


async def _occupied(domain: Domain, code: str, names: NameCheck, catalogue: Catalogue, found: Findings) -> None:
    label, pool = domain.label or "", domain.pool or ""
    others = [name for name in alternatives(label, pool) if name not in catalogue.reserved_labels]
    free = [name for name in others if (await names.check(name, pool)).available]
    offer = f" Free are {', '.join(free)}. Which one shall I take?" if free else " Which other one shall I take?"
    why = "reserved" if code == "label_reserved" else "taken already"
    kind = "label_reserved" if code == "label_reserved" else "label_taken"
    found.problems.append(problem("domain", kind, f"The address {domain.fqdn} is {why}.{offer}", *free))
