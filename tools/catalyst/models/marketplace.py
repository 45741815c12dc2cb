"""The tenant marketplace; its members are snake case on the wire."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from tools.catalyst.models.wire import Strings, Text, Time, Whole, Wire


class Market(BaseModel):
    """Base: snake case, unknown members ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class MarketplaceApp(Market):
    """One app."""

    id: str
    slug: str
    name: str
    tagline: Text = ""
    description: Text = ""
    category: Text = ""
    tags: Strings = ()
    icon: Text = ""
    icon_bg: Text = ""
    minimum_size: Text = ""
    recommended_size: Text = ""
    website: Text = ""
    license: Text = ""
    featured: bool = False
    popular: bool = False
    free: bool = False
    features: Strings = ()
    related_apps: Strings = ()
    dependencies: Strings = ()
    system: bool = False
    kind: Text = ""
    shareable: bool = False
    config_schema: Annotated[list[dict[str, Any]], BeforeValidator(lambda v: v or [])] = Field(default_factory=list)
    deployable: bool = False
    ram_mb: Whole = 0
    cpu_milli: Whole = 0
    disk_gb: Whole = 0
    helm_chart: Text = ""
    helm_repo: Text = ""
    created_at: Time = None
    updated_at: Time = None


class MarketplacePlan(Market):
    """A tenant plan, priced in OMR."""

    id: str
    slug: str
    name: str
    description: Text = ""
    cpu: Text = ""
    memory: Text = ""
    storage: Text = ""
    price_omr: Whole = 0
    popular: bool = False
    sort_order: Whole = 0
    features: Strings = ()
    stripe_price_id: Text = ""


class MarketplaceAddon(Market):
    """An add-on."""

    id: str
    slug: str
    name: str
    description: Text = ""
    price_omr: Whole = 0
    included: bool = False
    category: Text = ""


class MarketplaceBundle(Market):
    """Several apps together."""

    id: str
    slug: str
    name: str
    tagline: Text = ""
    apps: Strings = ()
    discount: Whole = 0
    recommended_size: Text = ""


class DomainCheck(Wire):
    """The tenant name check of the marketplace; not the Sovereign's."""

    subdomain: Text = ""
    tld: Text = ""
    domain: Text = ""
    available: bool = False
