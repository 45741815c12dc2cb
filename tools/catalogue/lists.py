"""The catalogue as the three `marketplace.*.list` tools show it: JSON-able items."""

from typing import Any

from tools.catalogue.catalogue import Catalogue

JsonObject = dict[str, Any]
PROVIDER = "hetzner"
"""The only provider that can be provisioned."""


def regions_list(catalogue: Catalogue, provider: str | None = None) -> list[JsonObject]:
    """Regions that can host a Sovereign; none for a provider that can't be provisioned."""
    if not _ours(catalogue, provider):
        return []
    return [
        {
            "provider": PROVIDER,
            "region": r.id,
            "city": r.city,
            "country": r.country,
            "residency": r.jurisdiction,
            "objectStorage": r.object_storage,
        }
        for r in catalogue.regions.values()
    ]


def skus_list(catalogue: Catalogue, provider: str | None = None, region: str | None = None) -> list[JsonObject]:
    """Machine sizes; with a region (id or name) only those that can be ordered there."""
    if not _ours(catalogue, provider):
        return []
    wanted = catalogue.region(region) if region else None
    if region and wanted is None:
        return []
    return [
        {
            "sku": s.id,
            "vcpu": s.vcpu,
            "ramGB": s.ram_gb,
            "memory": f"{s.ram_gb} GB",
            "category": s.family,
            "priceMonthEUR": s.monthly,
            "price": f"EUR {s.monthly:.2f} a month",
            "availableIn": sorted(s.regions),
        }
        for s in catalogue.skus.values()
        if wanted is None or wanted.id in s.regions
    ]


def apps_list(catalogue: Catalogue, industry: str | None = None) -> list[JsonObject]:
    """Apps that people choose from (no backing services); with an industry only its suggestions."""
    slug = catalogue.industry(industry) if industry else None
    if industry and slug is None:
        return []
    wanted = catalogue.industries.get(slug, ()) if slug else None
    return [
        {
            "slug": a.slug,
            "name": a.name,
            "category": a.category,
            "description": a.description,
            "deployable": a.deployable,
        }
        for a in catalogue.apps.values()
        if not a.system and (wanted is None or a.slug in wanted)
    ]


def _ours(catalogue: Catalogue, provider: str | None) -> bool:
    return provider is None or not provider.strip() or catalogue.provider(provider) == PROVIDER
