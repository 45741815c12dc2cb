"""Phrases that were spoken before, on disk and the newest in memory. Bounded; a damaged or half-written entry is as good as none."""

import hashlib
import json
import os
import tempfile
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

import numpy as np

from speech.mouth.port import Sound

_SUFFIX = ".clip"
_ROOM_AFTER = 0.9
"""Of the limit: so much is left when the oldest entries go, so that they needn't go one by one."""
_BYTES_PER_WORD = 60


class PhraseCache:
    """Keyed by the voice with its settings and the text. All methods are quick enough for the event loop but `put`."""

    def __init__(self, folder: Path, *, disk_bytes: int = 64 << 20, memory_bytes: int = 8 << 20) -> None:
        self._folder, self._disk_limit, self._memory_limit = folder, disk_bytes, memory_bytes
        self._memory: OrderedDict[str, tuple[Sound, int]] = OrderedDict()
        self._memory_used = 0
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("*.part"):  # of a process that was killed while writing
            left.unlink(missing_ok=True)
        self._disk_used = sum(path.stat().st_size for path in folder.glob(f"*{_SUFFIX}"))
        self.hits = self.misses = 0

    @staticmethod
    def name(voice: str, text: str) -> str:
        """What an entry is called; nothing of its text can be read from that."""
        return hashlib.sha256(f"{voice}\x00{text}".encode()).hexdigest()

    def get(self, voice: str, text: str) -> Sound | None:
        """The sound, if it is there."""
        name = self.name(voice, text)
        kept = self._memory.get(name)
        if kept is not None:
            self._memory.move_to_end(name)
            self.hits += 1
            return kept[0]
        sound = self._read(self._path(name))
        if sound is None:
            self.misses += 1
            return None
        self.hits += 1
        self._remember(name, sound)
        return sound

    def has(self, voice: str, text: str) -> bool:
        """Whether it is there, without reading it."""
        name = self.name(voice, text)
        return name in self._memory or self._path(name).is_file()

    def put(self, voice: str, text: str, sound: Sound) -> None:
        """Keep it: in memory, and on disk in one piece or not at all. A full disk is no reason not to speak."""
        name = self.name(voice, text)
        self._remember(name, sound)
        header = json.dumps({"words": sound.spoken, "samples": len(sound.samples)}).encode() + b"\n"
        data = header + sound.samples.astype("<i2").tobytes()
        if len(data) > self._disk_limit:
            return
        path = self._path(name)
        with suppress(OSError):
            before = path.stat().st_size if path.is_file() else 0
            self._write(path, data)
            self._disk_used += len(data) - before
            if self._disk_used > self._disk_limit:
                self._make_room()

    def _path(self, name: str) -> Path:
        return self._folder / (name + _SUFFIX)

    def _write(self, path: Path, data: bytes) -> None:
        handle, part = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(part).replace(path)
        finally:
            Path(part).unlink(missing_ok=True)

    @staticmethod
    def _read(path: Path) -> Sound | None:
        try:
            line, _, pcm = path.read_bytes().partition(b"\n")
            header = json.loads(line)
            samples = np.frombuffer(pcm, dtype="<i2").astype(np.int16)
            if len(samples) != header["samples"]:
                raise ValueError("cut short")
            words = tuple((str(word), int(start), int(end)) for word, start, end in header["words"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            with suppress(OSError):
                path.unlink(missing_ok=True)
            return None
        with suppress(OSError):
            os.utime(path)  # so that what is used stays
        return Sound(samples, words)

    def _remember(self, name: str, sound: Sound) -> None:
        size = sound.samples.nbytes + _BYTES_PER_WORD * len(sound.spoken)
        if size > self._memory_limit:
            return
        _, before = self._memory.pop(name, (None, 0))
        self._memory[name] = (sound, size)
        self._memory_used += size - before
        while self._memory_used > self._memory_limit:
            _, (_, oldest) = self._memory.popitem(last=False)
            self._memory_used -= oldest

    def _make_room(self) -> None:
        entries = sorted((stat.st_mtime, stat.st_size, path) for path, stat in self._entries())
        self._disk_used = sum(size for _, size, _ in entries)
        for _, size, path in entries:
            if self._disk_used <= self._disk_limit * _ROOM_AFTER:
                return
            path.unlink(missing_ok=True)
            self._disk_used -= size

    def _entries(self) -> list[tuple[Path, os.stat_result]]:
        found: list[tuple[Path, os.stat_result]] = []
        for path in self._folder.glob(f"*{_SUFFIX}"):
            with suppress(FileNotFoundError):
                found.append((path, path.stat()))
        return found
