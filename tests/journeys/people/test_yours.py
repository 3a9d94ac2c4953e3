"""What waits is one tap away; Yours and Grow can be used by everybody, in both languages."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import accessible
from tests.makers import make_award, make_thanks, make_thanks_link, make_thanks_outside

PAGES = ("/account/", "/account/names/", "/account/address/", "/account/offer/", "/training/grow/")


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1440)])
def test_yours_and_grow_can_be_used_by_everybody(browser_page, nok, wipa, language, scheme, width):
    make_award(nok)
    make_thanks(wipa, nok)
    page = browser_page(nok, width=width, scheme=scheme, language=language)
    for path in PAGES:
        page.goto(path)
        accessible(page)
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )


@pytest.mark.parametrize("javascript", [True, False])
def test_what_waits_is_one_tap_away_and_gone_after_the_act(browser_page, nok, javascript):
    make_thanks_outside(make_thanks_link(nok))
    page = browser_page(nok, width=390, javascript=javascript)
    page.goto("/my-week/")
    if javascript:
        accessible(page)
    expect(page.get_by_role("link", name="Grow , 1 waiting for you")).to_be_visible()
    page.get_by_role("link", name="Read : 1 thank-you from outside").click()
    page.get_by_role("button", name="Accept").click()
    page.goto("/my-week/")
    expect(page.get_by_text("Waiting for you")).to_have_count(0)
    expect(page.get_by_role("link", name="Grow", exact=True)).to_be_visible()
