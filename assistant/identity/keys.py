"""The service's own key, made once and kept in the data folder with mode 600; other keys are derived from it."""

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

LENGTH = 32


class DamagedKey(ValueError):
    """The key file can't be used; the text is a sentence for a person."""


class ServiceKey:
    """Derives one key per purpose."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def load(cls, folder: Path) -> "ServiceKey":
        """Read `service.key`, or make it. The file appears whole and once, however many start at the same time.

        Raises:
            DamagedKey: the file holds something else; what was sealed with the right one would be lost.
            OSError: it can't be read or made.
        """
        path = folder / "service.key"
        if not path.exists():
            _make(path)
        try:
            secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
        except ValueError:
            secret = b""
        if len(secret) != LENGTH:
            raise DamagedKey("service.key is damaged; bring it back from a backup, since it seals the stored secrets.")
        return cls(secret)

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose."""
        return hmac.new(self._secret, purpose.encode(), hashlib.sha256).digest()

    def digest(self, purpose: str, *parts: str) -> str:
        """Keyed digest of some text, hex."""
        text = "\x1f".join(parts).encode()
        return hmac.new(self.derive(purpose), text, hashlib.sha256).hexdigest()


def _make(path: Path) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".service.key-")  # mode 600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(name)
    finally:
        Path(name).unlink()
