"""What the routes work with, and who may call them."""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from aiohttp import web

from assistant.api.floor import Floor
from assistant.conversation import Conversation
from assistant.conversations import Conversations, UnknownConversation
from assistant.identity.buckets import Limiter, Rate
from assistant.identity.codes import Codes
from assistant.identity.tokens import Tokens
from assistant.identity.vault import Vault
from assistant.metrics import Metrics
from assistant.problems import Problem, forbidden, unauthorised
from dialogue.events import ConversationStarted, JsonObject
from dialogue.state import State

if TYPE_CHECKING:
    from assistant.voice.service import Voice

WEB_DIST = Path(__file__).parents[2] / "web" / "dist"
GOODBYE_S = 0.5
NEW_CONVERSATIONS = Rate(burst=600, per_second=10)
"""Per address, loopback exempt."""


class Handovers(Protocol):
    """Mints links into a finished Sovereign."""

    async def mint(self, deployment_id: str) -> str:
        """A fresh one-time address; never stored, never logged. Raises Problem."""
        ...


class OpenStreams:
    """Endless answers that are being given; a stop of the server ends them."""

    def __init__(self) -> None:
        self._ends: dict[object, Callable[[], Awaitable[object]]] = {}

    @contextmanager
    def added(self, end: Callable[[], Awaitable[object]] | None = None) -> Generator[None]:
        """While one is given; `end` lets its reader go (the current task is cancelled when there is none)."""
        task = asyncio.current_task()
        key = object()

        async def cancel() -> None:
            if task is not None:
                task.cancel()

        self._ends[key] = end or cancel
        try:
            yield
        finally:
            del self._ends[key]

    async def end(self) -> None:
        """All of them, with a moment for goodbyes."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE_S):
                await asyncio.gather(*(end() for end in list(self._ends.values())), return_exceptions=True)


@dataclass(slots=True)
class Services:
    """Everything behind the routes."""

    conversations: Conversations
    tokens: Tokens
    codes: Codes
    vault: Vault
    handovers: Handovers
    view: Callable[[State], JsonObject]
    past_runs: Callable[[State], JsonObject | None] = lambda _: None
    """How long a deployment like the one that runs took before."""
    metrics: Metrics = field(default_factory=Metrics)
    floor: Floor = field(default_factory=Floor)
    """Turns that are thought about at once."""
    started: Callable[[], ConversationStarted] = ConversationStarted
    """First event of a new conversation: engine, account, whether the service is emulated."""
    base_url: str = ""
    """How browsers reach us."""
    web_dist: Path = WEB_DIST
    healthy: Callable[[], bool] = lambda: True
    emulated: Callable[[], bool] = lambda: False
    """catalyst-api is an emulator; the page says so."""
    names: Callable[[], JsonObject] = dict
    """What regions and apps are called, for the page."""
    secret_stored: Callable[[str], Awaitable[None]] | None = None
    """Told after a secret was put into the vault, before the conversation hears of it."""
    prepared: Callable[[str], Awaitable[bool]] | None = None
    """Whether an agent prepared this conversation for somebody's approval."""
    newcomers: Limiter = field(default_factory=lambda: Limiter(NEW_CONVERSATIONS))
    open_streams: OpenStreams = field(default_factory=OpenStreams)
    voice: "Voice | None" = None
    """Voice lines; None where there are none, as in other programs than the server."""
    demonstration: bool = False
    """A presenter shows it; the page says so."""
    closing: bool = False


SERVICES: web.AppKey[Services] = web.AppKey("services", Services)


@dataclass(frozen=True, slots=True)
class Caller:
    """A checked token."""

    conversation: str
    device: str
    """Digest of the token."""


def bearer(request: web.Request) -> str:
    """The token of the Authorization header; empty when there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def authenticate(request: web.Request, token: str) -> Caller:
    """Whose token it is. Raises Problem: unauthorised."""
    found = await request.app[SERVICES].tokens.conversation(token)
    if found is None:
        raise unauthorised()
    return Caller(conversation=found[1], device=found[0])


async def authorised(request: web.Request) -> tuple[Caller, Conversation]:
    """The caller and the conversation of the route, decided by the token alone, so that an id that doesn't exist looks
    like one that belongs to somebody else. Raises Problem."""
    caller = await authenticate(request, bearer(request))
    wanted = request.match_info.get("id")
    if wanted is not None and wanted != caller.conversation:
        raise forbidden()
    return caller, await opened(request, caller)


async def opened(request: web.Request, caller: Caller) -> Conversation:
    """The caller's conversation. Raises Problem."""
    try:
        return await request.app[SERVICES].conversations.get(caller.conversation)
    except UnknownConversation:
        raise unauthorised() from None


async def verified(request: web.Request, caller: Caller, state: State) -> None:
    """Only for the device on which the plan's address was verified. Raises Problem: not_verified."""
    proved = await request.app[SERVICES].tokens.verified_email(caller.device)
    if proved is None or proved != state.verified_email or not state.email_verified:
        raise Problem(
            403,
            "not_verified",
            "This needs the device on which the e-mail address was verified.",
            "Ask for a code and type it here, then try again.",
        )
