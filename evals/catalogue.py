"""The pinned names that gold values may use: a copy of its own, so that the evaluator depends on nothing it judges."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "catalogue.json"
PROVIDER = "hetzner"
STORAGE_ELSE = "fsn1"
"""Where objects are kept when the first region has no object storage."""
LONGEST_FQDN = 54
MOST_WORKERS = 50
LABEL = re.compile(r"^[a-z]([a-z0-9-]*[a-z0-9])?$")


@dataclass(frozen=True, slots=True)
class Region:
    """A place."""

    city: str
    country: str
    object_storage: bool
    offered: bool


@dataclass(frozen=True, slots=True)
class Pinned:
    """Everything that exists, as of one day."""

    as_of: str
    regions: dict[str, Region]
    sizes: dict[str, frozenset[str]]
    """Size → regions in which it can be ordered."""
    default_size: str
    apps: dict[str, str]
    """Slug → name."""
    installable: frozenset[str]
    pools: tuple[str, ...]
    """The first one is offered."""
    reserved: frozenset[str]

    def pool_of(self, fqdn: str) -> str | None:
        """The pool domain that a name stands directly under."""
        return next((p for p in self.pools if fqdn.endswith("." + p) and "." not in fqdn.removesuffix("." + p)), None)


@cache
def pinned() -> Pinned:
    """The copy in `data/`."""
    raw = json.loads(_FILE.read_text(encoding="utf-8"))
    return Pinned(
        as_of=raw["asOf"],
        regions={
            k: Region(v["city"], v["country"], v["objectStorage"], v["offered"]) for k, v in raw["regions"].items()
        },
        sizes={k: frozenset(v["regions"]) for k, v in raw["skus"].items()},
        default_size=raw["defaultSize"],
        apps={k: v["name"] for k, v in raw["apps"].items()},
        installable=frozenset(k for k, v in raw["apps"].items() if v["installable"]),
        pools=tuple(raw["pools"]),
        reserved=frozenset(raw["reserved"]),
    )
