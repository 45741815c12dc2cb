"""Members of JSON from outside, whatever is missing or of another type. Pure."""

from typing import Any

JsonObject = dict[str, Any]


def member(value: object, *path: str) -> Any:
    """What stands at this path; None where nothing does."""
    found: Any = value
    for name in path:
        if not isinstance(found, dict):
            return None
        found = found.get(name)  # pyright: ignore[reportUnknownMemberType] - JSON
    return found


def text(value: object) -> str:
    """A string, else an empty one."""
    return value if isinstance(value, str) else ""


def count(value: object, otherwise: int = 0) -> int:
    """A number of things, else `otherwise`."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else otherwise


def objects(value: object) -> list[JsonObject]:
    """The objects of a list."""
    found: list[Any] = value if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType] - JSON
    return [one for one in found if isinstance(one, dict)]
