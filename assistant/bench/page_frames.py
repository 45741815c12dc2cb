"""Frames of `concierge bench page`, counted by the browser itself; those of an empty page say whether the machine could be judged."""

from typing import TYPE_CHECKING

from assistant.bench.report import Report, percentile

if TYPE_CHECKING:
    from playwright.async_api import Browser, CDPSession, Page

FRAME_MS = 33.0
SIZE = {"width": 1440, "height": 900}
QUIET = 99.0
"""Per cent of an empty page's frames that come in time on a machine that has nothing else to do."""
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


class Counted:
    """The frames of one kind, and what the page's main thread worked for them."""

    def __init__(self) -> None:
        self.frames: list[float] = []
        self.cpu_ms = 0.0

    @property
    def quick(self) -> float:
        """Per cent under 33 ms."""
        return 100 * sum(1 for frame in self.frames if frame < FRAME_MS) / max(1, len(self.frames))

    def into(self, report: Report, name: str, *, target: bool = False) -> None:
        """CPU is what a busy neighbour doesn't stretch."""
        report.put(f"{name}_frames_under_33_ms_%", self.quick, (">=", 95) if target else None)
        report.put(f"{name}_cpu_ms_per_frame", self.cpu_ms / max(1, len(self.frames)))
        if target:
            report.put(f"{name}_frame_ms_p95", percentile(self.frames, 0.95) if self.frames else 0)
            report.put(f"{name}_frames", len(self.frames))


class Counting:
    """Around what moves the page: `async with Counting(page, tools, counted)`."""

    def __init__(self, page: "Page", tools: "CDPSession", counted: Counted) -> None:
        self._page, self._tools, self._counted = page, tools, counted
        self._before = 0.0

    async def __aenter__(self) -> None:
        self._before = await cpu_ms(self._tools)
        await self._page.evaluate(_COUNT)

    async def __aexit__(self, *_: object) -> None:
        self._counted.frames += await self._page.evaluate(_COUNTED)
        self._counted.cpu_ms += await cpu_ms(self._tools) - self._before


async def new_page(browser: "Browser") -> "tuple[Page, CDPSession]":
    """In a context of its own; its tools count the time in which its thread really ran."""
    context = await browser.new_context(viewport=SIZE)  # type: ignore[arg-type] - Playwright's own TypedDict has the same members
    page = await context.new_page()
    tools = await context.new_cdp_session(page)
    await tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    return page, tools


async def cpu_ms(tools: "CDPSession") -> float:
    """What the page's main thread has worked so far."""
    figures = (await tools.send("Performance.getMetrics"))["metrics"]
    return 1000 * next(float(one["value"]) for one in figures if one["name"] == "TaskDuration")


async def empty(browser: "Browser", url: str, counted: Counted) -> None:
    """A page with nothing in it, scrolled as the others are."""
    page, tools = await new_page(browser)
    await page.goto(f"{url}/healthz")
    await page.mouse.move(500, 400)
    async with Counting(page, tools, counted):
        for turn in range(90):
            await page.mouse.wheel(0, -100 if turn % 2 else 100)
            await page.wait_for_timeout(16)
    await page.context.close()


async def graph(browser: "Browser", url: str, report: Report, *, rounds: int) -> None:
    """500 steps: dragged and scrolled about, zoomed, gone through by keyboard."""
    page, tools = await new_page(browser)
    await page.goto(f"{url}/design?jobs=500")
    await page.get_by_test_id("graph").wait_for()
    where = await page.locator(".graph-box").bounding_box()
    if where is None:
        raise RuntimeError("the graph isn't shown")
    await page.mouse.move(where["x"] + 300, where["y"] + 200)
    pan, zoom, keys, all_of_it = Counted(), Counted(), Counted(), Counted()
    for _ in range(rounds):
        async with Counting(page, tools, pan):
            for turn in range(90):
                await page.mouse.wheel(60 if turn % 2 else 0, 60 if turn < 60 else -60)
                await page.wait_for_timeout(16)
        async with Counting(page, tools, zoom):
            await page.keyboard.down("Control")
            for turn in range(40):
                await page.mouse.wheel(0, 30 if turn < 20 else -30)
                await page.wait_for_timeout(33)
            await page.keyboard.up("Control")
        await page.locator(".job[tabindex='0']").focus()
        async with Counting(page, tools, keys):
            for turn in range(40):
                await page.keyboard.press("ArrowRight" if turn % 4 < 3 else "ArrowDown")
                await page.wait_for_timeout(33)
    for name, counted in (("pan", pan), ("zoom", zoom), ("keys", keys)):
        counted.into(report, f"graph_{name}")
        all_of_it.frames += counted.frames
        all_of_it.cpu_ms += counted.cpu_ms
    all_of_it.into(report, "graph", target=True)
    await page.context.close()


async def conversation(browser: "Browser", url: str, report: Report, *, rounds: int) -> None:
    """2,000 events, back and forth at 6,000 pixels a second: faster than anybody reads."""
    page, tools = await new_page(browser)
    await page.goto(f"{url}/design?events=2000")
    await page.get_by_test_id("message-assistant").last.wait_for()
    await page.mouse.move(500, 400)
    counted = Counted()
    for _ in range(rounds):
        async with Counting(page, tools, counted):
            for turn in range(160):
                await page.mouse.wheel(0, -100 if turn < 80 else 100)
                await page.wait_for_timeout(16)
    counted.into(report, "talk", target=True)
    await page.context.close()
