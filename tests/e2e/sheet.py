"""The sheet that holds the plan and the progress where the window is narrow."""

from playwright.sync_api import Page, expect

PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def sheet(page: Page, *, is_open: bool) -> bool:
    """Opened or closed, where there is one; whether it had to be pressed.

    The page hears of a new width of its window with the next frame, not before.
    """
    page.evaluate(PAINTED)
    toggle = page.get_by_test_id("plan-toggle")
    if not toggle.count() or not toggle.is_visible() or (toggle.get_attribute("aria-expanded") == "true") == is_open:
        return False
    toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "true" if is_open else "false")
    return True
