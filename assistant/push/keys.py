"""The server's key pair for push services: made once, kept in the data folder with mode 600, shown to nobody."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from assistant.identity.keys import DamagedKey

FILE = "push.key"


def load(folder: Path) -> ec.EllipticCurvePrivateKey:
    """Read it, or make it; it appears whole and once, however many start at the same time.

    Raises:
        DamagedKey: the file holds something else. Every subscription is bound to the right one.
        OSError: it can't be read or made.
    """
    path = folder / FILE
    if not path.exists():
        _make(path)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise DamagedKey(f"{FILE} is damaged; bring it back from a backup, or remove it: then whoever wants to be told has to say so anew.")
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = ec.generate_private_key(ec.SECP256R1())
    text = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{FILE}-")  # mode 600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(name)
    finally:
        Path(name).unlink()
