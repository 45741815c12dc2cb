"""`bench engine`: what we add to a language model's time, how soon its first clause leaves, and how fast a turn goes on without it.

The model is a scripted one in this process, behind real HTTP, in both providers' formats; the server is a real `concierge serve`.
A turn's overhead is the time of the whole turn as the client sees it, less the time that the model's server spent on its requests.
Wall time is what a person waits, and grows with everything else that a machine does; `turn_cpu_ms` is the server's own CPU time for the same
turns, which hardly does.
"""

import asyncio
import json
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import aiohttp
import httpx
from aiohttp import web

from assistant.bench.report import Report, percentile, progress
from assistant.bench.server import Server, Talker
from assistant.models.scripted.answer import Answer, Asked, Call, Fault, FaultKind
from assistant.models.scripted.server import ModelServer, serving

Provider = Literal["anthropic", "openai"]
FORMATS: tuple[Provider, ...] = ("anthropic", "openai")
TALKS, QUICK = 30, 6
PACE_SECONDS = 0.02
"""Between two pieces of the model's answer."""
FAULTS: tuple[FaultKind, ...] = ("server_error", "cut", "malformed_sse", "rate_limited")
LINES = (
    "We are a bakery called Broodhuis {n}",
    "the mail is office{n}@example.com",
    "two workers, please",
    "FAIL and a website as well",
    "make that three workers",
    "Helsinki would be nicer",
)
"""Each is one turn; with FAIL the model breaks down."""
WISHES: tuple[dict[str, Any], ...] = (
    {"organisation": "Broodhuis {n}"}, {"email": "office{n}@example.com"}, {"workers": 2}, {}, {"workers": 3}, {"regions": ["hel1"]},
)  # fmt: skip
SAYS = ("That is noted in your plan. ", "I have ", "put it where ", "it belongs, ", "and it costs ", "what it costs. ", "What else ", "would you like?")


@dataclass(slots=True)
class _Brain:
    """Calls validate with what the person wants, then speaks at a reader's pace; breaks down where it is told to."""

    clock: "_Clock"
    failed: int = 0

    def answer(self, asked: Asked) -> Answer:
        """See `Brain`."""
        said = asked.user_text.split("</person>")[0]
        if "FAIL" in said:
            self.failed += 1
            return Answer(text="".join(SAYS), pieces=SAYS, fault=Fault(FAULTS[self.failed % len(FAULTS)], after=0, retry_after=0.0))
        if asked.results:
            self.clock.spoke = time.perf_counter()  # the first sentence leaves at once
            return Answer(text="".join(SAYS), pieces=SAYS, pace=PACE_SECONDS)
        place = next((i for i, line in enumerate(LINES) if line.split("{")[0] in said), 0)
        number = "".join(c for c in said if c.isdigit())
        wishes = json.loads(json.dumps(WISHES[place]).replace("{n}", number))
        return Answer(calls=(Call("catalyst.deployments.validate", wishes),))


@dataclass(slots=True)
class _Clock:
    """When each request reached the model's server, and when it was done with it."""

    spans: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    spoke: float = 0.0
    """When it began to speak last."""

    def spent(self, begin: float) -> float:
        """Seconds since `begin` that the model's server took."""
        return sum(end - start for start, end in self.spans if start >= begin)

    def watch(self, app: web.Application) -> None:
        """Every request from now on."""

        @web.middleware
        async def timed(request: web.Request, handler: Any) -> web.StreamResponse:
            began = time.perf_counter()
            try:
                return await handler(request)
            finally:
                self.spans.append((began, time.perf_counter()))

        app.middlewares.append(timed)


@dataclass(slots=True)
class _Taken:
    """Milliseconds."""

    overheads: list[float] = field(default_factory=list[float])
    clauses: list[float] = field(default_factory=list[float])
    falls: list[float] = field(default_factory=list[float])
    cpu: list[float] = field(default_factory=list[float])


async def measure(quick: bool) -> Report:
    """See the module."""
    report = Report("engine")
    taken = _Taken()
    talks = QUICK if quick else TALKS
    for place, provider in enumerate(FORMATS):
        await _one(provider, talks, taken, place * talks, len(FORMATS) * talks)
    report.put("overhead_ms_p50", statistics.median(taken.overheads))
    report.put("overhead_ms_p95", percentile(taken.overheads, 0.95), ("<=", 20))
    report.put("first_clause_ms_p50", statistics.median(taken.clauses))
    report.put("first_clause_ms_p95", percentile(taken.clauses, 0.95), ("<=", 30))
    report.put("fallover_ms_p95", percentile(taken.falls, 0.95))
    report.put("turn_cpu_ms_p50", statistics.median(taken.cpu))
    report.put("turn_cpu_ms_p95", percentile(taken.cpu, 0.95))
    report.put("turns", len(taken.overheads))
    report.put("fallovers", len(taken.falls))
    return report


async def _one(provider: Provider, talks: int, taken: _Taken, done: int, whole: int) -> None:
    clock = _Clock()
    model = ModelServer(_Brain(clock), speaks=provider)
    clock.watch(model.app)
    with tempfile.TemporaryDirectory(prefix="concierge-bench-") as folder:
        async with serving(model) as address:
            base = address if provider == "anthropic" else f"{address}/v1"
            keys = {f"{provider.upper()}_API_KEY": "none", f"{provider.upper()}_BASE_URL": base, "CONCIERGE_ENGINE": provider}
            server = Server(Path(folder), speed=60, settings=keys)
            await server.start()
            try:
                async with httpx.AsyncClient(timeout=60, trust_env=False) as http:
                    await _talk(server, http, clock, 9000, _Taken())  # the first turns of a process pay for imports and caches
                    for number in range(talks):
                        await _talk(server, http, clock, number, taken)
                        progress(done + number + 1, whole, f"talks with a model ({provider})")
            finally:
                await server.stop()


async def _talk(server: Server, http: httpx.AsyncClient, clock: _Clock, number: int, taken: _Taken) -> None:
    talker = Talker(http)
    await talker.begin(server.url)
    listening = asyncio.create_task(_listen(server.url, talker, clock, taken))
    try:
        for line in LINES:
            begin, before = time.perf_counter(), server.cpu_seconds()
            body, took = await talker.say(server.url, line.replace("{n}", str(number)))
            kinds = [event["type"] for event in body["events"]]
            if "FAIL" in line:
                if "model_failed" not in kinds:
                    raise RuntimeError("the model was to fail, and it didn't")
                taken.falls.append(took - clock.spent(begin) * 1000)
            elif "model_answered" not in kinds:
                raise RuntimeError("the model wasn't asked")
            else:
                taken.overheads.append(took - clock.spent(begin) * 1000)
                taken.cpu.append((server.cpu_seconds() - before) * 1000)
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _listen(url: str, talker: Talker, clock: _Clock, taken: _Taken) -> None:
    """From the model's first sentence to its frame."""
    heard: set[str] = set()
    headers = {"Authorization": f"Bearer {talker.token}"}
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{url}/api/v1/conversations/{talker.id}/live", headers=headers) as socket:
        await socket.send_json({"type": "resume", "after": 0})  # without it the server waits a while for where to begin
        async for message in socket:
            frame = json.loads(message.data)
            if frame.get("type") == "model_spoke" and frame["callId"] not in heard:
                heard.add(frame["callId"])
                taken.clauses.append((time.perf_counter() - clock.spoke) * 1000)
