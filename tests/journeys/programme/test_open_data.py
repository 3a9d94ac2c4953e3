"""Somebody who has no account finds figures of a programme, reads them and takes a file along."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import LOOKS, accessible
from tests.programme.releases.makers import make_public_release
from tests.training.conftest import badge_key


@pytest.fixture
def release(anan, settings):
    settings.BADGE_KEY = badge_key()
    return make_public_release(anan)


WORDS = {
    "en": ("Open data", "Safe North, Quarter 3 of 2026", "ไทย", "withheld"),
    "th": ("ข้อมูลเปิด", "โครงการเหนือปลอดภัย ไตรมาส 3/2569", "English", "ไม่แสดง"),
}

SCRIPT = 'script:not([type="application/ld+json"])'


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_a_stranger_reads_a_release_and_downloads_a_table(
    browser_page, release, width, scheme, language
):
    """They have no scripts; the description for search engines breaks no rule of the CSP."""
    title, heading, other, withheld = WORDS[language]
    page = browser_page(width=width, scheme=scheme, language=language)
    page.goto("/data/")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.locator(SCRIPT)).to_have_count(0)
    accessible(page)

    page.get_by_role("link", name=heading).click()
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    expect(page.get_by_role("cell", name=withheld).first).to_be_visible()
    expect(page.locator('script[type="application/ld+json"]')).to_have_count(1)
    expect(page.locator(SCRIPT)).to_have_count(0)
    accessible(page)
    with page.expect_download() as started:
        page.get_by_role("link", name="codebook.csv").click()
    assert started.value.suggested_filename == "open-data-2026-Q3-codebook.csv"

    page.get_by_role("link", name=other).click()
    expect(page.locator("html")).to_have_attribute("lang", "en" if language == "th" else "th")
