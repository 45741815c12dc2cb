"""One person's voice in one conversation: what they say goes into its log, what it says is spoken to them.

The way the sound travels (`Path`) may be changed under a line while it goes on: what was being said and played stays.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

from assistant.conversation import Conversation, ConversationStopped
from assistant.logs import get_logger
from assistant.problems import Problem
from assistant.voice.captions import Captions
from assistant.voice.expecting import read_in
from assistant.voice.figures import TurnTimes
from assistant.voice.likely import question
from assistant.voice.paths import Path
from assistant.voice.patience import Patience
from assistant.voice.playout import Beat, Playout
from assistant.voice.room import Room
from assistant.voice.saying import Message, Saying
from assistant.voice.utterance import Utterance, utterance
from assistant.voice.ways import Ways
from dialogue import events as ev
from speech.audio import Samples
from speech.mouth.port import Clip
from speech.mouth.speaker import Finished, Progress, Started, Stopped
from speech.turns.events import (
    Duck,
    FadeOut,
    GiveUpPrompting,
    Ignored,
    Reprompt,
    ResumePlayback,
    SpeechStarted,
    StopPlayback,
)
from speech.turns.listener import Caption, Heard, HearingTrouble, Listener, Output

_LOG = get_logger("concierge.voice")
HUSH_S = 0.3
_MOST_UTTERANCES = 16
Tell = Callable[[Utterance], Awaitable[int | None]]


class Line:
    """Everything but the path. Belongs to the event loop; only what `ends` hands out is called elsewhere."""

    def __init__(
        self, room: Room, conversation: Conversation, device: str, tell: Tell, *, has_floor: Callable[["Line"], bool], ended: Callable[["Line"], None]
    ) -> None:
        """`tell` says something in the conversation and returns where it stands in the log; `has_floor`: this line is the one
        that speaks; `ended` is told when nobody has come back."""
        self.id = ""
        self.conversation, self.device = conversation, device
        self.spoke_at = asyncio.get_running_loop().time()
        """When its person last said something, or came."""
        self._room, self._tell, self._has_floor, self._ended = room, tell, has_floor, ended
        self._captions = Captions(lambda frame: room.board.show(conversation.id, frame))
        self._playout = Playout(room.models.media, self._told)
        self._times = TurnTimes(room.figures, conversation.id)
        mouth = room.models.mouth
        self._saying = Saying(mouth, self._playout, self._made) if mouth is not None else None
        self.speaks_of: Callable[[str], bool] = self._saying.is_heard_in if self._saying is not None else lambda _text: False
        """These words are ours, of what is being spoken here or was a moment ago."""
        self._patience = Patience(self._saying, room.words, self._may_speak) if self._saying is not None else None
        self._listener = Listener(
            f"{conversation.id}/{id(self)}", room.models.recogniser, room.models.detector(), self._output,
            turn_model=room.models.turn_model, language=None,
        )  # fmt: skip
        self.ways = Ways(  # the paths under it
            self._heard, self._playout.frame, connected=self._connected, absent=self._absent, soundless=self._soundless,
            lost=lambda: ended(self), count=self._count,
        )
        self._arrived = conversation.state.seq
        """Where the log stood when the person began to speak."""
        self._expected: Any = None
        self._asked_again: str | None = None
        self._heard_before = False
        self._utterances: asyncio.Queue[Utterance] = asyncio.Queue(_MOST_UTTERANCES)
        self._last: tuple[int, str] | None = None
        """seq and text of what was last said on this line."""
        self._interrupting: asyncio.Task[None] | None = None
        self._hushed = asyncio.Event()
        """What was cut short stands in the log."""
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = self._is_absent = False
        self._expect()
        self._spawn(self._follow(conversation.state.seq))
        self._spawn(self._hand_in())
        room.figures.lines.inc()

    def attach(self, number: int, path: Path, line_id: str) -> None:
        """Another path, and the name under which the line goes on."""
        self.id = self._captions.line = line_id
        self.ways.attach(number, path)

    @property
    def closed(self) -> bool:
        """It is over; no path brings it back."""
        return self._closed

    def _connected(self) -> None:
        """Over another path everything is as it was."""
        self._captions.connected(self.id)
        if self._saying is not None and self._saying.sounding:
            self._captions.state("speaking")
        else:
            self._rest()

    def _absent(self, on: bool) -> None:
        """Nothing arrives from them any more, so nothing may arrive there: what is being spoken wasn't heard to its end."""
        self._is_absent = on
        if on and self._saying is not None:
            self._saying.missed()

    def _soundless(self) -> None:
        """The page learns that the line is over before it sees its path break, or it would dial anew."""
        self._captions.problem("no_sound")
        self._captions.state("off")

    # ── the page's wishes ─────────────────────────────────────────────────────────────────────────────────────────────

    def mute(self, on: bool) -> None:
        """The microphone."""
        self._listener.mute(on)
        self._captions.muted(on)

    def talk(self, on: bool) -> None:
        """While on, no pause ends the turn."""
        self._captions.held = on
        self._listener.button(on)

    async def hush(self) -> bool:
        """Stop speaking and wait until the log knows what was heard. False when nothing was being said."""
        if self._saying is None or not self._saying.busy:
            return False
        self._hushed.clear()
        self._saying.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(HUSH_S):
                await self._hushed.wait()
        return True

    async def close(self) -> None:
        """The line is over; nothing of it is left."""
        if self._closed:
            return
        self._closed = True
        self._attend(False)
        self._answered()
        await self.ways.close()
        await self._listener.close()
        if self._saying is not None:
            await self._saying.close()
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._room.figures.lines.dec()
        self._captions.state("off")

    # ── what the person says ──────────────────────────────────────────────────────────────────────────────────────────

    def _heard(self, frame: Samples) -> None:
        if not self._closed:
            self._listener.hear(frame)
            self._captions.frame(frame, self._playout.level)

    def _output(self, output: Output) -> None:
        match output:
            case SpeechStarted():
                self._attend(True)
                self._answered()
                self._arrived = self.conversation.state.seq
                self._captions.state("hearing")
            case Caption(text):
                self._captions.partial(text)
            case Heard():
                self._take(output)
            case Ignored(kind):
                self._ignore(kind)
            case Duck(db):
                self._playout.duck(db)
            case FadeOut(ms):
                self._playout.fade_out(ms)
            case ResumePlayback():
                self._playout.resume()
            case StopPlayback():
                self._captions.state("interrupted")
                if self._saying is not None:
                    self._saying.stop()
            case Reprompt():
                self._spawn(self._reprompt())
            case HearingTrouble(code):
                self._attend(False)
                self._captions.problem(code)
            case GiveUpPrompting():
                pass

    def _ignore(self, kind: str) -> None:
        self._attend(False)
        self._room.figures.ignored.labels(kind=kind).inc()
        self._captions.nothing(speaking=self._listener.machine.playing is not None)

    def _take(self, heard: Heard) -> None:
        if self._room.elsewhere(self, heard.transcript.text):
            self._ignore("echo")
            return
        self._heard_before = True
        self.spoke_at = asyncio.get_running_loop().time()
        self._room.figures.turns.labels(reason=heard.reason).inc()
        self._times.ended((heard.decided_after_ms + heard.waited_ms) / 1000)
        self._times.put("endpoint", heard.decided_after_ms / 1000)
        self._times.put("transcript", heard.read_after_ms / 1000)
        self._times.reached("final")
        self._captions.state("thinking")
        if self._utterances.full():
            self._attend(False)
            self._captions.problem("busy")
            return
        self._utterances.put_nowait(utterance(heard, self._arrived))

    async def _hand_in(self) -> None:
        """One after the other, in the order they were said."""
        while True:
            said = await self._utterances.get()
            if said.continues and self._last is not None and self._is_newest(self._last[0]):
                said = said.joined(*self._last)
            if self._patience is not None:
                self._patience.begin(self.conversation.state.language)
            try:
                seq = await self._tell(said)
            except ConversationStopped:
                return
            except Problem as problem:
                self._attend(False)
                self._captions.problem(problem.code)
                continue
            finally:
                self._answered()
            self._last = None if seq is None else (seq, said.text)

    def _is_newest(self, seq: int) -> bool:
        understood = self.conversation.state.understood
        return understood is not None and understood.of == seq

    # ── what the assistant says ───────────────────────────────────────────────────────────────────────────────────────

    async def _follow(self, after: int) -> None:
        with suppress(ConversationStopped), self.conversation.read_by():
            async for entry in self.conversation.follow(after):
                self._event(entry.seq, entry.logged.event)
        self._ended(self)

    def _event(self, seq: int, event: ev.Event) -> None:
        saying = self._saying if self._has_floor(self) else None
        match event:
            case ev.ModelSpoke(text=text):
                self._answered()
                self._times.reached("dialogue")
                if saying is not None:
                    saying.clause(text)
            case ev.AssistantSaid(text=text):
                self._answered()
                self._times.reached("dialogue")
                if saying is not None:
                    saying.language = self.conversation.state.language
                    saying.whole(seq, text)
                elif event.ends_turn:
                    self._rest()
                self._expect(anew=event.ends_turn, again=text == self._asked_again)
                self._asked_again = None
                return
            case _:
                pass
        self._expect()

    def _rest(self) -> None:
        """Nothing of ours is in their ear: they are speaking, or wait for an answer, or have the floor."""
        waiting = self._patience is not None and self._patience.waiting
        speaking = self._listener.machine.turn is not None
        if not waiting and not speaking:
            self._attend(False)
        self._captions.state("hearing" if speaking else "thinking" if waiting else "listening")

    def _answered(self) -> None:
        """Nobody waits for us any more."""
        if self._patience is not None:
            self._patience.end()

    def _attend(self, busy: bool) -> None:
        """Our person speaks or waits for an answer: the voice prepares nothing meanwhile."""
        if self._room.models.mouth is not None:
            self._room.models.mouth.attend(self, busy)

    def _may_speak(self) -> bool:
        return not self._closed and self._listener.machine.turn is None and self._has_floor(self)

    def _expect(self, *, anew: bool = False, again: bool = False) -> None:
        state, expecting = self.conversation.state, self._room.expecting
        key = expecting.key(state)
        if not anew and key == self._expected:
            return
        self._expected = key
        language = read_in(state.language, self._room.models.languages, heard_before=self._heard_before)
        self._listener.expect(*expecting.of(state), language, again=again)
        self._room.prepare(state)

    async def _reprompt(self) -> None:
        """Nobody answers: the question is asked again, as an event like all that is said."""
        state = self.conversation.state
        again = question(state, self._room.words.of(state.language))
        if again and not state.turn_is_open and self._has_floor(self):
            self._asked_again = again
            said = ev.AssistantSaid(text=again, asking=state.asking, options=state.options, titles=state.option_titles)
            with suppress(ConversationStopped):
                await self.conversation.tell(said)

    def _made(self, message: Message, clip: Clip) -> None:
        self._times.clip(cached=clip.cached, aside=message.is_aside)

    def _told(self, beat: Beat) -> None:
        """By the playout, frame by frame."""
        if self._closed or self._saying is None:
            return
        for happened in beat.happened:
            there = self._saying.message(happened.message)
            match happened:
                case Started():
                    if there is not None and not there.is_aside:
                        self._attend(False)
                        if self._patience is not None:
                            self._patience.heard()
                        there.started = True
                    self._times.sounded(aside=there is not None and there.is_aside)
                    self._captions.state("speaking")
                    self._listener.playback_started(there.text if there else "")
                case Progress(_, heard, words):
                    if there is not None and there.seq is not None:
                        self._captions.spoken(there.seq, words, heard)
                case Finished():
                    self._listener.playback_ended()
                    self._finished(happened.message)
                case Stopped(_, heard, _, _, _):
                    self._listener.playback_ended()
                    self._stopped(happened.message, heard)
        if beat.said:
            self._listener.playback_progress(beat.level, beat.said)

    def _finished(self, name: str) -> None:
        if self._saying is None:
            return
        there = self._saying.gone(name)
        if not self._saying.busy:
            self._rest()
        if there is None or there.seq is None or there.failed or self._is_absent:
            return
        standing = self.conversation.state.read_back
        if standing is not None and standing.told_by(there.seq) and not standing.heard:
            self._spawn(self._log(ev.Shown(upto=there.seq, how="played")))

    def _stopped(self, name: str, heard: str) -> None:
        there = self._saying.gone(name) if self._saying is not None else None
        self._captions.state("hearing" if self._listener.machine.turn is not None else "listening")
        if there is not None and there.is_aside:
            if self._saying is None or not self._saying.busy:
                self._hushed.set()
            return
        if there is None or (self._interrupting is not None and not self._interrupting.done()):
            return  # what waited behind it is told with it
        self._room.figures.interruptions.inc()
        # of what went out over a dead path, or couldn't be spoken, nobody knows what was heard
        self._interrupting = self._spawn(self._interrupted(None if there.failed or self._is_absent else heard))

    async def _interrupted(self, heard: str | None) -> None:
        await self._log(ev.Interrupted(heard=heard))
        self._hushed.set()

    async def _log(self, event: ev.Event) -> None:
        with suppress(ConversationStopped):
            await self.conversation.tell(event)

    def _count(self, tally: dict[str, int]) -> None:
        for what, count in tally.items():
            self._room.figures.packets.labels(what=what).inc(count)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("a voice line failed", conversation=self.conversation.id, exc_info=error)
            if not self._closed:
                self._ended(self)
