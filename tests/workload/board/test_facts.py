"""What is read of a person names its own columns, one a field."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from tests.makers import NOW, WEEK, make_week, make_worker
from workload.board import actions as board
from workload.board.facts import BoardCertificate, BoardWeek, Facts
from workload.flags import actions as flags


@pytest.mark.parametrize("read", [Facts, BoardCertificate, BoardWeek])
def test_every_field_has_its_column(read):
    assert len(read.columns()) == len(read._fields)


def work_of(viewer, language="en"):
    with override(language):
        [row] = board.read(viewer, NOW).ordered
    return row.work


def test_the_weeks_of_a_person_are_read_as_they_were_sent_the_oldest_first(wipa, nok):
    """They come as one text, in no order that a database promises."""
    for back, hours in ((0, 44), (2, 38), (1, 41)):
        make_week(nok, WEEK - back, points="20", hours=Decimal(hours))
    make_week(nok, WEEK - 8, points="20", hours=Decimal(60))
    found = work_of(wipa).weeks
    assert [(one.week, one.hours) for one in found] == [
        ((WEEK - 2).monday, 38),
        ((WEEK - 1).monday, 41),
        (WEEK.monday, 44),
    ]
    latest = nok.work_weeks.get(week=WEEK.monday)
    assert found[-1].percent == latest.percent
    assert (found[-1].usual_percent, found[-1].found, found[-1].absent) == (None, [], False)


def test_what_the_work_says_is_kept_until_it_changes(wipa, nok):
    make_week(nok, points="20")
    before = work_of(wipa)
    assert work_of(wipa) is before
    nok.work_weeks.update(hours=47)
    after = work_of(wipa)
    assert (before.worked, after.worked) == (40, 47)


def test_two_readers_of_the_same_work_each_have_their_own_words(wipa, nok):
    for back in (1, 0):
        make_week(nok, WEEK - back, points="33.3")
    flags.assess(person=nok, weeks=list(nok.work_weeks.order_by("week")), now=NOW)
    for language, said in (("en", "2 weeks above 100%"), ("th", "เกิน 100% มา 2 สัปดาห์")):
        with override(language):
            assert work_of(wipa, language).shown_reasons == [said]


def test_what_two_people_have_in_common_names_neither(wipa, chiang_mai, nok):
    """Of two people with the same weeks the work is kept once: it cannot say whose it is."""
    for person in (nok, make_worker(chiang_mai)):
        make_week(person, points="20")
    first, second = board.read(wipa, NOW).ordered
    assert first.work is second.work
