"""terminado, to measure against: in an environment of its own under `var/bench`, never in ours."""

import asyncio
import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import Self

import aiohttp

VERSION = "terminado==0.18.1"
READY_S = 20.0
_SERVER = """
import asyncio, socket, sys
from tornado import web, netutil, httpserver
from terminado import NamedTermManager, TermSocket

async def main():
    manager = NamedTermManager(shell_command=["/bin/sh"], max_terminals=10)
    class Socket(TermSocket):
        def check_origin(self, origin=None):
            return True
    app = web.Application([(r"/(\\w+)", Socket, {"term_manager": manager})])
    sockets = netutil.bind_sockets(0, "127.0.0.1", family=socket.AF_INET)
    httpserver.HTTPServer(app).add_sockets(sockets)
    print(sockets[0].getsockname()[1], flush=True)
    for name in sys.argv[1:]:
        manager.terminals[name] = term = manager.new_terminal()
        term.term_name = name
        manager.start_reading(term)
    await asyncio.Event().wait()

asyncio.run(main())
"""


class Terminado:
    """Its server, running."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        python = await self._installed()
        self._process = await asyncio.create_subprocess_exec(python, "-c", _SERVER, "one", "eight", stdout=asyncio.subprocess.PIPE)
        assert self._process.stdout is not None  # noqa: S101 - asked for above
        port = await asyncio.wait_for(self._process.stdout.readline(), READY_S)
        self.url = f"http://127.0.0.1:{int(port)}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.terminate()
            await self._process.wait()

    async def _installed(self) -> str:
        """Raises RuntimeError."""
        python = self._folder / "bin" / "python"
        if not await asyncio.to_thread((self._folder / ".ready").exists):
            for command in ((sys.executable, "-m", "venv", str(self._folder)), (str(python), "-m", "pip", "install", "--quiet", VERSION)):
                done = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL)
                if await done.wait() != 0:
                    raise RuntimeError("terminado can't be installed to measure against")
            await asyncio.to_thread((self._folder / ".ready").touch)
        return str(python)


class TerminadoClient:
    """Reads as its own page does: JSON, text."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    @classmethod
    async def open(cls, http: aiohttp.ClientSession, url: str, name: str) -> Self:
        """On a terminal that may be shared."""
        return cls(await http.ws_connect(f"{url}/{name}", max_msg_size=0))

    async def type(self, text: str) -> None:
        """Keys."""
        await self._socket.send_str(json.dumps(["stdin", text]))

    async def until(self, end: str) -> None:
        """Until the output ends so."""
        last = ""
        while not last.endswith(end):
            kind, *rest = json.loads(await self._socket.receive_str())
            if kind == "stdout":
                last = (last + rest[0])[-200:]

    async def close(self) -> None:
        """Leave."""
        await self._socket.close()
