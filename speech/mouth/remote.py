"""Any speech server that speaks OpenAI's `POST /audio/speech`: somebody else's voice, any language."""

import asyncio
import hashlib
from typing import Any
from urllib.parse import urlsplit

import httpx
import numpy as np

from speech.audio import from_float, resampled, to_float
from speech.mouth.port import Need, Sound, SpeakingFailed

_THEIR_RATE = 24_000
"""Of `response_format: pcm`, by its documentation: mono, 16 bits, little endian."""
_MOST_BYTES = 20 << 20


class RemoteVoice:
    """A voice behind an address: `https://host/v1`, or `https://host`, to which `/v1` is added."""

    def __init__(
        self, address: str, *, key: str | None = None, model: str = "tts-1", voice: str = "alloy", language: str = "",
        deadline: float = 8.0, at_once: int = 4,
    ) -> None:  # fmt: skip
        parts = urlsplit(address)
        self._address = address.rstrip("/") + ("" if parts.path.strip("/") else "/v1") + "/audio/speech"
        self._form: dict[str, Any] = {"model": model, "voice": voice, "response_format": "pcm"}
        self._language = language
        self._deadline = deadline
        self._key = hashlib.sha256(f"remote:{self._address}:{model}:{voice}".encode()).hexdigest()[:16]
        self._places = asyncio.Semaphore(at_once)
        headers = {"authorization": f"Bearer {key}"} if key else {}
        timeout = httpx.Timeout(deadline, connect=min(2.0, deadline))
        self._http = httpx.AsyncClient(headers=headers, timeout=timeout, follow_redirects=False, trust_env=False)

    @property
    def key(self) -> str:
        """Server, model and voice."""
        return self._key

    @property
    def language(self) -> str:
        """As set; empty: any."""
        return self._language

    async def speak(self, text: str, need: Need | None = None) -> Sound:
        """The text as sound, without times of its words; in the order they came. Raises SpeakingFailed."""
        if not text.strip():
            return Sound(np.zeros(0, dtype=np.int16))
        try:
            async with asyncio.timeout(self._deadline), self._places:
                if need is not None and not need.wanted:
                    raise SpeakingFailed("tts_unwanted", "Nobody waits for this any more.")
                status, body = await self._post(text)
        except (TimeoutError, httpx.TimeoutException):
            raise SpeakingFailed("tts_timeout", "The speech server didn't answer in time.") from None
        except (httpx.HTTPError, RuntimeError):
            raise SpeakingFailed("tts_unreachable", "The speech server can't be reached.") from None
        _check(status, body)
        signal = to_float(np.frombuffer(body, dtype="<i2").astype(np.int16))
        return Sound(from_float(resampled(signal, _THEIR_RATE)))

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()

    async def _post(self, text: str) -> tuple[int, bytes]:
        async with self._http.stream("POST", self._address, json=self._form | {"input": text}) as reply:
            body = bytearray()
            async for block in reply.aiter_bytes():
                body += block
                if len(body) > _MOST_BYTES:
                    raise SpeakingFailed("tts_bad_reply", "The speech server's answer has no end.")
            return reply.status_code, bytes(body)


def _check(status: int, body: bytes) -> None:
    """What the server wrote about it stays out: it may quote the request."""
    if status in (401, 403):
        raise SpeakingFailed("tts_unauthorised", "The speech server doesn't accept our key.")
    if status == 429 or status >= 500:
        raise SpeakingFailed("tts_busy", f"The speech server can't serve us now ({status}).")
    if status != 200:
        raise SpeakingFailed("tts_refused", f"The speech server refused the request ({status}).")
    if not body or len(body) % 2 or body[:4] in (b"RIFF", b"OggS", b"ID3\x03", b"fLaC") or body[:1] == b"{":
        raise SpeakingFailed("tts_bad_reply", "The speech server's answer isn't plain sound.")
