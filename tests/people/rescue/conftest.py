import pytest
import time_machine

from people.models import Person, Role
from tests.makers import NOW, make_membership, make_person, make_worker


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def mali(chiang_mai):
    """Works in Nok's team, and has neither an address nor a phone."""
    return make_worker(chiang_mai, "mali", email="", full_name_en="Mali Kaewta")


@pytest.fixture
def pim(office):
    """A second admin of the organisation."""
    person = make_person("pim", office.organisation, full_name_en="Pim Rattana")
    make_membership(person, office, Role.ADMIN)
    return person


def anew(person) -> Person:
    """Read somebody as the next request does."""
    return Person.objects.select_related("account").get(pk=person.pk)
