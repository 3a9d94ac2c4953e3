"""Why a person leaves, and what an admin reads of half a year of leavers: used by everybody."""

from datetime import date, timedelta

import pytest
import time_machine

from people.models import Turnover
from tests.journeys.conftest import LOOKS, accessible, scrolls_sideways
from tests.makers import NOW
from tests.relations import afresh


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def going(nok):
    nok.memberships.update(ends=NOW.date() + timedelta(days=10))
    return afresh(nok)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_both_pages_can_be_used_by_everybody(browser_page, going, ploy, width, scheme, language):
    about = {"organisation": ploy.organisation, "smallest": 5, "frozen_at": NOW}
    Turnover.objects.create(half_year=date(2025, 7, 1), **about)
    told = {"size": "10-19", "out_of": "50+", "reasons": "pay,workload"}
    Turnover.objects.create(half_year=date(2026, 1, 1), **told, **about)
    for person, path in ((going, "/account/leaving/"), (ploy, "/people/turnover/")):
        page = browser_page(person, width=width, scheme=scheme, language=language)
        page.goto(path)
        accessible(page)
        assert not scrolls_sideways(page)
