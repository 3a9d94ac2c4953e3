"""Weights that learn: the sum, its edges, who sees what, and that nothing changes by itself."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from people.models import Organisation, Person
from people.weeks import Block, Week
from tests.makers import NOW, WEEK, at, enter, make_line, make_week, make_worker, make_workers
from tests.workload.weeks.test_together import together
from wellbeing.groups import freezing
from wellbeing.models import Restriction
from workload.models import BesideLog, PhaseChoice, StudyLog, UnitLoad, WorkWeek
from workload.rules import load as load_rules
from workload.rules.calibration import Logged, calibrate
from workload.study import actions as study
from workload.study import beside
from workload.units import actions as units

PAGE, WEIGHTS = "/time-study/", "/time-study/weights/"
BLOCK = Week.parse("2026-W43")  # weeks 43 to 46 are one block


def text(answer) -> str:
    return answer.content.decode()


def logged(weeks, cases, hours):
    return [Logged((WEEK - n).monday, cases, Decimal(hours)) for n in range(weeks)]


def make_log(person, week, phase="active", cases=3, hours="6.3"):
    return StudyLog.objects.create(
        organisation=person.organisation,
        person=person,
        week=week.monday,
        phase=phase,
        cases=cases,
        hours=Decimal(hours),
        logged_at=week.opens,
    )


def test_thirty_case_weeks_of_two_point_one_draw_one_point_five_to_one_point_nine_five():
    found = calibrate(Decimal("1.5"), logged(5, 6, "12.6"))
    assert (found.case_weeks, found.mean, found.weight) == (30, Decimal("2.1"), Decimal("1.95"))
    assert found.offered


def test_nothing_logged_leaves_the_default():
    found = calibrate(Decimal("1.5"), [])
    assert (found.weight, found.mean, found.offered) == (Decimal("1.5"), None, False)


@pytest.mark.parametrize(
    ("weeks", "cases", "offered"), [(4, 3, True), (3, 30, False), (4, 2, False), (5, 2, True)]
)
def test_a_weight_is_offered_from_four_weeks_and_ten_case_weeks(weeks, cases, offered):
    assert calibrate(Decimal("1.5"), logged(weeks, cases, "6")).offered is offered


def test_two_logs_of_one_week_are_one_week():
    assert calibrate(Decimal(1), logged(1, 20, "6") * 4).weeks == 1


def test_a_week_without_cases_counts_for_nothing():
    found = calibrate(Decimal("1.5"), [*logged(4, 3, "6"), Logged(NOW.date(), 0, Decimal(9))])
    assert (found.weeks, found.case_weeks, found.hours) == (4, 12, 24)


@given(
    st.decimals("0.25", "5", places=2),
    st.lists(st.tuples(st.integers(1, 40), st.decimals("0", "80", places=1)), min_size=1),
)
def test_a_weight_lies_between_its_default_and_the_mean(default, rows):
    found = calibrate(default, [Logged(NOW.date(), n, hours) for n, hours in rows])
    low, high = sorted((default, found.mean))
    tiny = Decimal("1e-20")
    assert low - tiny <= found.weight <= high + tiny


def entries(**changes):
    return {"active": (6, Decimal("12.6"))} | changes


def test_logging_again_puts_the_week_in_its_place(nok):
    study.log(person=nok, week=WEEK, entries=entries(court=(1, Decimal(2))), now=NOW)
    assert study.log(person=nok, week=WEEK, entries=entries(active=(5, Decimal(9))), now=NOW) == 1
    assert list(StudyLog.objects.values_list("phase", "cases", "hours")) == [("active", 5, 9)]


def test_a_phase_whose_hours_were_left_empty_is_not_logged_with_none(as_nok, nok):
    """The page fills in the cases there are: without hours they say nothing of how long these took.

    Nought that was typed is a figure.
    """
    typed = {"active_cases": "10", "active_hours": "16", "court_cases": "4", "court_hours": ""}
    as_nok.post(PAGE, typed | {"dormant_cases": "2", "dormant_hours": "๐"})
    logged = StudyLog.objects.filter(person=nok).order_by("phase")
    assert list(logged.values_list("phase", "cases", "hours")) == [
        ("active", 10, 16),
        ("dormant", 2, 0),
    ]
    as_nok.post(PAGE, {"active_cases": "10", "active_hours": ""})
    assert not StudyLog.objects.exists()


def test_a_week_left_empty_is_taken_out(nok):
    study.log(person=nok, week=WEEK, entries=entries(), now=NOW)
    assert study.log(person=nok, week=WEEK, entries={"active": (0, Decimal())}, now=NOW) == 0
    assert not StudyLog.objects.exists()


@pytest.mark.parametrize(
    ("sent", "week", "sentence"),
    [
        ({"court": (0, Decimal(2))}, WEEK, "For how many cases were these hours?"),
        ({"active": (9, Decimal(100)), "court": (9, Decimal(69))}, WEEK, "A week has 168 hours."),
        ({"active": (9, Decimal(9))}, WEEK - 1, "Time can be logged while its week is open."),
    ],
)
def test_what_is_refused_is_refused_in_words(nok, sent, week, sentence):
    study.log(person=nok, week=WEEK, entries=entries(), now=NOW)
    with pytest.raises(ValidationError) as refused:
        study.log(person=nok, week=week, entries=sent, now=NOW)
    assert refused.value.messages == [sentence]
    assert StudyLog.objects.get().cases == 6


def test_plain_cases_are_ones_own_with_nothing_that_makes_them_heavier(nok, wipa):
    make_line(nok, count=4)
    make_line(nok, reference="QX-1")
    make_line(nok, count=7, add_ons=["child"])
    make_line(nok, count=7, further_victims=1)
    make_line(nok, count=7, part="secondary")
    make_line(nok, count=7, closed_at=NOW)
    make_line(nok, "court", count=2)
    # Dormant cases weigh the same whatever they are about.
    make_line(nok, "dormant", count=3, add_ons=["child"])
    make_line(wipa, count=9)
    assert study.plain_cases(nok) == {"active": 5, "court": 2, "dormant": 3}


def test_the_page_begins_with_the_plain_cases_there_are(as_nok, nok):
    make_line(nok, count=6)
    page = text(as_nok.get(PAGE))
    assert 'name="active_cases" value="6"' in page
    sent = {"active_cases": "๖", "active_hours": "12,6"}
    assert as_nok.post(PAGE, sent).status_code == 302
    page = text(as_nok.get(PAGE))
    assert 'name="active_hours" value="12.6"' in page
    assert "1 week logged" in page


def test_the_sum_stands_beside_the_default_with_its_n(as_nok, nok):
    for n in range(5):
        make_log(nok, WEEK - n, cases=6, hours="12.6")
    page = text(as_nok.get(PAGE))
    assert "(10 × 1.5 + 63) / (10 + 30)" in page
    assert "<b>1.95</b>" in page
    assert "in 5 weeks" in page


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"active_cases": "1.5"}, "A whole number, please."),
        ({"active_cases": "201"}, "Up to 200 cases in one line, please."),
        ({"active_hours": "-1"}, "This cannot be below 0."),
        ({"active_hours": "169", "active_cases": "2"}, "A week has 168 hours."),
        ({"active_hours": "x"}, "Please write a number, like 4."),
        ({"active_hours": "5"}, "For how many cases were these hours?"),
    ],
)
def test_a_refused_log_keeps_what_was_typed(as_nok, sent, sentence):
    answer = as_nok.post(PAGE, sent)
    assert answer.status_code == 422
    page = text(answer)
    assert sentence in page
    assert all(f'value="{value}"' in page for value in sent.values())


def test_on_a_wednesday_there_is_nothing_to_log(as_nok, nok, friday):
    friday.move_to(at("2026-11-25 09:00"))
    enter(as_nok, nok)  # days later, so anew
    assert "No week is open today." in text(as_nok.get(PAGE))
    assert as_nok.post(PAGE, {"active_cases": "5"}).status_code == 200
    assert not StudyLog.objects.exists()


@pytest.mark.parametrize("who", ["wipa", "siriporn", "anan", "orathai", "ploy", "noi"])
def test_nobody_else_reads_a_log(request, who, nok):
    make_log(nok, WEEK)
    assert StudyLog.objects.visible_to(nok).count() == 1
    assert not StudyLog.objects.visible_to(request.getfixturevalue(who)).exists()


@pytest.fixture
def crew(chiang_mai):
    return make_workers(5, chiang_mai)


def freeze(now=NOW):
    for block in freezing.due(now):
        units.freeze(block, now=now)
    study.keep_sums()


def active(person, now=NOW):
    """What is told of the active phase once the job of a moment has run."""
    freeze(now)
    return next(
        one for one in study.of_organisation(person) if one.phase == PhaseChoice.ACTIVE
    ).found


@pytest.mark.parametrize(("people", "expected"), [(4, 0), (5, 60)])
def test_fewer_than_five_people_are_never_summed_up(crew, ploy, people, expected):
    for person in crew[:people]:
        for n in range(4):
            make_log(person, BLOCK + n)
    assert active(ploy).case_weeks == expected


@pytest.mark.parametrize(("people", "expected"), [(9, 0), (10, 120)])
def test_an_organisation_that_asks_for_ten_is_given_ten(crew, chiang_mai, ploy, people, expected):
    Organisation.objects.filter(pk=ploy.organisation_id).update(smallest_group=10)
    for person in [*crew, *make_workers(5, chiang_mai)][:people]:
        for n in range(4):
            make_log(person, BLOCK + n)
    assert active(Person.objects.get(pk=ploy.pk)).case_weeks == expected


def test_a_fifth_person_of_another_organisation_does_not_help(crew, ploy, noi):
    for person in [*crew[:4], noi]:
        make_log(person, BLOCK)
    assert active(ploy).case_weeks == 0


def test_an_open_block_does_not_count_so_nobody_sees_the_newest_log_arrive(crew, ploy):
    for person in crew:
        make_log(person, BLOCK)
        make_log(person, WEEK)
    before = active(ploy)
    make_log(crew[0], WEEK, "court")
    assert active(ploy) == before
    assert before.case_weeks == 15
    # The block of week 47 is frozen on the Wednesday after week 50, at six.
    assert active(ploy, at("2026-12-16 05:59")).case_weeks == 15
    assert active(ploy, at("2026-12-16 06:00")).case_weeks == 30


def test_one_more_person_in_a_week_of_their_own_changes_nothing(crew, ploy, chiang_mai):
    for person in crew:
        make_log(person, BLOCK)
    make_log(make_worker(chiang_mai), BLOCK + 1, cases=40, hours="80")
    found = active(ploy)
    assert (found.weeks, found.case_weeks, found.hours) == (1, 15, Decimal("31.5"))


def test_a_sum_that_was_told_is_never_made_again(crew, ploy, chiang_mai):
    """What goes of one person would show as the difference: all they had logged, to a tenth.

    An admin can make it go: by keeping work in one kind of unit for a shorter time, and moving a
    person there.
    """
    for person in [*crew, make_worker(chiang_mai)]:
        for n in range(4):
            make_log(person, BLOCK + n)
    before = active(ploy)
    assert before.case_weeks == 72
    StudyLog.objects.filter(person=crew[0]).delete()
    Organisation.objects.filter(pk=ploy.organisation_id).update(smallest_group=10)
    assert active(Person.objects.get(pk=ploy.pk), NOW + timedelta(weeks=4)) == before


@pytest.mark.parametrize(("people", "expected"), [(5, 0), (6, 15)])
def test_who_is_counted_in_no_group_is_in_no_sum(crew, ploy, chiang_mai, people, expected):
    everybody = [*crew, make_worker(chiang_mai)][:people]
    for person in everybody:
        make_log(person, BLOCK)
    Restriction.objects.create(person=crew[0], since=NOW - timedelta(weeks=2))
    assert active(ploy).case_weeks == expected
    Restriction.objects.all().delete()
    assert active(ploy, NOW + timedelta(weeks=4)).case_weeks == expected


def test_a_block_of_an_earlier_version_is_added_up_once(crew, ploy):
    for person in crew:
        make_log(person, BLOCK)
    freeze()
    UnitLoad.objects.update(study_sums=None)
    assert not any(one.found.case_weeks for one in study.of_organisation(ploy))
    assert active(ploy).case_weeks == 15
    kept = UnitLoad.objects.filter(study_sums__isnull=False)
    assert kept.count() == kept.values("block").distinct().count() == len(freezing.due(NOW))


def test_offered_weights_wait_for_a_person_and_no_week_is_judged_by_them(crew, ploy, nok):
    week = make_week(nok, BLOCK)
    for person in crew:
        for n in range(4):
            make_log(person, BLOCK + n, cases=6, hours="12.6")
    freeze()
    # (10 × 1.5 + 252) / 130
    assert study.weights_to_adopt(ploy) == {load_rules.Phase.ACTIVE: Decimal("2.05")}
    assert load_rules.USUAL.phases["active"] == Decimal("1.5")
    assert WorkWeek.objects.get(pk=week.pk).points == week.points


def test_an_admin_reads_the_sums_and_no_name(client, ploy, crew, friday):
    enter(client, ploy)
    assert "Nothing to show yet" in text(client.get(WEIGHTS))
    for person in crew:
        for n in range(4):
            make_log(person, BLOCK + n)
    assert "Nothing to show yet" in text(client.get(WEIGHTS))
    freeze()
    page = text(client.get(WEIGHTS))
    assert "(10 × 1.5 + 126) / (10 + 60)" in page
    assert not any(person.name in page for person in crew)


@pytest.mark.parametrize("size", [1, 30])
def test_pages_cost_the_same_for_any_number_of_logs(client, nok, ploy, chiang_mai, friday, size):
    for person in [nok, *make_workers(size, chiang_mai)]:
        for n in range(4):
            make_log(person, BLOCK + n)
    freeze()
    costs = []
    for who, address in ((nok, PAGE), (ploy, WEIGHTS)):
        enter(client, who)
        with CaptureQueriesContext(connection) as ran:
            client.get(address)
        costs.append(len(ran))
    assert costs == [8, 5]


# --- Hours beside the cases -----------------------------------------------------------------------


def make_beside(person, week, kind="raising_money", hours="4"):
    return BesideLog.objects.create(
        organisation=person.organisation,
        person=person,
        week=week.monday,
        kind=kind,
        hours=Decimal(hours),
        logged_at=week.opens,
    )


def totals(organisation, now=None):
    found = beside.people_of_block(
        Block(BLOCK.block), [organisation.pk], now=now or Block(BLOCK.block).freezes
    )
    return {one.person: (one.sent, one.totals) for one in found}


def test_hours_for_money_and_reports_are_logged_and_change_no_weight(as_nok, nok):
    for n in range(1, 5):
        make_log(nok, WEEK - n, cases=6, hours="12.6")
    before = study.weigh(study.own_logs(nok))
    earlier = {"week": WEEK - 5, "now": (WEEK - 5).opens}
    study.log(person=nok, entries={}, beside={"reporting": Decimal(2)}, **earlier)
    assert 'name="reporting_hours" value' not in text(as_nok.get(PAGE))
    sent = {"raising_money_hours": "๓.๕", "reporting_hours": "6"}
    assert as_nok.post(PAGE, sent).status_code == 302
    assert study.weigh(study.own_logs(nok)) == before
    freeze()
    assert study.of_organisation(nok) == study.weigh([])
    page = text(as_nok.get(PAGE))
    assert 'name="raising_money_hours" value="3.5"' in page
    assert "3.5 h in 1 week" in page


def test_hours_beside_the_cases_and_those_on_them_fit_one_week(nok):
    with pytest.raises(ValidationError, match="A week has 168 hours"):
        study.log(
            person=nok,
            week=WEEK,
            entries={"active": (9, Decimal(100))},
            beside={"reporting": Decimal(69)},
            now=NOW,
        )
    assert not BesideLog.objects.exists()
    beside = {"reporting": Decimal(68)}
    study.log(person=nok, week=WEEK, entries={"active": (9, Decimal(100))}, beside=beside, now=NOW)
    assert BesideLog.objects.get().hours == 68


def test_hours_taken_out_again_leave_nothing(nok):
    spent = {"reporting": Decimal(2)}
    study.log(person=nok, week=WEEK, entries={}, beside=spent, now=NOW)
    study.log(person=nok, week=WEEK, entries={}, beside={"reporting": Decimal()}, now=NOW)
    assert not BesideLog.objects.exists()


def test_what_was_logged_for_another_week_and_by_a_colleague_stays(nok, wipa):
    beside = {"reporting": Decimal(2)}
    study.log(person=wipa, week=WEEK, entries=entries(), beside=beside, now=NOW)
    earlier = {"week": WEEK - 1, "now": (WEEK - 1).opens}
    study.log(person=nok, entries=entries(), beside=beside, **earlier)
    study.log(person=nok, week=WEEK, entries={}, now=NOW)
    for kept in (StudyLog, BesideLog):
        found = kept.objects.values_list("person__account__username", "week").order_by("week")
        assert list(found) == [("nok", (WEEK - 1).monday), ("wipa", WEEK.monday)]


def test_a_person_of_a_block_has_the_mean_of_the_weeks_that_they_logged(nok, wipa):
    make_beside(nok, BLOCK, hours="4")
    make_beside(nok, BLOCK, "reporting", "1.5")
    make_log(nok, BLOCK + 1)
    make_log(wipa, BLOCK + 1)
    make_beside(nok, BLOCK - 1, hours="80")
    make_beside(nok, BLOCK + 4, hours="80")
    found = totals(nok.organisation)
    an_hour = beside.SHARES_AN_HOUR
    assert found[nok.pk] == (True, (Decimal("2.75") * an_hour, 2 * an_hour, 3 * an_hour // 4))
    assert found[wipa.pk] == (True, (0, 0, 0))


def test_who_logged_nothing_counts_without_a_figure(nok, wipa):
    make_beside(nok, BLOCK)
    assert totals(nok.organisation)[wipa.pk] == (False, (None, None, None))


def test_who_restricted_it_is_in_no_figure(nok):
    make_beside(nok, BLOCK)
    Restriction.objects.create(person=nok, since=BLOCK.opens)
    assert totals(nok.organisation)[nok.pk] == (True, (None, None, None))


def test_of_a_block_that_is_not_frozen_nothing_is_given(nok):
    block = Block(BLOCK.block)
    with pytest.raises(ValueError, match="freezes"):
        totals(nok.organisation, block.freezes - timedelta(seconds=1))


def test_an_organisation_without_the_time_study_is_left_out(nok):
    make_beside(nok, BLOCK)
    Organisation.objects.filter(pk=nok.organisation_id).update(modules_off=["time_study"])
    assert totals(nok.organisation) == {}


def test_no_other_person_reads_hours_beside_the_cases(nok, wipa, ploy):
    make_beside(nok, WEEK)
    assert not any(BesideLog.objects.visible_to(one).exists() for one in (wipa, ploy))


@given(st.integers(1, 4), st.decimals("0.1", 168, places=1), st.decimals("0", 168, places=1))
def test_no_mean_is_rounded(weeks, money, reports):
    spent = {"raising_money": money, "reporting": reports}
    both, *by_kind = beside.means(spent, weeks)
    assert both * weeks == (money + reports) * beside.SHARES_AN_HOUR
    assert both == sum(by_kind)


@pytest.mark.parametrize("size", [1, 30])
def test_the_people_of_a_block_cost_the_same_for_any_number(nok, chiang_mai, size):
    for person in make_workers(size, chiang_mai):
        make_beside(person, BLOCK)
    with CaptureQueriesContext(connection) as ran:
        totals(nok.organisation)
    assert len(ran) == 6


@pytest.mark.django_db(transaction=True)
def test_a_log_that_is_sent_many_times_at_once_is_one(nok):
    entries = {"court": (3, Decimal(5)), "active": (2, Decimal(1))}
    other = {BesideLog.Kind.values[0]: Decimal(2)}

    def send():
        person = Person.objects.get(pk=nok.pk)
        return study.log(person=person, week=WEEK, entries=entries, beside=other, now=NOW)

    assert together([send] * 10) == [2] * 10
    assert (StudyLog.objects.count(), BesideLog.objects.count()) == (2, 1)
