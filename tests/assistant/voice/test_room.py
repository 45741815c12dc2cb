"""What the voice prepares for a conversation, and when."""

from pathlib import Path

from prometheus_client import CollectorRegistry

from assistant.voice.board import Board
from assistant.voice.expecting import Expecting
from assistant.voice.figures import VoiceFigures
from assistant.voice.room import Room
from assistant.voice.studio import Models
from dialogue.state import State
from speech.mouth.cache import PhraseCache
from speech.mouth.mouth import Mouth
from speech.mouth.scripted import ScriptedVoice
from speech.transport.media import MediaLoop
from tests.assistant.stage import until
from tests.assistant.voice.booth import Booth, LoudIsSpeech
from tests.dialogue.talk import CORE


async def test_an_answer_is_on_its_way_before_what_may_follow_is_looked_up(tmp_path: Path) -> None:
    voice = ScriptedVoice()
    mouth = Mouth([voice], PhraseCache(tmp_path))
    models = Models(Booth().recogniser, LoudIsSpeech, None, mouth, MediaLoop())
    room = Room(models, Board(), VoiceFigures(CollectorRegistry()), Expecting(CORE.words.lexicon), CORE.words)
    room.prepare(State())
    await mouth.say("Okay, Helsinki.", "en")
    assert voice.spoken == [("Okay, Helsinki.", True)]
    await until(lambda: mouth.has("Noted.", "en"))
    assert all(not urgent for _, urgent in voice.spoken[1:])
    await mouth.close()
