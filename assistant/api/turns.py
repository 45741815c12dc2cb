"""One message of the person, from any route: queued behind the turn in flight, masked, logged, answered."""

from typing import Protocol

from assistant.api.services import Services
from assistant.conversation import Conversation
from assistant.problems import Problem, closed
from assistant.store import Entry
from dialogue import events as ev
from dialogue.understanding.privacy import mask

MOST_WAITING = 32
"""Messages that may wait for the turn in flight of one conversation."""


class Spoken(Protocol):
    """What is known of a message that was said aloud, beside its text."""

    @property
    def confidence(self) -> float:
        """The recogniser's."""
        ...

    @property
    def words(self) -> tuple[ev.SpokenWord, ...]:
        """With their times."""
        ...

    @property
    def over_us(self) -> bool:
        """See `UserSaid`."""
        ...

    @property
    def guessed(self) -> tuple[str, ...]:
        """See `UserSaid`."""
        ...

    @property
    def whole_of(self) -> int | None:
        """See `UserSaid.continues`."""
        ...


async def take_turn(
    services: Services,
    conversation: Conversation,
    text: str,
    *,
    device: str,
    acknowledge: bool,
    arrived: int | None = None,
    spoken: Spoken | None = None,
) -> list[Entry]:
    """Say `text` and wait until the assistant waits for the person again, a minute at most.

    Args:
        acknowledge: the reply before counts as shown (the request-response route): it had been given when this message
            arrived. A message sent while a turn was in flight answers nothing of that turn, least of all its read-back.
        arrived: last seq of the log when the message came, where that isn't now.
        spoken: what is known of a message that was said aloud.

    Returns:
        What was logged since the turn began.

    Raises:
        Problem: conversation_closed, busy.
    """
    if conversation.waiting >= MOST_WAITING:
        raise Problem(429, "busy", "Too many messages wait already.", "Wait for the reply, then send it again.")
    arrived = conversation.state.seq if arrived is None else arrived
    given = _given(conversation) if acknowledge else 0
    conversation.waiting += 1
    if spoken is None and services.voice is not None:
        await services.voice.hush(conversation.id)
    try:
        async with conversation.turns:
            # A turn may be open without a message of theirs (a secret was typed, an address verified).
            await conversation.settle(conversation.state.seq)
            begin = conversation.state.seq
            if conversation.state.closed:
                raise closed()
            async with services.floor.taken():
                if given > conversation.state.shown_upto:
                    await conversation.tell(ev.Shown(upto=given, how="turn"))
                seq = await conversation.tell(_said(services, conversation, text, arrived, spoken), device=device)
                await conversation.settle(seq)
            return await conversation.read_all(begin)
    finally:
        conversation.waiting -= 1


def _given(conversation: Conversation) -> int:
    """Up to where replies have been given out: not those of a turn in flight."""
    if conversation.state.open_turn is not None:
        return conversation.state.open_turn - 1
    return 0 if conversation.waiting else conversation.state.seq


def _said(services: Services, conversation: Conversation, text: str, arrived: int, spoken: Spoken | None) -> ev.UserSaid:
    state = conversation.state
    masked = mask(text, code_expected=state.hides_codes)
    digest = services.codes.digest(conversation.id, masked.code) if masked.code and state.awaits_code else None
    said = ev.UserSaid(text=masked.text, code_digest=digest, masked=masked.kinds, after=arrived)
    if spoken is None:
        return said
    words = () if masked.text != text or masked.kinds else spoken.words  # what is hidden in the text isn't told word by word
    return said.model_copy(
        update={
            "channel": "voice", "confidence": spoken.confidence, "words": words, "over_us": spoken.over_us,
            "guessed": spoken.guessed, "continues": spoken.whole_of,
        }
    )  # fmt: skip
