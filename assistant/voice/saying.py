"""What the assistant says, spoken: clause by clause as it comes, each message once; and how much of it was heard."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from assistant.logs import get_logger
from assistant.voice.playout import Playout
from speech.mouth.clauses import ClauseSplitter
from speech.mouth.mouth import Mouth
from speech.mouth.port import Clip, SpeakingFailed
from speech.turns.echo import is_echo

_LOG = get_logger("concierge.voice")
_LINGERS_S = 2.0
"""After the last word: so long it takes until a turn in which another microphone heard it is over."""
_AHEAD_S = 6.0
"""So long before it is needed a clause is made: where the voice takes longest it takes a third of what it says, and says 8 s at most."""


@dataclass(slots=True)
class Message:
    """One utterance on its way to somebody's ear."""

    name: str
    seq: int | None = None
    """Of the log; a model's clauses are spoken before it is known."""
    text: str = ""
    """As far as it is there."""
    splitter: ClauseSplitter = field(default_factory=ClauseSplitter)
    started: bool = False
    """Something of it has gone out."""
    dropped: bool = False
    """Cut short: nothing more of it is spoken."""
    failed: bool = False
    """A clause of it couldn't be spoken, or didn't arrive, so that nobody has heard all of it."""
    is_aside: bool = False
    """No message of the log: what becomes of it is nobody's business."""


@dataclass(frozen=True, slots=True)
class _Piece:
    message: Message
    clause: str
    """Empty: the message is complete."""
    language: str


class Saying:
    """One line's. `made` is told of every clip before it is handed on."""

    def __init__(self, mouth: Mouth, playout: Playout, made: Callable[[Message, Clip], None]) -> None:
        self._mouth, self._playout, self._made = mouth, playout, made
        self._pieces: asyncio.Queue[_Piece] = asyncio.Queue()
        self._messages: dict[str, Message] = {}
        self._open: Message | None = None
        """A model is still speaking."""
        self._count = 0
        self._gone = "", float("-inf")
        """What was last spoken, and until when."""
        self.language = "en"
        self._until = float("-inf")
        """The loop's time at which all that is there will have been played, if nothing holds it up."""
        self._making: asyncio.Task[Clip] | None = None
        self._task = asyncio.create_task(self._speak())

    def message(self, name: str) -> Message | None:
        """By the name under which the playout tells of it."""
        return self._messages.get(name)

    @property
    def busy(self) -> bool:
        """Something is spoken or waits to be."""
        return bool(self._messages)

    @property
    def sounding(self) -> bool:
        """Something has begun to go out and isn't over."""
        return any(there.started for there in self._messages.values())

    def clause(self, text: str) -> None:
        """A model has spoken a clause; more follows."""
        there = self._open or self._begin()
        self._open = there
        there.text = f"{there.text} {text}".strip()
        self._push(there, f"{text} ")

    def whole(self, seq: int, text: str) -> None:
        """A message as the log has it. It goes on from the clauses that were spoken already."""
        there, self._open = self._open, None
        if there is not None and not there.dropped and not text.startswith(there.text):
            self._end(there)  # it was cut short: what we say instead is another message
            there = None
        there = there or self._begin()
        there.seq = seq
        rest = text[len(there.text) :] if text.startswith(there.text) else ""
        there.text = text
        self._push(there, rest)
        self._end(there)

    def aside(self, text: str, language: str) -> bool:
        """A few words before the answer, if they are in the cache; what is asked for in vain is there the next time."""
        if not self._mouth.has(text, language):
            self._mouth.prepare(text, language)
            return False
        self.language = language
        there = self._begin()
        there.text, there.is_aside = text, True
        self._push(there, text)
        self._end(there)
        return True

    def stop(self) -> None:
        """The person has the floor; nothing that waits is spoken."""
        for there in self._messages.values():
            there.dropped = True
        while not self._pieces.empty():
            self._pieces.get_nowait()
        if self._making is not None:
            self._making.cancel()
        self._until = float("-inf")
        self._playout.stop()

    def missed(self) -> None:
        """What goes out at this moment may arrive nowhere."""
        for there in self._messages.values():
            there.failed = there.failed or there.started

    def gone(self, name: str) -> Message | None:
        """Played to its end, or dropped."""
        there = self._messages.pop(name, None)
        if there is not None:
            there.dropped = True
            self._gone = there.text, asyncio.get_running_loop().time()
        return there

    def is_heard_in(self, text: str) -> bool:
        """Somebody's microphone has taken up what is being spoken, or was a moment ago."""
        before, until = self._gone
        lingers = [before] if asyncio.get_running_loop().time() - until < _LINGERS_S else []
        return any(is_echo(text, said, faint=False) for said in (*(m.text for m in self._messages.values()), *lingers) if said)

    async def close(self) -> None:
        """Nothing more is spoken."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    def _begin(self) -> Message:
        self._count += 1
        there = Message(f"m{self._count}")
        self._messages[there.name] = there
        self._playout.begin(there.name)
        return there

    def _push(self, there: Message, text: str) -> None:
        for clause in there.splitter.push(text):
            self._pieces.put_nowait(_Piece(there, clause, self.language))

    def _end(self, there: Message) -> None:
        for clause in there.splitter.flush():
            self._pieces.put_nowait(_Piece(there, clause, self.language))
        self._pieces.put_nowait(_Piece(there, "", self.language))

    async def _speak(self) -> None:
        while True:
            piece = await self._pieces.get()
            there = piece.message
            if there.dropped:
                continue
            if not piece.clause:
                self._playout.complete(there.name)
                continue
            try:
                clip = await self._clip(piece)
            except SpeakingFailed as failed:
                there.failed = True
                _LOG.warning("a clause can't be spoken", code=failed.code)
                continue
            if clip is not None and not there.dropped:
                self._until = max(self._until, asyncio.get_running_loop().time()) + clip.ms / 1000
                self._made(there, clip)
                self._playout.add(there.name, clip)

    async def _clip(self, piece: _Piece) -> Clip | None:
        """In time, but not long before: who is interrupted never hears it. None: it was dropped meanwhile."""
        self._making = asyncio.create_task(self._in_time(piece))
        try:
            await asyncio.wait([self._making])
            return None if self._making.cancelled() else self._making.result()
        finally:
            self._making.cancel()
            self._making = None

    async def _in_time(self, piece: _Piece) -> Clip:
        loop = asyncio.get_running_loop()
        early = self._until - loop.time() - _AHEAD_S
        if early > 0:
            await asyncio.sleep(early)
        return await self._mouth.say(piece.clause, piece.language, due=max(self._until, loop.time()))
