"""What runs in a session's pod: starts its host, and carries its socket over TLS to whoever knows the session's token."""

import asyncio
import json
import os
import signal
import ssl
import sys
from contextlib import suppress
from hmac import compare_digest
from pathlib import Path
from typing import Any

from sandbox.agents.carry import unpack
from sandbox.backends.kubernetes import FILES, PORT
from sandbox.host.folder import connect
from sandbox.host.launch import Spec, launch, scan

TOKEN_BYTES = 32
TOKEN_S = 10.0
PIECE = 64 * 1024
LOOK_S = 2.0


class Bridge:
    """The host's socket, over the network."""

    def __init__(self, folder: Path, token: bytes) -> None:
        self._folder, self._token = folder, token

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of the server's."""
        try:
            async with asyncio.timeout(TOKEN_S):
                said = await reader.readexactly(TOKEN_BYTES)
            if not compare_digest(said, self._token):
                return
            near_reader, near_writer = await self._host()
            try:
                await _either(_pump(reader, near_writer), _pump(near_reader, writer))
            finally:
                near_writer.close()
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _host(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_unix_connection(sock=connect(self._folder))


async def _either(*ways: Any) -> None:
    """One side hung up: so does the other."""
    running = [asyncio.ensure_future(way) for way in ways]
    await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    for way in running:
        way.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while data := await source.read(PIECE):
        sink.write(data)
        await sink.drain()


async def run(keys: Path, place: Path, address: str, port: int) -> None:
    """Until the host is gone, or we are told to stop: then its program is asked to end."""
    wanted: dict[str, Any] = json.loads((keys / "spec.json").read_bytes())
    wanted["argv"] = tuple(wanted["argv"])
    spec = Spec(**wanted)
    if (carried := keys / FILES).exists():
        files: list[dict[str, Any]] = json.loads(carried.read_bytes())
        await asyncio.to_thread(unpack, files, Path(spec.env["HOME"]), Path(spec.env["SANDBOX_REPO_ROOT"]))
    folder = await asyncio.to_thread(launch, spec, place)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(keys / "tls.crt", keys / "tls.key")
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    bridge = Bridge(folder, bytes.fromhex((keys / "token").read_text("ascii").strip()))
    server = await asyncio.start_server(bridge.serve, address, port, ssl=context)
    sys.stdout.write(f"ready {server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        while not stop.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await stop.wait()
            _reap()
            found = await asyncio.to_thread(scan, place)
            if not any(f.running for f in found):
                return
        for f in await asyncio.to_thread(scan, place):
            with suppress(ProcessLookupError):
                os.kill(int(f.facts["host"]), signal.SIGTERM)


def _reap() -> None:
    """As a pod's first process we are the parent of whatever nobody waits for."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def main() -> None:
    """`python -m sandbox.backends.pod KEYS PLACE [ADDRESS PORT]`"""
    keys, place, *rest = sys.argv[1:]
    address, port = (rest[0], int(rest[1])) if rest else ("0.0.0.0", PORT)  # noqa: S104 - a pod's own address isn't known before
    asyncio.run(run(Path(keys), Path(place), address, port))


if __name__ == "__main__":
    main()
