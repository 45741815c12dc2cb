"""From a setting to where a model lies: a file, a folder, or a name of the hub in its cache. Nothing is fetched; light to import."""

import re
from collections.abc import Iterable
from pathlib import Path

from speech.models import PACKAGED, ModelMissing, piper_voice

_HUB_NAME = re.compile(r"\w[\w.-]*/\w[\w.-]*")
_HUB_VOICE = re.compile(rf"(?P<hub>{_HUB_NAME.pattern})(?::(?P<voice>\w[\w.-]*))?")


def is_server(chosen: str) -> bool:
    """The address of a speech server, and no place."""
    return chosen.startswith(("http://", "https://"))


def model_folder(chosen: str) -> Path:
    """Where a speech model lies: a folder, or a name of the hub. Raises ModelMissing."""
    folder = Path(chosen)
    return folder if folder.exists() or _HUB_NAME.fullmatch(chosen) is None else snapshot(chosen)


def voice_file(chosen: str) -> Path:
    """Where a Piper voice lies, its settings beside it: `packaged`, a file, a folder, or a name of the hub. Raises ModelMissing.

    Of several in one place it is the first by name; one of the hub's may be named behind a colon.
    """
    if chosen == PACKAGED:
        return piper_voice()
    place = Path(chosen)
    named = _HUB_VOICE.fullmatch(chosen)
    if place.is_dir():
        found = _whole(place.glob("*.onnx"))
    elif place.is_file() or named is None or (place.suffix == ".onnx" and not named["voice"]):  # a path with one slash isn't a name
        found = _whole([place])
    else:
        return _of_hub(named["hub"], named["voice"])
    if not found:
        raise ModelMissing(f"There is no Piper voice at {chosen} with its .onnx.json beside it.")
    return found[0]


def snapshot(name: str, wanted: str = "") -> Path:
    """The folder of a name's files in the hub's cache, as far as they were fetched: one voice of a hundred is enough. Raises ModelMissing.

    `wanted`: of its files, as whoever fetches them would say it.
    The hub's own `snapshot_download` finds no snapshot that isn't whole, and takes 0.4 s to be imported.
    """
    from huggingface_hub import constants  # noqa: PLC0415 - only for such a name

    kept = Path(constants.HF_HUB_CACHE).expanduser() / f"models--{name.replace('/', '--')}"
    try:
        folder = kept / "snapshots" / (kept / "refs" / constants.DEFAULT_REVISION).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        folder = kept / "snapshots" / "none"
    if not folder.is_dir():
        raise ModelMissing(f"{name} is neither a place here nor in the hub's cache; fetch it with `hf download {name}{wanted}`.")
    return folder


def _of_hub(hub: str, voice: str | None) -> Path:
    wanted = voice.removesuffix(".onnx") if voice else None
    include = f" --include '*{wanted}.onnx*'" if wanted else ""  # all of them are some gigabytes
    voices = _whole(snapshot(hub, include).rglob("*.onnx"))
    if not voices:
        raise ModelMissing(f"{hub} in the hub's cache holds no Piper voice with its .onnx.json beside it.")
    found = next((each for each in voices if wanted in (None, each.stem)), None)
    if found is None:
        raise ModelMissing(f"{hub} in the hub's cache holds no voice {wanted}, but {', '.join(each.stem for each in voices[:5])}; fetch it with `hf download {hub}{include}`.")
    return found


def _whole(files: Iterable[Path]) -> list[Path]:
    """Those that are voices with their settings, by name."""
    return sorted((each for each in files if each.is_file() and Path(f"{each}.json").is_file()), key=lambda each: each.name)
