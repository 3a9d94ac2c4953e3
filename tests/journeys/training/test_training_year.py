"""A year of training, and what one's hours would allow, in a real Chromium."""

import re
from datetime import date

import pytest
import time_machine

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW
from tests.training.conftest import make_certificate, make_certificate_type, make_requirement
from tests.training.passport.test_credentials import attend
from training.careers import actions as careers


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def learnt(nok, siriporn, saphan, ploy):
    """Forty hours of a foundation this year and less the year before; a certificate is asked."""
    careers.set_up_ladder(by=ploy)
    attend(nok, siriporn, "A", 40, day=date(2026, 10, 9))
    attend(nok, siriporn, "B", 12, day=date(2025, 11, 3))
    kind = make_certificate_type(saphan)
    make_requirement(kind, by=siriporn, job="specialist")
    make_certificate(nok, kind, by=siriporn)


def test_siriporn_reads_the_year_and_goes_back_to_the_one_before(browser_page, siriporn, learnt):
    page = browser_page(siriporn, width=1440, javascript=False)
    page.goto("/training/")
    page.get_by_role("link", name="A year of training").click()
    page.get_by_role("heading", name="Hours by month").wait_for()
    images = page.locator("img.picture")
    told = [image.get_attribute("alt") for image in images.all()]
    assert [re.split("[:.]", one)[0] for one in told] == ["Bars", "Bars by month", "Bars"]
    page.wait_for_load_state("load")
    assert images.evaluate_all("all => all.map(one => one.naturalWidth > 0)") == [True] * 3
    page.get_by_role("link", name="Fiscal year 2026").click()
    page.get_by_text("October 2025 – September 2026").wait_for()


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_report_and_the_kind_of_a_course_are_accessible(
    browser_page, siriporn, learnt, language, scheme, width
):
    page = browser_page(siriporn, width=width, scheme=scheme, language=language)
    page.goto("/training/report/")
    accessible(page)
    page.goto("/training/courses/")
    accessible(page)
    page.locator("#h-courses ~ *, section").get_by_role("link").first.click()
    page.locator("select[name=kind]").wait_for()
    accessible(page)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_credential_and_its_levels_are_accessible(
    browser_page, nok, learnt, language, scheme, width
):
    page = browser_page(nok, width=width, scheme=scheme, language=language)
    page.goto("/my-career/")
    page.locator("#h-credential").wait_for()
    accessible(page)
    page.goto("/careers/ladder/")
    accessible(page)


def test_an_admin_changes_a_level_of_the_credential(browser_page, ploy, learnt):
    page = browser_page(ploy, width=320)
    page.goto("/careers/ladder/")
    page.locator("summary", has_text="Basic advocate").click()
    page.get_by_role("link", name=re.compile("Change ?, Basic advocate")).click()
    page.get_by_label("Hours of a specialty (B)").fill("๒๔")
    accessible(page)
    page.get_by_label("Not verified: the source is named and was not read").uncheck()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The level is changed.").wait_for()
