"""`concierge bench page`: what a browser without a GPU makes of the page: first load, shifts, 500 steps, 2,000 events.

Frames are counted by the browser itself. Playwright belongs to the development set-up, so it is only imported here.
"""

import gzip
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.bench.report import Report, percentile, progress
from assistant.bench.server import Server

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

DIST = Path(__file__).parents[2] / "web" / "dist"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
FRAME_MS = 33.0
THROTTLING = 4
SIZE = {"width": 1440, "height": 900}
_INIT = """
window.__shifts = 0;
window.__interactive = 0;  // one can type, and what one sends is kept
window.__planned = 0;  // the conversation is there
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
const look = () => {
  const field = document.querySelector("#composer");
  if (field && !field.disabled && !window.__interactive) setTimeout(() => { window.__interactive ||= performance.now(); });
  if (document.querySelector("[data-testid=plan-organisation]")) window.__planned = performance.now();
  else requestAnimationFrame(look);
};
look();
"""
_COUNT = """
() => {
  window.__frames = [];
  let before = 0;
  const frame = (now) => {
    if (before) window.__frames.push(now - before);
    before = now;
    window.__counting = requestAnimationFrame(frame);
  };
  window.__counting = requestAnimationFrame(frame);
}
"""
_COUNTED = "() => { cancelAnimationFrame(window.__counting); return window.__frames; }"


async def measure(quick: bool) -> Report:
    """Raises RuntimeError: no browser, no page."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise RuntimeError("Chromium isn't installed; on Debian: apt-get install chromium")
    try:
        from playwright.async_api import async_playwright  # noqa: PLC0415 - see above
    except ImportError:
        raise RuntimeError("Playwright isn't installed; `make setup` brings it") from None
    report = Report("page")
    report.put("first_load_kb", first_load(DIST) / 1000, ("<=", 90))
    with tempfile.TemporaryDirectory(prefix="concierge-bench-") as folder:
        server = Server(Path(folder), speed=900)
        await server.start()
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
                try:
                    await _opened(browser, server.url, report, rounds=2 if quick else 7)
                    await _graph(browser, server.url, report, rounds=1 if quick else 3)
                    await _conversation(browser, server.url, report, rounds=1 if quick else 3)
                finally:
                    await browser.close()
        finally:
            await server.stop()
    return report


def first_load(dist: Path) -> int:
    """Bytes of script and style, compressed, that the page asks for before anything is pressed. Raises RuntimeError."""
    try:
        html = (dist / "index.html").read_text(encoding="utf-8")
    except OSError:
        raise RuntimeError("the page isn't built; run `make setup`") from None
    named = set(re.findall(r'(?:src|href)="/start/(assets/[^"]+\.(?:js|css))"', html))
    return sum(len(gzip.compress((dist / name).read_bytes(), 9)) for name in named)


async def _opened(browser: "Browser", url: str, report: Report, *, rounds: int) -> None:
    """From nothing in the cache, on a processor that is four times slower; then a conversation, for its shifts."""
    times: list[float] = []
    planned: list[float] = []
    for done in range(rounds):
        page = await _page(browser)
        tools = await page.context.new_cdp_session(page)
        await tools.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLING})
        await page.goto(f"{url}/start")
        await _until(page, "window.__planned > 0")
        times.append(float(await page.evaluate("window.__interactive")))
        planned.append(float(await page.evaluate("window.__planned")))
        if done == rounds - 1:
            await tools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
            await page.get_by_test_id("composer").fill("Nordwind in Hamburg, two regions, no apps, wind@example.com")
            await page.get_by_test_id("composer").press("Enter")
            await page.get_by_test_id("readback").wait_for()
            await _until(page, "!document.querySelector('[data-testid=typing]')")
            report.put("layout_shift", float(await page.evaluate("window.__shifts")), ("<=", 0.02))
        await page.context.close()
        progress(done + 1, rounds, "openings")
    report.put("interactive_ms_p50", percentile(times, 0.5), ("<=", 1000))
    report.put("interactive_ms_most", max(times))
    report.put("conversation_ms_p50", percentile(planned, 0.5))


async def _graph(browser: "Browser", url: str, report: Report, *, rounds: int) -> None:
    """500 steps: dragged and scrolled about, zoomed, gone through by keyboard."""
    page = await _page(browser)
    await page.goto(f"{url}/design?jobs=500")
    await page.get_by_test_id("graph").wait_for()
    box = page.locator(".graph-box")
    where = await box.bounding_box()
    if where is None:
        raise RuntimeError("the graph isn't shown")
    await page.mouse.move(where["x"] + 300, where["y"] + 200)
    pan: list[float] = []
    zoom: list[float] = []
    keys: list[float] = []
    for _ in range(rounds):
        await page.evaluate(_COUNT)
        for turn in range(90):
            await page.mouse.wheel(60 if turn % 2 else 0, 60 if turn < 60 else -60)
            await page.wait_for_timeout(16)
        pan += await page.evaluate(_COUNTED)
        await page.evaluate(_COUNT)
        await page.keyboard.down("Control")
        for turn in range(40):
            await page.mouse.wheel(0, 30 if turn < 20 else -30)
            await page.wait_for_timeout(33)
        await page.keyboard.up("Control")
        zoom += await page.evaluate(_COUNTED)
        await page.locator(".job[tabindex='0']").focus()
        await page.evaluate(_COUNT)
        for turn in range(40):
            await page.keyboard.press("ArrowRight" if turn % 4 < 3 else "ArrowDown")
            await page.wait_for_timeout(33)
        keys += await page.evaluate(_COUNTED)
    for name, frames in (("pan", pan), ("zoom", zoom), ("keys", keys)):
        _frames(report, f"graph_{name}", frames)
    _frames(report, "graph", pan + zoom + keys, target=True)
    await page.context.close()


async def _conversation(browser: "Browser", url: str, report: Report, *, rounds: int) -> None:
    """2,000 events, back and forth at 6,000 pixels a second: faster than anybody reads."""
    page = await _page(browser)
    await page.goto(f"{url}/design?events=2000")
    await page.get_by_test_id("message-assistant").last.wait_for()
    await page.mouse.move(500, 400)
    frames: list[float] = []
    for _ in range(rounds):
        await page.evaluate(_COUNT)
        for turn in range(160):
            await page.mouse.wheel(0, -100 if turn < 80 else 100)
            await page.wait_for_timeout(16)
        frames += await page.evaluate(_COUNTED)
    _frames(report, "talk", frames, target=True)
    await page.context.close()


def _frames(report: Report, name: str, frames: list[float], *, target: bool = False) -> None:
    quick = 100 * sum(1 for frame in frames if frame < FRAME_MS) / max(1, len(frames))
    report.put(f"{name}_frames_under_33_ms_%", quick, (">=", 95) if target else None)
    if target:
        report.put(f"{name}_frame_ms_p95", percentile(frames, 0.95) if frames else 0)
        report.put(f"{name}_frames", len(frames))


async def _page(browser: "Browser") -> "Page":
    context = await browser.new_context(viewport=SIZE)  # type: ignore[arg-type] - Playwright's own TypedDict has the same members
    page = await context.new_page()
    await page.add_init_script(_INIT)
    return page


async def _until(page: "Page", script: str) -> None:
    """The page's policy lets nothing in that waits there. Raises TimeoutError."""
    value: Any = None
    for _ in range(1200):
        value = await page.evaluate(script)
        if value:
            return
        await page.wait_for_timeout(25)
    raise TimeoutError(f"the page never got so far: {script}")
