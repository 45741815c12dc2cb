"""Makes the recordings of agents: `python tests/sandbox/recordings/record_agents.py NAME…`, once `concierge bench agents` has installed them.

They are started as sessions are, behind walls and against the scripted model, recorded by the session host itself, and resized on the way.
"""

import asyncio
import gzip
import json
import os
import sys
import tempfile
from pathlib import Path

from assistant.bench.agents import FOLDER, SAYS, Screen, _folders
from assistant.models.scripted.answer import Answer, Asked
from assistant.models.scripted.server import ModelServer, serving
from sandbox import agents
from sandbox.host.folder import RECORDING
from sandbox.isolation import Egress, Walls

HERE = Path(__file__).parent
SIZES = ((100, 30), (70, 22), (80, 24))
TEXT = "\n\n".join(f"{SAYS}, paragraph {n}: Grüße, 漢字, 👍, `code` and **bold** words that go on until the line is full." for n in range(6))
KEYS = {"opencode": ["/help\r", "\x1b"], "aider": ["/tokens\r", "/ls\r"], "claude-code": ["/help\r", "\x1b"], "qwen-code": ["/help\r", "\x1b"]}


class _Long:
    """Says much."""

    def answer(self, asked: Asked) -> Answer:
        del asked
        return Answer(f"{TEXT}\n\nThat was it", pace=0.01)


async def record(slug: str) -> None:
    """One agent, from start to end."""
    with tempfile.TemporaryDirectory(prefix="agents") as place:
        root = Path(place)
        await asyncio.to_thread(root.chmod, 0o711)
        async with serving(ModelServer(_Long())) as url:
            walls = Walls(root / "walls", privileged=os.geteuid() == 0, egress=Egress.ALLOW)
            site = agents.Site(_folders(FOLDER / slug), org="recording", models=agents.Gateway(f"{url}/v1", "t", "scripted"), walls=walls, record="2")
            spec = agents.launch(slug, "s", site, home=root / "home", repo=root / "repo", about={}, cols=80, rows=24)
            async with Screen(spec, root / "sessions") as screen:
                await screen.quiet(180)
                for size in SIZES:
                    screen.type(b"say something long")
                    await screen.quiet(10)
                    screen.type(b"\r")
                    await screen.until("That was it", 120)
                    await screen.quiet(10)
                    screen.resize(*size)
                    await screen.quiet(10)
                for keys in KEYS[slug]:
                    screen.type(keys.encode())
                    await screen.quiet(10)
        recorded = (root / "sessions" / "s" / RECORDING).read_text("utf-8").splitlines()
        for lock in (root / "walls" / "egress").glob("*/lock"):
            os.kill(int(lock.read_text("ascii")), 15)
    head, *events = map(json.loads, recorded)
    # Times are of no use here, and output between two resizes is one event.
    joined: list[list[object]] = []
    for _, kind, data in events:
        if joined and joined[-1][1] == kind == "o":
            joined[-1][2] = str(joined[-1][2]) + data
        else:
            joined.append([len(joined), kind, data])
    lines = [{"version": 2, "width": head["width"], "height": head["height"]}, *joined]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n"
    (HERE / f"{slug}.cast.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    sys.stdout.write(f"{slug}: {sum(len(str(e[2])) for e in joined)} characters\n")


if __name__ == "__main__":
    for wanted in sys.argv[1:] or KEYS:
        asyncio.run(record(wanted))
