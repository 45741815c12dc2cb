"""What every event is made of."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class EventModel(BaseModel):
    """Base of every event and of the values inside: frozen, closed, camelCase on the wire."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True
    )
