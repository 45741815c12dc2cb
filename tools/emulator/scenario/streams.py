"""Log streams that are cut, lose events, repeat them, or share them with a reader we don't see."""

from itertools import count as numbers

from tools.emulator.scenario.base import Scenario, StreamCut, chance, count, fault, share


class _Pass:
    """Lets everything through; the pieces override what they spoil."""

    def feed(self, frame: bytes, *, live: bool) -> list[bytes]:
        del live
        return [frame]

    def rest(self) -> list[bytes]:
        return []


class Cut(_Pass):
    """Breaks the stream after so many frames."""

    def __init__(self, frames: int) -> None:
        self._left = frames

    def feed(self, frame: bytes, *, live: bool) -> list[bytes]:
        """Counts down."""
        del live
        if self._left <= 0:
            raise StreamCut
        self._left -= 1
        return [frame]

    def rest(self) -> list[bytes]:
        """A shorter stream is cut before its `done`."""
        raise StreamCut


class Missing(_Pass):
    """So many live events never come; the replay is whole."""

    def __init__(self, share: float, key: str) -> None:
        self._share = share
        self._key = key

    def feed(self, frame: bytes, *, live: bool) -> list[bytes]:
        """Which ones follows from the frame itself, so that it is the same in each run."""
        if live and chance(self._key, frame.decode()) < self._share:
            return []
        return [frame]


class Twice(_Pass):
    """So many frames come twice; every other copy comes one to three frames late."""

    def __init__(self, share: float, key: str) -> None:
        self._share = share
        self._key = key
        self._held: list[tuple[int, bytes]] = []
        self._numbers = numbers()

    def feed(self, frame: bytes, *, live: bool) -> list[bytes]:
        """The frame, its copy, and copies whose time has come."""
        del live
        number = next(self._numbers)
        due = [f for at, f in self._held if at <= number]
        self._held = [(at, f) for at, f in self._held if at > number]
        if chance(self._key, str(number)) >= self._share:
            return [frame, *due]
        late = int(chance(self._key, str(number), "late") * 6)
        if late >= 3:
            return [frame, frame, *due]
        self._held.append((number + 1 + late, frame))
        return [frame, *due]

    def rest(self) -> list[bytes]:
        """Copies that are still held."""
        return [f for _, f in self._held]


@fault("cut-stream", frames=count)
def cut_stream(scenario: Scenario, frames: int = 20) -> None:
    """Each log stream is cut after so many frames, without `done`."""
    scenario.filters.append(lambda: Cut(frames))


@fault("lost-events", share=share)
def lost_events(scenario: Scenario, share: float = 0.3) -> None:
    """So many live events never reach a stream; they stand in `/events`."""
    scenario.filters.append(lambda: Missing(share, f"{scenario.key}|lost"))


@fault("duplicate-events", share=share)
def duplicate_events(scenario: Scenario, share: float = 0.3) -> None:
    """So many frames come twice, the copy possibly later and out of order."""
    scenario.filters.append(lambda: Twice(share, f"{scenario.key}|twice"))


@fault("stolen-events", share=share)
def stolen_events(scenario: Scenario, share: float = 0.5) -> None:
    """As if a second reader hung on the one live queue: what it takes is missing on ours."""
    scenario.filters.append(lambda: Missing(share, f"{scenario.key}|stolen"))
