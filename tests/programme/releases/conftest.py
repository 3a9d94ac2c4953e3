"""A programme of three organisations, each with a crew that answers, and an office of two."""

import pytest
import time_machine

from people.models import Role
from people.weeks import today
from programme.members import actions as programmes
from programme.models import ReleasePart, SharedPart
from programme.releases import actions, consents
from programme.rules.quarters import CalendarQuarter
from tests.makers import (
    NOW,
    make_checkin,
    make_membership,
    make_organisation,
    make_person,
    make_unit,
    make_week,
    make_workers,
)
from tests.programme.conftest import again
from wellbeing.rules.lines import LINE_NAMES

QUARTER = CalendarQuarter.of(today(NOW)).before


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def division(db):
    """The highest unit of a third organisation."""
    return make_unit(make_organisation("Lanna Division", kind="police"), "Lanna Division")


@pytest.fixture
def witthaya(division):
    """The admin of the third organisation."""
    person = make_person("witthaya", division.organisation)
    make_membership(person, division, Role.ADMIN, hours=None)
    return again(person)


@pytest.fixture
def thawat(division):
    """The programme office of the third organisation."""
    person = make_person("thawat", division.organisation)
    make_membership(person, division, Role.PROGRAMME, hours=None)
    return again(person)


def joined(ours, ploy, admin):
    code = programmes.invite(member=ours, by=ploy, now=NOW)
    return programmes.join(organisation=admin.organisation, code=code, by=admin, now=NOW)


@pytest.fixture
def members(ours, theirs, ploy, sumalee, witthaya):
    """Each of the three with its admin."""
    return {ploy: ours, sumalee: theirs, witthaya: joined(ours, ploy, witthaya)}


@pytest.fixture
def two_of_office(members, ploy, sumalee, witthaya, anan, ratree, thawat):
    """A person of each organisation is of the office."""
    named = ((anan, ploy, sumalee), (ratree, sumalee, ploy), (thawat, witthaya, ploy))
    for person, own, other in named:
        about = {"member": members[own], "person": again(person), "now": NOW}
        seat = programmes.name_person(by=own, **about)
        programmes.confirm_person(seat=seat, by=other, now=NOW)
    return again(anan), again(ratree), again(thawat)


def let_in(member, admin, parts=tuple(ReleasePart.values), months=12):
    programmes.agree(member=member, part=SharedPart.RELEASES, by=admin, now=NOW)
    return consents.agree_to_release(member=member, parts=parts, months=months, by=admin, now=NOW)


@pytest.fixture
def agreed(members):
    """Every admin lets everything in."""
    return [let_in(member, admin) for admin, member in members.items()]


@pytest.fixture
def crews(office, rest_house, division):
    """Six of each organisation answered in every block of the quarter, and two sent no answer."""
    found = [make_workers(8, unit) for unit in (office, rest_house, division)]
    for block in QUARTER.blocks:
        for people in found:
            for at, person in enumerate(people):
                silent = {} if at < 6 else dict.fromkeys(LINE_NAMES)
                make_checkin(person, block.first, **silent)
                # 92 percent: no chance leads from there into another band.
                make_week(person, block.first, points="24")
    return found


@pytest.fixture
def asked(two_of_office):
    """A draft that was asked for; the job made it at once."""
    return actions.ask_for_release(quarter=str(QUARTER), by=two_of_office[0], now=NOW)


@pytest.fixture
def drafted(agreed, crews, asked):
    """A draft with the figures of all three."""
    asked.refresh_from_db()
    return asked
