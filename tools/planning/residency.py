"""Data residency: demanded, implied by a regime, or assumed for sensitive data of people in the EU."""

from typing import Literal

from tools.catalogue import Catalogue
from tools.planning.draft import Draft
from tools.planning.findings import Findings
from tools.planning.plan import Problem, note, problem

Residency = Literal["eu", "us"] | None
EU_REGIMES = {"gdpr": "the GDPR", "dora": "DORA"}
"""Regime → how it is called. DORA binds financial entities of the EU, whose data is what plan-rules means."""
EU_PREFERRING = frozenset({"nis2"})
"""Our own hint: suggest a region in the EU, but accept any."""
US_REGIMES = {"fedramp": "FedRAMP"}
SENSITIVE = {"healthcare": "health", "finance": "financial"}
_JURISDICTION = {"eu": "EU/EEA", "us": "US"}
_OUT = ("talk to a person", "drop the US-only rule")


def residency(draft: Draft, catalogue: Catalogue, found: Findings) -> Residency:
    """Where the data must stay, with a note when it was assumed and a problem when it can't be had."""
    where = _demanded(draft, catalogue, found)
    american = [US_REGIMES[r] for r in _regimes(draft, catalogue) if r in US_REGIMES]
    if where == "us" or (american and draft.residency != "none"):
        found.problems.append(_american(american))
    return where


def _demanded(draft: Draft, catalogue: Catalogue, found: Findings) -> Residency:
    if draft.residency is not None:
        return None if draft.residency == "none" else draft.residency
    regimes = _regimes(draft, catalogue)
    if any(r in US_REGIMES for r in regimes):
        return "us"
    european = [EU_REGIMES[r] for r in regimes if r in EU_REGIMES]
    if european:
        because = " and ".join(european)
        return _assume(found, f"Because of {because} your data stays in the EU.", because)
    kind = SENSITIVE.get(_industry(draft, catalogue))
    place = catalogue.place(draft.location) if draft.location else None
    if kind and place is not None and place.in_eu:
        message = f"Since this is {kind} data of people in the EU, I take it that it has to stay in the EU."
        return _assume(found, message, kind)
    return None


def _assume(found: Findings, message: str, because: str) -> Residency:
    found.notes.append(note("residency_assumed", "residency", message, because=because, residency="eu"))
    return "eu"


def _american(regimes: list[str]) -> Problem:
    because = f"{' and '.join(regimes)} wants everything in the US" if regimes else "You want everything in the US"
    return problem(
        "objectStorageRegion",
        "residency_conflict",
        f"{because}, but object storage exists only in the EU, so I can't promise that. A person can help you "
        "further; or shall I drop the US-only rule?",
        *_OUT,
    )


def _industry(draft: Draft, catalogue: Catalogue) -> str:
    return (catalogue.industry(draft.industry) if draft.industry else None) or ""


def _regimes(draft: Draft, catalogue: Catalogue) -> tuple[str, ...]:
    found = (catalogue.regime(text) for text in draft.compliance or ())
    return tuple(dict.fromkeys(regime for regime in found if regime))


def prefers_eu(draft: Draft, catalogue: Catalogue) -> bool:
    """A regime speaks for the EU without binding to it."""
    return draft.residency is None and bool(EU_PREFERRING & set(_regimes(draft, catalogue)))


def allowed(where: Residency, catalogue: Catalogue) -> tuple[str, ...]:
    """The regions that may stand."""
    if where is None:
        return tuple(catalogue.regions)
    return tuple(r.id for r in catalogue.regions.values() if r.jurisdiction == _JURISDICTION[where])
