"""Long pages with the demo's data: a thumb can read through them, and a desk has no hole."""

import pytest
import time_machine
from django.utils import timezone

from people.audit.actions import note_access
from people.models import Person, Role
from tests.makers import at
from tests.quick.made_once import put_demo
from training import access_kinds

# In both languages, though Thai has higher lines.
TREND_AT_MOST = 3_200
TRAINING_AT_MOST = 3_374
APART_AT_MOST = 120
# Who looked for many reasons makes the page no longer.
LOOKED_AT = (access_kinds.MENTOR, access_kinds.CAREER, access_kinds.CERTIFICATES)


@pytest.fixture
def people_of_the_demo(transactional_db):
    """A worker of the demo with a flag, and her trainer, on a Sunday."""
    with time_machine.travel(at("2026-11-29 10:00")):
        put_demo(timezone.now())
        nok, siriporn, anan = (
            Person.objects.get(account__username=name) for name in ("nok", "siriporn", "anan")
        )
        for viewer, role in ((siriporn, Role.TRAINER), (anan, Role.PROGRAMME)):
            for what in LOOKED_AT:
                note_access(viewer=viewer, role=role, what=what, person=nok, at=timezone.now())
        yield nok, siriporn


def height(page) -> int:
    return page.evaluate("document.documentElement.scrollHeight")


def test_long_pages_are_short_on_a_phone_and_have_no_hole_on_a_desk(
    browser_page, people_of_the_demo
):
    nok, siriporn = people_of_the_demo
    for language, band in (("en", "Weeks 43–46"), ("th", "สัปดาห์ที่ 43–46")):
        phone = browser_page(nok, width=390, language=language)
        phone.goto("/my-trend/")
        phone.get_by_text(band).wait_for()  # the team's band comes by itself
        assert height(phone) <= TREND_AT_MOST
        phone = browser_page(siriporn, width=390, language=language)
        phone.goto("/training/")
        assert height(phone) <= TRAINING_AT_MOST

    desk = browser_page(nok, width=1440)
    desk.goto("/my-trend/")
    desk.get_by_text("Weeks 43–46").wait_for()
    ends = desk.evaluate(
        "[...document.querySelectorAll('.balance > .stack')]"
        ".map(one => one.getBoundingClientRect().bottom)"
    )
    assert abs(ends[0] - ends[1]) <= APART_AT_MOST
