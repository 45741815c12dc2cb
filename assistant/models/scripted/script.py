"""Scripts: a list of rules, in Python or YAML; the first one that fits and isn't used up answers."""

import re
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from assistant.models.names import respelt
from assistant.models.port import NothingScripted, Stop
from assistant.models.scripted.answer import Answer, Asked, Call, Fault, FaultKind, Quirk

Seconds = Annotated[float, Field(ge=0, le=600)]


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class When(_Closed):
    """All of it must fit; nothing fits everything."""

    user: str | None = None
    """Pattern somewhere in the last message of a person, whatever its case."""
    result_of: str | None = None
    """The request brings a result of this tool."""
    result: str | None = None
    """Pattern somewhere in the results that the request brings."""
    first: bool | None = None
    """It brings no results (true), or some (false)."""

    def fits(self, asked: Asked) -> bool:
        """Whether the request is the one meant."""
        bodies = " ".join(str(result.body) for result in asked.results)
        tools = {respelt(result.tool) for result in asked.results}
        return (
            (self.user is None or re.search(self.user, asked.user_text, re.IGNORECASE) is not None)
            and (self.result_of is None or respelt(self.result_of) in tools)
            and (self.result is None or re.search(self.result, bodies, re.IGNORECASE) is not None)
            and (self.first is None or self.first == (not asked.results))
        )


class ScriptedCall(_Closed):
    """A call; arguments as text go onto the wire as they are, mistakes included."""

    tool: str
    arguments: dict[str, Any] | str = Field(default_factory=dict[str, Any])


class ScriptedFault(_Closed):
    """See `Fault`."""

    kind: FaultKind
    after: int = 3
    seconds: Seconds = 60.0
    retry_after: Seconds | None = None
    naming: str = ""


class Rule(_Closed):
    """When to answer what."""

    when: When = When()
    say: str = ""
    calls: tuple[ScriptedCall, ...] = ()
    stop: Stop | None = None
    thinking: str = ""
    pieces: tuple[str, ...] = ()
    pace: Seconds = 0.0
    usage: dict[str, int] | None = None
    fault: ScriptedFault | None = None
    quirks: frozenset[Quirk] = frozenset()
    times: int | None = None
    """So often at most."""

    def answer(self) -> Answer:
        """What it says."""
        return Answer(
            text=self.say or "".join(self.pieces),
            calls=tuple(Call(call.tool, call.arguments) for call in self.calls),
            stop=self.stop,
            thinking=self.thinking,
            pieces=self.pieces,
            pace=self.pace,
            usage=self.usage,
            fault=Fault(**self.fault.model_dump()) if self.fault else None,
            quirks=self.quirks,
        )


class _File(_Closed):
    rules: tuple[Rule, ...]


class Script:
    """A brain that goes by rules."""

    def __init__(self, *rules: Rule) -> None:
        self._rules = rules
        self._used = [0] * len(rules)

    @classmethod
    def load(cls, path: Path) -> "Script":
        """From YAML: `rules:` and a list. Raises pydantic.ValidationError, yaml.YAMLError, OSError."""
        return cls(*_File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).rules)

    def answer(self, asked: Asked) -> Answer:
        """See `Brain`."""
        for place, rule in enumerate(self._rules):
            if rule.when.fits(asked) and (rule.times is None or self._used[place] < rule.times):
                self._used[place] += 1
                return rule.answer()
        raise NothingScripted("no rule of the script fits this request")


class Always:
    """A brain with one answer, or with these answers one after the other and then the last one for ever."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)

    def answer(self, asked: Asked) -> Answer:
        """See `Brain`."""
        del asked
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
