"""Who leads where people with posts elsewhere lend a hand."""

import pytest

from people.models import Role
from tests.makers import make_membership, make_person, make_unit


@pytest.fixture
def suda(office):
    """She leads in Lamphun, where others lend a hand without hours."""
    lamphun = make_unit(office.organisation, "Lamphun team", parent=office)
    person = make_person("suda", office.organisation, full_name_en="Suda Meesuk")
    make_membership(person, lamphun, Role.SUPERVISOR)
    return person
