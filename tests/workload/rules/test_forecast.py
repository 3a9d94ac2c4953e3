"""The weeks to come: the sum and its spread, the frame, the groups rule, and the picture."""

import math
import random
import re
import statistics
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from time import process_time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import AccessEvent, Organisation
from people.weeks import BANGKOK
from tests.makers import NOW, WEEK, make_absence, make_line, make_week, make_worker, make_workers
from workload import access_kinds
from workload.forecast import actions as forecast_actions
from workload.forecast import frames as forecast_frames
from workload.forecast.pictures import LikelyPicture, ends_of
from workload.forecast.words import people, tightest
from workload.models import DayOff, TimeOff
from workload.rules.forecast import (
    Flow,
    Forecast,
    ForecastBand,
    Rate,
    Team,
    Z,
    cases_after,
    people_needed,
)

PAGE = "/team/forecast/"


def text(answer) -> str:
    return answer.content.decode()


def monday(back: int) -> date:
    return (WEEK - back).monday


def moment(back: int) -> datetime:
    return datetime.combine(monday(back), time(9), BANGKOK)


def test_a_rate_is_drawn_from_what_was_seen_and_half_an_event_more():
    seen = Rate(events=9, exposure=5)
    assert seen.mean == 1.9
    assert seen.low < 1.9 < seen.high


def test_a_rate_never_seen_is_small_but_not_impossible():
    never = Rate(events=0, exposure=10)
    assert never.mean == 0.05
    assert 0 <= never.low < never.mean < never.high


@pytest.mark.parametrize(
    # Gamma quantiles at 10 and 90 percent, from tables of the chi-squared: shape 0.5, 4.5 and 19.5.
    ("events", "low", "high"),
    [(4, 4.168 / 2, 14.684 / 2), (19, 28.196 / 2, 50.660 / 2)],
)
def test_the_band_of_a_rate_is_its_gamma_quantile(events, low, high):
    seen = Rate(events=events, exposure=1)
    assert seen.low == pytest.approx(low, rel=0.01)
    assert seen.high == pytest.approx(high, rel=0.01)


def test_more_weeks_of_the_same_make_the_band_narrower():
    few, many = Rate(10, 10), Rate(100, 100)
    assert many.high - many.low < (few.high - few.low) / 2


def test_where_as_many_come_as_go_the_middle_stays():
    # 20 cases, of which 5 % close a week: one goes; one comes.
    after = cases_after(8, 20, sure(1), sure(0.05))
    assert after.middle == pytest.approx(20, abs=0.01)


def test_nothing_comes_and_half_stays_after_the_half_life():
    weeks = 7
    after = cases_after(weeks, 100, sure(0), sure(math.log(2) / weeks))
    assert after.middle == pytest.approx(50, abs=0.1)
    assert after.high - after.middle == pytest.approx(Z * 5, rel=0.01)  # binomial: √(100/4)


def sure(rate: float) -> Rate:
    """A rate that was watched for so long that it is certain."""
    exposure = 10**7
    return Rate(events=round(rate * exposure), exposure=exposure)


def test_the_closed_form_agrees_with_lives_that_are_drawn_one_by_one():
    chance, ends = random.Random(2569), []
    inflow, closing = Rate(52, 26), Rate(40, 800)
    for _life in range(4000):
        rate = chance.gammavariate(inflow.events + 0.5, 1 / inflow.exposure)
        gone = chance.gammavariate(closing.events + 0.5, 1 / closing.exposure)
        times = [0.0] * 30
        at = chance.expovariate(rate)
        while at < 8:
            times.append(at)
            at += chance.expovariate(rate)
        ends.append(sum(begin + chance.expovariate(gone) > 8 for begin in times))
    after = cases_after(8, 30, inflow, closing)
    assert after.middle == pytest.approx(statistics.mean(ends), abs=0.3)
    assert (after.high - after.middle) / Z == pytest.approx(statistics.stdev(ends), rel=0.06)
    inside = sum(after.low <= end <= after.high for end in ends) / len(ends)
    assert 0.75 <= inside <= 0.86


def test_how_uncertain_the_closing_is_widens_the_band_by_its_slope():
    """By hand: 100 cases, 10 a week come, 4 closings in 45 case-weeks are 0.1 a week; ten weeks.

    Of e = 0.367879 each stay. Cases and arrivals alone vary by 100 e (1 - e) + 100 (1 - e) = 86.47.
    The slope by the closing is -10 × 100 e + 10 (10 e / 0.1 - (1 - e) / 0.01) = -632.12, and the
    closing varies by 4.5 / 45² = 0.0022222, so 887.95 more: the root of 974.42 is 31.216.
    """
    after = cases_after(10, 100, sure(10), Rate(4, 45))
    assert after.middle == pytest.approx(100, abs=0.01)
    assert (after.high - after.middle) / Z == pytest.approx(31.216, abs=0.01)


def test_no_band_begins_below_no_case():
    assert cases_after(8, 0, Rate(0, 100), Rate(4, 45)).low == 0


@pytest.mark.parametrize(
    ("points", "capacity", "expected"),
    [(130, 130, 0), (130.1, 130, 1), (156, 130, 1), (156.1, 130, 2), (90, 130, 0)],
)
def test_people_are_needed_from_just_above_capacity(points, capacity, expected):
    assert people_needed(points, capacity, 26) == expected


def forecast(**changes) -> Forecast:
    fields = {
        "people": 5,
        "cases": 80,
        "case_points": 160.0,
        "other_points": 10.0,
        "each": 26.0,
        "capacity": 130.0,
        "capacities": [130.0] * 7 + [104.0],
    } | changes
    return Forecast(Flow(130, 104, 130, 2080, 26), Team(**fields))


def test_a_load_is_points_in_percent_of_the_weeks_own_capacity():
    found = forecast()
    points = found.points(8)
    assert found.loads[7].middle == pytest.approx(100 * points.middle / 104)
    assert found.loads[0].low < found.loads[0].middle < found.loads[0].high
    widths = [load.high - load.low for load in found.loads]
    assert widths == sorted(widths)


def test_the_people_needed_are_those_of_a_week_with_nobody_away():
    low, high = forecast().needed
    points = forecast().points(8)
    assert (low, high) == (
        math.ceil((points.low - 130) / 26),
        math.ceil((points.high - 130) / 26),
    )
    assert low < high


def test_a_week_with_everybody_away_has_no_load():
    assert forecast(capacities=[130.0, 0.0]).loads[1] is None


def test_a_team_without_a_case_has_only_its_other_points():
    found = forecast(cases=0, case_points=0.0)
    assert found.points(3) == ForecastBand(10.0, 10.0, 10.0)


def test_the_frame_counts_openings_closings_and_what_stood_open():
    a, b = 1, 2
    rows = [
        (a, monday(5), None, 4),
        (a, monday(3), None, 1),
        (a, monday(4), monday(2), 2),
        (b, monday(2), None, 9),
        (b, monday(1), None, 1),
    ]
    found = forecast_frames.frame(rows, {a: monday(5), b: monday(2)}, monday(5), 5)
    assert found.to_dict("split") == {
        "index": [monday(n) for n in (5, 4, 3, 2, 1)],
        "columns": ["people", "open", "opened", "closed"],
        # What each began with is not new; it counts as open from the week after.
        "data": [[0, 0, 0, 0], [1, 4, 2, 0], [1, 6, 1, 0], [1, 7, 0, 2], [2, 14, 1, 0]],
    }
    assert forecast_frames.flow(found) == Flow(
        opened=4, closed=2, person_weeks=5, case_weeks=31, weeks=4
    )


def test_no_line_at_all_is_nothing_seen():
    found = forecast_frames.flow(forecast_frames.frame([], {}, monday(5), 5))
    assert found == Flow(0, 0, 0, 0, 0)
    assert not found.enough


@pytest.mark.parametrize(("weeks", "enough"), [(7, False), (8, True)])
def test_eight_weeks_are_enough(weeks, enough):
    assert Flow(1, 1, weeks, 10, weeks).enough is enough
    assert Flow(1, 1, weeks, 1, weeks).enough is enough
    assert not Flow(1, 0, weeks, 0, weeks).enough


@pytest.mark.parametrize(
    ("needed", "sentence"),
    [
        ((0, 0), "Nobody more is needed to stay at 100% or less"),
        ((0, 1), "At most 1 person more would keep it at 100% or less"),
        ((0, 3), "At most 3 people more would keep it at 100% or less"),
        ((1, 1), "1 person more would bring it to 100% or less"),
        ((2, 2), "2 people more would bring it to 100% or less"),
        ((1, 3), "1 to 3 people more would bring it to 100% or less"),
    ],
)
def test_how_many_people_is_said_as_a_band(needed, sentence):
    assert people(*needed) == sentence


def bands(*ends):
    return [end and ForecastBand(end[0], sum(end) / 2, end[1]) for end in ends]


def test_the_heading_names_the_week_that_reaches_highest():
    weeks = [WEEK + n for n in range(3)]
    assert tightest(weeks, bands((80, 95), (90, 112), (85, 100))) == (
        "Week 48 is the tightest: 90.0% to 112.0% of capacity"
    )
    assert "Week 47" in tightest(weeks, bands((80, 95), None, (85, 95)))
    assert tightest(weeks, [None] * 3) == "Everybody is away in these weeks"


@pytest.mark.parametrize(
    ("ends", "axis"),
    [
        ([(70, 108)], (65, 115)),
        ([(110, 130)], (95, 135)),
        ([(2, 40)], (0, 105)),
        ([None], (95, 105)),
    ],
)
def test_the_axis_follows_the_numbers_and_holds_the_line_at_100(ends, axis):
    assert ends_of(bands(*ends)) == axis


@pytest.fixture
def team(chiang_mai, wipa):
    """Five people with forty cases, of which one a week came and one went."""
    workers = make_workers(5, chiang_mai)
    for person in workers:
        make_line(person, count=8, opened_at=moment(30))
        make_week(person, WEEK - 1, points="20")
    for n in range(1, 21):
        make_line(workers[n % 5], count=1, opened_at=moment(n))
        make_line(workers[n % 5], count=1, opened_at=moment(30), closed_at=moment(n))
    return workers


def test_a_supervisor_reads_the_band_its_people_and_what_it_takes_for_granted(as_wipa, team):
    page = " ".join(text(as_wipa.get(PAGE)).split())
    assert "The next 8 weeks" in page
    assert "5 people" in page
    assert "New cases a week: about 0.8 (0.6 to 1)" in page
    assert "Nobody more is needed to stay at 100% or less" in page
    last = re.findall(r'<th scope="row" class="nowrap">(Week [0-9]+)', page)[-1]
    assert f"<small>{last}, with nobody away</small>" in page
    assert "Cases come and close as they did in the last 26 weeks." in page
    assert page.count('<th scope="row" class="nowrap">Week ') == 8
    assert 'aria-label="Expected load by week' in page


def test_the_numbers_follow_from_what_was_seen(wipa, team, friday):
    found = forecast_actions.read(wipa, NOW).forecast
    assert (found.flow.opened, found.flow.closed, found.flow.person_weeks) == (20, 20, 130)
    assert (found.team.people, found.team.cases, found.team.case_points) == (5, 60, 90.0)
    assert found.team.capacity == 130.0


def test_the_look_is_noted_once_a_day_and_says_that_it_showed_nobody_alone(
    as_wipa, team, chiang_mai
):
    for _n in range(2):
        as_wipa.get(PAGE)
    noted = AccessEvent.objects.get()
    assert (noted.what, noted.unit) == (access_kinds.FORECAST, chiang_mai)


def test_planned_days_lower_the_capacity_of_their_week(wipa, team, friday):
    off = TimeOff.objects.create(
        person=team[0],
        organisation=team[0].organisation,
        kind="leave",
        first=monday(-2),
        last=monday(-2),
        planned_at=NOW,
    )
    DayOff.objects.create(person=team[0], time_off=off, day=monday(-2), share=Decimal("0.5"))
    found = forecast_actions.read(wipa, NOW).forecast
    # Week 50 has two holidays: 7 and 10 December.
    assert [round(room, 2) for room in found.team.capacities[:3]] == [130.0, 127.4, 78.0]


def test_a_long_absence_takes_its_days_from_each_week_and_once(wipa, team, friday):
    off = TimeOff.objects.create(
        person=team[0],
        organisation=team[0].organisation,
        kind="leave",
        first=monday(-2),
        last=monday(-2),
        planned_at=NOW,
    )
    DayOff.objects.create(person=team[0], time_off=off, day=monday(-2), share=Decimal("0.5"))
    make_absence(team[0], ends=monday(-2) + timedelta(days=1))
    found = forecast_actions.read(wipa, NOW).forecast.team
    assert (found.people, found.capacity) == (5, 130.0)
    assert [round(room, 1) for room in found.capacities[:3]] == [104.0, 119.6, 78.0]


@pytest.mark.parametrize("crew", [0, 1, 4])
def test_fewer_than_five_people_are_withheld(as_wipa, chiang_mai, crew):
    for person in make_workers(crew, chiang_mai):
        make_line(person, opened_at=moment(20))
    page = text(as_wipa.get(PAGE))
    assert "There are fewer than 5 people." in page
    assert "%" not in re.sub(r"<head>.*?</head>", "", page, flags=re.DOTALL).split("<main")[1]


@pytest.mark.parametrize(("more", "withheld"), [(0, True), (4, True), (5, False)])
def test_an_organisation_that_asks_for_ten_is_given_ten(as_wipa, team, chiang_mai, more, withheld):
    Organisation.objects.update(smallest_group=10)
    make_workers(more, chiang_mai)
    page = text(as_wipa.get(PAGE))
    assert ("There are fewer than 10 people." in page) is withheld
    assert ("New cases a week" in page) is not withheld


def test_without_eight_weeks_nothing_is_said(as_wipa, chiang_mai):
    for person in make_workers(5, chiang_mai):
        make_line(person, opened_at=moment(3))
    assert "Not enough weeks yet" in text(as_wipa.get(PAGE))


def test_people_of_another_organisation_play_no_part(wipa, team, noi, rest_house, friday):
    before = forecast_actions.read(wipa, NOW).forecast
    make_line(noi, count=99, opened_at=moment(20))
    make_line(make_worker(rest_house), count=99, opened_at=moment(10))
    assert forecast_actions.read(wipa, NOW).forecast == before


def drawn(*ends: tuple[float, float] | None) -> str:
    return LikelyPicture(
        bands(*ends), range(48, 48 + len(ends)), [False] * len(ends), "The load"
    ).draw()


def test_the_picture_marks_the_week_that_reaches_highest_and_its_limit():
    found = drawn((80, 100), (85, 120), (75, 95))
    assert found.count('class="likely"') == 1
    assert '<circle class="likely-worst" cx="50.00%" cy="16.4" r="6"/>' in found
    assert ">up to 120.0%</text>" in found
    assert re.findall(r">(\d+)%</text>", found) == ["80", "100", "120"]
    assert found.count('class="chart-limit"') == 1
    assert re.findall(r">(\d+)</text>", found) == ["48", "49", "50"]


def test_a_week_with_all_people_away_is_a_gap_in_the_picture():
    found = drawn((80, 100), None, (85, 95), (85, 95))
    assert found.count('class="likely"') == 2
    assert found.count(">–</text>") == 1
    assert "likely" not in drawn(None, None)


@pytest.mark.parametrize(
    ("ends", "anchor"), [([(0, 130), (0, 90)], "start"), ([(0, 90), (0, 130)], "end")]
)
def test_what_is_said_of_the_highest_week_stays_in_the_picture(ends, anchor):
    assert f'text-anchor="{anchor}">up to 130.0%' in drawn(*ends)


@pytest.mark.parametrize(
    ("more", "send", "statements"), [(0, True, 12), (1, True, 13), (20, True, 13), (20, False, 14)]
)
def test_the_page_costs_the_same_for_any_team(as_wipa, team, chiang_mai, more, send, statements):
    """With lines that all began lately one more asks whether any was over before.

    And one more of those who sent no week lately, whether their newest was sent alone.
    """
    for person in make_workers(more, chiang_mai):
        make_line(person, opened_at=moment(20))
        if send:
            make_week(person, WEEK)
    with CaptureQueriesContext(connection) as ran:
        as_wipa.get(PAGE)
    assert len(ran) == statements, [q["sql"][:90] for q in ran]


def test_a_year_of_a_hundred_people_is_read_in_a_second(chiang_mai):
    rows = [
        (n % 100, monday(52 - n % 50), None if n % 3 else monday(n % 20), 1) for n in range(5000)
    ]
    begun = {person: monday(53) for person in range(100)}
    forecast_frames.frame(rows[:5], begun, monday(26), 26)  # the library is loaded
    began = process_time()
    assert forecast_frames.flow(forecast_frames.frame(rows, begun, monday(26), 26)).weeks == 26
    assert process_time() - began < 1
