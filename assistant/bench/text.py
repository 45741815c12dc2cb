"""`bench text`: how long a turn takes, alone and with two hundred conversations at once; memory; start."""

import asyncio
import random
import statistics
import tempfile
from pathlib import Path

import httpx

from assistant.bench.report import Report, percentile, progress
from assistant.bench.server import Server, Talker

TALKS = (
    ("We are a bakery in Ghent called {name}. Something in Germany, please; we need a website and bookings.",
     "the mail is {mail}", "what is a region?", "make that Helsinki", "and what would two workers cost?"),
    ("{name} here, a law firm in Vienna, {mail}", "GDPR matters to us", "we need a place for documents and invoices",
     "no, drop the invoices", "highly available please", "actually not, a single machine will do"),
    ("hi", "it's a clinic near Hamburg", "{name}", "{mail}", "two regions in Germany", "eight cores and 32 gigs",
     "four workers in total", "start over"),
    ("A web shop for {name}, customers are in the US, write to {mail}", "Ashburn, no, Hillsboro", "large machines",
     "use {slug}.omani.works", "how much is it?", "undo", "repeat that please"),
)  # fmt: skip
STARTS, ALONE, CROWD, EVERY_SECONDS, ROUNDS = 3, 60, 200, 5.0, 6


async def measure(quick: bool) -> Report:
    """See the module."""
    report = Report("text")
    starts: list[float] = []
    with tempfile.TemporaryDirectory(prefix="concierge-bench-") as folder:
        for number in range(1 if quick else STARTS):
            server = Server(Path(folder) / f"start-{number}", speed=60)
            await server.start()
            starts.append(server.ready_seconds)
            await server.stop()
        server = Server(Path(folder) / "data", speed=60)
        await server.start()
        try:
            async with _client() as http:
                await _talk(server, http, -1)  # the first turns of a process pay for imports and caches
                alone = await _alone(server, http, 15 if quick else ALONE)
            crowd = await _crowd(server, 2 if quick else ROUNDS)
            rss = server.rss_mb()
        finally:
            await server.stop()
    report.put("turn_ms_p50", statistics.median(alone), ("<=", 15))
    report.put("turn_ms_p95", percentile(alone, 0.95), ("<=", 40))
    report.put("turn_ms_p95_200", percentile(crowd, 0.95), ("<=", 250))
    report.put("rss_mb", rss, ("<=", 200))
    report.put("ready_s", statistics.median(starts), ("<=", 3))
    report.put("turns_alone", len(alone))
    report.put("turns_200", len(crowd))
    return report


def _client() -> httpx.AsyncClient:
    """One person's browser. A pool shared by two hundred looks at every idle connection for every request: it would take more
    time than the server that is measured."""
    return httpx.AsyncClient(limits=httpx.Limits(max_connections=1), timeout=60, trust_env=False, verify=False)  # noqa: S501 - plain HTTP on the loopback


def _lines(number: int) -> list[str]:
    name = f"Firma Nord {number}" if number % 2 else f"Broodhuis {number}"
    values = {"name": name, "mail": f"office{number}@example.com", "slug": f"nord{number}"}
    return [line.format(**values) for line in TALKS[number % len(TALKS)]]


async def _talk(server: Server, http: httpx.AsyncClient, number: int) -> list[float]:
    talker = Talker(http)
    await talker.begin(server.url)
    return [(await talker.say(server.url, line))[1] for line in _lines(number)]


async def _alone(server: Server, http: httpx.AsyncClient, talks: int) -> list[float]:
    taken: list[float] = []
    for number in range(talks):
        taken += await _talk(server, http, number)
        progress(number + 1, talks, "talks, one at a time")
    return taken


async def _crowd(server: Server, rounds: int) -> list[float]:
    """Everybody says one thing every five seconds, each at another moment; all have opened the page before."""
    taken: list[float] = []
    together = asyncio.Barrier(CROWD)
    order = random.Random(7)  # noqa: S311 - spreads the load, nothing secret

    async def one(number: int) -> None:
        async with _client() as http:
            talker = Talker(http)
            await talker.begin(server.url)
            await together.wait()
            await talk(talker, number)

    async def talk(talker: Talker, number: int) -> None:
        await asyncio.sleep(order.uniform(0, EVERY_SECONDS))
        loop = asyncio.get_running_loop()
        lines = _lines(1000 + number)
        begin = loop.time()
        for turn in range(rounds):
            await asyncio.sleep(max(0.0, begin + turn * EVERY_SECONDS - loop.time()))
            taken.append((await talker.say(server.url, lines[turn % len(lines)]))[1])
            progress(len(taken), rounds * CROWD, "turns, two hundred people at once")

    await asyncio.gather(*(one(number) for number in range(CROWD)))
    return taken
