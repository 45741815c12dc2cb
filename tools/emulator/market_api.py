"""The tenant marketplace's catalogue and its name check: another service, served here for convenience."""

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from aiohttp import web

from tools.emulator.routes import refusal
from tools.emulator.wire import json_answer

JsonObject = dict[str, Any]
_SNAKE = {
    "iconBg": "icon_bg", "minimumSize": "minimum_size", "recommendedSize": "recommended_size", "relatedApps": "related_apps",
    "ramMB": "ram_mb", "cpuMilli": "cpu_milli", "diskGB": "disk_gb", "helmChart": "helm_chart", "helmRepo": "helm_repo",
    "priceOMR": "price_omr", "discountPercent": "discount",
}  # fmt: skip
_LABEL = re.compile(r"[a-z0-9][a-z0-9-]{0,30}[a-z0-9]")


@cache
def _data() -> JsonObject:
    return json.loads(files("tools.data").joinpath("marketplace.json").read_text(encoding="utf-8"))


@cache
def _zones() -> frozenset[str]:
    data = json.loads(files("tools.data").joinpath("pool-domains.json").read_text(encoding="utf-8"))
    return frozenset(zone["domain"] for zone in data["tenantZones"])


def _row(row: JsonObject) -> JsonObject:
    """As the catalogue service writes it: snake case, an id and a name."""
    named = {"id": row["slug"], "name": str(row["slug"]).replace("-", " ").title()}
    return named | {_SNAKE.get(k, k): v for k, v in row.items() if v is not None}


async def apps(request: web.Request) -> web.Response:
    """GET /api/catalog/apps: a bare array; system apps stay off the shelf."""
    del request
    return json_answer([_row(app) for app in _data()["apps"] if not app["system"]])


async def app(request: web.Request) -> web.Response:
    """GET /api/catalog/apps/{slug}."""
    row = next((a for a in _data()["apps"] if a["slug"] == request.match_info["slug"]), None)
    return json_answer(_row(row)) if row else refusal("app not found", 404)


async def plans(request: web.Request) -> web.Response:
    """GET /api/catalog/plans."""
    del request
    return json_answer([_row(row) for row in _data()["plans"]])


async def addons(request: web.Request) -> web.Response:
    """GET /api/catalog/addons."""
    del request
    return json_answer([_row(row) for row in _data()["addons"]])


async def bundles(request: web.Request) -> web.Response:
    """GET /api/catalog/bundles."""
    del request
    return json_answer([_row(row) for row in _data()["bundles"]])


async def check_domain(request: web.Request) -> web.Response:
    """GET /api/domain/check/{subdomain}/{tld}: tenants' names, not Sovereigns'."""
    label, zone = request.match_info["subdomain"].lower(), request.match_info["tld"].lower()
    if zone not in _zones():
        return refusal("unsupported tld", 400)
    if not _LABEL.fullmatch(label):
        return refusal("invalid subdomain", 400)
    return json_answer({"subdomain": label, "tld": zone, "domain": f"{label}.{zone}", "available": True})
