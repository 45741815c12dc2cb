"""The plan beside the conversation: where each value came from, what the price is made of, and a change by click."""

import json

from playwright.sync_api import Browser, Locator, expect

from tests.e2e.conftest import Opened
from tests.e2e.served import Served


def _origin(opened: Opened, field: str) -> Locator:
    return opened.page.get_by_test_id(f"plan-{field}").get_by_test_id("origin")


def test_each_value_says_where_it_came_from_and_an_undo_takes_it_back(opened: Opened) -> None:
    opened.say("a bakery called Oorsprong in Ghent, two workers please")
    expect(_origin(opened, "organisation")).to_contain_text("Oorsprong")
    expect(_origin(opened, "regions"), "a suggestion says why").to_contain_text("Ghent")
    expect(_origin(opened, "workers")).to_contain_text("two workers")
    expect(_origin(opened, "domain")).to_have_text("Made from the name")
    expect(_origin(opened, "size")).to_have_text("Our default")
    opened.say("make it Helsinki")
    expect(_origin(opened, "regions")).to_contain_text("Helsinki")
    opened.reload()
    expect(_origin(opened, "regions")).to_contain_text("Helsinki")
    opened.say("undo that")
    expect(_origin(opened, "regions")).to_contain_text("Ghent")


def test_the_price_is_shown_in_its_parts(opened: Opened) -> None:
    opened.say("a bakery called Prijs in Ghent, two workers please")
    parts = opened.page.get_by_test_id("price-parts")
    parts.locator("summary").click()
    expect(parts.locator("li")).to_have_text(["Falkenstein: control plane1 × cpx42€25.49", "Falkenstein: workers2 × cpx42€50.98"])
    expect(opened.page.get_by_test_id("plan-estimate")).to_contain_text("€76.47")


def _click(opened: Opened, field: str, *, value: str | None = None, tick: str | None = None, choose: str | None = None) -> None:
    page = opened.page
    page.get_by_test_id(f"change-{field}").click()
    form = page.get_by_test_id("change-form")
    if value is not None:
        form.locator("input").fill(value)
    if tick is not None:
        form.get_by_label(tick, exact=True).click()
    if choose is not None:
        form.locator("select").select_option(choose)
    before = page.get_by_test_id("message-assistant").count()
    page.get_by_test_id("change-save").click()
    expect(page.get_by_test_id("message-assistant")).to_have_count(before + 1)


def test_every_row_is_changed_by_click_and_the_conversation_knows(opened: Opened) -> None:
    opened.say("a bakery called Klik in Ghent, mail klik@example.com, just a website")
    _click(opened, "organisation", value="Klak")
    _click(opened, "email", value="klak@example.com")
    _click(opened, "regions", tick="Helsinki (hel1)")
    _click(opened, "size", choose="ccx33")
    _click(opened, "workers", value="2")
    _click(opened, "highAvailability", choose="yes")
    _click(opened, "domain", value="wolk.omani.works")
    _click(opened, "apps", tick="Nextcloud")
    _click(opened, "residency", choose="eu")
    _click(opened, "mesh", value="klaknet")
    for field, text in {
        "organisation": "Klak", "email": "klak@example.com", "regions": "Helsinki (hel1)", "size": "ccx33", "workers": "2 × ccx33",
        "highAvailability": "Yes", "domain": "wolk.omani.works", "apps": "Nextcloud", "residency": "EU", "mesh": "klaknet",
    }.items():  # fmt: skip
        expect(opened.page.get_by_test_id(f"plan-{field}")).to_contain_text(text)
    expect(opened.page.get_by_test_id("plan-regions")).to_contain_text("Falkenstein")
    expect(opened.page.get_by_test_id("readback").last).to_contain_text("klaknet")
    expect(opened.page.get_by_test_id("message-user")).to_have_count(11)


def test_a_form_below_the_last_row_is_seen_with_its_buttons(opened: Opened) -> None:
    page = opened.page
    opened.say("a bakery called Onder in Ghent, two regions, just a website")
    page.get_by_test_id("change-mesh").click()
    for button in ("change-save", "change-cancel"):
        expect(page.get_by_test_id(button)).to_be_in_viewport(ratio=1)


def test_a_row_is_changed_by_keyboard_on_a_phone_and_in_another_language(browser: Browser, served: Served) -> None:
    opened = Opened(browser, served.url, width=360, height=740, locale="ar")
    page = opened.page
    opened.say("اسم المؤسسة Tadil والبريد tadil@example.com ونحتاج إلى موقع إلكتروني")
    page.get_by_test_id("plan-toggle").focus()
    page.keyboard.press("Enter")
    page.get_by_test_id("change-workers").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("change-form").locator("input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("change-workers")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("change-form").locator("input")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("plan-workers")).to_contain_text("2 × cpx42")
    expect(page.get_by_test_id("change-workers")).to_be_focused()
    summary = page.get_by_test_id("price-parts").locator("summary")
    mark = "(part) => new Promise((done) => setTimeout(() => done(getComputedStyle(part, '::before').transform), 300))"
    closed = summary.evaluate(mark)
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("price-parts").locator("li")).to_have_count(2)
    assert summary.evaluate(mark) != closed, "its mark turns, also where it comes from the right"
    opened.close()


def test_forms_that_do_not_load_say_so_and_typing_goes_on(opened: Opened) -> None:
    page = opened.page
    opened.say("a bakery called Weg in Ghent")
    page.route("**/assets/ChangeForm-*", lambda route: route.abort())
    page.get_by_test_id("change-size").click()
    expect(page.get_by_test_id("problem")).to_be_visible()
    expect(page.get_by_test_id("change-form")).to_have_count(0)
    opened.say("use ccx33")
    expect(page.get_by_test_id("plan-size")).to_contain_text("ccx33")
    opened.complaints.clear()  # a file that doesn't come makes the browser complain


def test_what_the_page_is_told_of_sizes_and_apps_can_be_had(opened: Opened) -> None:
    names = json.loads(opened.page.request.get(opened.page.url.replace("/start", "/api/v1/about")).text())["names"]
    assert set(names["installable"]) < set(names["apps"])
    assert {"cpx42", "ccx33"} <= set(names["sizes"])
    assert all(size["regions"] and size["monthly"] > 0 for size in names["sizes"].values())


def test_a_problem_is_solved_by_pressing_what_is_suggested(opened: Opened) -> None:
    page = opened.page
    opened.say("a bakery called Knop in Ghent, use cpx21")
    row = page.get_by_test_id("plan-size")
    expect(row.get_by_test_id("plan-problem")).to_be_visible()
    suggestion = row.get_by_test_id("suggestion-chip").first
    wanted = suggestion.inner_text()
    suggestion.click()
    expect(page.get_by_test_id("message-user").last).to_contain_text(wanted)
    expect(row.get_by_test_id("plan-problem")).to_have_count(0)
    expect(row).to_contain_text(wanted)
