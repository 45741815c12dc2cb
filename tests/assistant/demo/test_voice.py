"""A prospect's line as sound."""

import asyncio
import io
import wave

import numpy as np
import pytest

from assistant.demo.voice import ProspectVoice, wav
from speech.audio import RATE
from speech.models import ModelMissing


def test_a_line_is_a_wav_that_browsers_decode() -> None:
    with wave.open(io.BytesIO(wav(np.array([1, -2, 3], dtype=np.int16)))) as read:
        assert (read.getnchannels(), read.getsampwidth(), read.getframerate(), read.getnframes()) == (1, 2, RATE, 3)
        assert np.frombuffer(read.readframes(3), dtype="<i2").tolist() == [1, -2, 3]


def test_a_voice_that_is_not_there_is_told_by_its_error() -> None:
    voice = ProspectVoice("/nowhere/voice.onnx")
    with pytest.raises(ModelMissing):
        asyncio.run(voice.speak("a bakery"))
    asyncio.run(voice.close())
