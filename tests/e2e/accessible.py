"""Rules of accessibility (axe-core), held against a page as it stands."""

from typing import Literal

from playwright.sync_api import Page

from tests.e2e.served import ROOT
from tests.e2e.sheet import PAINTED

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(360, 740), (820, 1180), (1440, 900)]
_RULES = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa".split()
_RUN = """
async (rules) => {
  const found = await axe.run(document, { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.flat().join(" ")} (${node.failureSummary})`));
}
"""


def paint(page: Page, scheme: Literal["light", "dark"]) -> None:
    """In that colour, whole: no button is still on its way to it."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(PAINTED)


def violations(page: Page) -> list[str]:
    """What breaks WCAG 2.2 AA. The script is given through the browser's tools: the page's own policy lets none in."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(_RUN, _RULES)
