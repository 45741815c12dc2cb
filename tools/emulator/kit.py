"""The releases that make a region, and what each waits for."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

JsonObject = dict[str, Any]


@cache
def kit() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(component, dependencies) in slot order."""
    data = json.loads(files("tools.data").joinpath("components.json").read_text(encoding="utf-8"))
    return tuple((r["component"], tuple(r["dependsOn"])) for r in data["bootstrapKit"]["releases"])


@cache
def names() -> frozenset[str]:
    """All component ids."""
    return frozenset(component for component, _ in kit())


def region_keys(request: JsonObject) -> list[str]:
    """"" for the primary, `hel1-1` and so on for the others."""
    regions: list[JsonObject] = request.get("regions") or []
    return ["", *(f"{r.get('cloudregion') or ''}-{i}" for i, r in enumerate(regions) if i > 0)]


def qualified(region: str, component: str) -> str:
    """`cilium` in the primary region, `hel1-1:cilium` elsewhere."""
    return f"{region}:{component}" if region else component


def job_names(region: str, needs: tuple[str, ...]) -> list[str]:
    """The canonical dependsOn of a component in a region (contract, section 9)."""
    return [f"install-{qualified(region, need)}" for need in needs]
