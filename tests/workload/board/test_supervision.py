"""What a supervisor is measured by: own load, people, days to the first step; and who sees it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from people.models import Role
from tests.makers import (
    NOW,
    WEEK,
    enter,
    make_membership,
    make_person,
    make_policy,
    make_week,
    make_worker,
    make_workers,
)
from workload.board import supervision
from workload.flags import actions as flags
from workload.models import Flag

PAGE = "/team/"
DAY = timedelta(days=1)


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def chief(office, friday):
    """Who supervises Wipa."""
    person = make_person("chief", office.organisation, full_name_en="Chief Somsak")
    make_membership(person, office, Role.SUPERVISOR)
    return person


def flag_of(person, opened, seen_by=None, after=None):
    """A flag that was opened, and looked at some days later."""
    flag = flags.assess(person=person, weeks=[make_week(person, WEEK - 3, points="40")], now=opened)
    if seen_by:
        flags.see(flag, by=seen_by, now=opened + after)
    return flag


def three(unit):
    return [make_worker(unit) for _ in range(3)]


def test_the_middle_of_three_flags_is_told_and_of_two_nothing(wipa, chiang_mai, friday):
    first, second, third = three(chiang_mai)
    flag_of(first, NOW - 20 * DAY, wipa, 1 * DAY)
    flag_of(second, NOW - 20 * DAY, wipa, 9 * DAY)
    assert (supervision.read(wipa, NOW).flags, supervision.read(wipa, NOW).days) == (2, None)
    flag_of(third, NOW - 20 * DAY, wipa, 2.5 * DAY)
    assert supervision.read(wipa, NOW).days == Decimal("2.5")


def test_a_flag_nobody_looked_at_counts_until_today(wipa, chiang_mai, friday):
    first, second, third = three(chiang_mai)
    flag_of(first, NOW - 20 * DAY, wipa, 1 * DAY)
    flag_of(second, NOW - 10 * DAY)
    flag_of(third, NOW - 12 * DAY)
    assert supervision.read(wipa, NOW).days == 10


def test_one_that_closed_unseen_counts_until_it_closed(wipa, chiang_mai):
    flag = flag_of(make_worker(chiang_mai), NOW - 20 * DAY)
    Flag.objects.filter(pk=flag.pk).update(closed_at=NOW - 16 * DAY)
    assert supervision.days_to_first_step(wipa, NOW) == [4]


def test_what_another_supervisor_looked_at_first_is_theirs(wipa, chiang_mai):
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.SUPERVISOR)
    flag = flag_of(make_worker(chiang_mai), NOW - 9 * DAY, deputy, 2 * DAY)
    flags.see(flag, by=wipa, now=NOW)
    assert supervision.days_to_first_step(wipa, NOW) == []
    assert supervision.days_to_first_step(deputy, NOW) == [2]


@pytest.mark.parametrize(("ago", "counted"), [(26 * 7, 0), (26 * 7 - 1, 1)])
def test_flags_of_the_own_people_in_the_last_26_weeks_count(
    wipa, chiang_mai, chiang_rai, ago, counted
):
    flag_of(make_worker(chiang_mai), NOW - ago * DAY)
    flag_of(make_worker(chiang_rai), NOW - DAY)
    assert len(supervision.days_to_first_step(wipa, NOW)) == counted


@pytest.mark.parametrize(("crew", "watched"), [(5, False), (6, True)])
def test_a_span_above_five_is_watched(wipa, chiang_mai, crew, watched):
    make_workers(crew, chiang_mai)
    found = supervision.read(wipa, NOW)
    assert (found.people, found.usual, found.watched) == (crew, 5, watched)


def test_the_span_is_the_organisations_own(wipa, chiang_mai, saphan):
    make_policy(saphan, limits_span="7", limits_span_most="9")
    make_workers(6, chiang_mai)
    found = supervision.read(wipa, NOW)
    assert (found.usual, found.watched) == (7, False)


def test_whoever_supervises_nobody_has_no_such_measures(nok, orathai):
    assert supervision.read(nok, NOW) is None
    assert supervision.read(orathai, NOW) is None


def test_a_supervisor_reads_the_own_measures(as_wipa, wipa, nok):
    make_week(wipa, WEEK - 1, points="13")
    make_week(wipa, points="19", alone=True)
    make_week(nok, points="20")
    assert 'href="/team/own-part/"' in text(as_wipa.get(PAGE))
    page = text(as_wipa.get(f"{PAGE}own-part/"))
    assert "50.0% <small>Week 46" in page
    assert "fewer than 3 flags in 26 weeks" in page


def test_the_next_supervisor_reads_the_same_on_their_page_and_nobody_else_does(
    client, chief, wipa, nok
):
    make_week(wipa, points="13")
    enter(client, chief)
    page = text(client.get(f"{PAGE}{wipa.public_id}/"))
    assert "They see this of themselves, as you do." in page
    assert "Days to the first step" in page
    enter(client, wipa)
    assert "Days to the first step" not in text(client.get(f"{PAGE}{nok.public_id}/"))


def test_of_who_leads_at_one_post_the_supervisor_of_the_other_reads_no_measure(
    client, wipa, chief, chiang_mai, chiang_rai, friday
):
    """Kan works for Wipa and leads Chiang Rai: what that asks is read by who sees both posts."""
    kan = make_person("kan", chiang_mai.organisation, full_name_en="Kan Pramote")
    make_membership(kan, chiang_mai, hours=24)
    make_membership(kan, chiang_rai, Role.SUPERVISOR, hours=16)
    make_workers(7, chiang_rai)
    enter(client, wipa)
    assert "Supervising" not in text(client.get(f"{PAGE}{kan.public_id}/"))
    wipa.memberships.update(ends=NOW.date() - DAY)
    enter(client, chief)
    assert "Supervising" in text(client.get(f"{PAGE}{kan.public_id}/"))
