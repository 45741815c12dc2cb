"""One message of the person, from any route: queued behind the turn in flight, masked, logged, answered."""

from assistant.api.services import Services
from assistant.conversation import Conversation
from assistant.problems import Problem, closed
from assistant.store import Entry
from dialogue import events as ev
from dialogue.understanding.privacy import mask

MOST_WAITING = 32
"""Messages that may wait for the turn in flight of one conversation."""


async def take_turn(
    services: Services, conversation: Conversation, text: str, *, device: str, acknowledge: bool
) -> list[Entry]:
    """Say `text` and wait until the assistant waits for the person again, a minute at most.

    Args:
        acknowledge: everything before counts as shown (the request-response route).

    Returns:
        What was logged since the turn began.

    Raises:
        Problem: conversation_closed, busy.
    """
    if conversation.waiting >= MOST_WAITING:
        raise Problem(429, "busy", "Too many messages wait already.", "Wait for the reply, then send it again.")
    conversation.waiting += 1
    try:
        async with conversation.turns:
            # A turn may be open without a message of theirs (a secret was typed, an address verified).
            await conversation.settle(conversation.state.seq)
            begin = conversation.state.seq
            if conversation.state.closed:
                raise closed()
            if acknowledge:
                await conversation.tell(ev.Shown(upto=begin, how="turn"))
            seq = await conversation.tell(_said(services, conversation, text), device=device)
            await conversation.settle(seq)
            return await conversation.read_all(begin)
    finally:
        conversation.waiting -= 1


def _said(services: Services, conversation: Conversation, text: str) -> ev.UserSaid:
    state = conversation.state
    masked = mask(text, code_expected=bool(state.code_sent_to or state.code_requested_for))
    digest = services.codes.digest(conversation.id, masked.code) if masked.code else None
    return ev.UserSaid(text=masked.text, code_digest=digest, masked=masked.kinds)
