"""Draws the icons of the installed page anew from `public/favicon.svg`: `python web/scripts/make-icons.py`, then look at them."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

PUBLIC = Path(__file__).parents[1] / "public"
SQUARE = '<rect width="32" height="32" rx="9"'
"""In the favicon; a mask or a phone cuts its own corners, so there the ground fills everything."""
ICONS = {"192.png": (192, False), "512.png": (512, False), "maskable-512.png": (512, True), "apple-touch-icon.png": (180, True)}


def drawing(*, full: bool) -> str:
    """The SVG; `full` without corners, with its mark inside the inner 80 % that no mask cuts."""
    svg = (PUBLIC / "favicon.svg").read_text(encoding="utf-8")
    assert SQUARE in svg
    if not full:
        return svg
    ground, mark = svg.replace(SQUARE, '<rect width="32" height="32"').split("/>", 1)
    return f'{ground}/><g transform="translate(1.6 1.6) scale(.9)">{mark.removesuffix("</svg>")}</g></svg>'


def main() -> None:
    """Every icon, by the installed Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for name, (side, full) in ICONS.items():
            page = browser.new_page(viewport={"width": side, "height": side})
            page.set_content(f"<style>*{{margin:0}}svg{{display:block;width:{side}px;height:{side}px}}</style>{drawing(full=full)}")
            page.screenshot(path=PUBLIC / "icons" / name, omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
