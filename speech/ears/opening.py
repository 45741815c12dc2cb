"""From a setting to ears: the packaged model, a folder with another one, or the address of a speech server. Checked at start."""

import asyncio
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from speech.ears.desk import Desk
from speech.ears.hearing import Hearing
from speech.ears.languages import Languages
from speech.ears.local import LocalRecogniser
from speech.ears.model import Model
from speech.ears.remote import RemoteRecogniser
from speech.models import WITHOUT, ModelMissing, whisper_base, whisper_tiny

PINNED = {
    "model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
}
"""SHA-256 of the packaged model's files."""
_PINNED_SECOND = {
    "model.bin": "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
    "config.json": "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
    "tokenizer.json": "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
}
"""Of the second one's."""
_MOST_THREADS = 4
"""More of them mostly wait for each other."""
_NEEDED = ("model.bin", "config.json", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class EarsSettings:
    """What there is to choose."""

    work: Path
    """Where the packaged model's halves are joined."""
    model: str | None = None
    """None: the packaged one. A folder with a Whisper model in CTranslate2 form, or `http(s)://` of a speech server."""
    second: str | None = None
    """A folder with another such model, which is asked for a second opinion on names, or `none`. None: the packaged one, beside the
    packaged model, where English may be spoken: it knows no other language."""
    key: str | None = None
    """For the server."""
    server_model: str = "whisper-1"
    workers: int = 2
    """Pieces of sound that are heard at once: nobody's final waits for another one's partial. They share the model's weights."""
    threads: int | None = None
    """That work together on one piece; None: the cores there are, shared out among the workers."""
    languages: Sequence[str] = ("en",)
    """That may be spoken; with more than one, each session's is found out. The first one is assumed until then."""


async def open_ears(settings: EarsSettings) -> LocalRecogniser | RemoteRecogniser:
    """Loaded, checked and warmed up: the first person isn't the one who waits. Raises ModelMissing."""
    if settings.model is not None and settings.model.startswith(("http://", "https://")):
        return RemoteRecogniser(settings.model, key=settings.key, model=settings.server_model, languages=_languages(settings))
    return LocalRecogniser(await asyncio.to_thread(load, settings), Desk(workers=settings.workers))


def load(settings: EarsSettings) -> Hearing:
    """The models of the settings, ready to hear. Blocking, about two seconds. Raises ModelMissing."""
    folder = whisper_base(settings.work) if settings.model is None else Path(settings.model)
    check(folder, PINNED if settings.model is None else {})
    model = _loaded(folder, settings)
    strange = [language for language in settings.languages if not model.tokens.knows(language)]
    if strange:
        raise ModelMissing(f"The speech model doesn't know the language {strange[0]!r}.")
    return Hearing(model, _languages(settings), second=_second(settings))


def second_folder(settings: EarsSettings) -> Path | None:
    """Where the second model lies, held against its hash where it is the packaged one; None: there is none. Blocking. Raises ModelMissing."""
    if settings.second == WITHOUT or (settings.second is None and (settings.model is not None or "en" not in settings.languages)):
        return None
    folder = whisper_tiny() if settings.second is None else Path(settings.second)
    check(folder, _PINNED_SECOND if settings.second is None else {})
    return folder


def _second(settings: EarsSettings) -> Model | None:
    folder = second_folder(settings)
    return None if folder is None else _loaded(folder, settings)


def _loaded(folder: Path, settings: EarsSettings) -> Model:
    from speech.ears.whisper import Whisper  # noqa: PLC0415 - nothing heavy until it is needed

    try:
        threads = settings.threads or max(1, min(_MOST_THREADS, (os.cpu_count() or 1) // settings.workers))
        model = Whisper(folder, threads=threads, workers=settings.workers)
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelMissing(f"The speech model can't be loaded ({type(error).__name__}); is it Whisper for CTranslate2?") from None
    model.warm()
    return model


def _languages(settings: EarsSettings) -> Languages:
    return Languages(settings.languages, settings.languages[0] if settings.languages else "en")


def check(folder: Path, pinned: Mapping[str, str]) -> None:
    """A model lies there, and files whose SHA-256 is `pinned` are what they were, to the last bit. Raises ModelMissing."""
    missing = next((name for name in _NEEDED if not (folder / name).is_file()), None)
    if missing is not None:
        raise ModelMissing(f"The speech model isn't complete: it has no {missing}.")
    for name, digest in pinned.items():
        with (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise ModelMissing(f"The speech model's {name} isn't the known one; delete its folder, run `make setup` and start again.")
