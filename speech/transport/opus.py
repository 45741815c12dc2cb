"""Opus at a voice rate, straight on libopus: mono, 16 kHz, 20 ms, with in-band error correction and concealment.

PyAV brings the library along (it stands in its wheel), but its own codec gives neither concealment nor the correction that
a packet carries for the one before it (RFC 6716, 2.1.7). Both are one argument of `opus_decode`.
"""

import ctypes
import ctypes.util
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from speech.audio import FRAME, RATE, Samples

_VOIP = 2048
_OK = 0
_SET_BITRATE, _SET_COMPLEXITY, _SET_FEC, _SET_LOSS, _SET_SIGNAL, _SIGNAL_VOICE = 4002, 4010, 4012, 4014, 4024, 3001
"""Request numbers of opus_defines.h; they are part of the library's binary interface."""
_MOST_BYTES = 1275
"""The largest packet of one frame (RFC 6716, 3.2.1)."""
_LONGEST = RATE * 120 // 1000
"""Samples of the longest packet."""


class OpusMissing(Exception):
    """libopus isn't there; the text is a sentence for a person."""


class OpusFault(Exception):
    """A packet that isn't Opus."""


@cache
def _library() -> Any:
    for path in (*_bundled(), ctypes.util.find_library("opus")):
        if path is None:
            continue
        try:
            library = ctypes.CDLL(path)
        except OSError:
            continue
        library.opus_encoder_create.restype = library.opus_decoder_create.restype = ctypes.c_void_p
        return library
    raise OpusMissing("libopus isn't installed; run `make setup`.")


def _bundled() -> list[str]:
    """The library in PyAV's wheel."""
    spec = find_spec("av")
    if spec is None or spec.origin is None:
        return []
    return [str(path) for path in sorted((Path(spec.origin).parent.parent / "av.libs").glob("libopus*.so*"))]


class OpusEncoder:
    """Frames of 20 ms to packets. About 0.1 ms of CPU each."""

    def __init__(self, *, bitrate: int = 28_000, loss_percent: int = 10) -> None:
        """`loss_percent`: what the path is expected to lose; at 0 no correction is sent along."""
        self._lib = _library()
        error = ctypes.c_int()
        self._state = ctypes.c_void_p(self._lib.opus_encoder_create(RATE, 1, _VOIP, ctypes.byref(error)))
        if error.value != _OK:
            raise OpusMissing(f"libopus gave no encoder (error {error.value}).")
        for request, value in ((_SET_BITRATE, bitrate), (_SET_COMPLEXITY, 5), (_SET_SIGNAL, _SIGNAL_VOICE), (_SET_FEC, 1)):
            self._set(request, value)
        self.expect_loss(loss_percent)
        self._packet = ctypes.create_string_buffer(_MOST_BYTES)

    def expect_loss(self, percent: int) -> None:
        """What the receiver reports; the share of bits for correction follows it."""
        self._set(_SET_LOSS, max(0, min(100, percent)))

    def encode(self, frame: Samples) -> bytes:
        """One frame of exactly 20 ms."""
        if len(frame) != FRAME:
            raise ValueError(f"a frame has {FRAME} samples, this one {len(frame)}")
        pcm = np.ascontiguousarray(frame, dtype=np.int16)
        size = self._lib.opus_encode(self._state, pcm.ctypes.data_as(ctypes.c_void_p), FRAME, self._packet, _MOST_BYTES)
        if size < 0:
            raise OpusFault(f"the frame can't be encoded (error {size})")
        return self._packet.raw[:size]

    def close(self) -> None:
        """Give the memory back; the encoder is of no more use."""
        if self._state:
            self._lib.opus_encoder_destroy(self._state)
            self._state = ctypes.c_void_p()

    def _set(self, request: int, value: int) -> None:
        self._lib.opus_encoder_ctl(self._state, ctypes.c_int(request), ctypes.c_int(value))

    def __del__(self) -> None:
        self.close()


class OpusDecoder:
    """Packets to samples at 16 kHz, whatever rate and channels they were made with."""

    def __init__(self) -> None:
        self._lib = _library()
        error = ctypes.c_int()
        self._state = ctypes.c_void_p(self._lib.opus_decoder_create(RATE, 1, ctypes.byref(error)))
        if error.value != _OK:
            raise OpusMissing(f"libopus gave no decoder (error {error.value}).")
        self._pcm = np.zeros(_LONGEST, dtype=np.int16)

    def decode(self, packet: bytes) -> Samples:
        """The samples of a packet, 2.5 to 120 ms of them. Raises OpusFault."""
        return self._decoded(packet, len(packet), _LONGEST, 0)

    def corrected(self, following: bytes) -> Samples:
        """The lost frame before this packet, from the correction that it carries; concealed where it carries none. Raises OpusFault."""
        return self._decoded(following, len(following), FRAME, 1)

    def concealed(self) -> Samples:
        """20 ms that are lost for good: the voice goes on and fades. Raises OpusFault."""
        return self._decoded(None, 0, FRAME, 0)

    def close(self) -> None:
        """Give the memory back; the decoder is of no more use."""
        if self._state:
            self._lib.opus_decoder_destroy(self._state)
            self._state = ctypes.c_void_p()

    def _decoded(self, packet: bytes | None, size: int, room: int, correct: int) -> Samples:
        if packet is not None and not packet:
            raise OpusFault("an empty packet")
        out = self._pcm.ctypes.data_as(ctypes.c_void_p)
        count = self._lib.opus_decode(self._state, packet, size, out, room, correct)
        if count < 0:
            raise OpusFault(f"the packet can't be decoded (error {count})")
        return self._pcm[:count].copy()

    def __del__(self) -> None:
        self.close()
