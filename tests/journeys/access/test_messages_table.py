"""Messages on a phone with every way offered: each tick is seen without moving the table."""

from django.core.cache import cache
from playwright.sync_api import expect

from people.messages.ways import offered_channels
from people.models import Channel
from tests.journeys.conftest import accessible
from tests.people.line.line_server import line_server


def test_each_way_of_a_message_is_seen_on_a_phone(browser_page, nok, settings, transactional_db):
    cache.clear()
    with line_server(settings):
        settings.LINE_ADD_LINK = "https://lin.ee/example"
        assert Channel.LINE in offered_channels()
        page = browser_page(nok, width=390)
        page.goto("/account/messages/")
        accessible(page)
        wide = "one => one.scrollWidth > one.clientWidth"
        assert not page.locator(".table-scroll").evaluate(wide)
        row = page.get_by_role("row").nth(2)
        expect(row.get_by_role("cell")).to_have_count(len(offered_channels()))
