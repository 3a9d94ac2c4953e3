"""Before a budget meeting: how many people are missing, one page to hand over, and a memo."""

from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from docx import Document
from playwright.sync_api import expect

from people.weeks import Block
from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, PASSWORD
from tests.programme.staffing.test_page import banded, told

BLOCK = Block.latest(NOW)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def two_years(office, chiang_mai):
    for back in range(26):
        told(office, BLOCK - back, people=str(38 - back // 6))
    banded(chiang_mai)


def test_anan_tries_five_people_more_and_prints_one_page(browser_page, anan, two_years):
    desk = browser_page(anan, width=1440, javascript=False)
    desk.goto("/programme/")
    desk.get_by_role("link", name="Reports").first.click()
    desk.get_by_role("link", name="Staffing").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("About 11 people are missing")
    desk.get_by_label("More people").fill("5")
    desk.get_by_label("More court weeks a month").fill("0")
    desk.get_by_role("button", name="Work it out").click()
    expect(desk.get_by_role("row", name="5 people more 49 43 6")).to_be_visible()
    desk.get_by_text("Show the numbers").click()
    expect(desk.get_by_role("row", name="Q4 2026 49 38 11")).to_be_visible()
    desk.get_by_role("link", name="One page to print").click()
    expect(desk.get_by_role("row", name="5 people more 49 43 6")).to_be_visible()
    expect(desk.get_by_role("textbox")).to_have_count(0)


def test_a_number_that_cannot_be_meant_is_said_at_its_field(browser_page, anan, two_years):
    phone = browser_page(anan, width=390)
    phone.goto("/programme/staffing/")
    phone.get_by_label("More court weeks a month").fill("9")
    phone.get_by_role("button", name="Work it out").click()
    field = phone.get_by_label("More court weeks a month")
    expect(field).to_have_value("9")
    expect(field).to_have_accessible_description("From 0 to 4, please.")
    accessible(phone)


def test_the_memo_is_handed_over_once_the_password_was_given(browser_page, anan, two_years):
    desk = browser_page(anan, width=1440)
    desk.goto("/programme/staffing/")
    desk.get_by_label("Language", exact=True).select_option("th")
    desk.get_by_label("Thai digits").check()
    desk.get_by_role("button", name="Download the memo").click()
    desk.get_by_label("Password").fill(PASSWORD)
    with desk.expect_download() as handed:
        desk.get_by_role("button", name="Go on").click()
    text = [
        one.text for one in Document(BytesIO(Path(handed.value.path()).read_bytes())).paragraphs
    ]
    assert text[0] == "บันทึกข้อความ"
    assert "ยังขาดคนประมาณ ๑๑ คน" in "\n".join(text)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
@pytest.mark.parametrize("path", ["/programme/staffing/", "/programme/staffing/sheet/"])
def test_page_and_sheet_are_accessible(
    browser_page, anan, two_years, language, scheme, width, path
):
    page = browser_page(anan, width=width, scheme=scheme, language=language)
    page.goto(path)
    accessible(page)


@pytest.mark.parametrize("language", ["en", "th"])
def test_the_sheet_is_one_page_of_paper(browser_page, anan, two_years, language):
    desk = browser_page(anan, width=1440, language=language)
    desk.goto("/programme/staffing/sheet/")
    printed = desk.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 1
