"""What a language model is given in this process: the system prompt from `prompts/`, and the toolbox's tools as it should see them."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from dialogue.engines.model.engine import ModelSetup
from dialogue.engines.model.request import ToolOffer

SYSTEM = Path(__file__).parents[1] / "prompts" / "system" / "concierge.md"
_FRONT = re.compile(r"\A---\n(?P<front>.*?)\n---\n", re.DOTALL)
_GATES_OWN = ("plan", "current")
"""Arguments that the dispatcher fills in: a second place for the members, the plan before."""
WITHHELD = frozenset({"catalyst.deployments.find", "catalyst.deployments.retry", "catalyst.sshkey.generate", "catalyst.openapi"})
"""What the dialogue does by itself, and what is of no use to somebody who speaks with a customer."""


class Tool(Protocol):
    """A tool as `tools/list` gives it."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def description(self) -> str | None:
        """What it is for."""
        ...

    @property
    def input_schema(self) -> dict[str, Any]:
        """JSON Schema of the arguments."""
        ...


class BadPrompt(ValueError):
    """The system prompt has no front matter with name and version."""


def system_prompt(text: str | None = None) -> tuple[str, str]:
    """(`name@version`, the prompt without its front matter). Raises BadPrompt."""
    text = SYSTEM.read_text(encoding="utf-8") if text is None else text
    front = _FRONT.match(text)
    fields = dict(line.split(": ", 1) for line in front["front"].splitlines() if ": " in line) if front else {}
    if not front or not {"name", "version"} <= fields.keys():
        raise BadPrompt("A system prompt begins with its name and version.")
    return f"{fields['name']}@{fields['version']}", text[front.end() :].strip()


def offers(tools: Iterable[Tool]) -> tuple[ToolOffer, ...]:
    """The tools in scope, by name: the same for the whole life of a conversation, since providers cache from the beginning."""
    found = [ToolOffer(t.name, t.description or "", _seen(t.input_schema)) for t in tools if t.name not in WITHHELD]
    return tuple(sorted(found, key=lambda offer: offer.name))


def setup(tools: Iterable[Tool], *, ceiling_usd: float) -> ModelSetup:
    """What every request of this process has in common."""
    return ModelSetup(system_prompt()[1], offers(tools), ceiling_usd)


def _seen(schema: dict[str, Any]) -> dict[str, Any]:
    members: dict[str, Any] = schema.get("properties", {})
    if "digest" in members:
        return {"type": "object", "properties": {}, "additionalProperties": False}  # what is created is the plan that stands
    if not members.keys() & set(_GATES_OWN):
        return schema
    kept = {name: part for name, part in members.items() if name not in _GATES_OWN}
    definitions = {name: part for name, part in schema.get("$defs", {}).items() if name != "Draft"}
    rest = {key: part for key, part in schema.items() if key not in ("properties", "$defs")}
    return {**rest, "properties": kept, **({"$defs": definitions} if definitions else {})}
