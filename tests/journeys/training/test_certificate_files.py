"""A certificate of a training elsewhere on a small phone, and the file that shows it."""

import pytest
import time_machine
from playwright.sync_api import expect

from tests.journeys.conftest import accessible
from tests.makers import NOW
from tests.training.certificates.sample_files import HOSTILE, picture
from tests.training.conftest import PDF, make_certificate, make_certificate_type
from training.certificates import files
from training.models import Certificate, Evidence

PHOTO = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
SCAN = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": PDF}
ACTIVE = {**SCAN, "buffer": HOSTILE["pdf with a program"]}


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


def fits(page):
    """Without JavaScript axe cannot run: that nothing scrolls sideways it can still be asked."""
    page.wait_for_load_state()  # a page can be asked before its stylesheet is there
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_a_certificate_is_issued_and_its_file_added_changed_opened_and_taken_away(
    browser_page, saphan, nok, siriporn
):
    make_certificate_type(saphan, "First aid", thai="ปฐมพยาบาล")
    phone = browser_page(siriporn, width=320, javascript=False)
    phone.goto("/training/certificates/new/")
    fits(phone)
    phone.get_by_label("Part of a name").fill("kanok")
    press(phone, "Find")
    phone.get_by_label("Kanokwan Srisuk").check()
    phone.get_by_label("Certificate", exact=True).select_option("First aid")
    phone.get_by_label("Day on which it was earned").fill("31/2/2569")
    press(phone, "Issue")
    expect(phone.get_by_role("alert")).to_contain_text("not a day in the calendar")
    fits(phone)
    expect(phone.get_by_label("Kanokwan Srisuk")).to_be_checked()
    phone.get_by_label("Day on which it was earned").fill("2/11/2569")
    press(phone, "Issue")
    expect(phone.get_by_role("status").first).to_contain_text("1 certificate is issued.")
    fits(phone)

    phone.get_by_text("Add a file").click()
    phone.locator("#id_file").set_input_files(ACTIVE)
    press(phone, "Add the file")
    expect(phone.get_by_role("alert")).to_contain_text("can do more than be read")
    fits(phone)
    for file in (SCAN, PHOTO):
        if not phone.locator("#id_file").is_visible():
            phone.get_by_text("Choose another file").click()
        phone.locator("#id_file").set_input_files(file)
        press(phone, "Add the file")
        expect(phone.locator("main")).to_contain_text("Added on 20 November 2026 by Siriporn")
        fits(phone)

    own = browser_page(nok, width=320, javascript=False)
    own.goto(f"/training/certificates/{Certificate.objects.get().public_id}/")
    fits(own)
    with own.expect_download() as download:
        own.get_by_role("link", name="What shows it, as a file").click()
    assert download.value.suggested_filename == "evidence.jpg"

    press(phone, "Remove the file")
    expect(phone.get_by_role("status").first).to_contain_text("The file is removed.")
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "th")])
def test_both_pages_are_accessible_also_where_something_is_refused(
    browser_page, saphan, nok, siriporn, scheme, language
):
    kind = make_certificate_type(saphan, "First aid", thai="ปฐมพยาบาล")
    held = make_certificate(nok, kind, by=siriporn)
    files.attach(certificate=held, file=PDF, by=siriporn, now=NOW)
    page = browser_page(siriporn, width=320, scheme=scheme, language=language)
    for address in (
        "/training/certificates/new/?name=",
        f"/training/certificates/{held.public_id}/",
    ):
        page.goto(address)
        accessible(page)
        page.locator("form[enctype] .button").first.click()
        page.get_by_role("alert").wait_for()
        accessible(page)
