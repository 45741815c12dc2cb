"""Data residency: demanded, implied by a regime, or assumed for sensitive data of people in the EU."""

from typing import Literal

from tools.catalogue import Catalogue, Place
from tools.planning.draft import Draft
from tools.planning.findings import Findings
from tools.planning.plan import note, problem

EU_REGIMES = frozenset({"gdpr", "dora", "nis2"})
US_REGIMES = frozenset({"fedramp"})
SENSITIVE = frozenset({"healthcare", "finance"})
EU_REGIONS = ("fsn1", "nbg1", "hel1")


def residency(draft: Draft, catalogue: Catalogue, found: Findings) -> Literal["eu", "us"] | None:
    """Where the data must stay, with a note when it was assumed and a problem when it can't be had."""
    demanded = _demanded(draft, catalogue, found)
    if demanded == "us":
        found.problems.append(
            problem(
                "residency",
                "residency_conflict",
                "Object storage exists only in the EU, so data can't stay in the US alone. "
                "A person can help you with that; or shall I drop the US-only rule?",
                "drop the US-only rule",
                "talk to a person",
            )
        )
    return demanded


def _demanded(draft: Draft, catalogue: Catalogue, found: Findings) -> Literal["eu", "us"] | None:
    if draft.residency == "none":
        return None
    if draft.residency is not None:
        return draft.residency
    regimes = {regime.casefold() for regime in draft.compliance or ()}
    if regimes & US_REGIMES:
        return "us"
    if regimes & EU_REGIMES:
        name = ", ".join(sorted(r.upper() for r in regimes & EU_REGIMES))
        found.notes.append(
            note("residency_assumed", "residency", f"Because of {name} I keep your data in the EU.", because=name)
        )
        return "eu"
    place = _where(draft, catalogue)
    if draft.industry in SENSITIVE and place is not None and place.in_eu:
        kind = "health" if draft.industry == "healthcare" else "financial"
        found.notes.append(
            note(
                "residency_assumed",
                "residency",
                f"Since {kind} data of people in the EU is involved, I assume that it must stay in the EU.",
                because=kind,
            )
        )
        return "eu"
    return None


def _where(draft: Draft, catalogue: Catalogue) -> Place | None:
    return catalogue.place(draft.location) if draft.location else None


def allowed(residency: str | None, catalogue: Catalogue) -> tuple[str, ...]:
    """The regions that may stand."""
    if residency == "eu":
        return tuple(r.id for r in catalogue.regions.values() if r.jurisdiction == "EU/EEA")
    if residency == "us":
        return tuple(r.id for r in catalogue.regions.values() if r.jurisdiction == "US")
    return tuple(catalogue.regions)
