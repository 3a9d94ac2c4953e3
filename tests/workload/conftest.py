"""Pages read the clock: here it is the Friday of week 47, and the week is open."""

from decimal import Decimal

import pytest
import time_machine

from people.models import Role
from tests.makers import NOW, enter, make_membership, make_person, make_unit


@pytest.fixture
def friday():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def chiang_rai(office):
    return make_unit(office.organisation, "Chiang Rai team", parent=office, thai="ทีมเชียงราย")


@pytest.fixture
def malee(chiang_rai):
    """She leads the Chiang Rai team."""
    person = make_person("malee", chiang_rai.organisation, full_name_en="Malee Saelee")
    make_membership(person, chiang_rai, Role.SUPERVISOR)
    return person


@pytest.fixture
def mai(chiang_mai, chiang_rai):
    """She interprets for two teams: 24 hours for Wipa's, 16 for Malee's."""
    person = make_person("mai", chiang_mai.organisation, full_name_en="Mai Saetang")
    make_membership(person, chiang_mai, hours=Decimal(24), job="interpreter")
    make_membership(person, chiang_rai, hours=Decimal(16), job="interpreter")
    return person


@pytest.fixture
def as_nok(client, nok, friday):
    enter(client, nok)
    return client


@pytest.fixture
def as_wipa(client, wipa, friday):
    enter(client, wipa)
    return client
