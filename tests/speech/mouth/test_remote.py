"""A voice behind an address, against a small real server."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from speech.mouth.opening import open_voice
from speech.mouth.piper import Piper
from speech.mouth.port import SpeakingFailed
from speech.mouth.remote import RemoteVoice

PCM = (8000 * np.sin(2 * np.pi * 300 * np.arange(24_000) / 24_000)).astype("<i2").tobytes()


class Server:
    def __init__(self) -> None:
        self.requests: list[tuple[dict, str | None]] = []
        self.status, self.body, self.hold = 200, PCM, asyncio.Event()
        self.hold.set()

    async def speech(self, request: web.Request) -> web.Response:
        self.requests.append((await request.json(), request.headers.get("authorization")))
        await self.hold.wait()
        return web.Response(status=self.status, body=self.body)


@pytest.fixture
async def server() -> AsyncIterator[tuple[Server, str]]:
    made = Server()
    app = web.Application()
    app.router.add_post("/v1/audio/speech", made.speech)
    running = TestServer(app)
    await running.start_server()
    yield made, str(running.make_url("/")).rstrip("/")
    made.hold.set()
    await running.close()


async def test_it_asks_for_plain_sound_and_brings_it_to_our_rate(server: tuple[Server, str]):
    made, address = server
    voice = RemoteVoice(address, key="k", model="tts-1-hd", voice="nova")
    sound = await voice.speak("Hello.")
    await voice.close()
    assert made.requests == [({"model": "tts-1-hd", "voice": "nova", "response_format": "pcm", "input": "Hello."}, "Bearer k")]
    assert len(sound.samples) == 16_000
    assert np.argmax(np.abs(np.fft.rfft(sound.samples))) == 300
    assert sound.spoken == ()


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, b"", "tts_unauthorised"),
        (403, b"", "tts_unauthorised"),
        (429, b"", "tts_busy"),
        (500, b"", "tts_busy"),
        (400, b"secret text", "tts_refused"),
        (302, b"", "tts_refused"),
        (200, b"", "tts_bad_reply"),
        (200, b"RIFFxxxx", "tts_bad_reply"),
        (200, b'{"error": 1}', "tts_bad_reply"),
        (200, b"abc", "tts_bad_reply"),
    ],
)
async def test_trouble_has_a_code_and_quotes_nothing(server: tuple[Server, str], status: int, body: bytes, code: str):
    made, address = server
    made.status, made.body = status, body
    voice = RemoteVoice(address)
    with pytest.raises(SpeakingFailed) as failed:
        await voice.speak("Hello.")
    await voice.close()
    assert failed.value.code == code
    assert "secret" not in str(failed.value)


async def test_a_slow_server_is_given_up(server: tuple[Server, str]):
    made, address = server
    made.hold.clear()
    voice = RemoteVoice(address, deadline=0.1)
    with pytest.raises(SpeakingFailed) as failed:
        await voice.speak("Hello.")
    await voice.close()
    assert failed.value.code == "tts_timeout"


async def test_nobody_there():
    voice = RemoteVoice("http://127.0.0.1:9")
    with pytest.raises(SpeakingFailed) as failed:
        await voice.speak("Hello.")
    await voice.close()
    assert failed.value.code == "tts_unreachable"


async def test_voices_are_opened_by_setting():
    packaged, server = open_voice("packaged"), open_voice("https://speech.example/v1")
    assert isinstance(packaged, Piper)
    assert packaged.language == "en"
    assert isinstance(server, RemoteVoice)
    assert server.language == ""
    assert open_voice("https://speech.example/v1", name="nova").key != server.key
    await packaged.close()
    await server.close()
