"""The service's own key, made once and kept in the data folder with mode 600; other keys are derived from it."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path


class ServiceKey:
    """Derives one key per purpose."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def load(cls, folder: Path) -> "ServiceKey":
        """Read `service.key`, or make it. Safe against two starts at once: the file is created exclusively."""
        path = folder / "service.key"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls(bytes.fromhex(path.read_text(encoding="ascii").strip()))
        secret = secrets.token_bytes(32)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secret.hex())
            file.flush()
            os.fsync(file.fileno())
        return cls(secret)

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose."""
        return hmac.new(self._secret, purpose.encode(), hashlib.sha256).digest()

    def digest(self, purpose: str, *parts: str) -> str:
        """Keyed digest of some text, hex."""
        text = "\x1f".join(parts).encode()
        return hmac.new(self.derive(purpose), text, hashlib.sha256).hexdigest()
