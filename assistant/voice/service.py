"""Every voice line of this process: opened, moved to another path, bounded in number, ended. Light to import: what is heavy
comes with the models, when the first person is about to speak."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.conversation import Conversation
from assistant.identity.buckets import Limiter, Rate
from assistant.problems import Problem
from assistant.voice.board import Board
from assistant.voice.figures import VoiceFigures
from assistant.voice.ice import IceServer, ice_servers
from assistant.voice.studio import Models, Studio, VoiceUnavailable
from assistant.voice.together import Together

if TYPE_CHECKING:
    from assistant.voice.line import Line
    from assistant.voice.paths import Path
    from assistant.voice.room import Room
    from assistant.voice.utterance import Utterance
    from dialogue.words import Words
    from speech.transport.peer import LineEnds

MOST_LINES = 64
"""In the whole process."""
MOST_HERE = 3
"""In one conversation, one for each device."""
OFFERS = Rate(burst=6, per_second=0.5)
"""Of one device."""
ALL_OFFERS = Rate(burst=40, per_second=10)
"""Of everybody together: each costs a negotiation."""
Tell = Callable[[Conversation, str, "Utterance"], Awaitable[int | None]]
"""Says it in the conversation, from that device; where it stands in the log."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How paths are found."""

    stun: Sequence[str] = ()
    turn: Sequence[str] = ()
    secret: str = ""
    loopback: bool = False
    """127.0.0.1 is offered too: the browser runs on this machine."""


@dataclass(slots=True)
class Voice:
    """What the routes work with."""

    studio: Studio
    words: "Words"
    figures: VoiceFigures
    reach: Reach = field(default_factory=Reach)
    board: Board = field(default_factory=Board)
    tell: Tell | None = None
    """Set before the first line is opened."""
    _lines: "dict[str, Line]" = field(default_factory=dict[str, "Line"])
    _room: "Room | None" = None
    _by_device: Limiter = field(default_factory=lambda: Limiter(OFFERS))
    _together: Limiter = field(default_factory=lambda: Limiter(ALL_OFFERS))
    _heard: Together = field(default_factory=Together)
    _opening: set[str] = field(default_factory=set[str])
    """Devices whose line is being agreed on."""
    _pending: "set[Line]" = field(default_factory=set["Line"])
    """New lines that are being agreed on: each has its place already."""
    _closing: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    def begin(self) -> None:
        """Somebody may speak soon: load the models."""
        self.studio.begin()

    def servers(self, who: str) -> list[IceServer]:
        """STUN and TURN, with fresh passwords."""
        return ice_servers(self.reach.stun, self.reach.turn, self.reach.secret, who=who[:16], now=time.time())

    async def describe(self, who: str) -> dict[str, Any]:
        """What the page must know before it asks for the microphone. At once: what is loading is told by what will be there."""
        standing = await self.studio.standing()
        models, outlook = self.studio.models, self.studio.outlook
        there = standing != "none"
        spoken = models.mouth_languages if models else outlook.mouth_languages if there else ()
        voice = {
            "ears": there,
            "mouth": models.mouth is not None if models else bool(spoken),
            "languages": list(models.languages if models else outlook.languages if there else ()),
            "mouth_languages": list(spoken),
        }
        return {"iceServers": [server.json() for server in self.servers(who)], "voice": voice, "models": standing}

    # ── lines ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def answer(self, conversation: Conversation, device: str, offer: str, old: str = "") -> tuple[str, str]:
        """The id of a line over WebRTC, and the answer to its offer. Raises Problem."""
        with self._admitted(device):
            return await self._answer(conversation, device, offer, old)

    async def _answer(self, conversation: Conversation, device: str, offer: str, old: str) -> tuple[str, str]:
        models = await self._models()
        from assistant.voice.paths import PeerPath  # noqa: PLC0415 - with the models
        from speech.transport.sdp import OfferRefused, check_offer  # noqa: PLC0415 - as above

        try:
            check_offer(offer)
        except OfferRefused as refused:
            raise self._bad_offer(refused.code, str(refused)) from None
        line, fresh = await self._line(conversation, device, old)
        number, ends = line.ways.ends()
        path = PeerPath(models.media, ends, self.servers(device), loopback=self.reach.loopback)
        try:
            answer = await path.answer(offer)
        except BaseException as error:
            await path.close()
            await self._not_opened(line, fresh=fresh)
            if isinstance(error, OfferRefused):
                raise self._bad_offer(error.code, str(error)) from None
            raise
        if line.closed:  # its conversation ended meanwhile, or somebody hung up
            await path.close()
            raise _unknown_line()
        return self._opened(line, number, path, old), answer

    async def socket(
        self, conversation: Conversation, device: str, make: "Callable[[Models, LineEnds], Path]", old: str = ""
    ) -> str:
        """The id of a line over a path that needs no agreement. Raises Problem."""
        with self._admitted(device):
            models = await self._models()
            line, fresh = await self._line(conversation, device, old)
            number, ends = line.ways.ends()
            try:
                path = make(models, ends)
            except BaseException:
                await self._not_opened(line, fresh=fresh)
                raise
            return self._opened(line, number, path, old)

    async def hang_up(self, conversation: str, line_id: str) -> None:
        """The person has ended it. Raises Problem: unknown_line."""
        line = self._lines.get(line_id)
        if line is None or line.conversation.id != conversation:
            raise _unknown_line()
        await self._end(line)

    def mute(self, conversation: str, device: str, on: bool) -> bool:
        """The device's microphone; False when it has no line."""
        found = self._of(conversation, device)
        for line in found:
            line.mute(on)
        return bool(found)

    def talk(self, conversation: str, device: str, on: bool) -> bool:
        """Push-to-talk; False when it has no line."""
        found = self._of(conversation, device)
        for line in found:
            line.talk(on)
        return bool(found)

    async def hush(self, conversation: str, *, but: str = "") -> bool:
        """Stop speaking, but for that device; the log then knows what was heard. False when nothing was being said."""
        return any([await line.hush() for line in self._of(conversation) if line.device != but])

    async def close(self) -> None:
        """All lines, then the models."""
        for line in list(self._lines.values()):
            await self._end(line)
        await self.studio.close()

    @property
    def lines(self) -> int:
        """Open ones."""
        return len(self._lines)

    def lines_of(self, conversation: str) -> int:
        """Open ones in one conversation."""
        return len(self._of(conversation))

    # ── inside ────────────────────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _admitted(self, device: str) -> Generator[None]:
        """One at a time of each device, not too many of all. Raises Problem."""
        now = time.monotonic()
        wait = 1.0 if device in self._opening else self._by_device.wait(device, now) or self._together.wait("", now)
        if wait > 0:
            self.figures.refused.labels(code="too_many_offers").inc()
            seconds = max(1, int(wait + 0.999))
            raise Problem(429, "too_many_offers", "Voice lines are being opened too fast.", f"Try again in {seconds} seconds.", retry_after=seconds)
        self._opening.add(device)
        try:
            yield
        finally:
            self._opening.discard(device)

    async def _models(self) -> Models:
        try:
            return await self.studio.ready()
        except VoiceUnavailable as missing:
            raise Problem(503, "voice_unavailable", str(missing), "Type instead, or try again later.", retry_after=30) from None

    def _bad_offer(self, code: str, why: str) -> Problem:
        self.figures.refused.labels(code=code).inc()
        return Problem(400, "bad_offer", why, "Offer one audio stream in Opus, with ICE and DTLS.")

    async def _line(self, conversation: Conversation, device: str, old: str) -> "tuple[Line, bool]":
        """The line that goes on, or a new one (True). A device has one: whoever comes without the old one's name begins anew."""
        there = self._lines.get(old) if old else None
        if there is not None and there.conversation.id == conversation.id and there.device == device:
            return there, False
        for other in self._of(conversation.id, device):
            await self._end(other)
        here = [line for line in self._pending if line.conversation.id == conversation.id]
        if len(self._lines) + len(self._pending) >= MOST_LINES or len(self._of(conversation.id)) + len(here) >= MOST_HERE:
            self.figures.refused.labels(code="too_many_lines").inc()
            raise Problem(429, "too_many_lines", "Too many voice lines are open.", "End one, or type instead.", retry_after=10)
        from assistant.voice.line import Line  # noqa: PLC0415 - with the models

        async def tell(said: "Utterance") -> int | None:
            await self.hush(conversation.id, but=device)  # its own line has heard for itself what cut it short
            return await self.tell(conversation, device, said) if self.tell is not None else None

        line = Line(self._shared(), conversation, device, tell, has_floor=self._speaks, ended=self._leave)
        self._pending.add(line)
        return line, True

    def _shared(self) -> "Room":
        if self._room is None:
            from assistant.voice.expecting import Expecting  # noqa: PLC0415 - with the models
            from assistant.voice.room import Room  # noqa: PLC0415 - as above

            assert self.studio.models is not None  # noqa: S101 - they are ready
            self._room = Room(self.studio.models, self.board, self.figures, Expecting(self.words.lexicon), self.words, self._elsewhere)
        return self._room

    def _opened(self, line: "Line", number: int, path: "Path", old: str) -> str:
        if self._lines.get(old) is line:
            del self._lines[old]
        line_id = secrets.token_urlsafe(9)
        self._pending.discard(line)
        self._lines[line_id] = line
        line.attach(number, path, line_id)
        return line_id

    async def _not_opened(self, line: "Line", *, fresh: bool) -> None:
        """Its new path came to nothing."""
        self._pending.discard(line)
        if fresh:
            await line.close()
        else:
            line.ways.gave_up()

    def _of(self, conversation: str, device: str | None = None) -> "list[Line]":
        return [
            line for line in self._lines.values()
            if line.conversation.id == conversation and device in (None, line.device)
        ]  # fmt: skip

    def _speaks(self, line: "Line") -> bool:
        """Of several lines in one conversation, that of whoever spoke last."""
        return max(self._of(line.conversation.id), key=lambda one: one.spoke_at, default=line) is line

    def _elsewhere(self, line: "Line", text: str) -> bool:
        """It isn't this device's person who says it, or they were heard already: another device in the same room speaks it, or heard it."""
        others = [other for other in self._of(line.conversation.id) if other is not line]
        if not others:
            return False
        now = asyncio.get_running_loop().time()
        return any(other.speaks_of(text) for other in others) or self._heard.again(line.conversation.id, line.device, text, now)

    def _leave(self, line: "Line") -> None:
        """By itself: nobody came back."""
        task = asyncio.get_running_loop().create_task(self._end(line))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _end(self, line: "Line") -> None:
        if self._lines.get(line.id) is line:
            del self._lines[line.id]
        await line.close()


def _unknown_line() -> Problem:
    return Problem(404, "unknown_line", "There is no such voice line.", "Open a new one.")
