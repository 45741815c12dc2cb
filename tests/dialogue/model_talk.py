"""A conversation with a scripted model, in virtual time: what it is asked is kept, what it answers is said before."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dialogue import events as ev
from dialogue.commands import CallModel, Command
from dialogue.core import Core
from dialogue.engines.model.engine import ModelSetup
from dialogue.engines.model.request import ModelRequest, ToolOffer
from dialogue.state import CREATE, VALIDATE
from tests.dialogue.talk import LEXICON, PHRASES, Talk

LISTS = "marketplace.region.list"
EVENTS = "catalyst.deployments.events"
TOOLS = tuple(ToolOffer(name, f"Use {name}.", {"type": "object"}) for name in (VALIDATE, CREATE, LISTS, EVENTS))
Answer = ev.ModelAnswered | ev.ModelFailed
Scripted = Answer | Callable[[ModelRequest], Answer]


def core(ceiling_usd: float = 1.0) -> Core:
    """The core with a model that has these tools."""
    return Core(LEXICON, PHRASES, model=ModelSetup("You are the concierge.", TOOLS, ceiling_usd))


CORE = core()


def says(text: str, *, cost: float = 0.0) -> Answer:
    """It only speaks."""
    return ev.ModelAnswered(call_id="", text=text, usage=ev.Usage(input=10, output=5), cost_usd=cost)


def calls(*wanted: tuple[str, dict[str, Any]], text: str = "") -> Answer:
    """It wants these tools called."""
    made = tuple(ev.ModelCall(id=f"c{i}-{tool[-8:]}", tool=tool, arguments=arguments) for i, (tool, arguments) in enumerate(wanted))
    return ev.ModelAnswered(call_id="", text=text, calls=made, stop="tools")


def plans(text: str = "", **members: Any) -> Answer:
    """It understood this about the plan."""
    return calls((VALIDATE, members), text=text)


def fails(code: Any = "timeout", spoken: str = "") -> Answer:
    """There is no answer."""
    return ev.ModelFailed(call_id="", code=code, spoken=spoken)


@dataclass
class ModelTalk(Talk):
    """`script`: its answers, one for each request."""

    started: ev.ConversationStarted = field(default_factory=lambda: ev.ConversationStarted(engine="anthropic"))
    core: Core = CORE
    script: deque[Scripted] = field(default_factory=deque)
    requests: list[ModelRequest] = field(default_factory=list)
    silent: bool = False
    """The answer never comes: it waits in `held`."""

    def model(self, *answers: Scripted) -> "ModelTalk":
        """Its next answers."""
        self.script.extend(answers)
        return self

    @property
    def refusals(self) -> list[str]:
        """Codes of what the dispatcher refused."""
        return [e.event.code for e in self.log if isinstance(e.event, ev.ToolRefused)]

    def results(self, request: int = -1) -> list[dict[str, Any]]:
        """What the tools brought, as the model reads it in that request."""
        last = self.requests[request].messages[-1]
        return [{"ok": result.ok, **result.body} for result in last.results]

    def told(self, request: int = -1) -> dict[str, Any]:
        """The state that came with the person's last message in that request."""
        text = next(m.text for m in reversed(self.requests[request].messages) if m.role == "user")
        return json.loads(text.split("<state>")[1].removesuffix("</state>"))

    def _do(self, command: Command) -> None:
        if not isinstance(command, CallModel):
            return super()._do(command)
        request = command.request
        asked = ev.ModelAsked(call_id=command.call_id, round=command.round, messages=len(request.messages), prompt_sha256=request.sha256())
        self._take(asked)
        if self._dead:
            return None
        self.requests.append(request)
        assert self.script, f"the model is asked once more than the script answers: {request.messages[-1]}"
        made = self.script.popleft()
        answer = made(request) if callable(made) else made
        spoken = answer.text if isinstance(answer, ev.ModelAnswered) else answer.spoken
        events = [ev.ModelSpoke(call_id=command.call_id, text=spoken)] if spoken else []
        (self.held if self.silent else self._inbox).extend([*events, answer.model_copy(update={"call_id": command.call_id})])
        return None

    def _result(self, tool: str, arguments: ev.JsonObject) -> ev.JsonObject:
        known = {LISTS: {"items": [{"region": "fsn1"}], "count": 1}, EVENTS: {"events": [], "done": False}}
        return known[tool] if tool in known else super()._result(tool, arguments)
