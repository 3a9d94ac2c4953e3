import re

import pytest
from django.utils.translation import override
from playwright.sync_api import expect

from config import views

from .conftest import accessible

DEVICES = pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 320), ("th", "dark", 390), ("th", "light", 1440)],
)


@DEVICES
def test_a_page_that_is_not_here_leads_back(nok, browser_page, language, scheme, width):
    page = browser_page(nok, language=language, scheme=scheme, width=width)
    page.goto("/nothing-here/")
    accessible(page)

    page.get_by_role("main").get_by_role("link").click()
    expect(page).to_have_url(re.compile("/my-week/$"))


@DEVICES
def test_a_fault_of_ours_is_calm_everywhere(browser_page, rf, language, scheme, width):
    page = browser_page(language=language, scheme=scheme, width=width)
    page.goto("/sign-in/")
    # No page of ours breaks on request: the very answer is served in place of one.
    with override(language):
        answer = views.broken(rf.get("/")).content.decode()
    page.route("**/broken/", lambda route: route.fulfill(content_type="text/html", body=answer))
    page.goto("/broken/")
    accessible(page)
