"""What the actor's commands reach: tools, codes and deployments. Failures become events, never exceptions."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field

from assistant.logs import get_logger
from assistant.ports import CodeSender, Deployments, Models, NoModels, Toolbox
from dialogue import events as ev
from dialogue.state import CREATE, RETRY

_LOG = get_logger("concierge.effects")


@dataclass(frozen=True, slots=True)
class Effects:
    """The ports of one process, shared by all conversations."""

    toolbox: Toolbox
    codes: CodeSender
    deployments: Deployments
    models: Models = field(default_factory=NoModels)
    patience: float = 180.0
    """Seconds after which a tool that doesn't answer has failed. Above every limit of its own."""

    async def call(self, conversation: str, call_id: str, tool: str, arguments: ev.JsonObject) -> ev.ToolReturned:
        """Call a tool; whatever goes wrong comes back as a typed error."""
        try:
            async with asyncio.timeout(self.patience):
                outcome = await self.toolbox.call(tool, arguments, conversation=conversation)
        except Exception:
            _LOG.exception("tool call failed", conversation=conversation, tool=tool)
            error = ev.ToolError(
                code="internal",
                message="Something went wrong on our side.",
                outcome="unknown" if tool in (CREATE, RETRY) else "refused",
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

    async def send_code(self, conversation: str, email: str, language: str) -> ev.CodeSent | ev.CodeFailed:
        """Send a fresh code."""
        return await self._sent(email, self.codes.send(conversation, email, language=language))

    async def settle_code(self, conversation: str, email: str, language: str) -> ev.CodeSent | ev.CodeFailed:
        """After a crash: what became of a code."""
        return await self._sent(email, self.codes.settle(conversation, email, language=language))

    async def check_code(
        self, conversation: str, email: str, digest: str, *, device: str | None
    ) -> ev.EmailVerified | ev.CodeRefused:
        """Compare a code; one that can't be compared needs another one."""
        try:
            return await self.codes.check(conversation, email, digest, device=device)
        except Exception:
            _LOG.exception("code can't be compared", conversation=conversation)
            return ev.CodeRefused(email=email, reason="none_sent")

    async def _sent(self, email: str, work: Awaitable[ev.CodeSent | ev.CodeFailed]) -> ev.CodeSent | ev.CodeFailed:
        try:
            return await work
        except Exception:
            _LOG.exception("code can't be sent")
            return ev.CodeFailed(email=email, code="mail_failed")
