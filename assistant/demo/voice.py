"""The prospect's voice, for the audience: the packaged one, whose pitch the page changes. It stands in demonstrations only."""

import asyncio
import io
import wave

from aiohttp import web

from assistant.api.bodies import json_object
from assistant.demo.origin import same_origin
from assistant.problems import Problem
from speech.audio import RATE, Samples
from speech.models import ModelMissing, piper_voice
from speech.mouth.opening import PACKAGED, open_voice
from speech.mouth.port import SpeakingFailed, Voice

LONGEST = 400
"""Characters: a prospect's line, and no book."""


class ProspectVoice:
    """Opened by the first line that it speaks."""

    def __init__(self, setting: str = PACKAGED) -> None:
        self._setting = setting
        self._voice: Voice | None = None
        self._opening = asyncio.Lock()

    def there(self) -> bool:
        """It is installed."""
        try:
            piper_voice()
        except ModelMissing:
            return False
        return True

    async def speak(self, text: str) -> bytes:
        """The line as a WAV file. Raises ModelMissing, SpeakingFailed."""
        async with self._opening:
            if self._voice is None:
                self._voice = await asyncio.to_thread(open_voice, self._setting)
        return wav((await self._voice.speak(text)).samples)

    async def close(self) -> None:
        """Ends its process."""
        if self._voice is not None:
            await self._voice.close()


VOICE: web.AppKey[ProspectVoice] = web.AppKey("prospect_voice", ProspectVoice)


def wav(samples: Samples) -> bytes:
    """Mono, 16 bits, as a browser decodes it."""
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes(samples.astype("<i2").tobytes())
    return file.getvalue()


def add_voice(app: web.Application) -> None:
    """Its two routes."""
    app[VOICE] = ProspectVoice()
    app.on_cleanup.append(_close)
    app.add_routes([web.get("/demo/voice", there), web.post("/demo/voice", line)])


async def _close(app: web.Application) -> None:
    await app[VOICE].close()


async def there(request: web.Request) -> web.Response:
    """GET /demo/voice: whether this server can speak a prospect's lines, which are English."""
    return web.json_response({"there": await asyncio.to_thread(request.app[VOICE].there)})


async def line(request: web.Request) -> web.Response:
    """POST /demo/voice: `{"text": "..."}` as sound."""
    same_origin(request)
    text = (await json_object(request)).get("text")
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
        raise Problem(422, "text_invalid", f"`text` is a line of at most {LONGEST} characters.", "Send a shorter one.")
    try:
        sound = await request.app[VOICE].speak(text)
    except (ModelMissing, SpeakingFailed):
        raise Problem(503, "no_voice", "This server has no voice for prospects.", "Take the browser's voice, or let them type.") from None
    return web.Response(body=sound, content_type="audio/wav")
