"""Any speech server that speaks OpenAI's `POST /audio/transcriptions`: the same guards and the same repair, somebody else's model."""

import asyncio
import io
import math
import time
import wave
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import urlsplit

import httpx

from speech.audio import RATE, Samples, milliseconds
from speech.ears import guards
from speech.ears.hotwords import hint as hint_of
from speech.ears.hotwords import hinted
from speech.ears.languages import Languages, code_of
from speech.ears.port import Discarded, HearingFailed, Transcript, Vocabulary, Word
from speech.ears.repair import repair

_MOST_BYTES = 1 << 20
_UNTOLD = 0.8
"""The confidence of a server that doesn't tell one."""
_NO_SPEECH, _HOPELESS = 0.6, -1.4


@dataclass(frozen=True, slots=True)
class Deadlines:
    """In seconds, from sending to the last byte."""

    final: float = 8.0
    partial: float = 1.5
    connect: float = 2.0


class RemoteRecogniser:
    """A `Recogniser` behind an address: `https://host/v1`, or `https://host`, to which `/v1` is added."""

    def __init__(
        self, address: str, *, key: str | None = None, model: str = "whisper-1", deadlines: Deadlines | None = None,
        finals: int = 32, partials: int = 4, languages: Languages | None = None,
    ) -> None:  # fmt: skip
        """`languages`: which may be spoken; where that is open the server is left to find out, and what it finds is weighed."""
        parts = urlsplit(address)
        self._address = address.rstrip("/") + ("" if parts.path.strip("/") else "/v1") + "/audio/transcriptions"
        self._model = model
        self._deadlines = deadlines or Deadlines()
        self._languages = languages or Languages()
        self._finals, self._partials = finals, partials
        self._under_way: dict[tuple[str, bool], asyncio.Task[Transcript]] = {}
        self._detailed = True
        """The server gives words and scores; false once it has refused to."""
        headers = {"authorization": f"Bearer {key}"} if key else {}
        timeout = httpx.Timeout(self._deadlines.final, connect=self._deadlines.connect)
        self._http = httpx.AsyncClient(headers=headers, timeout=timeout, follow_redirects=False, trust_env=False)

    async def partial(
        self, session: str, samples: Samples, *, language: str | None, vocabulary: Vocabulary
    ) -> Transcript | None:
        """What has been said so far; None when there is no time for it, a newer one came, or the server failed."""
        waiting = sum(1 for other, is_partial in self._under_way if is_partial and other != session)
        if waiting >= self._partials or (session, False) in self._under_way:
            return None
        try:
            return await self._ask(session, samples, language, vocabulary, partial=True)
        except HearingFailed:
            return None

    async def final(
        self, session: str, samples: Samples, *, language: str | None, vocabulary: Vocabulary, speculative: bool = False
    ) -> Transcript:
        """What was said, its names repaired by their sound. Raises HearingFailed."""
        del speculative  # the server has its own queue
        if sum(1 for _, is_partial in self._under_way if not is_partial) >= self._finals:
            raise HearingFailed("stt_overloaded", "Too many people are speaking at once.")
        if (old := self._under_way.get((session, True))) is not None:
            old.cancel()
        return await self._ask(session, samples, language, vocabulary, partial=False)

    def confirm(self, session: str) -> None:
        """Nothing to do: the server can't be told."""

    def cancel(self, session: str) -> None:
        """What is under way for the session is of no use."""
        for partial in (True, False):
            if (task := self._under_way.get((session, partial))) is not None:
                task.cancel()

    async def close(self) -> None:
        """Ends what is under way."""
        for task in list(self._under_way.values()):
            task.cancel()
        await self._http.aclose()

    async def _ask(
        self, session: str, samples: Samples, language: str | None, vocabulary: Vocabulary, *, partial: bool
    ) -> Transcript:
        """One request in a task of its own, so that it can be called off from elsewhere."""
        key = (session, partial)
        if (old := self._under_way.get(key)) is not None:
            old.cancel()
        task = asyncio.ensure_future(self._hear(session, samples, language, vocabulary, partial=partial))
        self._under_way[key] = task
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if not task.cancelled():  # whoever waits here is being cancelled
                task.cancel()
                raise
            raise HearingFailed("stt_cancelled", "The recognition was called off.") from None
        finally:
            if self._under_way.get(key) is task:
                del self._under_way[key]

    async def _hear(
        self, session: str, samples: Samples, language: str | None, vocabulary: Vocabulary, *, partial: bool
    ) -> Transcript:
        began = time.perf_counter()
        audio_ms = milliseconds(samples)
        language = self._languages.known(session, language)
        if guards.silent(samples):
            return Transcript("", language=language or "en", audio_ms=audio_ms, discarded="silence")
        hint = hint_of(vocabulary, language) if language else ""  # an English one would have everything heard as English
        limit = self._deadlines.partial if partial else self._deadlines.final
        try:
            async with asyncio.timeout(limit):
                reply = await self._send(_wav(samples), language, hint)
        except (TimeoutError, httpx.TimeoutException):
            raise HearingFailed("stt_timeout", "The speech server didn't answer in time.") from None
        except httpx.HTTPError:
            raise HearingFailed("stt_unreachable", "The speech server can't be reached.") from None
        heard = _read(reply, self._language_of(session, language, audio_ms, reply), audio_ms)
        heard = replace(heard, took_ms=round((time.perf_counter() - began) * 1000, 1))
        why = _disbelieved(heard, reply, samples, vocabulary)
        if why:
            return replace(heard, text="", words=(), discarded=why)
        repaired = repair(heard.text, vocabulary)
        return replace(heard, text=repaired.text, repairs=repaired.repairs, names=repaired.names)

    def _language_of(self, session: str, known: str | None, audio_ms: int, reply: Mapping[str, Any]) -> str:
        """As known, or weighed by what the server took it for: it says which one it is, not how sure it is."""
        return self._languages.told(session, known, audio_ms, code_of(str(reply.get("language") or "")))

    async def _send(self, sound: bytes, language: str | None, hint: str) -> Mapping[str, Any]:
        form: dict[str, Any] = {"model": self._model, "temperature": "0"}
        form |= {"language": language} if language else {}
        form |= {"prompt": hint} if hint else {}
        detail = {"response_format": "verbose_json", "timestamp_granularities[]": ["word", "segment"]}
        if self._detailed:
            status, body = await self._post(form | detail, sound)
            if status not in (400, 422):
                return _checked(status, body)
            self._detailed = False
        return _checked(*await self._post(form | {"response_format": "json"}, sound))

    async def _post(self, form: dict[str, Any], sound: bytes) -> tuple[int, bytes]:
        files = {"file": ("speech.wav", sound, "audio/wav")}
        async with self._http.stream("POST", self._address, data=form, files=files) as reply:
            body = bytearray()
            async for block in reply.aiter_bytes():
                body += block
                if len(body) > _MOST_BYTES:
                    raise HearingFailed("stt_bad_reply", "The speech server's answer has no end.")
            return reply.status_code, bytes(body)


def _checked(status: int, body: bytes) -> Mapping[str, Any]:
    """The answer's object. Raises HearingFailed; what the server wrote about it stays out, it may quote the request."""
    if status in (401, 403):
        raise HearingFailed("stt_unauthorised", "The speech server doesn't accept our key.")
    if status == 429:
        raise HearingFailed("stt_busy", "The speech server is busy.")
    if status >= 500:
        raise HearingFailed("stt_failed", f"The speech server failed ({status}).")
    if status != 200:
        raise HearingFailed("stt_refused", f"The speech server refused the request ({status}).")
    try:
        found: Any = httpx.Response(200, content=body).json()
    except ValueError:
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise HearingFailed("stt_bad_reply", "The speech server's answer can't be understood.")
    return cast(Mapping[str, Any], found)


def _read(reply: Mapping[str, Any], language: str, audio_ms: int) -> Transcript:
    text = " ".join(str(reply["text"]).split())
    score = _mean(reply.get("segments"), "avg_logprob")
    confidence = round(math.exp(min(0.0, score)), 3) if score is not None else _UNTOLD
    words = tuple(_word(w, confidence) for w in _objects(reply.get("words")) if str(w.get("word", "")).strip())
    return Transcript(
        text, words or _spread(text, audio_ms, confidence), confidence, language,
        audio_ms=audio_ms, window_ms=audio_ms, heard=text,
    )  # fmt: skip


def _word(told: Mapping[str, Any], confidence: float) -> Word:
    sure = _number(told.get("probability"))
    start, end = (round(1000 * (_number(told.get(edge)) or 0.0)) for edge in ("start", "end"))
    return Word(str(told["word"]).strip(), start, end, confidence if sure is None else round(sure, 3))


def _spread(text: str, audio_ms: int, confidence: float) -> tuple[Word, ...]:
    """Words without times are given some by their length."""
    words = text.split()
    share = audio_ms / max(1, sum(map(len, words)))
    ends = [round(share * sum(map(len, words[: n + 1]))) for n in range(len(words))]
    return tuple(Word(w, start, end, confidence) for w, start, end in zip(words, [0, *ends], ends, strict=False))


def _disbelieved(heard: Transcript, reply: Mapping[str, Any], samples: Samples, vocabulary: Vocabulary) -> Discarded:
    if not heard.text:
        return "silence"
    if guards.phantom(heard.text):
        return "phantom"
    if guards.foreign(heard.text, heard.language):
        return "script"
    if guards.repetitive(heard.text):
        return "repeats"
    if guards.too_fast(heard.text, samples):
        return "prompt" if guards.leaked(heard.text, hint_of(vocabulary, heard.language), hinted(vocabulary)) else "unsure"
    silent = (_mean(reply.get("segments"), "no_speech_prob") or 0.0) > _NO_SPEECH
    return "silence" if silent and math.log(max(heard.confidence, 1e-6)) < _HOPELESS else ""


def _objects(value: Any) -> list[Mapping[str, Any]]:
    items = cast(list[Any], value) if isinstance(value, list) else []
    return [cast(Mapping[str, Any], item) for item in items if isinstance(item, dict)]


def _mean(segments: Any, member: str) -> float | None:
    told = [n for segment in _objects(segments) if (n := _number(segment.get(member))) is not None]
    return sum(told) / len(told) if told else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else None


def _wav(samples: Samples) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.astype("<i2").tobytes())
    return out.getvalue()
