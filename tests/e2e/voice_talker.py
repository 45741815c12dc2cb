"""Somebody who speaks to the page: sentences as sound, a microphone that says them when it is told to, and what was received."""

import asyncio
import base64
import io
import threading
import wave
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import av
import numpy as np
from playwright.sync_api import Page

from speech.audio import RATE, Samples, silence
from speech.ears.opening import EarsSettings, open_ears
from speech.ears.port import Vocabulary
from speech.mouth.opening import PACKAGED, open_voice
from speech.mouth.piper import Piper

T = TypeVar("T")
MICROPHONE = """
() => {
  const context = new AudioContext({ sampleRate: 16000 });
  const out = context.createMediaStreamDestination();
  navigator.mediaDevices.getUserMedia = async () => new MediaStream([out.stream.getAudioTracks()[0].clone()]);
  window.sayAloud = async (encoded) => {
    await context.resume();
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const source = context.createBufferSource();
    source.buffer = await context.decodeAudioData(bytes.buffer);
    source.connect(out);
    await new Promise((ended) => { source.onended = ended; source.start(); });
  };
}
"""
_RECORD = """
() => {
  const pieces = [];
  const recorder = new MediaRecorder(document.querySelector("[data-testid=voice-audio]").srcObject);
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  recorder.start(500);
  window.stopRecording = async () => {
    await new Promise((stopped) => { recorder.onstop = stopped; recorder.stop(); });
    const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  };
}
"""


def elsewhere(work: Coroutine[Any, Any, T]) -> T:
    """Run it on a thread of its own: the browser's driver holds this one's event loop."""
    result: list[T] = []
    thread = threading.Thread(target=lambda: result.append(asyncio.run(work)))
    thread.start()
    thread.join()
    assert result, "it failed; its traceback stands above"
    return result[0]


def spoken(*texts: str) -> list[Samples]:
    """Each said by the packaged voice."""
    return elsewhere(_spoken(texts))


async def _spoken(texts: tuple[str, ...]) -> list[Samples]:
    voice = open_voice(PACKAGED)
    assert isinstance(voice, Piper)
    await voice.start()
    try:
        return [(await voice.speak(text)).samples for text in texts]
    finally:
        await voice.close()


def wav(sound: Samples, *, rate: int = RATE, lead_ms: int = 500) -> bytes:
    """As a file, with a quiet room before and after."""
    sound = np.concatenate([silence(lead_ms), sound, silence(500)])
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(sound, rate // RATE).astype("<i2").tobytes())
    return made.getvalue()


def say_aloud(page: Page, sound: Samples) -> None:
    """Into the page's microphone, until it is said. Needs `MICROPHONE` as an init script."""
    page.evaluate("(encoded) => window.sayAloud(encoded)", base64.b64encode(wav(sound)).decode())


def begin_to_say(page: Page, sound: Samples) -> None:
    """The same, and on with the test while it is being said."""
    page.evaluate("(encoded) => { window.sayAloud(encoded); }", base64.b64encode(wav(sound)).decode())


def record(page: Page) -> None:
    """From now on, what the page receives."""
    page.evaluate(_RECORD)


def recorded(page: Page) -> Samples:
    """What it was."""
    encoded = page.evaluate("() => window.stopRecording()")
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(io.BytesIO(base64.b64decode(encoded)), "r") as file:
        pieces = [made.to_ndarray()[0] for frame in file.decode(audio=0) for made in resampler.resample(frame)]
    return np.concatenate(pieces).astype(np.int16)


def transcribed(sound: Samples, work: Path) -> str:
    """Heard by the packaged ears, twenty seconds at a time and eight: from a long piece a recogniser may give the first sentence alone."""
    return elsewhere(_transcribed(sound, work))


async def _transcribed(sound: Samples, work: Path) -> str:
    ears = await open_ears(EarsSettings(work))
    pieces = [sound[at : at + length * RATE] for length in (20, 8) for at in range(0, len(sound), length * RATE)]
    try:
        texts = [
            (await ears.final("test", piece, language="en", vocabulary=Vocabulary())).text
            for piece in pieces if np.abs(piece).max(initial=0) > 500
        ]  # fmt: skip
    finally:
        await ears.close()  # type: ignore[union-attr]
    return " ".join(texts)
