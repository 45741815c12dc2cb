"""What a person sees of a deployment in one, two and three regions, well and badly ended, beside reference pictures."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Opened
from tests.e2e.pictures import assert_looks_like, compare
from tests.e2e.served import Served
from tests.e2e.sheet import sheet

SPEED = "3000"
ACCOUNT = {
    "CONCIERGE_HETZNER_TOKEN": "t" * 64,
    "CONCIERGE_HETZNER_PROJECT_ID": "rehearsal",
    "CONCIERGE_S3_ACCESS_KEY": "A" * 20,
    "CONCIERGE_S3_SECRET_KEY": "s" * 40,
}
@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


class World:
    """An emulator in which certain things go wrong, and a server that uses it."""

    def __init__(self, folder: Path, *faults: str) -> None:
        arguments = [part for fault in faults for part in ("--fault", fault)]
        self.emulator = Served(folder / "emulator", "emulator", "--speed", SPEED, "--seed", "11", *arguments)
        self.folder = folder

    def __enter__(self) -> Served:
        self.emulator.start()
        self.server = Served(self.folder / "data", "serve", CONCIERGE_CATALYST_URL=self.emulator.url, **ACCOUNT)
        return self.server.start()

    def __exit__(self, *_: object) -> None:
        self.server.stop()
        self.emulator.stop()
        shutil.rmtree(self.folder)


def deploy(opened: Opened, served: Served, wish: str, end: str) -> None:
    """From the first sentence to the end of the deployment."""
    opened.say(f"Nordwind in Hamburg, {wish}, mail wind@example.com, no apps")
    opened.page.get_by_test_id("code-input").fill(served.code("wind@example.com"))
    opened.page.get_by_test_id("confirm").last.click()
    expect(opened.page.get_by_test_id(end)).to_be_visible(timeout=60_000)
    expect(opened.page.get_by_test_id("progress")).to_have_attribute("data-running", "true" if end == "still-missing" else "false")
    opened.page.mouse.move(0, 0)
    # How long it took depends on how fast this machine is.
    opened.page.locator(".progress-figure span").evaluate("element => { element.style.visibility = 'hidden' }")


CASES = [
    # name, faults, wish, end, width, height, dark
    ("one-ready", (), "one region", "ready", 1440, 1300, False),
    ("two-failed", ("failing-component:hel1-1:harbor",), "in Falkenstein and Helsinki", "failed", 1440, 1300, True),
    ("three-ready", (), "in Nuremberg, Helsinki and Ashburn", "ready", 1440, 1300, False),
    ("three-failed-phone", ("failing-component:keycloak",), "in Nuremberg, Helsinki and Ashburn", "failed", 360, 1500, False),
    ("one-phase0-phone", ("phase0-failure:apply",), "one region", "failed", 360, 1500, True),
    ("one-without-address", ("dns-missing",), "one region", "still-missing", 1024, 768, False),
]


@pytest.mark.parametrize(("name", "faults", "wish", "end", "width", "height", "dark"), CASES, ids=[c[0] for c in CASES])
def test_the_progress_view(
    browser: Browser, blank: Page, tmp_path: Path,
    name: str, faults: tuple[str, ...], wish: str, end: str, width: int, height: int, dark: bool,
) -> None:  # fmt: skip
    with World(tmp_path / "world", *faults) as served:
        opened = Opened(browser, served.url, width=width, height=height, dark=dark)
        deploy(opened, served, wish, end)
        page = opened.page
        sheet(page, is_open=True)
        assert_looks_like(page.get_by_test_id("progress"), f"progress-{name}", blank)
        if end == "failed":
            sheet(page, is_open=False)
            page.get_by_test_id(end).scroll_into_view_if_needed()
            assert_looks_like(page.get_by_test_id(end), f"outcome-{name}", blank)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        opened.close()


def test_a_different_picture_is_noticed(browser: Browser, blank: Page) -> None:
    page = browser.new_page(viewport={"width": 400, "height": 300})
    page.set_content("<h1 style='background:#cde'>Created</h1><p>35 of 35 components installed</p>")
    before = page.screenshot()
    page.set_content("<h1 style='background:#ecd'>Stopped</h1><p>12 of 35 components installed</p>")
    share, sizes = compare(blank, page.screenshot(), before)
    same, _ = compare(blank, before, before)
    page.close()
    assert sizes[0] == sizes[1] == [400, 300]
    assert same == 0
    assert share > 0.05
