"""`concierge bench shell`: terminal sessions, judged by another emulator and measured beside another server."""

import asyncio
import tempfile
from pathlib import Path

import aiohttp

from assistant.bench import shell_kill, shell_load, shell_replay
from assistant.bench.report import Report, percentile, progress
from assistant.bench.shell_server import Shells

ENVIRONMENT = Path("var") / "bench" / "terminado"


async def measure(quick: bool) -> Report:
    """Minutes. Raises RuntimeError."""
    report = Report("shell")
    wrong, made = await asyncio.to_thread(shell_replay.measure, 10 if quick else 60, progress)
    report.put("replay_mismatches", wrong, ("==", 0))
    report.put("replay_cuts", made, (">=", 480))
    with tempfile.TemporaryDirectory() as folder:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            shells = Shells(Path(folder), http)
            try:
                await shells.server.start()
                await _measure(report, shells, Path(folder), quick=quick)
            finally:
                shells.sweep()
                await shells.server.stop()
    return report


async def _measure(report: Report, shells: Shells, folder: Path, *, quick: bool) -> None:
    token = await shells.person("bench@example.com")
    for _ in range(5):
        await shells.session(token)
    await asyncio.sleep(3)  # the screen of an idle session is written down, its memory given back
    report.put("session_uss_mib", shells.uss_mib(), ("<=", 8))
    for lines, target in ((1000, 50), (10_000, 150)):
        took = await shell_load.attach(shells, token, lines, 20 if quick else 100)
        report.put(f"attach_ms_p99_{lines}", percentile(took, 0.99), ("<=", target))
    file = await asyncio.to_thread(shell_load.write_text, folder / "text")
    for count, (ours, theirs) in (await shell_load.throughput(shells, token, ENVIRONMENT, file, 2 if quick else 5)).items():
        report.put(f"throughput_ratio_{count}", theirs / ours, (">=", 2 if count == 1 else 5))
        report.put(f"throughput_mb_s_{count}", shell_load.TEXT / ours / 1e6)
    grown, beside, alone = await shell_load.stalled(shells, token, file)
    report.put("stalled_rss_mb", grown, ("<=", 8))
    report.put("stalled_others_pct", beside / alone * 100, ("<=", 110))
    echoes = await shell_load.flooded_echo(shells, token, 100 if quick else 1000)
    report.put("echo_flood_ms_p50", percentile(echoes, 0.5), ("<=", 3))
    report.put("echo_flood_ms_p99", percentile(echoes, 0.99), ("<=", 25))
    await _fresh(shells)
    losses = await shell_kill.measure(shells, token, 5 if quick else 100, progress)
    report.put("kill_lost_bytes", losses.lost_bytes, ("==", 0))
    report.put("kill_lost_inputs", losses.lost_inputs, ("==", 0))
    report.put("reattach_ms_p99", percentile(losses.reattach_ms, 0.99), ("<=", 1000))
    await _fresh(shells)
    tokens = [await person for person in shell_load.people(shells, 2 if quick else shell_load.PEOPLE)]
    sessions = 30 if quick else 300
    share, late = await shell_load.rate(shells, tokens, sessions, 5 if quick else 20)
    report.put("sessions_rate_pct", share, (">=", 90))
    report.put("sessions_delivery_ms_p99", percentile(late, 0.99), ("<=", 200))
    report.put("sessions_rate_sessions", sessions)


async def _fresh(shells: Shells) -> None:
    """Without what was measured before."""
    await shells.server.kill()
    shells.sweep()
    await asyncio.sleep(0.5)
    await shells.server.start()
