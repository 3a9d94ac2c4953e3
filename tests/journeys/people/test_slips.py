"""A slip from the printer to the first page: without an address, on the smallest phone, in Thai."""

import re

import pytest
from playwright.sync_api import expect

from people.models import Person
from tests.journeys.conftest import LOOKS, accessible

A4 = {"width": 794, "height": 1123}


def make_slip(page, *, name="มะลิ ใจดี"):
    """Invite somebody who has no address, as an admin does."""
    page.goto("/people/invite/")
    page.locator("[name=name]").fill(name)
    page.locator("[name=hours]").fill("40")
    page.locator("form.sheet button").click()
    expect(page.locator(".slip")).to_contain_text(name)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (390, "light")])
def test_a_slip_leads_from_paper_to_the_first_page(browser_page, ploy, chiang_mai, width, scheme):
    desk = browser_page(ploy, width=1440, language="th")
    make_slip(desk)
    code = desk.locator(".slip-code").inner_text()
    assert re.fullmatch(r"(?:[A-Z]{4} ){2}[A-Z]{4}", code)

    phone = browser_page(width=width, scheme=scheme, language="th", javascript=False)
    phone.goto("/sign-in/")
    phone.get_by_role("link", name="ฉันมีใบเชิญ").click()
    phone.locator("[name=code]").fill(code.lower())
    phone.locator(".gate button.button-wide").click()
    expect(phone.locator("[name=full_name_th]")).to_have_value("มะลิ ใจดี")
    phone.locator("[name=username]").fill("mali")
    phone.locator("[name=password]").fill("seven small rivers")
    phone.locator(".gate form:has([name=username]) button").click()
    expect(phone.locator(".topbar")).to_contain_text("มะลิ")
    assert Person.objects.get(account__username="mali").email == ""

    phone.goto("/account/")
    expect(phone.locator("main")).to_contain_text("ยังไม่มี เพิ่มได้")


def test_a_slip_is_one_printed_page(browser_page, ploy, chiang_mai):
    page = browser_page(ploy, width=1440, language="th")
    make_slip(page, name="นางสาวมะลิวัลย์ ศรีสุขใจเจริญพรรุ่งเรือง")
    page.emulate_media(media="print")
    page.set_viewport_size(A4)
    expect(page.locator(".notice.screen-only")).to_be_hidden()
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_a_wrong_code_is_one_sentence_at_its_field(browser_page):
    page = browser_page(width=320, language="th")
    page.goto("/slip/")
    page.locator("[name=code]").fill("BCDF GHJK MNPR")
    page.locator("[name=code]").press("Enter")
    expect(page.locator("#id_code_error")).to_contain_text("ใช้รหัสนี้ไม่ได้")
    expect(page.locator("[name=code]")).to_have_value("BCDF GHJK MNPR")
    accessible(page)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_of_a_slip_are_accessible(
    browser_page, ploy, chiang_mai, width, scheme, language
):
    desk = browser_page(ploy, width=width, scheme=scheme, language=language)
    desk.goto("/people/invite/")
    accessible(desk)
    make_slip(desk)
    accessible(desk)
    code = desk.locator(".slip-code").inner_text()
    desk.goto("/people/?state=invited")
    accessible(desk)

    phone = browser_page(width=width, scheme=scheme, language=language)
    phone.goto("/slip/")
    accessible(phone)
    phone.locator("[name=code]").fill(code)
    phone.locator("[name=code]").press("Enter")
    phone.wait_for_url("**/slip/arrival/")
    accessible(phone)
