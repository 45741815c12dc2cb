"""Screenshots beside their references. The browser compares them, so that no image library is needed.

A reference is renewed by hand: `PICTURES=write pytest tests/e2e/test_progress_pages.py`, and then looked at. So are the pictures of
the documentation, which `test_doc_pictures.py` takes.
"""

import base64
import os
from pathlib import Path

from playwright.sync_api import FloatRect, Locator, Page

FOLDER = Path(__file__).parent / "pictures"
BLOCK = 8
"""Pixels: blocks of this size are averaged, so that the smoothing of letters doesn't count."""
NOTABLE = 24
"""Of 255: a block that differs by less is the same."""
TOLERANCE = 0.03
"""Share of blocks that may differ: fonts are hinted differently from machine to machine."""
MOST_GROWTH = 0.04
"""Share by which a side may be longer or shorter."""

_COMPARE = """
async ([ours, theirs, block, notable]) => {
  const pixels = async (data) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const width = Math.ceil(image.width / block), height = Math.ceil(image.height / block);
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, width, height);
    return { width: image.width, height: image.height, columns: width, rows: height,
             data: context.getImageData(0, 0, width, height).data };
  };
  const [a, b] = [await pixels(ours), await pixels(theirs)];
  const columns = Math.min(a.columns, b.columns), rows = Math.min(a.rows, b.rows);
  let differing = 0;
  for (let y = 0; y < rows; y += 1) for (let x = 0; x < columns; x += 1) {
    const i = 4 * (y * a.columns + x), j = 4 * (y * b.columns + x);
    const most = Math.max(...[0, 1, 2].map((c) => Math.abs(a.data[i + c] - b.data[j + c])));
    if (most > notable) differing += 1;
  }
  return { share: differing / (columns * rows), sizes: [[a.width, a.height], [b.width, b.height]] };
}
"""


def compare(page: Page, ours: bytes, reference: bytes) -> tuple[float, list[list[int]]]:
    """Share of blocks that differ, and both sizes."""
    encoded = [base64.b64encode(picture).decode() for picture in (ours, reference)]
    found = page.evaluate(_COMPARE, [*encoded, BLOCK, NOTABLE])
    return float(found["share"]), found["sizes"]


_SEEN = """
(element) => {
  let { left, top, right, bottom } = element.getBoundingClientRect();
  const keep = (box) => {
    left = Math.max(left, box.left); top = Math.max(top, box.top);
    right = Math.min(right, box.right); bottom = Math.min(bottom, box.bottom);
  };
  for (let box = element.parentElement; box; box = box.parentElement)
    if (getComputedStyle(box).overflowY !== "visible") keep(box.getBoundingClientRect());
  keep({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });
  return { x: left, y: top, width: right - left, height: bottom - top };
}
"""


def _seen(part: Locator) -> FloatRect:
    """What of it one sees: it may scroll in a box that is smaller."""
    return part.evaluate(_SEEN)


def assert_looks_like(part: Locator, name: str, comparing: Page) -> None:
    """`part` looks like `pictures/<name>.png`. `comparing` is a blank page: our own policy forbids it data addresses."""
    ours = part.page.screenshot(animations="disabled", clip=_seen(part))
    file = FOLDER / f"{name}.png"
    if os.environ.get("PICTURES") == "write":
        FOLDER.mkdir(exist_ok=True)
        file.write_bytes(ours)
    share, (now, then) = compare(comparing, ours, file.read_bytes())
    for side, before in zip(now, then, strict=True):
        assert abs(side - before) <= MOST_GROWTH * before, f"{name} is {now}, was {then}"
    assert share <= TOLERANCE, f"{name}: {share:.1%} of it look different"


def assert_screen_looks_like(page: Page, file: Path, comparing: Page) -> None:
    """The whole window looks like a picture of the documentation."""
    ours = page.screenshot(animations="disabled", caret="hide")
    if os.environ.get("PICTURES") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(ours)
    share, (now, then) = compare(comparing, ours, file.read_bytes())
    assert now == then, f"{file.name} is {now}, was {then}"
    assert share <= TOLERANCE, f"{file.name}: {share:.1%} of it look different"
