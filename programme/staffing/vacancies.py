"""Vacant posts and their age, so old and so many together that no place can be found."""

from dataclasses import dataclass
from datetime import date, datetime

from people.groups.rule import enough
from people.models import Person
from people.weeks import today
from programme.board.page import smallest_of
from programme.board.reading import read_facts
from programme.board.rows import judged_posts
from programme.members import door
from programme.models import SharedPart
from programme.rules.cover import LEAVES_AFTER, PostCover

DAYS_A_MONTH = 30


@dataclass(frozen=True)
class VacantPosts:
    """How many posts there were on a day, how many of them vacant, and the longest of these."""

    day: date
    posts: int
    vacant: int
    # In whole months; None where none is vacant.
    months: int | None


def read_vacancies(viewer: Person, *, now: datetime) -> VacantPosts | None:
    """Count the vacant posts as they were ninety days ago; None where there are too few posts.

    Those of the viewer's organisation, and for the office of a programme those of every member that
    shares its posts.
    """
    day = today(now) - LEAVES_AFTER
    with door.own_or_office(viewer, SharedPart.POSTS, now=now) as opened:
        rows = judged_posts(read_facts(door.without_names(opened), day))
    if not rows or not enough(len(rows), smallest_of(rows)):
        return None
    since = [row.since for row in rows if row.cover == PostCover.VACANT and row.since]
    longest = (day - min(since)).days // DAYS_A_MONTH if since else None
    return VacantPosts(day, len(rows), len(since), longest)
