"""A scripted model for a run: `concierge model-server` in its own process, which servers under test take for the provider.

It judges the gates and the fall-over, never a model: figures of such a run say so in their name.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PERSONAS = ("helpful", "obedient")
READY_SECONDS = 60.0
STOP_SECONDS = 10.0
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Scripted:
    """Where it is."""

    url: str
    engine: str

    @property
    def environment(self) -> dict[str, str]:
        """Of servers whose engine shall speak with it."""
        base = self.url if self.engine == "anthropic" else f"{self.url}/v1"
        return {f"{self.engine.upper()}_API_KEY": "none", f"{self.engine.upper()}_BASE_URL": base}


@asynccontextmanager
async def serving(persona: str, engine: str) -> AsyncGenerator[Scripted]:
    """The model, running. Raises RuntimeError: it doesn't start."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "assistant", "model-server", "--port", "0", "--persona", persona,
        stdout=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.DEVNULL, cwd=ROOT, env=dict(os.environ),
    )  # fmt: skip
    try:
        line = b""
        if process.stdout is not None:
            with suppress(TimeoutError):
                line = await asyncio.wait_for(process.stdout.readline(), READY_SECONDS)
        if not line.startswith(b"ready http"):
            raise RuntimeError("the scripted model didn't get ready")
        yield Scripted(line.decode().split()[1], engine)
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
