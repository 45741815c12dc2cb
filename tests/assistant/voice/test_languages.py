"""Which language speech is read in: set, known from the conversation, or found out by its sound."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.settings import Settings
from assistant.voice.expecting import read_in
from assistant.voice.loading import load
from assistant.voice.studio import UNDERSTOOD, VoiceSettings, VoiceUnavailable, outlook_of
from speech.audio import silence
from speech.ears.opening import EarsSettings
from speech.models import ModelMissing
from tests.assistant.api.socket import Socket
from tests.assistant.stage import Stage, Talk
from tests.assistant.voice.booth import Booth, Phone, words

GERMAN = "wir brauchen eine Webseite"
GERMAN_TOO = "in Falkenstein bitte"
ENGLISH = "hello what can you do for me"


@pytest.mark.parametrize(
    ("spoken", "languages", "heard_before", "read"),
    [
        ("en", UNDERSTOOD, False, None),  # English until something else was said
        ("en", UNDERSTOOD, True, "en"),
        ("de", UNDERSTOOD, False, "de"),  # typed, or chosen
        ("de", UNDERSTOOD, True, "de"),
        ("tr", ("en", "de"), True, None),  # typed in one that nobody may speak
        ("en", ("de", "fr"), True, None),
        ("en", ("de",), False, "de"),  # nothing to find out
        ("fr", ("de",), True, "de"),
    ],
)
def test_what_is_known_is_not_found_out(spoken: str, languages: tuple[str, ...], heard_before: bool, read: str | None) -> None:
    assert read_in(spoken, languages, heard_before=heard_before) == read


async def test_the_setting_reaches_what_the_page_is_told(tmp_path: Path) -> None:
    stage = await Stage(tmp_path, stt_languages=" fr, de ,fr").start()
    try:
        assert stage.wired.services.voice is not None
        assert stage.wired.services.voice.studio.outlook.languages == ("fr", "de")
    finally:
        await stage.stop()


@pytest.mark.parametrize("value", ["xx", "en, klingon", "EN", "en," * 40])
def test_a_language_that_we_do_not_know_is_no_setting(value: str) -> None:
    with pytest.raises(ValidationError, match="stt_languages"):
        Settings(stt_languages=value)


async def test_the_setting_reaches_the_ears(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[EarsSettings] = []

    async def none(settings: EarsSettings) -> None:
        asked.append(settings)
        raise ModelMissing("It was a question only.")

    monkeypatch.setattr("assistant.voice.loading.open_ears", none)
    settings = VoiceSettings(tmp_path, tts_voices=("https://speech.example",), languages=("fr", "de"))
    with pytest.raises(VoiceUnavailable):
        await load(settings)
    assert [each.languages for each in asked] == [("fr", "de")]
    assert outlook_of(settings).languages == ("fr", "de")


async def read(talk: Talk, booth: Booth, *lines: str) -> list[str | None]:
    """What the finals of these sentences were to be read in, said one after the other."""
    booth.hears(*lines)
    booth.recogniser.asked.clear()
    found: list[str | None] = []
    async with Socket(talk) as live, Phone(talk) as phone:
        for line in lines:
            asked = len(booth.recogniser.asked)
            phone.say(words(line))
            said = await live.until("user_said", channel="voice")
            assert said["text"] == line
            found.append(next(a.language for a in booth.recogniser.asked[asked:] if a.kind in ("final", "speculative")))
            if line != lines[-1]:
                await live.until("assistant_said")
                await live.send(type="interrupt")
                await live.until("voice", state="listening")
                phone.say(silence(1200))  # whoever goes on at once has only paused
    return found


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    running = await Stage(tmp_path).start()
    yield running
    await running.stop()


async def test_the_first_sentence_decides_and_the_next_is_read_in_its_language(stage: Stage) -> None:
    booth = Booth().into(stage)
    talk = await stage.begin(channel="voice")
    assert await read(talk, booth, GERMAN, GERMAN_TOO) == [None, "de"]
    assert (await talk.state())["language"] == "de"


async def test_after_an_english_sentence_english_is_known(stage: Stage) -> None:
    booth = Booth().into(stage)
    talk = await stage.begin(channel="voice")
    assert await read(talk, booth, ENGLISH, "a bakery in Ghent") == [None, "en"]


async def test_who_has_typed_is_heard_in_the_language_of_that(stage: Stage) -> None:
    booth = Booth().into(stage)
    talk = await stage.begin()
    await talk.say("Bonjour, nous avons une boulangerie et il nous faut un site web")
    assert await read(talk, booth, "à Nuremberg s'il vous plaît") == ["fr"]


async def test_where_one_alone_is_spoken_nothing_is_found_out(stage: Stage) -> None:
    booth = Booth(languages=("de",)).into(stage)
    talk = await stage.begin(channel="voice")
    assert await read(talk, booth, GERMAN) == ["de"]
