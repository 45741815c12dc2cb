"""Whole conversations in a real browser, from the first sentence to the console of the new Sovereign."""

import json
import re
import urllib.request

from playwright.sync_api import Request, expect

from tests.e2e.conftest import Opened
from tests.e2e.served import Served


def _creates(served: Served) -> list[dict[str, object]]:
    port = json.loads((served.folder / "emulator.json").read_text(encoding="utf-8"))["port"]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/emulator/creates") as answer:
        return json.loads(answer.read())["creates"]


def _body(served: Served, fqdn: str) -> dict[str, object]:
    found = [create["body"] for create in _creates(served) if create["fqdn"] == fqdn]
    assert len(found) == 1
    return {key.lower(): value for key, value in found[0].items()}  # type: ignore[union-attr]


def test_the_bakery(opened: Opened, served: Served) -> None:
    page = opened.page
    expect(page.get_by_test_id("emulator-notice")).to_be_visible()
    opened.say(
        "I run a small bakery in Ghent, call it Broodhuis. Something in Germany is fine, and we need a website and "
        "bookings. mail is info@broodhuis.be"
    )
    card = page.get_by_test_id("readback").last
    for part in ("Broodhuis", "info@broodhuis.be", "Falkenstein", "cpx42", "broodhuis.omani.works", "WordPress", "25.49"):
        expect(card).to_contain_text(part)
    expect(page.get_by_test_id("plan-domain")).to_contain_text("broodhuis.omani.works")
    page.get_by_test_id("code-input").fill(served.code("info@broodhuis.be"))
    expect(page.get_by_test_id("message-assistant").last).to_contain_text("verified")
    page.get_by_test_id("confirm").last.click()
    expect(page.get_by_test_id("progress").first).to_be_visible()
    expect(page.get_by_test_id("graph")).to_be_visible()
    expect(page.get_by_test_id("console-link")).to_have_attribute("href", "https://console.broodhuis.omani.works", timeout=60_000)
    body = _body(served, "broodhuis.omani.works")
    assert body["orgname"] == "Broodhuis"
    assert (body["region"], body["controlplanesize"], body["workercount"]) == ("fsn1", "cpx42", 0)
    assert body["marketplaceenabled"] is True


def test_the_way_in_and_the_key(opened: Opened, served: Served) -> None:
    page = opened.page
    opened.say("a flower shop called Bloem, in Utrecht, mail bloem@example.com, just a website")
    page.get_by_test_id("code-input").fill(served.code("bloem@example.com"))
    page.get_by_test_id("confirm").last.click()
    expect(page.get_by_test_id("console-link")).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        page.get_by_test_id("ssh-key").click()
    assert download.value.suggested_filename == "bloem.omani.works.pem"
    assert "OPENSSH PRIVATE KEY" in download.value.path().read_text(encoding="utf-8")
    page.context.route("**/auth/handover**", lambda route: route.fulfill(body="the console"))
    with page.context.expect_page() as console:
        page.get_by_test_id("handover").click()
    console.value.wait_for_url(re.compile(r"^https://console\.bloem\.omani\.works/auth/handover\?token="))


def test_a_law_firm_that_changes_its_mind(opened: Opened, served: Served) -> None:
    page = opened.page
    opened.say("We are a law firm in Vienna called Kanzlei Weber and need a place for documents and invoices.")
    expect(page.get_by_test_id("plan-apps")).to_contain_text(re.compile("nextcloud", re.IGNORECASE))
    opened.say("office@weber.example")
    expect(page.get_by_test_id("readback").last).to_contain_text("Kanzlei Weber")
    opened.say("no, make that Helsinki, and drop the invoices")
    card = page.get_by_test_id("readback").last
    expect(card).to_contain_text("Helsinki")
    expect(card).not_to_contain_text("InvoiceShelf")
    page.get_by_test_id("code-input").fill(served.code("office@weber.example"))
    expect(page.get_by_test_id("message-assistant").last).to_contain_text("verified")
    opened.say("yes, but with two workers")
    expect(page.get_by_test_id("readback").last).to_contain_text("Two workers")
    assert not [c for c in _creates(served) if c["fqdn"] == "kanzlei-weber.omani.works"]
    opened.say("yes please")
    expect(page.get_by_test_id("console-link")).to_be_visible(timeout=60_000)
    body = _body(served, "kanzlei-weber.omani.works")
    assert (body["region"], body["workercount"], body["workersize"]) == ("hel1", 2, "cpx42")


def test_a_surf_shop_on_a_phone_by_keyboard(phone: Opened, served: Served) -> None:
    page = phone.page
    phone.say("hi, we sell surfboards in Santa Cruz, the shop is called Surf Shack, hello@surfshack.example")
    phone.say("actually call it Surf Shack HQ")
    phone.say("use two regions, dedicated machines")
    expect(page.get_by_test_id("readback").last).to_contain_text("Surf Shack HQ")
    phone.say("no, one region is enough")
    card = page.get_by_test_id("readback").last
    expect(card).to_contain_text("Hillsboro")
    expect(card).to_contain_text("ccx33")
    page.get_by_test_id("code-input").focus()
    page.keyboard.type(served.code("hello@surfshack.example"))
    expect(page.get_by_test_id("message-assistant").last).to_contain_text("verified")
    page.get_by_test_id("confirm").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("console-link").last).to_be_visible(timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    body = _body(served, "surf-shack-hq.omani.works")
    assert (body["region"], body["controlplanesize"], len(body["regions"])) == ("hil", "ccx33", 1)  # type: ignore[arg-type]


def test_the_secret_half_of_the_code_never_shows(opened: Opened, served: Served) -> None:
    page = opened.page
    sent: list[str] = []
    page.on("request", lambda request: sent.append(_posted(request)))
    opened.say("Codewatch in Ghent, watch@example.com")
    code = served.code("watch@example.com")
    page.get_by_test_id("code-input").fill(code)
    expect(page.get_by_test_id("message-assistant").last).to_contain_text("verified")
    assert code not in page.locator("body").inner_text()
    assert not any(code in url for url in sent)


def _posted(request: Request) -> str:
    return request.url
