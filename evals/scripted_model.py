"""A scripted model for a run: `concierge model-server` in its own process, which servers under test take for the provider.

It judges the gates and the fall-over, never a model: figures of such a run say so in their name.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

PERSONAS = ("helpful", "obedient")
READY_SECONDS = 60.0
STOP_SECONDS = 10.0
ROOT = Path(__file__).parents[1]


@asynccontextmanager
async def serving(persona: str, engine: str) -> AsyncGenerator[dict[str, str]]:
    """Environment for servers whose `engine` shall speak with this persona. Raises RuntimeError: it doesn't start."""
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
        url = line.decode().split()[1]
        yield {f"{engine.upper()}_API_KEY": "none", f"{engine.upper()}_BASE_URL": url if engine == "anthropic" else f"{url}/v1"}
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
