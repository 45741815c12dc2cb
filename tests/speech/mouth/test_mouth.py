"""From clauses to clips."""

import asyncio
from pathlib import Path

import pytest

from speech.mouth.cache import PhraseCache
from speech.mouth.mouth import Mouth
from speech.mouth.port import SpeakingFailed
from speech.mouth.pronunciations import parse
from speech.mouth.scripted import ScriptedVoice


async def test_a_clause_is_spoken_once_and_then_cached(tmp_path: Path):
    voice = ScriptedVoice()
    mouth = Mouth([voice], PhraseCache(tmp_path))
    first = await mouth.say("It costs €5.", "en")
    second = await mouth.say("It costs €5.", "en")
    assert voice.spoken == [("It costs five euros.", True)]
    assert (first.cached, second.cached) == (False, True)
    assert [w.text for w in second.words] == ["It", "costs", "€5."]
    assert second.aligned
    assert first.text == "It costs €5."


async def test_times_are_estimated_where_the_voice_has_none(tmp_path: Path):
    clip = await Mouth([ScriptedVoice(timed=False)], PhraseCache(tmp_path)).say("Fine then.", "en")
    assert not clip.aligned
    assert [w.text for w in clip.words] == ["Fine", "then."]
    assert clip.words[-1].end_ms == clip.ms


async def test_a_language_without_a_voice_is_said_to_be_unavailable(tmp_path: Path):
    mouth = Mouth([ScriptedVoice("en"), ScriptedVoice("de", key="d")], PhraseCache(tmp_path))
    assert mouth.voice("fr") is None
    assert mouth.languages == ("en", "de")
    with pytest.raises(SpeakingFailed) as failed:
        await mouth.say("Bonjour", "fr")
    assert failed.value.code == "tts_no_voice"
    assert (await mouth.say("Guten Tag", "de-DE")).ms > 0


async def test_any_language_is_spoken_by_a_voice_that_has_none_of_its_own(tmp_path: Path):
    assert Mouth([ScriptedVoice("en"), ScriptedVoice("", key="any")], PhraseCache(tmp_path)).voice("fr").key == "any"


async def test_what_will_be_said_is_prepared_with_low_priority(tmp_path: Path):
    voice = ScriptedVoice()
    mouth = Mouth([voice], PhraseCache(tmp_path))
    mouth.prepare("Okay, Helsinki. How big?", "en")
    await mouth.prepared()
    assert sorted(voice.spoken) == [("Helsinki.", False), ("How big?", False), ("Okay,", False)]
    assert (await mouth.say("Helsinki.", "en")).cached
    mouth.prepare("Okay, Helsinki.", "en")
    await mouth.prepared()
    assert len(voice.spoken) == 3


async def test_nothing_is_prepared_while_somebody_speaks_or_waits_and_what_is_needed_is_said(tmp_path: Path):
    voice = ScriptedVoice()
    mouth = Mouth([voice], PhraseCache(tmp_path))
    mouth.attend("a", True)
    mouth.attend("b", True)
    mouth.prepare("Okay, Helsinki.", "en")
    mouth.attend("a", False)
    assert not (await mouth.say("Hello.", "en")).cached
    assert voice.spoken == [("Hello.", True)]
    mouth.attend("b", False)
    await mouth.prepared()
    assert sorted(voice.spoken[1:]) == [("Helsinki.", False), ("Okay,", False)]


async def test_what_several_wait_for_is_spoken_once_as_soon_as_the_first_needs_it(tmp_path: Path):
    voice = ScriptedVoice()
    voice.hold()
    mouth = Mouth([voice], PhraseCache(tmp_path))
    mouth.prepare("Hello.", "en")
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(mouth.say("Hello.", "en", due=due)) for due in (9.0, 7.0)]
    await asyncio.sleep(0)
    assert [need.due for need in voice.needs] == [7.0]
    voice.release()
    clips = await asyncio.gather(*waiting)
    assert [clip.text for clip in clips] == ["Hello.", "Hello."]
    assert len(voice.spoken) == 1
    assert (await mouth.say("Hello.", "en")).cached


async def test_who_waits_no_longer_leaves_the_others_waiting_and_the_last_one_calls_it_off(tmp_path: Path):
    voice = ScriptedVoice()
    voice.hold()
    mouth = Mouth([voice], PhraseCache(tmp_path))
    first, last = (asyncio.create_task(mouth.say("Hello.", "en")) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait([first])
    assert [need.wanted for need in voice.needs] == [True]
    last.cancel()
    await asyncio.wait([last])
    assert [need.wanted for need in voice.needs] == [False]
    once_more = asyncio.create_task(mouth.say("Hello.", "en"))
    await asyncio.sleep(0)
    assert [need.wanted for need in voice.needs] == [True]
    voice.release()
    assert (await once_more).ms > 0


async def test_what_was_begun_is_kept_though_nobody_waits_for_it_any_more(tmp_path: Path):
    voice = ScriptedVoice()
    voice.hold()
    mouth = Mouth([voice], PhraseCache(tmp_path))
    waiting = asyncio.create_task(mouth.say("Hello.", "en"))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])
    voice.release()
    assert (await mouth.say("Hello.", "en")).ms > 0
    assert len(voice.spoken) == 1


async def test_a_voice_in_trouble_ends_the_preparations(tmp_path: Path):
    voice = ScriptedVoice(failing="tts_crashed")
    mouth = Mouth([voice], PhraseCache(tmp_path))
    mouth.prepare("One. Two. Three.", "en")
    await mouth.prepared()
    assert len(voice.spoken) == 1
    with pytest.raises(SpeakingFailed):
        await mouth.say("One.", "en")


async def test_closing_puts_everything_away(tmp_path: Path):
    voice = ScriptedVoice()
    voice.hold()
    mouth = Mouth([voice], PhraseCache(tmp_path))
    mouth.prepare("One. Two.", "en")
    await mouth.close()
    assert voice.closed
    mouth.prepare("Three.", "en")
    assert voice.spoken == []


async def test_brands_are_said_by_the_list_of_their_language(tmp_path: Path):
    english, german = ScriptedVoice("en"), ScriptedVoice("de", key="d")
    mouth = Mouth([english, german], PhraseCache(tmp_path), pronunciations=parse("k3s = k3s\n[de]\nk3s = K drei S\n"))
    await mouth.say("K3s is there.", "en")
    await mouth.say("K3s läuft.", "de")
    assert (english.spoken, german.spoken) == ([("k3s is there.", True)], [("K drei S läuft.", True)])
