"""Key material and letters: files of their own, readable by their owner alone, in no log and no answer."""

import secrets
from pathlib import Path


class SecretFiles:
    """Folders below the data folder: `keys/`, `pins/`, `machines/`, `kubeconfigs/`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, kind: str, name: str) -> Path:
        """Where a file is; its folder exists afterwards."""
        folder = self._folder / kind
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / name

    def put(self, kind: str, name: str, text: str) -> None:
        """Write one. Raises OSError."""
        path = self.path(kind, name)
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")

    def get(self, kind: str, name: str) -> str | None:
        """Read one, None when there is none."""
        try:
            return (self._folder / kind / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def drop(self, kind: str, name: str) -> None:
        """Remove one."""
        (self._folder / kind / name).unlink(missing_ok=True)

    def secret(self, name: str) -> str:
        """A random value that is made once and outlives restarts."""
        known = self.get("keys", name)
        if known is None:
            known = secrets.token_hex(32)
            self.put("keys", name, known)
        return known
