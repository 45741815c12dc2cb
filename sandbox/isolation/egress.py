"""What of the network an agent reaches: nothing, some hosts through our proxy, or all that this machine reaches."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from enum import Enum
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
RULES, SOCKET, LOCK = "rules.json", "socket", "lock"
START_S = 15.0
_START = "import sys; sys.path.insert(0, sys.argv[1]); from sandbox.isolation.proxy import main; main(sys.argv[2])"


class Egress(Enum):
    """How much."""

    NONE = "none"
    ALLOW = "allow"
    """The named hosts, through a proxy."""
    OPEN = "open"
    """Everything, this machine's own services too."""


@dataclass(frozen=True, slots=True)
class Reach:
    """One host that may be reached."""

    host: str
    """A name, `*.name`, or an address."""
    ports: tuple[int, ...] = (443, 80)
    private: bool = False
    """It may have an address of a private network or of this machine."""

    @classmethod
    def parse(cls, text: str, *, private: bool = False) -> "Reach":
        """`host`, `host:port`, or an address of the web. Raises ValueError."""
        parts = urlsplit(text if "://" in text else f"//{text}")
        if not parts.hostname:
            raise ValueError(f"no host in {text!r}")
        known = {"http": (80,), "https": (443,)}.get(parts.scheme, (443, 80))
        ports = known if parts.port is None else (parts.port,)
        try:
            ip_address(parts.hostname)
            private = True  # named by its very address
        except ValueError:
            pass
        return cls(parts.hostname.lower(), ports, private)

    def fits(self, host: str, port: int) -> bool:
        """It is the one that is asked for."""
        name = host.lower().rstrip(".")
        same = name.endswith(self.host[1:]) if self.host.startswith("*.") else name == self.host
        return same and port in self.ports


def ensure(folder: Path, org: str, reaches: tuple[Reach, ...]) -> Path:
    """The folder of the Org's proxy, which runs and knows these hosts now. Blocks for a quarter of a second. Raises OSError."""
    own = folder / hashlib.sha256(org.encode()).hexdigest()[:16]
    own.mkdir(parents=True, exist_ok=True, mode=0o755)
    part = own / f"{RULES}.part"
    part.write_text(json.dumps([asdict(r) for r in reaches]), encoding="utf-8")
    part.replace(own / RULES)
    if not running(own):
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-I", "-S", "-c", _START, str(ROOT), str(own)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/", start_new_session=True,
            timeout=START_S, check=False,
        )  # fmt: skip
        if done.stdout.strip() != b"ready":
            raise OSError("the proxy for what may be reached didn't start")
    return own


def running(own: Path) -> bool:
    """Its process holds the lock."""
    file = os.open(own / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False
