from datetime import date

import pytest

from people.groups.turnover import CalendarHalf
from people.rules.year_parts import DAY, YearPart
from programme.rules.quarters import CalendarQuarter


@pytest.mark.parametrize(("kind", "months"), [(CalendarHalf, 6), (CalendarQuarter, 3)])
def test_parts_of_a_year_follow_each_other_without_a_gap(kind: type[YearPart], months):
    part = kind.of(date(2023, 12, 31))
    for _part in range(3 * 12 // months):
        assert part.after.before == part
        assert part.last + DAY == part.after.first
        assert kind.of(part.first) == kind.of(part.last) == part
        assert part < part.after
        part = part.after
    assert part.last == date(2026, 12, 31)
    assert part.number == 12 // months


@pytest.mark.parametrize("kind", [CalendarHalf, CalendarQuarter])
@pytest.mark.parametrize("day", [date(2026, 1, 2), date(2026, 2, 1)])
def test_a_part_begins_on_the_first_day_of_its_first_month(kind, day):
    with pytest.raises(ValueError, match="begins on"):
        kind(day)


def test_a_half_year_is_no_quarter():
    assert CalendarHalf(date(2026, 1, 1)) != CalendarQuarter(date(2026, 1, 1))
