"""The contract of catalyst-api as a document: what the emulator is held to and what the toolbox hands out."""

from functools import cache
from importlib.resources import files
from typing import Any

JsonObject = dict[str, Any]
FILE = "catalyst-api.openapi.yaml"


@cache
def catalyst_openapi() -> JsonObject:
    """The OpenAPI document; shared, so don't change it."""
    import yaml  # noqa: PLC0415 - only who asks for the document waits for the reader

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(files("tools.data").joinpath(FILE).read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
