"""Who held what on a day long past: its roles, certificates and exemptions, not today's."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine

from people.models import Membership, Person, Role
from people.weeks import BANGKOK
from tests.makers import NOW, make_membership
from tests.training.conftest import make_certificate, make_requirement
from training.models import Exemption
from training.year import year_end
from training.year.year_end import HeldAtYearEnd

END = date(2026, 9, 30)
NEXT = END + timedelta(days=1)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def asked(interview, siriporn, nok):
    """A certificate that is asked of specialists; Nok is the only one."""
    make_requirement(interview, by=siriporn, job="specialist")
    return interview


def held(viewer, kind, day=END):
    return year_end.held(viewer, Person.objects.in_office_of(viewer, Role.TRAINER), day)[kind]


def moment(day):
    return datetime.combine(day, time(9), BANGKOK)


@pytest.mark.parametrize(
    ("certificate", "holding"),
    [
        ({"issued_on": END}, 1),
        ({"issued_on": NEXT}, 0),
        ({"expires_on": END}, 1),
        ({"expires_on": END - timedelta(days=1)}, 0),
        ({"expires_on": None}, 1),
        # A newer one has taken its place since, or it was revoked since.
        ({"current": False}, 1),
        ({"current": False, "revoked_at": moment(NEXT), "revoked_reason": "x"}, 1),
        ({"current": False, "revoked_at": moment(END), "revoked_reason": "x"}, 0),
    ],
)
def test_a_certificate_counts_as_it_stood_on_the_day(certificate, holding, asked, nok, siriporn):
    make_certificate(nok, asked, by=siriporn, **certificate)
    assert held(siriporn, asked) == HeldAtYearEnd(asked=1, holding=holding)


@pytest.mark.parametrize(("starts", "counted"), [(END, 1), (NEXT, 0)])
def test_people_count_by_the_job_they_had_on_the_day(starts, counted, asked, nok, siriporn):
    Membership.objects.filter(person=nok).update(starts=starts)
    assert held(siriporn, asked).asked == counted


def test_whoever_is_asked_twice_counts_once(asked, nok, siriporn, office):
    make_requirement(asked, by=siriporn, role=Role.WORKER)
    make_membership(nok, office, Role.SUPERVISOR, hours=None, job="specialist")
    assert held(siriporn, asked) == HeldAtYearEnd(asked=1, holding=0)


@pytest.mark.parametrize(
    ("exemption", "counted"),
    [
        ({}, 0),
        ({"until": END}, 0),
        ({"until": END - timedelta(days=1)}, 1),
        ({"made_at": moment(NEXT)}, 1),
        ({"ended_at": moment(END)}, 1),
        ({"ended_at": moment(NEXT)}, 0),
    ],
)
def test_who_was_exempt_on_the_day_is_not_asked_unless_they_hold_it(
    exemption, counted, asked, nok, siriporn
):
    fields = {"made_at": moment(END), "until": date(2027, 1, 1), "reason": "Ill"} | exemption
    Exemption.objects.create(person=nok, type=asked, made_by=siriporn, **fields)
    assert held(siriporn, asked) == HeldAtYearEnd(asked=counted, holding=0)
    make_certificate(nok, asked, by=siriporn)
    assert held(siriporn, asked) == HeldAtYearEnd(asked=1, holding=1)


@pytest.mark.parametrize(
    ("found", "percent"), [(HeldAtYearEnd(), None), (HeldAtYearEnd(3, 2), 200 / 3)]
)
def test_a_share_of_nobody_is_none(found, percent):
    assert found.percent == percent
