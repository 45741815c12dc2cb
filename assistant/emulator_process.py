"""Our emulator of catalyst-api in its own process: started when no service is configured, adopted after a crash.

The emulator outlives a killed server on purpose: what it "provisions" must still be there when the server comes
back, as the real service would be. `emulator.json` in the data folder says where it listens and who owns it.
"""

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_SECONDS = 15.0
STOP_SECONDS = 5.0


class EmulatorFailed(RuntimeError):
    """It didn't come up."""


@dataclass(slots=True)
class EmulatorProcess:
    """A running emulator that this process owns."""

    url: str
    pid: int
    _file: Path
    _child: asyncio.subprocess.Process | None = None

    async def stop(self) -> None:
        """End it; called on a clean stop only."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        await _gone(self.pid, self._child)
        self._file.unlink(missing_ok=True)


async def ensure(data_dir: Path, speed: float) -> EmulatorProcess:
    """The emulator of this data folder: the one that still runs, or a new one. Raises EmulatorFailed."""
    file = data_dir / "emulator.json"
    found = await _running(file)
    if found is not None and found[1] == speed:
        emulator = found[0]
        _write(file, int(emulator.url.rpartition(":")[2]), emulator.pid)
        return emulator
    if found is not None:
        await found[0].stop()
    return await _spawn(file, data_dir / "emulator", speed)


async def borrow(data_dir: Path) -> str | None:
    """Address of the emulator that a server of this data folder runs; it stays the server's."""
    found = await _running(data_dir / "emulator.json")
    return found[0].url if found else None


async def _running(file: Path) -> tuple[EmulatorProcess, float] | None:
    """The emulator named in the file with its speed, if it is really there."""
    try:
        known: dict[str, Any] = json.loads(await asyncio.to_thread(file.read_text, encoding="utf-8"))
        port, pid = int(known["port"]), int(known["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    import httpx  # noqa: PLC0415 - costs a third of a second, which a first start doesn't need to wait for

    url = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=2.0) as http:
            info: dict[str, Any] = (await http.get(f"{url}/emulator/info")).json()
    except (httpx.HTTPError, ValueError):
        return None
    if info.get("pid") != pid:
        return None
    return EmulatorProcess(url, pid, file), float(info.get("speed", 0.0))


async def _spawn(file: Path, folder: Path, speed: float) -> EmulatorProcess:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "assistant", "emulator", "--port", "0", "--speed", str(speed),
        "--data-dir", str(folder), "--adoption", str(file),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[1], start_new_session=True,
    )  # fmt: skip
    try:
        port = await asyncio.wait_for(_ready(child), START_SECONDS)
    except (TimeoutError, EmulatorFailed):
        with suppress(ProcessLookupError):
            child.kill()
        raise EmulatorFailed("The emulator of catalyst-api didn't start.") from None
    _write(file, port, child.pid)
    return EmulatorProcess(f"http://127.0.0.1:{port}", child.pid, file, child)


async def _ready(child: asyncio.subprocess.Process) -> int:
    assert child.stdout is not None  # noqa: S101 - asked for above
    while line := await child.stdout.readline():
        text = line.decode(errors="replace").strip()
        if text.startswith("ready http://"):
            return int(text.rpartition(":")[2])
    raise EmulatorFailed


def _write(file: Path, port: int, pid: int) -> None:
    part = file.with_suffix(".part")
    part.write_text(json.dumps({"port": port, "pid": pid, "ownerPid": os.getpid()}), encoding="utf-8")
    part.replace(file)


async def _gone(pid: int, child: asyncio.subprocess.Process | None) -> None:
    if child is not None:
        with suppress(TimeoutError):
            await asyncio.wait_for(child.wait(), STOP_SECONDS)
        return
    for _ in range(int(STOP_SECONDS / 0.05)):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        await asyncio.sleep(0.05)
