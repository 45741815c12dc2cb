"""A bench that is told to end leaves nothing running."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

PATIENCE = 60.0
CHILD = """
import asyncio, signal, sys
from assistant import bench
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background of a shell inherit that it is ignored
async def measure(quick):
    child = await asyncio.create_subprocess_exec("sleep", "300")
    try:
        print(child.pid, flush=True)
        await asyncio.sleep(300)
    finally:
        child.kill()
        await child.wait()
bench._benches = lambda: {"text": lambda quick, _: measure(quick)}
sys.exit(bench.run("text", None, quick=True))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_what_it_started_ends_with_it(tmp_path: Path, number: signal.Signals) -> None:
    script = tmp_path / "bench.py"
    script.write_text(CHILD)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    bench = await asyncio.create_subprocess_exec(sys.executable, str(script), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, env=environment)
    assert bench.stdout is not None
    async with asyncio.timeout(PATIENCE):
        child = int(await bench.stdout.readline())
        bench.send_signal(number)
        assert await bench.wait() != 0
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
