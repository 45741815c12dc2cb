"""Packets in the order they were sent, each as soon as it can be had. Sans-I/O: packets and the time in, pieces out.

A jitter buffer for a person's ear delays everything so that nothing is late. Ours is for a recogniser, which doesn't mind
unevenness: what comes in order goes on at once, and only a gap is waited for, as long as this path has lately made packets
wait. Then the packet behind the gap mends it, or the gap is concealed.
"""

from dataclasses import dataclass, field

FRAME_TICKS = 960
"""RTP clock ticks of 20 ms: Opus is always clocked at 48 kHz (RFC 7587, 4.1)."""
LEAST_WAIT_MS, MOST_WAIT_MS = 30.0, 160.0
STALLED_MS = 600.0
"""Without a packet for so long the sender has stopped: from then on there is silence."""
_MOST_HELD = 64
"""Packets behind a gap; more than a second of them."""
_JUMP = 3000
"""A sequence number so far off is another stream, not a loss (RFC 3550, A.1)."""
_MOST_CONCEALED = 10
"""Frames that are bridged in one gap; a longer one is cut short, since nobody knows what was in it."""
_HALF = 1 << 15


@dataclass(frozen=True, slots=True)
class Whole:
    """A packet in its place."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class Gap:
    """A frame that never came; `following` is the packet behind it, which may hold a correction for it."""

    following: bytes | None


@dataclass(frozen=True, slots=True)
class Pause:
    """20 ms in which nothing was sent."""


Piece = Whole | Gap | Pause


@dataclass(slots=True)
class Tally:
    """What the path did so far, in packets."""

    received: int = 0
    lost: int = 0
    mended: int = 0
    """Lost ones behind which a packet followed directly."""
    late: int = 0
    doubled: int = 0
    resets: int = 0
    pauses: int = 0


@dataclass(slots=True)
class Ordering:
    """One incoming stream."""

    tally: Tally = field(default_factory=Tally)
    _next: int | None = None
    """The extended sequence number that is waited for."""
    _held: dict[int, tuple[bytes, float]] = field(default_factory=dict[int, tuple[bytes, float]])
    _source: int | None = None
    _last_ms: float | None = None
    _paused_to_ms: float | None = None
    _transit: float | None = None
    _jitter: float = 0.0
    """Milliseconds, as RFC 3550, 6.4.1 has it."""

    @property
    def wait_ms(self) -> float:
        """How long a gap is waited for."""
        return min(MOST_WAIT_MS, max(LEAST_WAIT_MS, 20.0 + 3.0 * self._jitter))

    def push(self, source: int, sequence: int, timestamp: int, payload: bytes, now_ms: float) -> list[Piece]:
        """A packet has come. `source` is its SSRC, `sequence` and `timestamp` are those of RTP."""
        self.tally.received += 1
        number = self._extended(source, sequence)
        self._measure(timestamp, now_ms)
        self._last_ms, self._paused_to_ms = now_ms, None
        assert self._next is not None  # noqa: S101 - set by _extended
        if number < self._next:
            self.tally.late += 1
            return []
        if number in self._held:
            self.tally.doubled += 1
            return []
        self._held[number] = (payload, now_ms)
        return self._ready(now_ms)

    def tick(self, now_ms: float) -> list[Piece]:
        """Time has passed; call it every 20 ms or so."""
        pieces = self._ready(now_ms)
        return pieces or self._silence(now_ms)

    def quiet_ms(self, now_ms: float) -> float:
        """Since the last packet; 0 before the first one."""
        return 0.0 if self._last_ms is None else now_ms - self._last_ms

    def slept(self, ms: float) -> None:
        """For so long nobody looked, though packets may have come: none of it counts as waiting, nor as silence."""
        self._held = {number: (payload, at + ms) for number, (payload, at) in self._held.items()}
        self._last_ms = None if self._last_ms is None else self._last_ms + ms
        self._paused_to_ms = None if self._paused_to_ms is None else self._paused_to_ms + ms

    def _ready(self, now_ms: float) -> list[Piece]:
        pieces: list[Piece] = []
        while self._held and self._next is not None:
            if self._next in self._held:
                pieces.append(Whole(self._held.pop(self._next)[0]))
                self._next += 1
                continue
            first = min(self._held)
            waited = now_ms - min(at for _, at in self._held.values())
            if waited < self.wait_ms and len(self._held) < _MOST_HELD:
                break
            pieces += self._bridged(first)
        return pieces

    def _bridged(self, first: int) -> list[Piece]:
        """The frames before the first one that is there."""
        assert self._next is not None  # noqa: S101 - something is held
        missing = first - self._next
        self.tally.lost += missing
        self.tally.mended += 1
        self._next = first
        return [*(Gap(None) for _ in range(min(missing, _MOST_CONCEALED) - 1)), Gap(self._held[first][0])]

    def _silence(self, now_ms: float) -> list[Piece]:
        if self._last_ms is None or now_ms - self._last_ms < STALLED_MS:
            return []
        since = self._paused_to_ms if self._paused_to_ms is not None else now_ms - 20.0
        count = max(0, int((now_ms - since) // 20))
        self._paused_to_ms = since + 20.0 * count
        self.tally.pauses += count
        return [Pause()] * min(count, 50)

    def _extended(self, source: int, sequence: int) -> int:
        """The sequence number without its wrap at 65,536; another stream begins anew."""
        if self._next is None or source != self._source:
            return self._begun(source, sequence)
        number = self._next + ((sequence - self._next + _HALF) % (1 << 16)) - _HALF
        if abs(number - self._next) > _JUMP:
            return self._begun(source, sequence)
        return number

    def _begun(self, source: int, sequence: int) -> int:
        self.tally.resets += self._next is not None
        self._held.clear()
        self._source, self._transit = source, None
        # Kept far from zero, so that an early stray of the same stream isn't taken for a wrap.
        self._next = sequence + (1 << 16)
        return self._next

    def _measure(self, timestamp: int, now_ms: float) -> None:
        sent_ms = timestamp / (FRAME_TICKS / 20)
        transit = now_ms - sent_ms
        if self._transit is not None:
            off = abs(transit - self._transit)
            if off < 5000:  # a wrap of the timestamp isn't jitter
                self._jitter += (off - self._jitter) / 16.0
        self._transit = transit
