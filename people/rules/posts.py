"""The order of a person's posts: each has contracted hours, in one unit or in several."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol


class Post(Protocol):
    """What orders a post: its hours, and from when they were in its unit."""

    @property
    def pk(self) -> int | None:
        """The number of its row."""
        ...

    @property
    def unit_id(self) -> int:
        """The unit."""
        ...

    @property
    def starts(self) -> date:
        """The first day."""
        ...

    @property
    def hours(self) -> Decimal | None:
        """The contracted hours a week; nothing where it is no post."""
        ...

    @property
    def contracted(self) -> Decimal:
        """The same hours; none count as zero."""
        ...


def home_first(
    hours: Decimal | None, first_day: date | None, pk: int | None
) -> tuple[Decimal, date, int]:
    """Order posts: by most hours, of equals by the first day in the unit, and by their rows."""
    return (-(hours or Decimal()), first_day or date.max, pk or 0)


def most_hours_first[P: Post](posts: Iterable[P], ever: Iterable[P] = ()) -> list[P]:
    """Order posts: the one with most hours is the home, and of equals the one that came first.

    A post that goes on with other hours is a new row, so the days come from all that there ever
    was in its unit. `MembershipQuerySet.homes` is the same order in the database.
    """
    held, known = list(posts), list(ever)
    return sorted(held, key=lambda one: home_first(one.hours, first_there(one, known), one.pk))


def first_there[P: Post](post: P, ever: Iterable[P]) -> date:
    """Find the day from which the person has had hours in the unit of a post."""
    same = (one for one in ever if one.unit_id == post.unit_id and one.hours is not None)
    return min([post.starts, *(one.starts for one in same)])
