"""The first program within the walls: sets limits, forwards to the way out, drops to its user, and becomes the agent.

It is one file that needs nothing but Python's own library, since nothing else of ours can be seen from there.
"""

import asyncio
import json
import os
import resource
import signal
import socket
import sys
from typing import Any

PIECE = 64 * 1024


def main() -> None:
    """`inside.py SETTINGS PROGRAM ARGUMENTS…`; SETTINGS is JSON without secrets."""
    wanted: dict[str, Any] = json.loads(sys.argv[1])
    argv = sys.argv[2:]
    for name, value in wanted["limits"].items():
        _limit(getattr(resource, name), value)
    listening = [(_listen(port), target) for port, target in wanted["forwards"]]
    if wanted["uid"] is not None:
        os.setgroups([])
        os.setgid(wanted["uid"])
        os.setuid(wanted["uid"])
    os.chdir(wanted["folder"])
    if listening and os.fork() == 0:
        _forward(listening, wanted["socket"])
    for each, _ in listening:
        each.close()
    _take_terminal()
    try:
        os.execvp(argv[0], argv)  # noqa: S606 - what it is for
    except OSError as error:
        sys.stderr.write(f"{argv[0]}: {error.strerror}\n")
        os._exit(127)


def _limit(which: int, value: int) -> None:
    _, most = resource.getrlimit(which)
    least = value if most == resource.RLIM_INFINITY else min(value, most)
    resource.setrlimit(which, (least, least))


def _take_terminal() -> None:
    """A group of its own in the foreground: Ctrl-C is for the agent, not for what holds the walls up."""
    before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.setpgid(0, 0)
    try:
        os.tcsetpgrp(0, os.getpgrp())
    except OSError:
        pass  # without a terminal
    signal.signal(signal.SIGTTOU, before)


def _listen(port: int) -> socket.socket:
    listening = socket.create_server(("127.0.0.1", port), backlog=64)
    listening.setblocking(False)
    return listening


def _forward(listening: list[tuple[socket.socket, str]], way_out: str) -> None:
    """What connects here goes out by the socket of the proxy; where a target is named, straight to that one."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for file in (0, 1, 2):
        os.dup2(nothing, file)

    async def serve() -> None:
        for each, target in listening:
            await asyncio.start_server(lambda r, w, t=target: _carry(r, w, way_out, t), sock=each)
        await asyncio.Event().wait()

    asyncio.run(serve())
    os._exit(0)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way_out: str, target: str) -> None:
    try:
        far_reader, far_writer = await asyncio.open_unix_connection(way_out)
    except OSError:
        writer.close()
        return
    try:
        if target:
            far_writer.write(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
            answer = await far_reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in answer.split(b"\r\n", 1)[0]:
                return
        await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass
    finally:
        far_writer.close()
        writer.close()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while data := await source.read(PIECE):
        sink.write(data)
        await sink.drain()
    if sink.can_write_eof():
        sink.write_eof()


if __name__ == "__main__":
    main()
