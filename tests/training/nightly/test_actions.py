"""A large office is counted at night: its pages tell the same numbers, and when they were counted.

A thousand people are too many for a test, so the number from which an office is large is small.
"""

import csv
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
import time_machine
from django.urls import reverse

from people.each_organisation import SomeFailedError
from people.models import Person, Role
from people.weeks import today
from tests.makers import (
    NOW,
    at,
    enter,
    give_password,
    make_membership,
    make_person,
    make_unit,
    make_worker,
    make_workers,
)
from tests.training.conftest import (
    count_queries,
    make_certificate,
    make_certificate_type,
    make_places,
    make_requirement,
    make_session,
)
from training.counts import actions as counts
from training.models import CertificateType, Course, OfficeCount
from training.nightly import actions as nightly
from training.nightly.tasks import count_offices
from training.requirements import actions as requirements
from training.sessions import home
from training.year import counted

NIGHT = at("2026-11-20 04:00")
FRIDAY = today(NOW)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def large(monkeypatch):
    """Five people are a large office in here."""
    monkeypatch.setattr(nightly, "COUNTED_FROM", 5)


@pytest.fixture
def crowd(saphan, chiang_mai):
    """Ten people of two units, one of which lies in the other."""
    desk = make_unit(saphan, "Desk", parent=chiang_mai)
    return [*make_workers(6, chiang_mai), *make_workers(4, desk)]


@pytest.fixture
def boss(rest_house):
    """The trainer of another organisation."""
    person = make_person("boss", rest_house.organisation)
    make_membership(person, rest_house, Role.TRAINER)
    return person


def fresh(viewer) -> Person:
    """The viewer as the next request reads them."""
    return Person.objects.select_related("organisation").get(pk=viewer.pk)


def home_of(viewer, now=NOW):
    """The counts of a home, without the hour."""
    found = home.read_counts(fresh(viewer), now)
    return found.covered, found.needed, found.months


def train(crowd, siriporn, saphan, chance, name="Kind"):
    """Ask three certificates, and give some of them: past, due, for long or for ever."""
    for number, job in enumerate(["specialist", "specialist", ""]):
        kind = make_certificate_type(saphan, f"{name} {number}")
        course = Course.objects.create(
            organisation=saphan,
            name={"en": f"Course of {name} {number}"},
            hours=Decimal("2.5"),
            certificate_type=kind,
        )
        if job:
            make_requirement(kind, by=siriporn, job=job)
        for person in crowd:
            ends = chance.choice([-400, -1, 0, 30, 60, 61, 300, None, "none"])
            if ends != "none":
                until = ends if ends is None else FRIDAY + ends * DAY
                issued = FRIDAY - chance.randrange(1, 900) * DAY
                make_certificate(person, kind, by=siriporn, expires_on=until, issued_on=issued)
            if chance.random() < 0.2:
                about = {"reason": "On leave", "until": FRIDAY + 9 * DAY, "now": NIGHT - DAY}
                requirements.exempt(person=person, kind=kind, by=siriporn, **about)
        for days in (-500, -40, -1, 3):
            session = make_session(course, siriporn, day=FRIDAY + days * DAY)
            for place in make_places(session, chance.sample(crowd, 4)):
                place.attendance = chance.choice(["full", "part", "away"]) if days < 0 else ""
                place.passed = place.attendance == "full" or None
                place.save()


@pytest.mark.parametrize("seed", range(4))
def test_the_counts_of_the_night_are_those_that_are_counted_at_once(
    seed, siriporn, anan, saphan, crowd
):
    train(crowd, siriporn, saphan, Random(seed))
    live = home_of(siriporn)
    years = {
        name: counted.read_report(fresh(viewer), name, NOW)
        for viewer in (siriporn, anan)
        for name in (2027, 2026)
    }
    assert [one for _, one in years.values()] == [None, None]
    assert nightly.count(saphan, now=NIGHT) == 1 + nightly.YEARS
    assert home.read_counts(fresh(siriporn), NOW).counted_at == NIGHT
    assert home_of(siriporn) == live
    assert any(one.asked for one in live[0])
    assert any(one.count for one in live[2])
    for viewer in (siriporn, anan):
        for name, (found, _) in years.items():
            assert counted.read_report(fresh(viewer), name, NOW) == (found, NIGHT)


def test_the_pages_say_when_they_were_counted(client, siriporn, saphan, crowd):
    train(crowd, siriporn, saphan, Random(7))
    enter(client, siriporn)
    pages = (reverse("training"), reverse("training_report"))
    assert not [page for page in pages if "ounted on" in client.get(page).text]
    with time_machine.travel(NIGHT, tick=False):
        count_offices.call()
        count_offices.call()
    for page in pages:
        shown = " ".join(client.get(page).text.split())
        assert "ounted on Friday 20 November, 04:00" in shown


def test_a_file_with_counts_of_the_night_says_so_in_each_line(client, siriporn, saphan, crowd):
    train(crowd, siriporn, saphan, Random(7))
    enter(client, siriporn)
    give_password(client)

    def table(what):
        answer = client.get(reverse("training_report_sheet", args=[what]))
        return list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))

    for what in ("months", "courses", "coverage"):
        now = table(what)
        nightly.count(saphan, now=NIGHT)
        assert table(what) == [
            [*row, "2026-11-20 04:00+07:00" if n else "Counted at"] for n, row in enumerate(now)
        ]
        OfficeCount.objects.all().delete()


def test_a_certificate_of_this_morning_stands_in_the_list_at_once_and_in_the_counts_tomorrow(
    client, siriporn, saphan, crowd, interview
):
    make_requirement(interview, by=siriporn, job="specialist")
    nightly.count(saphan, now=NIGHT)
    make_certificate(crowd[0], interview, by=siriporn, expires_on=FRIDAY + 400 * DAY)
    enter(client, siriporn)
    board = client.get(reverse("training"), {"show": "all"}).context["board"]
    assert [row.person for row in board.rows if any(row.cells)] == [crowd[0]]
    [one] = home_of(siriporn)[0]
    assert (one.valid, one.missing) == (0, 10)
    nightly.count(saphan, now=NIGHT + DAY)
    [one] = home_of(siriporn, NOW + DAY)[0]
    assert (one.valid, one.missing) == (1, 9)


def test_of_many_people_the_home_begins_with_those_who_must_act_soon(
    client, siriporn, saphan, crowd, interview
):
    make_requirement(interview, by=siriporn, job="specialist")
    make_certificate(crowd[3], interview, by=siriporn, expires_on=FRIDAY + 9 * DAY)
    enter(client, siriporn)

    def shown(**asked):
        context = client.get(reverse("training"), asked).context
        return context["show"], {row.person for row in context["board"].rows}

    assert shown() == ("action", set(crowd))
    nightly.count(saphan, now=NIGHT)
    assert shown() == ("soon", {crowd[3]})
    assert shown(show="action") == ("action", set(crowd))
    assert shown(unit=crowd[9].home.unit.public_id) == ("action", set(crowd[6:]))
    assert shown(name=crowd[5].full_name_en)[0] == "all"


def test_an_office_that_cannot_be_counted_holds_up_no_other_organisation(
    siriporn, boss, saphan, crowd, noi, rest_house, caplog
):
    for _n in range(5):
        make_worker(rest_house)
    for trainer in (siriporn, boss):
        kind = make_certificate_type(trainer.organisation)
        make_requirement(kind, by=trainer, job="specialist")
    [spoilt, whole] = sorted((saphan, noi.organisation), key=lambda one: one.pk)
    CertificateType.objects.filter(organisation=spoilt).update(name=["spoilt"])
    with pytest.raises(SomeFailedError, match="^Offices could not be counted: 1$"):
        count_offices.call()
    assert {one.organisation for one in OfficeCount.objects.all()} == {whole}
    [told] = [one for one in caplog.messages if "counted" in one]
    assert told.startswith("Offices could not be counted: ")


def test_old_counts_are_not_shown(siriporn, saphan, crowd):
    nightly.count(saphan, now=NIGHT)
    after = NIGHT + counts.LASTS
    assert home.read_counts(fresh(siriporn), after - DAY / 24).counted_at == NIGHT
    assert home.read_counts(fresh(siriporn), after).counted_at is None


def test_a_small_office_counts_at_once_and_keeps_no_counts(siriporn, saphan, crowd, monkeypatch):
    nightly.count(saphan, now=NIGHT)
    monkeypatch.setattr(nightly, "COUNTED_FROM", 1_000)
    assert nightly.count(saphan, now=NIGHT) == 0
    assert home.read_counts(fresh(siriporn), NOW).counted_at is None


def test_a_small_office_of_a_large_organisation_counts_at_once(siriporn, saphan, crowd):
    branch = make_person("branch", saphan)
    make_membership(branch, crowd[8].home.unit, Role.TRAINER)
    nightly.count(saphan, now=NIGHT)
    assert home.read_counts(fresh(branch), NOW).counted_at == NIGHT  # five, the trainer too
    crowd[9].memberships.all().delete()
    nightly.count(saphan, now=NIGHT)
    assert home.read_counts(fresh(branch), NOW).counted_at is None
    assert home.read_counts(fresh(siriporn), NOW).counted_at == NIGHT


def test_who_gets_another_office_is_shown_no_counts_of_the_one_before(
    siriporn, saphan, office, crowd
):
    desk = crowd[9].home.unit
    branch = make_person("branch", saphan)
    held = make_membership(branch, desk, Role.TRAINER)
    nightly.count(saphan, now=NIGHT)
    assert home.read_counts(fresh(branch), NOW).counted_at == NIGHT
    held.unit = make_unit(saphan, "Lamphun", parent=office)
    held.save()
    assert home.read_counts(fresh(branch), NOW).counted_at is None
    make_membership(branch, desk, Role.TRAINER)
    assert home.read_counts(fresh(branch), NOW).counted_at is None
    nightly.count(saphan, now=NIGHT)
    assert home.read_counts(fresh(branch), NOW).counted_at == NIGHT


def test_an_office_and_a_part_of_it_are_one(siriporn, saphan, chiang_mai, crowd):
    nightly.count(saphan, now=NIGHT)
    make_membership(siriporn, chiang_mai, Role.TRAINER)
    assert home.read_counts(fresh(siriporn), NOW).counted_at == NIGHT


def test_counts_are_visible_to_the_offices_that_they_are_of(
    siriporn, anan, nok, wipa, ploy, noi, saphan, crowd
):
    nightly.count(saphan, now=NIGHT)
    years = {f"year-{2027 - back}" for back in range(nightly.YEARS)}
    seen = {
        viewer: {one.part for one in OfficeCount.objects.visible_to(fresh(viewer))}
        for viewer in (siriporn, anan, nok, wipa, ploy, noi)
    }
    assert seen[siriporn] == years | {"home"}
    assert seen[anan] == years
    assert not any(seen[other] for other in (nok, wipa, ploy, noi))


def test_a_certificate_that_is_gone_stands_in_no_count(siriporn, saphan, crowd):
    kind = make_certificate_type(saphan, "Gone")
    asked = make_requirement(kind, by=siriporn, job="specialist")
    nightly.count(saphan, now=NIGHT)
    assert [one.kind for one in home_of(siriporn)[0]] == [kind]
    asked.delete()
    kind.delete()
    assert home_of(siriporn)[0] == []
    assert counted.read_report(fresh(siriporn), 2027, NOW)[0].held == []


def test_the_home_costs_the_same_for_any_number_of_people(client, siriporn, saphan, crowd):
    train(crowd, siriporn, saphan, Random(1))
    nightly.count(saphan, now=NIGHT)
    enter(client, siriporn)
    count_queries(client, reverse("training"))
    before = count_queries(client, reverse("training"))
    more = [make_worker(crowd[0].home.unit, f"more{n}") for n in range(20)]
    train(more, siriporn, saphan, Random(2), name="Later")
    nightly.count(saphan, now=NIGHT)
    assert count_queries(client, reverse("training")) == before
