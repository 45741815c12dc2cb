"""What the actor's commands reach: tools, codes and deployments. Failures become events, never exceptions."""

from dataclasses import dataclass

from assistant.logs import get_logger
from assistant.ports import CodeSender, Deployments, Toolbox
from dialogue import events as ev
from dialogue.state import CREATE

_LOG = get_logger("concierge.effects")


@dataclass(frozen=True, slots=True)
class Effects:
    """The ports of one process, shared by all conversations."""

    toolbox: Toolbox
    codes: CodeSender
    deployments: Deployments

    async def call(self, conversation: str, call_id: str, tool: str, arguments: ev.JsonObject) -> ev.ToolReturned:
        """Call a tool; whatever goes wrong comes back as a typed error."""
        try:
            outcome = await self.toolbox.call(tool, arguments, conversation=conversation)
        except Exception:
            _LOG.exception("tool call failed", conversation=conversation, tool=tool)
            error = ev.ToolError(
                code="internal",
                message="Something went wrong on our side.",
                outcome="unknown" if tool == CREATE else "refused",
            )
            return ev.ToolReturned(call_id=call_id, tool=tool, ok=False, error=error)
        if outcome.ok:
            return ev.ToolReturned(call_id=call_id, tool=tool, ok=True, result=outcome.result)
        failure = outcome.error
        error = ev.ToolError(
            code=failure.code if failure else "internal",
            message=failure.message if failure else "",
            outcome=failure.outcome if failure else "refused",
        )
        return ev.ToolReturned(call_id=call_id, tool=tool, ok=False, error=error)
