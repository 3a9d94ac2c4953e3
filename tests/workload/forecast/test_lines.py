"""The lines of a forecast: each that its viewer may read, and no other."""

from datetime import timedelta
from itertools import product

import pytest
from django.db.models import Min, Q

from people.models import Person, Role
from people.weeks import Week, today
from tests.makers import NOW, WEEK, make_line, make_membership, make_week, make_worker
from workload.forecast.actions import SentLately, sent_lately
from workload.forecast.lines import first_mondays, lines_seen, start_of
from workload.forecast.posts import posts_of_each
from workload.models import CaseloadLine

SINCE = WEEK - 26
# When a line began and when it was over, in weeks before now.
SPANS = [(30, None), (2, None), (60, 40), (40, 26), (20, 10), (1, 0)]


@pytest.fixture
def carried(chiang_mai, chiang_rai, wipa, malee, mai):
    """People with one post and with two, each with lines of all spans; some sent alone."""
    make_membership(wipa, chiang_rai, Role.SUPERVISOR, hours=None)
    people = [mai, *(make_worker(unit) for unit in (chiang_mai, chiang_rai) for _n in range(3))]
    for n, (person, (opened, closed)) in enumerate(product(people, SPANS)):
        make_line(
            person,
            opened_at=NOW - timedelta(weeks=opened),
            closed_at=None if closed is None else NOW - timedelta(weeks=closed, minutes=1),
            unit=(None, chiang_mai, chiang_rai)[n % 3],
            count=n % 4 + 1,
        )
    for n, person in enumerate(people):
        make_week(person, WEEK - 1, alone=n % 3 == 0)
        make_week(person, WEEK - 2, alone=n % 2 == 0)
    return people


def read(viewer):
    """Read the lines as the forecast of a viewer does, and the first Monday of each person."""
    viewer = Person.objects.get(pk=viewer.pk)
    posts = posts_of_each(viewer, NOW)
    whose = (
        [who for who, some in posts.items() if len(some) == 1],
        [who for who, some in posts.items() if len(some) > 1],
    )
    lines = lines_seen(viewer, *whose, SINCE, {})
    return viewer, posts, lines, first_mondays(viewer, *whose, lines, SINCE)


def in_order(lines):
    return sorted(lines, key=str)


@pytest.mark.parametrize("who", ["wipa", "malee"])
def test_they_are_those_that_the_viewer_may_read(who, carried, request):
    viewer, posts, lines, first = read(request.getfixturevalue(who))
    may = CaseloadLine.objects.visible_to(viewer).filter(person__in=list(posts))
    lately = may.filter(Q(closed_at=None) | Q(closed_at__gte=start_of(SINCE)))
    assert sorted((one.person, one.case.count) for one in lines) == sorted(
        lately.values_list("person", "count")
    )
    assert lines
    before = (SINCE - 1).monday
    began = may.order_by().values_list("person").annotate(Min("opened_at"))
    assert first == {person: max(before, Week.of(today(opened)).monday) for person, opened in began}


def test_whether_a_newest_week_was_sent_alone_may_be_known_before(carried, wipa):
    viewer, posts, lines, _first = read(wipa)
    sent = map(SentLately._make, sent_lately(people=list(posts), after=(WEEK - 8).monday))
    known = {one.person: one.newest_is_alone for one in sent}
    assert set(known.values()) == {True, False}
    one_post = [who for who, some in posts.items() if len(some) == 1]
    several = [who for who in posts if who not in one_post]
    for some in (known, dict([*known.items()][:2]), {}):
        assert in_order(lines_seen(viewer, one_post, several, SINCE, some)) == in_order(lines)


def test_who_sent_their_newest_week_alone_shows_no_line(chiang_mai, wipa):
    alone, before = make_worker(chiang_mai), make_worker(chiang_mai)
    for person in (alone, before):
        make_line(person)
    make_week(alone, WEEK - 1, alone=True)
    make_week(before, WEEK - 2, alone=True)
    make_week(before, WEEK - 1)
    _viewer, _posts, lines, _first = read(wipa)
    assert {one.person for one in lines} == {before.pk}
