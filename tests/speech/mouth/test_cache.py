"""The phrase cache."""

import os
from pathlib import Path

import numpy as np

from speech.mouth.cache import PhraseCache
from speech.mouth.port import Sound


def sound(samples: int, value: int = 7) -> Sound:
    return Sound(np.full(samples, value, dtype=np.int16), (("hi", 0, 10),))


def same(one: Sound | None, other: Sound) -> bool:
    return one is not None and np.array_equal(one.samples, other.samples) and one.spoken == other.spoken


def test_what_was_kept_comes_back_from_memory_and_from_disk(tmp_path: Path):
    cache = PhraseCache(tmp_path)
    cache.put("joe", "Okay,", sound(1000))
    assert same(cache.get("joe", "Okay,"), sound(1000))
    again = PhraseCache(tmp_path)
    assert same(again.get("joe", "Okay,"), sound(1000))
    assert again.has("joe", "Okay,")
    assert again.get("ann", "Okay,") is None
    assert (again.hits, again.misses) == (1, 1)


def test_neither_names_nor_headers_tell_the_text(tmp_path: Path):
    PhraseCache(tmp_path).put("joe", "Rosebud", Sound(np.zeros(10, dtype=np.int16)))
    (entry,) = tmp_path.iterdir()
    assert "osebud" not in entry.name
    assert b"osebud" not in entry.read_bytes()


def test_a_damaged_entry_is_forgotten(tmp_path: Path):
    PhraseCache(tmp_path).put("joe", "Okay,", sound(1000))
    (entry,) = tmp_path.iterdir()
    entry.write_bytes(entry.read_bytes()[:-9])
    assert PhraseCache(tmp_path).get("joe", "Okay,") is None
    assert list(tmp_path.iterdir()) == []


def test_the_disk_is_bounded_and_the_oldest_go_first(tmp_path: Path):
    cache = PhraseCache(tmp_path, disk_bytes=10_000, memory_bytes=0)
    for i in range(12):
        cache.put("joe", f"phrase {i}", sound(500))
        os.utime(tmp_path / f"{cache.name('joe', f'phrase {i}')}.clip", (i, i))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 10_000
    assert cache.get("joe", "phrase 11") is not None
    assert cache.get("joe", "phrase 0") is None


def test_memory_is_bounded(tmp_path: Path):
    cache = PhraseCache(tmp_path, memory_bytes=5_000)
    for i in range(12):
        cache.put("joe", f"phrase {i}", sound(500))
    assert cache._memory_used <= 5_000
    assert len(cache._memory) == 4


def test_what_was_left_half_written_is_cleared_away(tmp_path: Path):
    (tmp_path / "x.part").write_bytes(b"half")
    PhraseCache(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_phrase_larger_than_the_disk_may_hold_isnt_kept_there(tmp_path: Path):
    PhraseCache(tmp_path, disk_bytes=100).put("joe", "long", sound(1000))
    assert list(tmp_path.iterdir()) == []
