"""Several devices on one session: who types, whose size it is, whose answer counts; and what a program may do to them."""

import os
import re

from playwright.sync_api import Browser, expect

from tests.e2e.accessible import violations
from tests.e2e.sandbox_page import PHONE, Box, Desk, box

__all__ = ["box"]
SHOTS = os.environ.get("E2E_SHOTS")
ASK = "read -p 'Delete everything? [y/N] ' a; echo got-$a-\n"


def _picture(desk: Desk, name: str) -> None:
    if SHOTS:
        desk.page.screenshot(path=f"{SHOTS}/{name}.png")


def test_the_size_is_whose_who_types_and_control_is_taken(browser: Browser, box: Box) -> None:
    session = box.start()
    first = Desk(browser, box)
    first.open(session)
    first.ready()
    second = Desk(browser, box, {"width": 1000, "height": 600}, dark=True)
    second.open(session)
    second.ready()
    expect(second.page.get_by_test_id("presence")).to_contain_text("types")
    first.type("stty size\n")
    wide = re.findall(r"^\d+ \d+$", second.shows(until=r"^\d+ \d+$"), re.MULTILINE)[-1]
    _picture(second, "watching")
    assert violations(second.page) == []
    second.page.get_by_test_id("take-control").click()
    expect(second.page.get_by_test_id("presence")).to_contain_text("You type")
    second.type("clear; echo no''w; stty size\n")
    narrow = re.findall(r"^\d+ \d+$", first.shows(until=r"^now\n\d+ \d+$"), re.MULTILINE)[-1]
    assert [int(n) for n in narrow.split()] < [int(n) for n in wide.split()]
    expect(first.page.get_by_test_id("take-control")).to_be_visible()
    # Typing takes control as well.
    first.page.get_by_test_id("terminal").click()
    first.type("echo ba''ck\n")
    second.shows("back")
    expect(first.page.get_by_test_id("presence")).to_contain_text("You type")
    first.close()
    second.close()


def test_a_question_is_a_card_on_every_device_and_answered_once(browser: Browser, box: Box) -> None:
    session = box.start()
    desk = Desk(browser, box)
    phone = Desk(browser, box, PHONE, dark=True)
    desk.open(session)
    desk.ready()
    phone.open(session)
    desk.type(ASK)
    for one in (desk, phone):
        expect(one.page.get_by_test_id("card-question")).to_contain_text("Delete everything?")
        expect(one.page.get_by_test_id("activity").last).to_have_attribute("data-state", "waiting")
    _picture(phone, "phone-question")
    _picture(desk, "question")
    assert violations(phone.page) == []
    phone.page.get_by_test_id("action-no").click()
    for one in (desk, phone):
        expect(one.page.get_by_test_id("decision")).to_contain_text("No")
        expect(one.page.get_by_test_id("action-yes")).to_have_count(0)
    desk.shows("got-n-")
    assert "got-y-" not in desk.text()
    expect(phone.page.get_by_test_id("card-bash")).to_contain_text("Done")
    _picture(phone, "phone-answered")
    desk.close()
    phone.close()


def test_a_program_copies_with_consent_and_reads_nothing(browser: Browser, box: Box) -> None:
    desk = Desk(browser, box, permissions=["clipboard-read", "clipboard-write"])
    page = desk.open(box.start())
    desk.ready()
    page.evaluate("navigator.clipboard.writeText('mine')")
    desk.type("printf '\\033]52;c;?\\007\\033]52;c;aGVsbG8=\\007'\n")
    expect(page.get_by_test_id("copy-wish")).to_contain_text("hello")
    assert page.evaluate("navigator.clipboard.readText()") == "mine"
    page.get_by_test_id("copy-refuse").click()
    assert page.evaluate("navigator.clipboard.readText()") == "mine"
    desk.type("printf '\\033]52;c;aGVsbG8=\\007'\n")
    page.get_by_test_id("copy-allow").click()
    expect(page.get_by_test_id("copy-wish")).to_have_count(0)
    assert page.evaluate("navigator.clipboard.readText()") == "hello"
    desk.close()


def test_titles_and_links_are_shown_for_what_they_are(browser: Browser, box: Box) -> None:
    desk = Desk(browser, box)
    page = desk.open(box.start())
    desk.ready()
    desk.type("PS1='$ '; printf '\\033]0;safe \\342\\200\\256 title\\007'\n")
    expect(page.get_by_role("heading", name="safe title")).to_be_visible()
    desk.type("clear; printf '\\033]8;;https://real.example/x\\033\\\\https://bank.example\\033]8;;\\033\\\\\\n'\n")
    desk.shows(until=r"\Ahttps://bank.example")
    box_ = page.get_by_test_id("terminal").bounding_box()
    assert box_ is not None
    page.mouse.move(box_["x"] + 60, box_["y"] + 17)
    page.wait_for_timeout(300)
    page.mouse.click(box_["x"] + 60, box_["y"] + 17)
    expect(page.get_by_test_id("link-wish")).to_contain_text("https://real.example/x")
    desk.close()
