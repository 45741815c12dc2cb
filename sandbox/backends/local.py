"""Sessions whose hosts are processes of this machine."""

import asyncio
from pathlib import Path
from typing import Protocol

from sandbox.host.launch import Found, Spec, forget, launch, scan
from sandbox.host.link import HostLink, connect
from sandbox.host.protocol import Welcome


class Backend(Protocol):
    """Where session hosts run, as far as a server needs it."""

    @property
    def here(self) -> bool:
        """Programs are processes of this machine, and may be looked at."""
        ...

    async def find(self) -> list[Found]:
        """What an earlier server left. Raises OSError."""
        ...

    async def start(self, spec: Spec) -> Found:
        """A host and its program. Raises HostFailed, OSError."""
        ...

    async def connect(self, found: Found) -> tuple[HostLink, Welcome]:
        """To a running one. Raises OSError, Malformed, TimeoutError."""
        ...

    async def remove(self, found: Found) -> None:
        """Everything that is left of it. Raises OSError."""
        ...


class Local:
    """Folders below one, each with the socket of its host."""

    here = True

    def __init__(self, root: Path) -> None:
        self._root = root

    async def find(self) -> list[Found]:
        """See `Backend`."""
        return await asyncio.to_thread(scan, self._root)

    async def start(self, spec: Spec) -> Found:
        """See `Backend`."""
        folder = await asyncio.to_thread(launch, spec, self._root)
        return Found(spec.id, folder, {"id": spec.id, "about": spec.about, "started": spec.started}, None, running=True)

    async def connect(self, found: Found) -> tuple[HostLink, Welcome]:
        """See `Backend`."""
        return await connect(found.folder)

    async def remove(self, found: Found) -> None:
        """See `Backend`."""
        await asyncio.to_thread(forget, found.folder)
