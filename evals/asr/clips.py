"""A handful of spoken lines as small Ogg files, so that a reader of the report can hear what the recogniser heard.

Run as `python -m evals.asr.clips` after the fixtures were made; it takes the sounds from the same cache.
"""

import sys
from pathlib import Path

import av
import numpy as np

from evals.asr import lines
from evals.asr.audio import RATE, Signal
from evals.asr.casting import cast
from evals.asr.generate import CACHE, workshop

FOLDER = Path(__file__).parent / "clips"
PICKED = (
    "asr-005-three-workers/1",
    "asr-006-spelled-size/1",
    "asr-016-dedicated-phone/1",
    "asr-018-app-names/1",
    "asr-020-places-bare/1",
    "asr-025-robot-four-workers/1",
    "asr-028-not-hillsboro-ashburn/1",
)
"""One of each kind: a room, a good microphone, the telephone, names, names without a hint, a formant voice, a negation."""
_BITS = 20_000


def name_of(line: str) -> str:
    """The file of a line."""
    return line.replace("/", "--") + ".ogg"


def encode(signal: Signal, file: Path) -> None:
    """As Opus for speech."""
    with av.open(str(file), "w", format="ogg") as out:
        stream = out.add_stream("libopus", rate=48_000, layout="mono", options={"application": "voip"})
        stream.bit_rate = _BITS
        frame = av.AudioFrame.from_ndarray((np.clip(signal, -1, 1) * 32767).astype("<i2").reshape(1, -1), "s16", "mono")
        frame.sample_rate = RATE
        resampler = av.AudioResampler("s16", "mono", 48_000, frame_size=960)
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))


def main(cache: Path = CACHE) -> int:
    """Writes the picked ones. Returns an exit status."""
    FOLDER.mkdir(exist_ok=True)
    shop = workshop(cache)
    for line in lines.spoken():
        if line.id in PICKED:
            encode(shop.sound(line.text, cast(line.scenario, line.tags, holdout=line.holdout)), FOLDER / name_of(line.id))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else CACHE))
