"""A sentence by the packaged voice, with silence around it."""

import asyncio

import numpy as np

from speech.audio import Samples, silence
from speech.models import piper_voice
from speech.mouth.piper import Piper


def between_silences(text: str) -> Samples:
    """0.6 s, the words, 1.5 s; 16 kHz."""

    async def speak() -> Samples:
        piper = Piper(piper_voice())
        try:
            return (await piper.speak(text)).samples
        finally:
            await piper.close()

    return np.concatenate([silence(600), asyncio.run(speak()), silence(1500)])
