"""The twin says its lines."""

import asyncio

import pytest

from speech.ears.port import HearingFailed, Recogniser, Vocabulary
from speech.ears.scripted import ScriptedRecogniser
from tests.speech.ears.making import noise

REGIONS = Vocabulary(("Falkenstein", "Helsinki"), slot="region")


async def say(ears: Recogniser, *, speculative: bool = False, session: str = "a") -> str:
    return (await ears.final(session, noise(2_000), language="en", vocabulary=REGIONS, speculative=speculative)).text


async def test_each_final_takes_the_next_line() -> None:
    ears = ScriptedRecogniser(["Hello.", "Put it in Helsinki."])
    assert [await say(ears), await say(ears), await say(ears)] == ["Hello.", "Put it in Helsinki.", ""]
    assert [await say(ears, session="b")] == ["Hello."]


async def test_a_speculation_counts_when_it_is_confirmed() -> None:
    ears = ScriptedRecogniser(["One.", "Two."])
    assert await say(ears, speculative=True) == "One."
    ears.cancel("a")
    assert await say(ears, speculative=True) == "One."
    ears.confirm("a")
    assert await say(ears, speculative=True) == "Two."
    assert [a.kind for a in ears.asked] == ["speculative", "cancel", "speculative", "confirm", "speculative"]


async def test_a_partial_is_as_long_as_its_sound() -> None:
    ears = ScriptedRecogniser({"a": ["Put it in fall constant please"]})
    first = await ears.partial("a", noise(700), language=None, vocabulary=REGIONS)
    later = await ears.partial("a", noise(1_500), language=None, vocabulary=REGIONS)
    assert first is not None
    assert later is not None
    assert (first.text, later.text, later.names) == ("Put it", "Put it in Falkenstein", ("Falkenstein",))
    assert await ears.partial("a", noise(100), language=None, vocabulary=REGIONS) is None


async def test_a_final_under_way_can_be_called_off() -> None:
    ears = ScriptedRecogniser(["One."])
    ears.hold()
    asked = asyncio.ensure_future(say(ears, speculative=True))
    await asyncio.sleep(0)
    assert [a.kind for a in ears.asked] == ["speculative"]
    ears.cancel("a")
    with pytest.raises(HearingFailed):
        await asked
    ears.release()
    assert await say(ears) == "One."
