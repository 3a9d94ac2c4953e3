"""The programme office looks back over two years of quarters, on a phone and on a desk."""

from datetime import date

import pytest
import time_machine

from programme.models import QuarterFigure
from programme.rules.quarters import CalendarQuarter
from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW
from tests.programme.trends.test_page import TOLD

THIRD = CalendarQuarter(date(2026, 7, 1))


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def told(anan):
    """Eight quarters; in each second one everything is withheld."""
    about = {"organisation": anan.organisation, "smallest": 5, "frozen_at": NOW}
    QuarterFigure.objects.bulk_create(
        QuarterFigure(
            quarter=THIRD.back(back).first,
            measure=measure,
            size="" if back % 2 else "20-49",
            told="" if back % 2 else words,
            **about,
        )
        for back in range(8)
        for measure, words in TOLD.items()
    )
    return anan


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_page_can_be_used_by_everybody(browser_page, told, width, scheme, language):
    page = browser_page(told, width=width, scheme=scheme, language=language)
    page.goto("/programme/trends/")
    page.locator("h1").wait_for()
    accessible(page)
