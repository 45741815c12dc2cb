"""`concierge serve` and `concierge mcp`: from settings to a running process and back."""

import asyncio
import errno
import fcntl
import gc
import ipaddress
import os
import signal
import socket
import ssl
import sys
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.emulator_process import EmulatorFailed, EmulatorProcess, borrow, ensure
from assistant.later import Later
from assistant.logs import get_logger
from assistant.models import engines
from assistant.settings import LATER, Settings

if TYPE_CHECKING:
    from assistant.wiring import Wired

_LOG = get_logger("concierge.serve")
BACKLOG = 512
LARGEST_HEADER = 32 * 1024
SHUTDOWN_SECONDS = 3.0


class StartFailed(Exception):
    """Can't start; the text is a sentence for a person."""


async def _sandbox_site(settings: Settings) -> Any:
    """Raises StartFailed: no walls stand here."""
    from assistant.sandboxing import NotHere, site  # noqa: PLC0415 - only where it is wanted

    try:
        return await asyncio.to_thread(site, settings)
    except NotHere as why:
        raise StartFailed(str(why)) from None


async def _add_sandbox(app: Any, settings: Settings, base_url: str, stack: AsyncExitStack) -> None:
    """Raises StartFailed: it can't be had as the settings want it."""
    from assistant.api.sandbox import SESSIONS, add_sandbox  # noqa: PLC0415 - only where it is wanted
    from assistant.api.sandbox_agents import AGENTS, Agents  # noqa: PLC0415 - as above
    from assistant.sandboxing import allowance, contact, go_on, told  # noqa: PLC0415 - as above

    data, about, pods = settings.data_dir.resolve(), contact(settings.mail_from, base_url), None
    if settings.sandbox == "kubernetes":
        pods = await _pods(settings, data / "sandbox", stack)
    await add_sandbox(
        app, data / "sandbox", push=settings.sandbox_push, contact=about, disk=allowance(settings), idle_s=settings.sandbox_idle_minutes * 60, backend=pods
    )
    if (operator := settings.sandbox_operator_token) is not None:
        from assistant.api.sandbox_operator import add_operator  # noqa: PLC0415 - as above

        add_operator(app, data, operator.get_secret_value())
    if pods is not None:
        from assistant.sandbox_pods import PodAgents, held  # noqa: PLC0415 - as above

        app[AGENTS] = PodAgents(data, told(settings), held(settings))
        return
    app[AGENTS] = Agents(data, await _sandbox_site(settings))
    await go_on(app[SESSIONS], app[AGENTS])


async def _pods(settings: Settings, root: Path, stack: AsyncExitStack) -> Any:
    """Raises StartFailed."""
    import aiohttp  # noqa: PLC0415 - as above

    from assistant.sandbox_pods import backend  # noqa: PLC0415 - as above
    from assistant.sandboxing import NotHere  # noqa: PLC0415 - as above

    try:
        return await backend(settings, root, await stack.enter_async_context(aiohttp.ClientSession()))
    except NotHere as why:
        raise StartFailed(str(why)) from None


def loopback(host: str) -> bool:
    """Only this machine can reach it."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def reachable_from_elsewhere(settings: Settings) -> bool:
    """By its own address, or through a proxy that is named: then programs need a token."""
    public = urlsplit(settings.public_url).hostname if settings.public_url else None
    return not loopback(settings.host) or (public is not None and not loopback(public))


def listen(host: str, port: int) -> socket.socket:
    """A bound socket. Raises StartFailed."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise StartFailed(f"The address {host} isn't known on this machine.") from None
    bound = socket.socket(family, kind, proto)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(address)
        bound.listen(BACKLOG)
    except OSError as error:
        bound.close()
        if error.errno == errno.EADDRINUSE:
            raise StartFailed(f"Port {port} is already in use; choose another one, e.g. `make run PORT={port + 1}`.") from None
        raise StartFailed(f"Can't listen on {host}:{port} ({os.strerror(error.errno or 0)}).") from None
    bound.setblocking(False)
    return bound


def claim_folder(folder: Path) -> int:
    """The data folder, made when missing and locked for this process. Raises StartFailed."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(folder / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StartFailed(f"The data folder {folder} can't be used ({os.strerror(error.errno or 0)}).") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise StartFailed(f"Another concierge already serves the data folder {folder}.") from None
    return handle


def served_address(folder: Path) -> str | None:
    """Where the server of this data folder listens; None when none runs."""
    try:
        with (folder / "serve.lock").open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return file.read().strip() or None
    except OSError:
        pass
    return None


def check_engine(settings: Settings) -> None:
    """Raises StartFailed for an engine that can't work as things are set."""
    if found := engines.problem(settings):
        raise StartFailed(f"{found[0].upper()}{found[1:]}. `embedded` needs no key and no network.")


async def serve(settings: Settings, *, demonstration: bool = False) -> None:
    """Serve until SIGTERM or SIGINT; `demonstration` adds the presenter's view. Raises StartFailed."""
    gc.disable()  # until the libraries are in: they make half a million objects that all stay
    check_engine(settings)
    if unused := [f"CONCIERGE_{name.upper()}" for name in LATER if getattr(settings, name) is not None]:
        _LOG.warning("set, but not used by this version", settings=unused)
    bound = listen(settings.host, settings.port)
    lock = claim_folder(settings.data_dir)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    try:
        async with AsyncExitStack() as stack:
            with _explained(settings):
                rest = await _up(settings, bound, lock, stack, demonstration)
            await _until(stop, rest)
            _LOG.info("stopping")
    finally:
        bound.close()
        os.close(lock)


async def _until(stop: asyncio.Event, rest: "Coroutine[object, object, None]") -> None:
    """Bring up the rest and wait for the end. Raises what the rest raises: half a server is none."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(rest)
        await stop.wait()
        task.cancel()


@contextmanager
def _explained(settings: Settings) -> Generator[None]:
    """What is wrong with the data is a sentence, not a stack trace. Raises StartFailed."""
    try:
        yield
    except Exception as error:
        sentence = _unusable(settings, error)
        if sentence is None:
            raise
        raise StartFailed(sentence) from None


def _unusable(settings: Settings, error: Exception) -> str | None:
    import sqlite3  # noqa: PLC0415 - only when something is wrong

    from assistant.identity.keys import DamagedKey  # noqa: PLC0415 - as above
    from assistant.store.migrations import NewerSchema  # noqa: PLC0415 - as above

    match error:
        case NewerSchema():
            return f"{settings.database_path} was written by a later version of this program; use that one."
        case DamagedKey():
            return str(settings.data_dir / str(error))
        case sqlite3.Error():
            return f"The database {settings.database_path} can't be used ({error})."
        case OSError():
            return f"The data folder {settings.data_dir} can't be used ({os.strerror(error.errno or 0)})."
        case _:
            return None


async def _up(
    settings: Settings, bound: socket.socket, lock: int, stack: AsyncExitStack, demonstration: bool
) -> "Coroutine[object, object, None]":
    """Until requests are answered. What is left to do then is returned."""
    emulator = await _emulator(settings, stack)
    # Imported late: they take over a second, in which the emulator comes up.
    from assistant.api.oauth import OAuth  # noqa: PLC0415 - see above
    from assistant.app import add_mcp, close, create_app  # noqa: PLC0415 - see above
    from assistant.wiring import wire  # noqa: PLC0415 - see above

    secure = None if loopback(settings.host) else _tls(settings)
    base_url = settings.public_url or _address(settings.host, bound.getsockname()[1], secure is not None)
    url = settings.catalyst_url or (emulator.url if emulator else "")
    wired = await stack.enter_async_context(
        wire(settings, url, own_emulator=emulator is not None, base_url=base_url)
    )
    app = create_app(wired.services)
    guarded = reachable_from_elsewhere(settings)
    public = Later(partial(_public_toolbox, wired, base_url if guarded else ""))
    stack.push_async_callback(public.close)
    add_mcp(app, public, OAuth(base_url, wired.grants, wired.services.codes) if guarded else None)
    if settings.sandbox != "off":
        await _add_sandbox(app, settings, base_url, stack)
    if demonstration:
        from assistant.demo.room import add_demo  # noqa: PLC0415 - as above

        add_demo(app, settings.data_dir.resolve(), url, settings.emulator_speed)
    from aiohttp import web  # noqa: PLC0415 - see above

    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS, max_field_size=LARGEST_HEADER)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    stack.push_async_callback(close, app)
    await web.SockSite(runner, bound, ssl_context=secure, backlog=BACKLOG).start()
    os.ftruncate(lock, 0)
    os.pwrite(lock, base_url.encode(), 0)  # for `concierge mcp` of the same folder
    _LOG.info("ready", url=base_url, emulator=emulator is not None)
    sys.stdout.write(f"ready {base_url}\n")
    sys.stdout.flush()
    return _rest(wired.session, public)


_BESIDE_TURNS = 0.001
"""Seconds between two patterns."""


async def _rest(session: Later[Any], public: Later[Any]) -> None:
    """What the first turn needs, then what other programs need; people read the page meanwhile."""
    from dialogue.patterns import compile_all  # noqa: PLC0415 - as in `_up`

    _few_arenas()
    try:
        await asyncio.to_thread(compile_all, lambda: time.sleep(_BESIDE_TURNS))
        await session.get()
        await public.get()
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()
        await asyncio.to_thread(_give_back)


def _c_library(function: str) -> Callable[..., int]:
    """One of its functions for memory; where it hasn't got it, one that does nothing."""
    import ctypes  # noqa: PLC0415 - once, and not before the server is ready

    found: Callable[..., int] | None = getattr(ctypes.CDLL(None), function, None) if sys.platform == "linux" else None
    return found or _nothing


def _nothing(*_arguments: int) -> int:
    return 0


def _few_arenas() -> None:
    """Threads share one heap: one for each keeps what it has freed to itself (`man 3 mallopt`), and only one of them runs Python at a time."""
    _c_library("mallopt")(_M_ARENA_MAX, 1)


def _give_back() -> None:
    """What starting has used and needs no more goes back to the system."""
    _c_library("malloc_trim")(0)


_M_ARENA_MAX = -8


@asynccontextmanager
async def _public_toolbox(wired: "Wired", base_url: str) -> AsyncGenerator[Any]:
    await asyncio.to_thread(import_module, "assistant.api.mcp_route")
    from assistant.api.mcp_route import manager  # noqa: PLC0415 - see above
    from tools.concierge.server import build_server  # noqa: PLC0415 - see above

    async with manager(build_server(wired.toolbox, scope="public"), base_url=base_url) as running:
        yield running


async def _emulator(settings: Settings, stack: AsyncExitStack) -> EmulatorProcess | None:
    imports = asyncio.to_thread(_preload)
    if settings.catalyst_url is not None:
        await imports
        return None
    try:
        emulator, _ = await asyncio.gather(ensure(settings.data_dir.resolve(), settings.emulator_speed), imports)
    except EmulatorFailed as error:
        raise StartFailed(str(error)) from None
    stack.push_async_callback(emulator.stop)
    return emulator


def _preload() -> None:
    for name in ("assistant.wiring", "assistant.app"):
        import_module(name)


def _tls(settings: Settings) -> ssl.SSLContext:
    from assistant.tls import server_context  # noqa: PLC0415 - only needed away from loopback

    return server_context(settings.data_dir / "tls", lan_address())


def lan_address() -> str:
    """The address by which the local network reaches this machine; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def _address(host: str, port: int, secure: bool) -> str:
    wildcard = host in ("0.0.0.0", "::", "")  # noqa: S104 - compared, not bound
    shown = lan_address() if wildcard else host
    shown = f"[{shown}]" if ":" in shown else shown
    return f"{'https' if secure else 'http'}://{shown}:{port}"


async def serve_mcp(settings: Settings) -> None:
    """The public toolbox on stdin and stdout, until stdin ends. Raises StartFailed."""
    from mcp.server.stdio import stdio_server  # noqa: PLC0415 - takes long to import

    from assistant.wiring import wire  # noqa: PLC0415 - as above
    from tools.concierge.server import build_server  # noqa: PLC0415 - as above

    data_dir = settings.data_dir.resolve()
    with _explained(settings):
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    async with AsyncExitStack() as stack:
        url = settings.catalyst_url or await borrow(data_dir)
        if url is None:
            try:
                emulator = await ensure(data_dir, settings.emulator_speed)
            except EmulatorFailed as error:
                raise StartFailed(str(error)) from None
            stack.push_async_callback(emulator.stop)
            url = emulator.url
        running = served_address(data_dir)
        base_url = settings.public_url or running or _address(settings.host, settings.port, not loopback(settings.host))
        with _explained(settings):
            wired = await stack.enter_async_context(
                wire(settings, url, own_emulator=settings.catalyst_url is None, base_url=base_url, take_up=False)
            )
        server = build_server(wired.toolbox, scope="public")
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())
