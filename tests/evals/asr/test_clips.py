"""The few lines that can be listened to."""

import av
import numpy as np

from evals.asr import fixtures
from evals.asr.audio import RATE
from evals.asr.clips import FOLDER, PICKED, encode, name_of


def test_a_clip_is_as_long_as_the_line_and_small(tmp_path):
    file = tmp_path / "a.ogg"
    encode((0.2 * np.sin(np.arange(2 * RATE) / 5)).astype(np.float32), file)
    assert file.stat().st_size < 12_000
    with av.open(str(file)) as sound:
        frames = list(sound.decode(audio=0))
    assert abs(sum(f.samples for f in frames) / frames[0].sample_rate - 2) < 0.1


def test_what_is_kept_is_little_and_belongs_to_fixtures():
    kept = sorted(FOLDER.glob("*.ogg"))
    assert {f.name for f in kept} == {name_of(line) for line in PICKED}
    assert sum(f.stat().st_size for f in kept) < 300_000
    assert set(PICKED) <= {f.id for f in fixtures.read(fixtures.file_for(holdout=False))}
