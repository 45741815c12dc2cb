"""What every body shares: tolerant readers of members, words, times and lists."""

from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator
from pydantic.alias_generators import to_camel

_YEAR_ONE = "0001-"
"""The service's zero time means "no time" (contract, section 1)."""


def moment(value: Any) -> datetime | None:
    """A time of the wire in UTC; None for a missing, zero or unreadable one. Fractions beyond microseconds are cut."""
    if isinstance(value, datetime):
        found = value
    elif isinstance(value, str) and value and not value.startswith(_YEAR_ONE):
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            return None
    else:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def word(value: Any) -> Any:
    """A status or state; letter case and blanks around it don't matter."""
    return value.strip().lower() if isinstance(value, str) else value


def _text(value: Any) -> Any:
    return "" if value is None else value


def _strings(value: Any) -> tuple[str, ...]:
    """A list of strings; null and entries of another kind are left out."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list | tuple) else ()


def _states(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {str(name): word(state) for name, state in value.items() if isinstance(state, str)}


def _whole(value: Any) -> Any:
    return 0 if value is None else value


Time = Annotated[datetime | None, BeforeValidator(moment)]
Word = Annotated[str, BeforeValidator(lambda v: word(_text(v)))]
"""Every enum of an answer is open, so it stays a string."""
Text = Annotated[str, BeforeValidator(_text)]
Strings = Annotated[tuple[str, ...], BeforeValidator(_strings)]
States = Annotated[dict[str, str], BeforeValidator(_states)]
"""Component → state."""
Whole = Annotated[int, BeforeValidator(_whole)]


class Wire(BaseModel):
    """Base: camelCase, unknown members ignored, letter case of members tolerated."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True
    )

    @model_validator(mode="before")
    @classmethod
    def _any_case(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        known, by_lower = _members(cls)
        strange = [name for name in value if name not in known]
        if not strange:
            return value
        renamed = {by_lower[low]: value[name] for name in strange if (low := str(name).lower()) in by_lower}
        return {**renamed, **{name: v for name, v in value.items() if name in known}}


@cache
def _members(model: type[Wire]) -> tuple[frozenset[str], dict[str, str]]:
    aliases = {field.alias or name for name, field in model.model_fields.items()}
    return frozenset(aliases | set(model.model_fields)), {alias.lower(): alias for alias in aliases}
