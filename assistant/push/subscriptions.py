"""Which browsers want to be told, and whose they are: a file each below the data folder, all of them in memory."""

import hashlib
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from assistant.push.addresses import Rule
from assistant.push.message import Receiver, b64url

FOLDER = "push"
MOST_EACH = 10
"""Of one person; another takes the place of the one not renewed for longest. Pages renew theirs whenever they are opened."""
MOST = 20_000
"""Of everybody together."""
LARGEST = 8 * 1024
"""Bytes of one file."""


class Refused(ValueError):
    """Not a subscription that can be used; the text is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One browser that wants to be told."""

    id: str
    """A digest of its endpoint: 32 hexadecimal digits."""
    owner: str
    device: str
    """Digest of the token by which it was made: who is signed out, or is somebody else, is told no more."""
    endpoint: str = field(repr=False)
    """Where messages go. Whoever knows it may try to send some, so it is a secret."""
    receiver: Receiver = field(repr=False)
    renewed: float
    """When its page said so last, in seconds of the epoch."""

    @property
    def service(self) -> str:
        """The push service's host, which may be shown."""
        return urlsplit(self.endpoint).hostname or ""


def parse(body: dict[str, Any], rule: Rule, *, owner: str, device: str, now: float) -> Subscription:
    """What a browser's `PushSubscription` is as JSON. Raises Refused."""
    endpoint, keys = body.get("endpoint"), body.get("keys")
    if not isinstance(endpoint, str) or not isinstance(keys, dict):
        raise Refused("A subscription has an `endpoint` and `keys`.")
    p256dh, auth = keys.get("p256dh"), keys.get("auth")
    if not isinstance(p256dh, str) or not isinstance(auth, str):
        raise Refused("Its keys are `p256dh` and `auth`.")
    try:
        rule.checked(endpoint)
    except ValueError as error:
        raise Refused(str(error)) from None
    try:
        receiver = Receiver.parse(p256dh, auth)
    except ValueError:
        raise Refused("The keys can't be used to seal anything.") from None
    return Subscription(identify(endpoint), owner, device, endpoint, receiver, now)


def identify(endpoint: str) -> str:
    """The same endpoint, the same subscription: a browser has one."""
    return hashlib.sha256(endpoint.encode()).hexdigest()[:32]


class Subscriptions:
    """Those of one installation. Every method that writes blocks for a file.

    Args:
        data: the data folder.
        rule: which endpoints are taken; what was kept under another rule is forgotten.
    """

    def __init__(self, data: Path, rule: Rule, clock: Callable[[], float] = time.time) -> None:
        self._folder, self._rule, self._clock = data / FOLDER, rule, clock
        self._kept: dict[str, Subscription] = {}
        self._one_at_a_time = Lock()
        with suppress(OSError):
            for path in sorted(self._folder.glob("*.json"))[:MOST]:
                if (found := self._read(path)) is not None:
                    self._kept[found.id] = found

    def of(self, owner: str) -> list[Subscription]:
        """Of one person, the one renewed last first."""
        return sorted((s for s in list(self._kept.values()) if s.owner == owner), key=lambda s: -s.renewed)

    def add(self, body: dict[str, Any], *, owner: str, device: str) -> Subscription:
        """A new one, or the same again; whoever's browser it was before, it is this person's now. Raises Refused, OSError."""
        made = parse(body, self._rule, owner=owner, device=device, now=self._clock())
        with self._one_at_a_time:
            return self._add(made)

    def _add(self, made: Subscription) -> Subscription:
        if len(self._kept) >= MOST and made.id not in self._kept:
            raise Refused("No more devices can be told from here.")
        self._write(made)
        self._kept[made.id] = made
        for old in self.of(made.owner)[MOST_EACH:]:
            self._remove(old.id)
        return made

    def remove(self, name: str, owner: str | None = None) -> bool:
        """Forget one; False where there is none, or it is another owner's."""
        with self._one_at_a_time:
            found = self._kept.get(name)
            if found is None or owner not in (None, found.owner):
                return False
            self._remove(name)
            return True

    def _remove(self, name: str) -> None:
        del self._kept[name]
        with suppress(OSError):
            (self._folder / f"{name}.json").unlink()

    def _write(self, made: Subscription) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        keys = {"p256dh": b64url(made.receiver.point), "auth": b64url(made.receiver.auth)}
        record = {"owner": made.owner, "device": made.device, "endpoint": made.endpoint, "keys": keys, "renewed": made.renewed}
        part = self._folder / f".{made.id}.{token_hex(4)}"
        file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(file, "w", encoding="utf-8") as out:
                json.dump(record, out)
            part.replace(self._folder / f"{made.id}.json")
        except OSError:
            part.unlink(missing_ok=True)
            raise

    def _read(self, path: Path) -> Subscription | None:
        try:
            with path.open("rb") as file:
                found = json.loads(file.read(LARGEST))
            made = parse(found, self._rule, owner=str(found["owner"]), device=str(found["device"]), now=0.0)
            return replace(made, renewed=float(found["renewed"])) if path.stem == made.id else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None  # half a file of a process that was killed, or somebody else's
