"""A real coturn on loopback, as the recipe in deploy/coturn starts it: its settings but for the places that somebody fills in."""

import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

import pytest
from aioice import stun
from aioice.stun import Class, Message, Method

RECIPE = Path(__file__).parents[3] / "deploy" / "coturn"
HOST, REALM = "127.0.0.1", "turn.test"
READY_S = 20.0
_PROBE_S = 0.1


def turnserver() -> str:
    """Where it is installed; without one the test is skipped, which fails in CI."""
    found = shutil.which("turnserver")
    if found is None:
        pytest.skip("coturn isn't installed; on Debian: apt-get install coturn")
    return found


def free_port() -> int:
    """Of UDP and TCP, a moment ago."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
            udp.bind((HOST, 0))
            port: int = udp.getsockname()[1]
            try:
                tcp.bind((HOST, port))
            except OSError:
                continue  # somebody else's of the other kind
            return port


def has_six() -> bool:
    """This machine has the loopback address of IPv6."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as udp:
            udp.bind(("::1", 0))
    except OSError:
        return False
    return True


class Coturn:
    """`with Coturn(folder, secret) as coturn`: listens on 127.0.0.1, relays to 127.0.0.1 alone; no TLS unless there is a certificate."""

    def __init__(self, folder: Path, secret: str, *, certificate: tuple[Path, Path] | None = None, more: tuple[str, ...] = ()) -> None:
        """`folder`: empty, for what it keeps; `certificate`: chain and key; `more`: lines at the settings' end."""
        folder.mkdir(exist_ok=True)
        self.folder, self.port, self.tls_port = folder, free_port(), free_port()
        self.conf, self.secret, self.log_file = folder / "turnserver.conf", folder / "turn.secret", folder / "log"
        self.passing = folder / "tmp"
        """Where whatever it starts may put files for a moment."""
        self.passing.mkdir()
        self.secret.touch(0o600)
        self.secret.write_text(f"{secret}\n", encoding="utf-8")
        self.conf.write_text(_settings(self, certificate, more), encoding="utf-8")
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        turnserver()
        with self.log_file.open("wb") as log:
            self.process = subprocess.Popen(
                [RECIPE / "run.sh"], stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, cwd=self.folder,
                env={"PATH": os.environ["PATH"], "TMPDIR": str(self.passing), "TURN_CONF": str(self.conf), "TURN_SECRET_FILE": str(self.secret)},
            )  # fmt: skip
        try:
            self._until_it_answers(self.process)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> int:
        """As an operator would; the status that it ended with."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(READY_S)

    @property
    def url(self) -> str:
        """For CONCIERGE_TURN_URLS."""
        return f"turn:{HOST}:{self.port}?transport=udp"

    def log(self) -> str:
        """What it has said so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def _until_it_answers(self, process: "subprocess.Popen[bytes]") -> None:
        """Asks over and over for the own address, which is free to everybody."""
        until = time.monotonic() + READY_S
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.settimeout(_PROBE_S)
            while time.monotonic() < until:
                assert process.poll() is None, f"coturn has ended: {self.log()}"
                asking.sendto(bytes(Message(Method.BINDING, Class.REQUEST)), (HOST, self.port))
                try:
                    assert stun.parse_message(asking.recv(2048)).message_class == Class.RESPONSE
                except (TimeoutError, ConnectionRefusedError):
                    continue
                return
        raise AssertionError(f"coturn doesn't answer: {self.log()}")


def _settings(of: Coturn, certificate: tuple[Path, Path] | None, more: tuple[str, ...]) -> str:
    """The shipped ones, with every place filled in that its first lines name; the rest as it stands there."""
    text = (RECIPE / "turnserver.conf").read_text(encoding="utf-8")
    chain, key = certificate or (None, None)
    filled = {
        "listening-port": f"listening-port={of.port}",
        "tls-listening-port": f"tls-listening-port={of.tls_port}",
        "realm": f"realm={REALM}",
        "cert": f"cert={chain}" if chain else "no-tls",
        "pkey": f"pkey={key}" if key else "no-dtls",
        "# allowed-peer-ip": f"allowed-peer-ip={HOST}",
    }
    for name, line in filled.items():
        text, count = re.subn(rf"^{name}=.*$", line, text, flags=re.MULTILINE)
        assert count == 1, f"{name} stands {count} times in the recipe"
    here = ("listening-ip", "relay-ip")
    return "\n".join([text, *(f"{name}={HOST}" for name in here), "allow-loopback-peers", f"pidfile={of.folder / 'pid'}", "verbose", *more, ""])
