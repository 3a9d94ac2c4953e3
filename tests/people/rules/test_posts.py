"""The order of a person's posts: the home has most hours, and of equals it is what came first."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from people.rules.posts import most_hours_first


class Held(NamedTuple):
    """A post, or a membership without hours."""

    pk: int
    unit_id: int
    starts: date
    hours: Decimal | None

    @property
    def contracted(self):
        return self.hours or Decimal()


def held(pk, unit, starts, hours):
    return Held(pk, unit, date.fromisoformat(starts), hours and Decimal(hours))


NEAR = held(1, 10, "2025-01-01", 20)
FAR = held(2, 20, "2026-06-01", 20)


@pytest.mark.parametrize(
    ("posts", "ever", "home"),
    [
        ([NEAR, FAR], (), NEAR),
        ([FAR, NEAR], (), NEAR),
        ([NEAR, FAR._replace(hours=Decimal("20.5"))], (), FAR),
        ([NEAR, FAR._replace(hours=None)], (), NEAR),
        # Other hours are a new row: what counts is since when there were any in the unit.
        ([NEAR, FAR], [held(3, 20, "2024-12-31", 8)], FAR),
        ([NEAR, FAR], [held(3, 20, "2025-01-01", 8)], NEAR),
        ([NEAR, FAR], [held(3, 20, "2024-12-31", None)], NEAR),
        ([NEAR, FAR], [held(3, 30, "2024-12-31", 8)], NEAR),
        # Begun on one day: the row that was written first.
        ([FAR._replace(starts=NEAR.starts), NEAR], (), NEAR),
    ],
)
def test_the_home_is_where_most_hours_are_and_of_equals_what_came_first(posts, ever, home):
    assert most_hours_first(posts, [*posts, *ever])[0].pk == home.pk
