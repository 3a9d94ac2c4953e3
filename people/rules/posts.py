"""The posts of a person: each membership with contracted hours, in one unit or in several."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from people.models import Membership


def most_hours_first(
    posts: Iterable["Membership"], ever: Iterable["Membership"] = ()
) -> list["Membership"]:
    """Order posts: the one with most hours is the home, and of equals the one that came first.

    A post that goes on with other hours is a new row, so the days come from all that there ever
    was in its unit. `MembershipQuerySet.homes` is the same order in the database.
    """
    held, known = list(posts), list(ever)
    return sorted(held, key=lambda one: (-one.contracted, first_there(one, known), one.pk or 0))


def first_there(post: "Membership", ever: Iterable["Membership"]) -> object:
    """Find the day from which the person has had hours in the unit of a post."""
    same = (one for one in ever if one.unit_id == post.unit_id and one.hours is not None)
    return min([post.starts, *(one.starts for one in same)])
