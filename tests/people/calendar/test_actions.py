"""The calendar of an organisation: who edits it, what is refused, and who reads it anew."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from people.calendar import actions as calendars
from people.calendar.reading import calendar_of, with_spans
from people.models import AccessEvent, CalendarDay, CalendarSpan, Organisation, Role
from people.tenancy import context as tenancy
from people.weeks import Week, WorkingDays
from tests.makers import NOW, make_membership, make_organisation

SONGKRAN, FRIDAY_AFTER = date(2027, 4, 13), date(2027, 4, 16)
OWN = {"en": "Founder's day", "th": "วันก่อตั้ง"}
Kind = CalendarDay.Kind


def add(by, day=FRIDAY_AFTER, name=OWN, kind=Kind.RESTS):
    about = {"day": day, "name": name, "kind": kind, "by": by, "now": NOW}
    return calendars.add_day(organisation=by.organisation, **about)


def choose(by, day, rests):
    about = {"day": day, "rests": rests, "by": by, "now": NOW}
    return calendars.choose(organisation=by.organisation, **about)


def span(by, first, last, name=OWN, kind="recess"):
    about = {"first": first, "last": last, "name": name, "kind": kind, "by": by, "now": NOW}
    return calendars.add_span(organisation=by.organisation, **about)


def rests(by, week="2027-W15"):
    row = Organisation.objects.get(pk=by.organisation_id)
    return [
        one.day.day for one in WorkingDays(calendar=calendar_of(row)).rests_in(Week.parse(week))
    ]


def test_a_day_that_was_typed_is_a_rest_at_once_and_the_trail_says_who(ploy, office):
    assert rests(ploy) == [13, 14, 15]
    add(ploy)
    assert rests(ploy) == [13, 14, 15, 16]
    event = AccessEvent.objects.get()
    assert (event.viewer, event.viewer_role, event.what) == (ploy, Role.ADMIN, "calendar")
    assert (event.unit, event.person) == (office, None)


@pytest.mark.parametrize("kind", [Kind.RESTS, Kind.SPECIAL, Kind.BUDDHIST])
def test_only_a_day_on_which_people_work_is_no_rest(ploy, kind):
    add(ploy, kind=kind)
    assert 16 in rests(ploy)


def test_what_is_taken_out_leaves_the_countrys_calendar(ploy):
    made = add(ploy, SONGKRAN, kind=Kind.WORKS)
    add(ploy)
    assert rests(ploy) == [14, 15, 16]
    for _again in range(2):
        calendars.remove_day(entry=made, by=ploy, now=NOW)
    assert rests(ploy) == [13, 14, 15, 16]
    assert AccessEvent.objects.count() == 3


def test_a_holiday_is_worked_on_and_rested_on_again_and_nothing_is_left(ploy):
    assert choose(ploy, SONGKRAN, rests=False)
    assert not choose(ploy, SONGKRAN, rests=False)
    entry = CalendarDay.objects.get()
    assert (entry.kind, entry.name["th"], rests(ploy)) == (Kind.WORKS, "วันสงกรานต์", [14, 15])
    assert choose(ploy, SONGKRAN, rests=True)
    assert rests(ploy) == [13, 14, 15]
    assert not CalendarDay.objects.exists()


def test_a_typed_rest_on_a_holiday_becomes_work_by_a_press(ploy):
    add(ploy, SONGKRAN, kind=Kind.SPECIAL)
    assert choose(ploy, SONGKRAN, rests=False)
    assert rests(ploy) == [14, 15]


def test_three_feasts_on_a_day_keep_their_whole_titles(ploy):
    assert choose(ploy, date(2027, 12, 6), rests=False)
    assert len(CalendarDay.objects.get().name["th"]) > 120


def test_police_rest_on_what_they_choose_alone(db):
    police = make_organisation("Division", kind="police")
    assert not calendar_of(police).rests(SONGKRAN)


def test_the_switch_holds_for_every_holiday_and_for_nothing_that_was_typed(ploy, noi):
    add(ploy)
    off = {"organisation": ploy.organisation, "by": ploy, "now": NOW}
    assert calendars.rest_on_holidays(rests=False, **off)
    assert rests(ploy) == [16]
    assert choose(ploy, SONGKRAN, rests=True)
    assert rests(ploy) == [13, 16]
    assert calendars.rest_on_holidays(rests=True, **off)
    assert not calendars.rest_on_holidays(rests=True, **off)
    assert rests(ploy) == [13, 14, 15, 16]
    assert rests(noi) == []


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({}, "day", "stands in your calendar already"),
        ({"day": date(2121, 1, 1)}, "day", "from 2020 to 2120"),
        ({"day": date(2019, 12, 31)}, "day", "from 2020 to 2120"),
        ({"day": SONGKRAN, "name": {}}, "name", "one language at least"),
        ({"day": SONGKRAN, "kind": "party"}, "kind", "not a valid choice"),
    ],
)
def test_a_day_typed_twice_far_away_or_without_a_name_is_refused_at_its_field(
    ploy, change, field, said
):
    add(ploy)
    with pytest.raises(ValidationError) as refused:
        add(ploy, **change)
    assert said in str(refused.value.message_dict[field])
    assert CalendarDay.objects.count() == 1


def test_a_press_on_a_day_without_a_holiday_is_refused(ploy):
    with pytest.raises(ValidationError, match="no public holiday"):
        choose(ploy, FRIDAY_AFTER, rests=True)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2027, 4, 2), date(2027, 4, 1), "last"),
        (date(2027, 1, 1), date(2028, 1, 2), "last"),
        (date(2019, 12, 31), date(2020, 1, 1), "first"),
        (date(2120, 12, 31), date(2121, 1, 1), "last"),
    ],
)
def test_a_span_that_ends_before_it_begins_or_is_a_slip_is_refused(ploy, first, last, field):
    with pytest.raises(ValidationError) as refused:
        span(ploy, first, last)
    assert list(refused.value.message_dict) == [field]


def test_a_span_lies_over_the_years_end_and_counts_nothing(ploy):
    made = span(ploy, date(2026, 12, 28), date(2027, 1, 2))
    row = Organisation.objects.get(pk=ploy.organisation_id)
    week = Week.parse("2026-W53")
    assert [one.kind for one in with_spans(row).spans_between(week.monday, week.sunday)] == [
        "recess"
    ]
    assert rests(ploy, "2026-W53") == [31, 1]
    span(ploy, date(2028, 1, 1), date(2028, 12, 31))  # the whole of a leap year
    calendars.remove_span(span=made, by=ploy, now=NOW)
    assert CalendarSpan.objects.count() == 1


def test_a_calendar_that_is_full_takes_nothing_more(ploy):
    first, ours = date(2030, 1, 1), ploy.organisation
    about = {"organisation": ours, "name": OWN}
    CalendarDay.objects.bulk_create(
        CalendarDay(day=first + timedelta(days=n), kind=Kind.RESTS, **about)
        for n in range(calendars.MOST_DAYS)
    )
    CalendarSpan.objects.bulk_create(
        CalendarSpan(first=first, last=first, kind="busy", **about)
        for _n in range(calendars.MOST_SPANS)
    )
    with pytest.raises(ValidationError, match="There are 300 already"):
        add(ploy)
    with pytest.raises(ValidationError, match="There are 60 already"):
        span(ploy, SONGKRAN, SONGKRAN)


def test_another_organisation_reads_and_rests_as_before(ploy, noi, rest_house):
    make_membership(noi, rest_house, Role.ADMIN)
    made = add(ploy)
    assert 16 not in rests(noi)
    assert not CalendarDay.objects.visible_to(noi).exists()
    with pytest.raises(ValidationError, match="cannot do this"):
        calendars.remove_day(entry=made, by=noi, now=NOW)
    assert add(noi).name == made.name


def test_what_was_typed_is_read_once_for_each_version(ploy, django_assert_num_queries):
    add(ploy)
    row = Organisation.objects.get(pk=ploy.organisation_id)
    with django_assert_num_queries(1):
        for _again in range(3):
            assert calendar_of(row).rests(FRIDAY_AFTER)
    bare = make_organisation("Bare")
    with django_assert_num_queries(0):
        assert calendar_of(bare).rests(SONGKRAN)


def test_what_is_kept_is_whole_also_where_another_organisation_asked_first(ploy, noi):
    """A process keeps what it read: a wall between the two must not be kept with it."""
    add(ploy)
    span(ploy, SONGKRAN, SONGKRAN)
    row = Organisation.objects.get(pk=ploy.organisation_id)
    with tenancy.of_request(noi.organisation_id):
        assert with_spans(row).rests(FRIDAY_AFTER)
    assert with_spans(row).spans
