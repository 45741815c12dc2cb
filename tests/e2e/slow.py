"""A slow phone on a far network, for whoever looks for races: `E2E_SLOW=6 pytest tests/e2e/test_page.py`.

Every page has its processor throttled by that factor, and every answer to it over HTTP comes a while later; its workers and its
sockets keep their pace. What fails then either raced the page in the test, or would meet a person on such a phone.
"""

import os
from contextlib import suppress

from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Page

RATE = float(os.environ.get("E2E_SLOW") or 1)
"""How many times slower; 1: as it is."""
LATENCY_MS = 300
"""Between a request and its answer."""


def slowed(browser: Browser) -> Browser:
    """The same browser, whose pages are slow from now on where that is asked for."""
    if RATE > 1:
        browser.on("context", _watched)
    return browser


def _watched(context: BrowserContext) -> None:
    context.on("page", _slow)


def _slow(page: Page) -> None:
    with suppress(Error):  # a page may be gone before it is slow
        session: CDPSession = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": RATE})
        session.send("Network.enable")
        bounds = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": -1, "uploadThroughput": -1}
        session.send("Network.emulateNetworkConditions", bounds)
