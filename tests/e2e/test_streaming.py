"""A model's words on the page while the rest is still being made: over real HTTP, in several tabs, through reloads and cuts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.models.scripted.answer import Answer, Asked, Fault
from tests.e2e.conftest import Opened
from tests.e2e.model import ModelBehind, model_behind
from tests.e2e.served import Served

FIRST, REST = "Good to meet you. ", "Two things more: the name, and who shall get the mail?"
CUT = ("So I have put that down, ", "and ", "now ")
STALL = 60.0
"""Seconds; ended by the test long before."""


class Halting:
    """Stops after its first sentence until it is let go; breaks off where the person says FAIL."""

    def answer(self, asked: Asked) -> Answer:
        """See `Brain`."""
        if "FAIL" in asked.user_text.split("</person>")[0]:
            return Answer("".join(CUT), pieces=CUT, fault=Fault("cut", after=len(CUT) - 1))
        return Answer(FIRST + REST, pieces=(FIRST, REST), fault=Fault("stall", after=1, seconds=STALL))


@pytest.fixture(scope="module")
def model() -> Iterator[ModelBehind]:
    with model_behind(Halting()) as running:
        yield running


@pytest.fixture(scope="module")
def served(model: ModelBehind, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    settings = {"CONCIERGE_ENGINE": "anthropic", "ANTHROPIC_API_KEY": "none", "ANTHROPIC_BASE_URL": model.url, "CONCIERGE_MODEL_SECONDS": "60"}
    server = Served(tmp_path_factory.mktemp("streamed"), "serve", **settings).start()
    yield server
    server.stop()


def _message(page: Page) -> str:
    """The only message of the assistant, as one sees it."""
    expect(page.get_by_test_id("message-assistant")).to_have_count(1)
    return page.get_by_test_id("message-assistant").inner_text().removeprefix("Concierge:").strip()


def test_a_message_is_seen_while_it_is_made(opened: Opened, model: ModelBehind) -> None:
    page = opened.page
    message = page.get_by_test_id("message-assistant")
    page.get_by_test_id("composer").fill("hello there")
    page.get_by_test_id("composer").press("Enter")
    expect(message).to_have_attribute("aria-busy", "true")
    expect(message).to_contain_text(FIRST.strip())
    assert _message(page) == FIRST.strip()
    expect(page.get_by_test_id("typing")).to_be_visible()
    message.evaluate("element => { element.dataset.first = 'yes'; }")

    other = page.context.new_page()
    for look in (lambda: other.goto(page.url), other.reload):
        look()
        expect(other.get_by_test_id("message-assistant")).to_have_attribute("aria-busy", "true")
        assert _message(other) == FIRST.strip()

    model.release()
    for tab in (page, other):
        expect(tab.get_by_test_id("message-assistant")).to_have_attribute("aria-busy", "false")
        assert _message(tab) == FIRST + REST
        expect(tab.get_by_test_id("typing")).to_have_count(0)
    expect(message).to_have_attribute("data-first", "yes")  # the same element: nothing was taken away and put there again
    other.reload()
    expect(other.get_by_test_id("message-assistant")).to_have_attribute("aria-busy", "false")
    assert _message(other) == FIRST + REST


def test_an_answer_that_breaks_off_goes_on_in_the_same_message(browser: Browser, served: Served) -> None:
    opened = Opened(browser, served.url, width=360, height=740)
    opened.say("FAIL We are a bakery called Broodhuis")
    expect(opened.page.get_by_test_id("message-assistant")).to_have_attribute("aria-busy", "false")
    said = _message(opened.page)
    assert re.match(r"So I have put that down, … Let me put that differently\. \S", said), said
    assert said.count("So I have") == 1
    expect(opened.page.get_by_test_id("plan-organisation")).to_contain_text("Broodhuis")
    opened.page.reload()
    expect(opened.page.get_by_test_id("message-assistant")).to_have_attribute("aria-busy", "false")
    assert _message(opened.page) == said
    opened.close()
