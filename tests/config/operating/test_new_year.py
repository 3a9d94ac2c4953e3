"""The product lived across its first New Year: week 53, and four weeks on either side of it."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import override

from config.schedules import TIMETABLE
from people.members import memberships
from people.models import Person, Turnover
from people.weeks import Block, Week
from programme.models import QuarterFigure
from tests.makers import NOW, at, enter, make_week, make_workers
from tests.training.conftest import make_certificate, make_certificate_type
from wellbeing.models import BlockResult
from workload.models import UnitLoad
from workload.trend import half_year
from workload.weeks import actions as weeks

pytestmark = pytest.mark.django_db

WEEK_53 = Week.parse("2026-W53")
# A year turns, people are asked, and what is due is counted: four weeks, a half-year, a quarter.
MOMENTS = (
    "2026-12-31 23:50",
    "2027-01-04 09:05",
    "2027-01-13 06:30",
    "2027-02-01 09:05",
    "2027-02-11 09:05",
)


@pytest.fixture
def team(chiang_mai, nok, wipa, siriporn, anan, ploy):
    """A team with weeks up to week 52, and a certificate that ends with the year."""
    kind = make_certificate_type(nok.organisation)
    for person in (nok, *make_workers(6, chiang_mai)):
        for back in (3, 2, 1):
            make_week(person, WEEK_53 - back, points="30")
        make_certificate(person, kind, by=siriporn, expires_on=date(2026, 12, 31))
    return chiang_mai


def run_jobs(now) -> dict[str, int]:
    """Run every job once, and say how many rows of each kind there are then."""
    with time_machine.travel(now, tick=False):
        for path in TIMETABLE:
            import_string(path).call()
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_every_job_of_these_weeks_runs_twice_and_does_everything_once(team):
    for moment in map(at, MOMENTS):
        first, letters = run_jobs(moment), len(mail.outbox)
        assert run_jobs(moment) == first
        assert len(mail.outbox) == letters
    # The four weeks over the New Year, the second half of the year, and its last quarter.
    over = Block(WEEK_53.block)
    assert str(over) == "2026-W51/2027-W01"
    for kept in (BlockResult, UnitLoad):
        assert kept.objects.filter(block=over.number, unit=team).count() == 1
    assert Turnover.objects.latest("half_year").half_year == date(2026, 7, 1)
    assert QuarterFigure.objects.latest("quarter").quarter == date(2026, 10, 1)


OVER = ("Week 53 · 28 Dec 2026–3 Jan 2027", "สัปดาห์ที่ 53 · 28 ธ.ค. 2569–3 ม.ค. 2570")


@pytest.mark.parametrize(
    ("moment", "english", "thai"),
    [
        ("2026-12-28 08:00", "Week 52 · 21–27 Dec 2026", "สัปดาห์ที่ 52 · 21–27 ธ.ค. 2569"),
        ("2026-12-31 23:50", *OVER),
        ("2027-01-01 00:10", *OVER),
        ("2027-01-05 23:59", *OVER),
        ("2027-01-07 00:00", "Week 1 · 4–10 Jan 2027", "สัปดาห์ที่ 1 · 4–10 ม.ค. 2570"),
    ],
)
def test_my_week_names_the_week_that_can_be_sent(client, nok, moment, english, thai):
    with time_machine.travel(at(moment), tick=False):
        enter(client, nok)
        for language, written in (("en", english), ("th", thai)):
            with override(language):
                page = client.get(reverse("my_week"), headers={"accept-language": language}).text
            assert f"<b>{written}</b>" in page.replace("\N{NO-BREAK SPACE}", " ")


def test_half_a_year_over_the_new_year_has_each_week_once(team, nok):
    for week in (WEEK_53, WEEK_53 + 1):
        make_week(nok, week)
    page = half_year.read(nok, nok, at("2027-01-11 09:00"))
    assert [week.number for week in page.weeks] == [*range(29, 54), 1]
    assert [load is not None for load in page.loads] == [False] * 21 + [True] * 5


def test_who_leaves_with_the_year_sends_the_week_on_its_last_evening(client, team, nok, ploy):
    [member] = nok.current_memberships
    memberships.leave(membership=member, last_day=date(2026, 12, 31), by=ploy, now=NOW)
    for moment, status in (("2026-12-31 23:50", 200), ("2027-01-01 00:10", 404)):
        with time_machine.travel(at(moment), tick=False):
            enter(client, nok)
            assert client.get(reverse("my_week")).status_code == status, moment


def test_a_contract_that_changes_on_new_years_day_leaves_the_week_of_its_eve(nok, ploy):
    [member] = nok.current_memberships
    place = {"unit": member.unit, "role": member.role, "job": member.job, "hours": Decimal(20)}
    memberships.move(membership=member, day=date(2027, 1, 1), by=ploy, now=NOW, **place)
    sent = {}
    for week, moment in ((WEEK_53, "2027-01-04 09:00"), (WEEK_53 + 1, "2027-01-08 09:00")):
        with time_machine.travel(at(moment), tick=False):
            about = weeks.Sent(key=uuid.uuid4(), hours=Decimal(20), lines=[])
            person = Person.objects.get(pk=nok.pk)
            row, _new = weeks.record(person=person, week=week, sent=about, now=at(moment))
        sent[str(row.iso)] = row.contracted_hours
    assert sent == {"2026-W53": 40, "2027-W01": 20}
