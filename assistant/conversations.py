"""All conversations of this process: created, loaded from their logs when needed, unloaded when idle."""

import asyncio
import secrets
import time
from contextlib import suppress

from assistant.conversation import Conversation
from assistant.effects import Effects
from assistant.logs import get_logger
from assistant.ports import CoreLike
from assistant.store import EventStore, lines
from dialogue.events import ConversationStarted, Event

_LOG = get_logger("concierge.conversations")
IDLE_SECONDS = 600.0
SWEEP_SECONDS = 30.0


class UnknownConversation(LookupError):
    """No log has this id."""


class Conversations:
    """Actors by id; at most one per id."""

    def __init__(self, core: CoreLike, store: EventStore, effects: Effects) -> None:
        self._core = core
        self._store = store
        self._effects = effects
        self._loaded: dict[str, Conversation] = {}
        self._used: dict[str, float] = {}
        self._loading: dict[str, asyncio.Task[Conversation]] = {}
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take up everything that a stop or a crash left unfinished."""
        self._sweeper = asyncio.create_task(self._sweep())
        for conversation_id in await self._store.unfinished():
            try:
                await self.get(conversation_id)
            except Exception:
                _LOG.exception("conversation can't be taken up", conversation=conversation_id)

    async def stop(self) -> None:
        """End every actor."""
        if self._sweeper:
            self._sweeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._sweeper
        for conversation in list(self._loaded.values()):
            await conversation.stop()
        self._loaded.clear()

    async def create(self, started: ConversationStarted, *first: Event) -> Conversation:
        """A new conversation whose log begins with `started`."""
        conversation_id = secrets.token_urlsafe(12)
        await self._store.write(conversation_id, lines(0, self._store.now(), [started, *first]), settled=not first)
        return await self.get(conversation_id)

    async def get(self, conversation_id: str) -> Conversation:
        """The actor, loaded when necessary. Raises UnknownConversation."""
        self._used[conversation_id] = time.monotonic()
        conversation = self._loaded.get(conversation_id)
        if conversation is not None:
            return conversation
        loading = self._loading.get(conversation_id)
        if loading is None:
            loading = asyncio.create_task(self._load(conversation_id))
            self._loading[conversation_id] = loading
            loading.add_done_callback(lambda _: self._loading.pop(conversation_id, None))
        return await asyncio.shield(loading)

    async def _load(self, conversation_id: str) -> Conversation:
        if await self._store.get(conversation_id) is None:
            self._used.pop(conversation_id, None)
            raise UnknownConversation(conversation_id)
        conversation = Conversation(conversation_id, self._core, self._store, self._effects)
        await conversation.start()
        self._loaded[conversation_id] = conversation
        return conversation

    def __len__(self) -> int:
        """Conversations in memory."""
        return len(self._loaded)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            limit = time.monotonic() - IDLE_SECONDS
            for conversation_id, conversation in list(self._loaded.items()):
                if self._used.get(conversation_id, 0.0) < limit and not conversation.busy:
                    self._loaded.pop(conversation_id)
                    self._used.pop(conversation_id, None)
                    await conversation.stop()
