"""What a persona is told: the person's words and the state under them, as the dialogue fences them, or plain text. Pure."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from assistant.models.names import respelt
from assistant.models.scripted.answer import Asked

JsonObject = dict[str, Any]
VALIDATE = "catalyst.deployments.validate"
CREATE = "catalyst.deployments.create"
_PERSON = re.compile(r"<person>\s*(.*?)\s*</person>", re.DOTALL)
_STATE = re.compile(r"<state>(.*?)</state>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Told:
    """The last message of the person."""

    words: str
    state: JsonObject = field(default_factory=dict[str, Any])
    """As it stood before those words."""


def told(asked: Asked) -> Told:
    """Taken apart."""
    text = asked.user_text
    person, state = _PERSON.search(text), _STATE.search(text)
    try:
        body: Any = json.loads(state[1]) if state else {}
    except ValueError:
        body = {}
    return Told(person[1] if person else text, body if isinstance(body, dict) else {})  # pyright: ignore[reportUnknownArgumentType] - JSON


def offers(asked: Asked, tool: str) -> bool:
    """The tool is among those offered."""
    return any(offer.name == respelt(tool) for offer in asked.request.tools)
