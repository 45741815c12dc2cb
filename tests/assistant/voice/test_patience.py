"""An answer that takes its time is announced in a few words, once, and never over anybody."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio

from assistant.conversation import Conversation
from assistant.voice.likely import openings
from assistant.voice.patience import wordings
from assistant.voice.service import Voice
from assistant.voice.utterance import Utterance
from tests.assistant.api.socket import Socket
from tests.assistant.stage import PATIENCE, Stage, Talk, until
from tests.assistant.voice.booth import Booth, Phone, words
from tests.assistant.voice.test_lines import HELLO, floor
from tests.dialogue.talk import CORE

pytestmark = pytest.mark.asyncio(loop_scope="module")
MOMENTS = wordings(CORE.words, "en")


@dataclass
class Slow:
    """The conversation takes in what was said only when it is let."""

    voice: Voice
    told: list[str] = field(default_factory=list[str])
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.tell = self.voice.tell

    async def __call__(self, conversation: Conversation, device: str, said: Utterance) -> int | None:
        assert self.tell is not None
        self.told.append(said.text)
        await asyncio.wait_for(self.go_on.wait(), PATIENCE)
        return await self.tell(conversation, device, said)


@pytest_asyncio.fixture(loop_scope="module")
async def slow(stage: Stage, booth: Booth) -> AsyncIterator[Slow]:
    del booth
    voice = stage.wired.services.voice
    assert voice is not None
    made = Slow(voice)
    voice.tell = made
    yield made
    voice.tell = made.tell
    made.go_on.set()


async def ready(stage: Stage) -> Any:
    """The mouth, with its phrases in the cache."""
    voice = stage.wired.services.voice
    assert voice is not None
    models = await voice.studio.ready()
    mouth = models.mouth
    assert mouth is not None
    await until(lambda: all(mouth.has(text, "en") for text in MOMENTS))
    await mouth.prepared()
    return mouth


def says(live: Socket) -> list[str]:
    """What the line says of the floor."""
    return [frame["state"] for frame in live.shown if frame["type"] == "voice"]


async def test_a_slow_answer_is_announced_once_and_then_heard(stage: Stage, booth: Booth, talk: Talk, slow: Slow) -> None:
    booth.hears(HELLO)
    async with Socket(talk) as live, Phone(talk) as phone:
        mouth = await ready(stage)
        assert all(mouth.has(text, "en") for text in MOMENTS)
        phone.say(words(HELLO))
        await until(lambda: slow.told == [HELLO])
        await floor(live, "speaking")
        assert not [event for event in live.events if event["type"] == "assistant_said"], "nothing of the answer is there yet"
        await live.until("voice", state="thinking")
        slow.go_on.set()
        answer = await live.until("assistant_said")
        spoken = await live.until("spoken", seq=answer["seq"])
        assert answer["text"].startswith(spoken["text"])
        assert says(live).count("thinking") == 2, "one announcement, however long it took"
        assert not [event for event in live.events if event["type"] == "interrupted"]


async def test_what_is_announced_makes_way_and_isnt_told_as_heard(stage: Stage, booth: Booth, talk: Talk, slow: Slow) -> None:
    booth.hears(HELLO, "no stop I need two regions in Finland", "and a shop")
    async with Socket(talk) as live, Phone(talk) as phone:
        await ready(stage)
        phone.say(words(HELLO))
        await until(lambda: slow.told == [HELLO])
        await floor(live, "speaking")
        phone.say(words("no stop I need two regions in Finland"))
        await live.until("voice", state="interrupted")
        assert not [event for event in live.events if event["type"] == "interrupted"], "no message of the log was cut"
        slow.go_on.set()
        await until(lambda: len(slow.told) == 2)
        await live.until("user_said", text="no stop I need two regions in Finland")
        assert {event["heard"] for event in live.events if event["type"] == "interrupted"} <= {""}, "it stands in no log"


async def test_a_quick_answer_needs_no_announcement(stage: Stage, booth: Booth, talk: Talk, slow: Slow) -> None:
    slow.go_on.set()
    booth.hears(HELLO)
    before = len(booth.voice.spoken)
    async with Socket(talk) as live, Phone(talk) as phone:
        await ready(stage)
        phone.say(words(HELLO))
        answer = await live.until("assistant_said")
        await live.until("spoken", seq=answer["seq"])
        assert not [text for text, urgent in booth.voice.spoken[before:] if urgent and text in MOMENTS]


async def test_every_language_has_more_than_one_wording_and_its_openings_are_sentences() -> None:
    for language in ("en", "de", "fr", "es", "tr", "ar"):
        assert len(set(wordings(CORE.words, language))) >= 2, language
    ahead = openings(CORE.words)
    assert "Let me read the plan back." in ahead
    assert "Noted." in ahead
    assert "Your address would be" in ahead, "what stands before something filled in"
    assert not [text for text in ahead if "{" in text or len(text) < 4]
