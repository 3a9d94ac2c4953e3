"""A quarter is counted once, six weeks after its end, and tells of no single person.

Saphan counts the third quarter of 2026 on 11 November. The numbers of people in here are so far
from an edge that chance leads over none; the rule at its edges is in test_trends.py.
"""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from people.models import Organisation, Person, Unit
from people.weeks import Week
from programme.models import QuarterFigure, QuarterMeasure
from programme.rules.quarters import CalendarQuarter
from programme.trends import freezing
from programme.trends.flags import flags_of
from programme.trends.tasks import freeze_quarters
from tests.makers import NOW, at, make_unit, make_week, make_worker, make_workers
from tests.programme.conftest import make_post
from tests.training.conftest import make_certificate_type, make_session
from training.models import Certificate, Course, SessionEvaluation
from wellbeing.models import Restriction
from workload.models import Flag, FlagStep, UnitLoad, WorkWeek

THIRD = CalendarQuarter(date(2026, 7, 1))
FOURTH = CalendarQuarter(date(2026, 10, 1))
COUNTED = at("2026-11-11 03:00")
OPENED = at("2026-08-04 09:00")
KIND = FlagStep.Kind


def make_flag(person, opened=OPENED, *steps, closed=None):
    """A flag of one person; each step is its kind and how many days later it was taken."""
    flag = Flag.objects.create(
        organisation=person.organisation,
        person=person,
        level="amber",
        opened_week=Week.of(opened.date()).monday,
        opened_at=opened,
        closed_at=closed,
    )
    for kind, days in ((KIND.OPENED, 0), *steps):
        FlagStep.objects.create(flag=flag, kind=kind, at=opened + timedelta(days=days))
    return flag


def told(organisation, measure, quarter=THIRD, now=COUNTED):
    """What is told of a measure in a quarter, counted if that is not done yet."""
    freezing.freeze(quarter, organisation=organisation, now=now)
    row = QuarterFigure.objects.get(
        organisation=organisation, quarter=quarter.first, measure=measure
    )
    return row.size, row.told


@pytest.fixture
def crew(chiang_mai):
    """Thirty people who send weeks."""
    return make_workers(30, chiang_mai)


# --- Flags ---------------------------------------------------------------------------------------


def test_flags_first_steps_and_falls_are_told_in_words(saphan, crew):
    for n, person in enumerate(crew[:12]):
        make_flag(person, OPENED, (KIND.SEEN, 2), (KIND.PLANNED, 6))
        make_week(person, Week(date(2026, 8, 3)), points="30")
        make_week(person, Week(date(2026, 8, 31)), points="20" if n < 10 else "30")
    assert told(saphan, QuarterMeasure.FLAGS) == ("20-49", "10-19")
    assert told(saphan, QuarterMeasure.FIRST_STEP) == ("10-19", "days")
    assert told(saphan, QuarterMeasure.FALL) == ("10-19", "most")


@pytest.mark.parametrize(("flagged", "word"), [(4, ""), (12, "10-19"), (17, "10-19"), (26, "")])
def test_too_few_with_a_flag_and_too_few_without_one_look_the_same(saphan, crew, flagged, word):
    for person in crew[:flagged]:
        make_flag(person)
    assert told(saphan, QuarterMeasure.FLAGS)[1] == word


def test_people_count_and_not_their_flags(saphan, crew):
    for person in crew[:4]:
        make_flag(person, OPENED, closed=OPENED + timedelta(days=9))
        make_flag(person, OPENED + timedelta(days=20), closed=OPENED + timedelta(days=29))
    assert flags_of(saphan.pk, THIRD).people == 4
    assert told(saphan, QuarterMeasure.FLAGS) == ("", "")


def test_an_organisation_that_asks_for_ten_is_given_ten(saphan, crew):
    Organisation.objects.update(smallest_group=10)
    for person in crew[:9]:
        make_flag(person, OPENED, (KIND.SEEN, 1))
    assert told(saphan, QuarterMeasure.FLAGS) == ("", "")
    assert told(saphan, QuarterMeasure.FIRST_STEP) == ("", "")


def test_a_flag_counts_in_the_quarter_in_which_it_opened_or_came_back(saphan, crew):
    edge = [at("2026-06-30 23:30"), at("2026-07-01 00:30"), at("2026-09-30 23:30")]
    for person, opened in zip(crew, [*edge, at("2026-10-01 00:30")], strict=False):
        make_flag(person, opened)
    back = make_flag(crew[5], at("2026-05-01 09:00"))
    FlagStep.objects.create(flag=back, kind=KIND.RETURNED, at=OPENED)
    assert flags_of(saphan.pk, THIRD).people == 3
    assert flags_of(saphan.pk, THIRD.before).people == 2


def test_the_first_step_is_one_of_a_person_and_what_closed_by_itself_waited_for_nobody(
    saphan, crew
):
    make_flag(crew[0], OPENED, (KIND.RAISED, 1), (KIND.PASSED_ON, 2), (KIND.PLANNED, 5))
    make_flag(crew[1], OPENED, (KIND.CLOSED, 3), (KIND.SEEN, 4))
    make_flag(crew[2])
    found = flags_of(saphan.pk, THIRD)
    assert (found.people, sorted(found.waited, key=str)) == (3, [5, None])


def test_of_a_person_whose_flag_closed_by_itself_and_came_back_the_first_counts(saphan, crew):
    make_flag(crew[0], OPENED, (KIND.CLOSED, 3), (KIND.RETURNED, 10), (KIND.SEEN, 12))
    make_flag(crew[1], OPENED, (KIND.CLOSED, 3), closed=OPENED + timedelta(days=3))
    make_flag(crew[1], OPENED + timedelta(days=20), (KIND.SEEN, 1))
    found = flags_of(saphan.pk, THIRD)
    assert (found.people, found.waited) == (2, ())


def test_the_first_step_is_the_one_taken_first_whichever_was_written_first(saphan, crew):
    make_flag(crew[0], OPENED, (KIND.PLANNED, 6), (KIND.SEEN, 2))
    make_flag(crew[1], OPENED, (KIND.SEEN, 4), (KIND.CLOSED, 1))
    assert flags_of(saphan.pk, THIRD).waited == (2,)


def test_who_had_a_flag_is_among_those_who_could_have_had_one(saphan, crew):
    """Her role was entered as ended later, for a day before the quarter; her flag stands."""
    make_flag(crew[0])
    crew[0].memberships.update(ends=THIRD.before.last)
    assert flags_of(saphan.pk, THIRD).out_of == len(crew)


def test_a_load_that_fell_without_any_step_fell_after_none(saphan, crew):
    """What others sent in these weeks is none of it either."""
    make_flag(crew[0])
    make_flag(crew[1], OPENED, (KIND.SEEN, 0))
    for person in crew[:3]:
        make_week(person, Week(date(2026, 8, 3)), points="30")
        make_week(person, Week(date(2026, 8, 31)), points="10")
    assert flags_of(saphan.pk, THIRD).fell == (True,)


def test_of_the_four_weeks_before_and_after_a_step_the_newest_with_a_load_are_compared(
    saphan, crew
):
    """The newest was sent first. The second took the step six weeks later, the third began anew."""
    both = {4: "20", 1: "40", -1: "30", -4: "10"}
    for person, later, sent in (
        (crew[0], 0, both),
        (crew[1], 42, {4: "20", -4: "10"}),
        (crew[2], 0, both),
    ):
        opened = OPENED + timedelta(days=later)
        make_flag(person, opened, (KIND.SEEN, 0))
        for weeks, points in sent.items():
            make_week(person, Week.of(opened.date()) + weeks, points=points)
    first = crew[2].work_weeks.order_by("week").first()
    WorkWeek.objects.filter(pk=first.pk).update(percent=None, usual_percent=None)
    assert flags_of(saphan.pk, THIRD).fell == (True, False, True)


def test_a_load_after_more_than_four_weeks_or_without_one_before_says_nothing(saphan, crew):
    for person in crew[:3]:
        make_flag(person, OPENED, (KIND.SEEN, 0))
        make_week(person, Week(date(2026, 9, 7)), points="10")
    make_week(crew[0], Week(date(2026, 8, 3)), points="30")
    make_week(crew[1], Week(date(2026, 8, 24)), points="10")
    assert flags_of(saphan.pk, THIRD).fell == ()
    make_week(crew[0], Week(date(2026, 8, 31)), points="30")
    assert flags_of(saphan.pk, THIRD).fell == (False,)


def test_the_load_of_who_is_counted_in_no_group_stands_in_no_fall(saphan, crew):
    """What holds when the quarter is counted decides, so that it can be counted again."""
    for person in crew[:4]:
        make_flag(person, OPENED, (KIND.SEEN, 0))
        make_week(person, Week(date(2026, 8, 3)), points="30")
        make_week(person, Week(date(2026, 8, 31)), points="10")
    counted = at("2026-11-11 00:00")
    late, hour = counted + timedelta(hours=1), timedelta(hours=1)
    for person, since, until in (
        (crew[0], OPENED, None),
        (crew[1], OPENED, counted - hour),
        (crew[2], late, None),
    ):
        Restriction.objects.create(person=person, since=since, until=until)

    found = flags_of(saphan.pk, THIRD)

    assert found.fell == (True, True, True)
    # A flag is of the work: it is counted as before.
    assert found.people == len(found.waited) == 4


def test_what_is_done_about_a_flag_of_before_or_after_the_count_is_none_of_the_quarter(
    saphan, crew
):
    make_flag(crew[0], at("2026-06-20 09:00"), (KIND.SEEN, 20), (KIND.CLOSED, 40))
    make_flag(crew[1], at("2026-09-30 09:00"), (KIND.SEEN, 41))
    make_flag(crew[2], at("2026-09-30 09:00"), (KIND.SEEN, 42))
    found = flags_of(saphan.pk, THIRD)
    assert (found.people, found.waited) == (2, (41, None))


def test_each_load_is_compared_in_the_weeks_around_the_persons_own_step(saphan, crew):
    for person, later in zip(crew, (0, 35, 0), strict=False):
        make_flag(person, OPENED + timedelta(days=later), (KIND.SEEN, 0))
        make_week(person, Week(date(2026, 8, 3)), points="30")
        make_week(person, Week(date(2026, 9, 7)), points="10")
    away = make_week(crew[2], Week(date(2026, 8, 31)))
    WorkWeek.objects.filter(pk=away.pk).update(percent=None, usual_percent=None)
    assert flags_of(saphan.pk, THIRD).fell == ()


def test_the_flags_of_others_are_others(saphan, crew, rest_house):
    for person in make_workers(8, rest_house):
        make_flag(person)
    found = flags_of(saphan.pk, THIRD)
    assert (found.people, found.out_of) == (0, len(crew))


def test_a_flag_is_one_of_those_who_could_send_a_week_of_the_quarter(saphan, crew, siriporn):
    """Neither of a trainer, nor of who has not come in, left before or came after."""
    Person.objects.filter(pk=crew[0].pk).update(awaited=True)
    crew[1].memberships.update(ends=THIRD.before.last)
    crew[2].memberships.update(starts=FOURTH.first)
    crew[3].memberships.update(ends=THIRD.first)
    crew[4].memberships.update(starts=THIRD.last)
    assert flags_of(saphan.pk, THIRD).out_of == len(crew) - 3
    assert freezing.belonged(saphan, THIRD.last) == {
        siriporn.pk,
        *(one.pk for n, one in enumerate(crew) if n not in {0, 1, 2, 3}),
    }


def test_a_draw_is_always_the_same_and_each_of_five_comes(saphan):
    drawn = {freezing.draws(saphan, THIRD.back(n)) for n in range(60)}
    assert {one for each in drawn for one in each} == {-2, -1, 0, 1, 2}
    assert freezing.draws(saphan, THIRD) == freezing.draws(saphan, THIRD)


# --- Load, certificates, posts, sessions ---------------------------------------------------------


def test_the_load_is_that_of_the_whole_in_the_blocks_that_end_in_it(
    saphan, office, chiang_mai, rest_house
):
    bands = ["steady", "", "above"]
    for block, band in zip(THIRD.blocks, bands, strict=True):
        about = {"block": block.number, "smallest": 5, "frozen_at": block.freezes}
        UnitLoad.objects.create(unit=office, size="20-49" if band else "", band=band, **about)
        UnitLoad.objects.create(unit=chiang_mai, size="5-9", band="watch", **about)
        UnitLoad.objects.create(unit=rest_house, size="10-19", band="watch", **about)
    make_worker(chiang_mai)
    make_worker(rest_house)
    assert told(saphan, QuarterMeasure.LOAD) == ("20-49", "steady,,above")
    assert told(rest_house.organisation, QuarterMeasure.LOAD) == ("10-19", "watch,watch,watch")


def test_no_load_of_a_unit_stands_for_that_of_the_whole(saphan, chiang_mai):
    """The team was there before the office above it, and is told where the whole is withheld."""
    over = make_unit(saphan, "Saphan office")
    Unit.objects.filter(pk=chiang_mai.pk).update(parent=over, path=f"{over.path}{chiang_mai.pk}/")
    make_worker(chiang_mai)
    for block in THIRD.blocks:
        about = {"block": block.number, "smallest": 5, "frozen_at": block.freezes}
        UnitLoad.objects.create(unit=over, size="", band="", **about)
        UnitLoad.objects.create(unit=chiang_mai, size="5-9", band="watch", **about)
    assert told(saphan, QuarterMeasure.LOAD) == ("", "")


def test_certificates_are_those_of_the_last_day(saphan, crew):
    kind = make_certificate_type(saphan)
    other = make_certificate_type(saphan, "Interviewing")
    about = {"issued_by": crew[0], "current": False}
    ends = [None, date(2026, 10, 1), date(2026, 9, 30), date(2026, 9, 29), date(2027, 9, 1)]
    ends.append(date(2027, 9, 2))
    for person, day in zip(crew, ends, strict=False):
        one = {"person": person, "issued_on": date(2025, 1, 1), "type": kind}
        Certificate.objects.create(expires_on=day, **one, **about)
    later = {"person": crew[0], "issued_on": date(2026, 10, 1), "type": other}
    Certificate.objects.create(**later, **about)
    mistake = {"revoked_by": crew[0], "revoked_reason": "A mistake"}
    for day, moment in ((1, "2026-10-20 09:00"), (2, "2026-09-30 23:30")):
        revoked = Certificate.objects.filter(expires_on=date(2027, 9, day))
        assert revoked.update(revoked_at=at(moment), **mistake)
    assert told(saphan, QuarterMeasure.CERTIFICATES) == ("5-9", "2,2,1")


def test_of_each_kind_the_newest_counts_of_whoever_belonged_on_the_last_day(saphan, crew):
    """The older one of the first was entered later, as what is brought from elsewhere is."""
    about = {"type": make_certificate_type(saphan), "issued_by": crew[0], "current": False}
    for issued_on, expires_on in (
        (date(2026, 1, 1), date(2026, 9, 1)),
        (date(2025, 1, 1), date(2028, 1, 1)),
    ):
        Certificate.objects.create(
            person=crew[0], issued_on=issued_on, expires_on=expires_on, **about
        )
    for person in crew[1:7]:
        Certificate.objects.create(person=person, issued_on=THIRD.last, **about)
    crew[5].memberships.update(ends=THIRD.last)
    crew[6].memberships.update(ends=THIRD.last - timedelta(days=1))
    assert told(saphan, QuarterMeasure.CERTIFICATES) == ("5-9", "5,0,1")


def test_of_two_certificates_of_one_day_the_one_entered_last_counts(saphan, crew):
    about = {"type": make_certificate_type(saphan), "issued_by": crew[0], "current": False}
    for person in crew[:5]:
        for expires_on in (date(2026, 9, 1), None):
            Certificate.objects.create(
                person=person, issued_on=date(2026, 1, 1), expires_on=expires_on, **about
            )
    assert told(saphan, QuarterMeasure.CERTIFICATES) == ("5-9", "5,0,0")


def test_certificates_of_four_people_are_withheld(saphan, crew):
    kind = make_certificate_type(saphan)
    for person in crew[:4]:
        one = {"person": person, "type": kind, "issued_on": date(2025, 1, 1)}
        Certificate.objects.create(issued_by=person, **one)
    assert told(saphan, QuarterMeasure.CERTIFICATES) == ("", "")


def test_posts_are_held_or_uncovered_on_the_last_day(saphan, crew):
    for n in range(6):
        make_post(saphan, *([crew[n]] if n < 4 else []))
    make_post(saphan, since=date(2026, 10, 1))
    assert told(saphan, QuarterMeasure.POSTS) == ("5-9", "4,2")


def test_sessions_are_counted_by_what_was_told_of_each(saphan, crew, siriporn, rest_house):
    ours, theirs = (
        Course.objects.create(organisation=one, name={"en": "Interviewing"}, hours=6)
        for one in (saphan, rest_house.organisation)
    )
    said = [(ours, use) for use in ["mostly"] * 4 + ["partly", ""]] + [(theirs, "mostly")]
    days = [date(2026, 8, 3 + n) for n in range(len(said))]
    days += [THIRD.first - timedelta(days=1), FOURTH.first]
    for day, (course, use) in zip(days, [*said, (ours, "mostly"), (ours, "mostly")], strict=True):
        session = make_session(course, siriporn, day=day)
        told_of = {"size": "5-9", "people": 6} if use else {}
        SessionEvaluation.objects.create(
            session=session, smallest=5, frozen_at=NOW, use=use, **told_of
        )
    assert told(saphan, QuarterMeasure.EVALUATIONS) == ("5-9", "4,1,0")


# --- Once ----------------------------------------------------------------------------------------


def test_a_small_or_empty_organisation_has_a_row_that_says_nothing(saphan, nok):
    freezing.freeze(THIRD, organisation=saphan, now=COUNTED)
    rows = QuarterFigure.objects.filter(organisation=saphan)
    assert {one.measure for one in rows} == set(QuarterMeasure.values)
    assert {(one.size, one.told) for one in rows} == {("", "")}


def test_without_a_person_nothing_is_kept(saphan, noi):
    assert freezing.freeze(THIRD, organisation=saphan, now=COUNTED) == []


def test_a_quarter_that_goes_on_is_refused(saphan, nok):
    with pytest.raises(ValueError, match="is counted on"):
        freezing.freeze(THIRD, organisation=saphan, now=COUNTED - timedelta(hours=4))


def test_the_job_counts_once_whatever_is_entered_later(saphan, crew):
    for person in crew[:12]:
        make_flag(person)
    with time_machine.travel(COUNTED, tick=False):
        freeze_quarters.call()
        for person in crew[12:24]:
            make_flag(person)
        freeze_quarters.call()
    assert told(saphan, QuarterMeasure.FLAGS)[1] == "10-19"
    assert QuarterFigure.objects.filter(organisation=saphan).count() == len(QuarterMeasure)


def test_a_job_that_missed_a_quarter_counts_it_too(saphan, nok, noi):
    assert freezing.due(saphan, COUNTED.date()) == [THIRD]
    freezing.freeze(THIRD, organisation=saphan, now=COUNTED)
    assert freezing.due(saphan, COUNTED.date()) == []
    assert freezing.due(noi.organisation, COUNTED.date()) == [THIRD]
    for quarter in (missed := freezing.due(saphan, date(2027, 5, 20))):
        assert freezing.freeze(quarter, organisation=saphan, now=at("2027-05-20 03:00"))
    assert missed == [FOURTH, FOURTH.after]


def test_what_fails_in_one_organisation_holds_up_no_other(saphan, nok, noi, caplog):
    Organisation.objects.filter(pk=saphan.pk).update(sealed_chance_key="spoilt")
    freezing.freeze_due(COUNTED)
    assert {one.organisation for one in QuarterFigure.objects.all()} == {noi.organisation}
    [message] = caplog.messages
    assert message.startswith("A quarter could not be counted: ")


def test_the_database_refuses_a_half_told_row_and_a_second_one(saphan):
    about = {"organisation": saphan, "quarter": THIRD.first, "smallest": 5, "frozen_at": COUNTED}
    about["measure"] = QuarterMeasure.FLAGS
    for row in ({"told": "5-9"}, {"size": "5-9"}, {"smallest": 4}):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuarterFigure.objects.create(**about | row)
    QuarterFigure.objects.create(**about)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuarterFigure.objects.create(**about)
