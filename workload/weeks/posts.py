"""A week of a person with several posts: to which each case belongs, and what each comes to."""

from decimal import Decimal
from typing import Any

from people.models import Membership, Person
from people.weeks import OPENS_AFTER, Week
from workload.models import CaseloadLine, LevelChoice
from workload.policies import actions as policies
from workload.rules import load as load_rules
from workload.rules import parts

from .caseloads import LineData


def hours_in(person: Person, week: Week) -> Decimal | None:
    """The contracted hours of a week, of all posts together; None for people without any."""
    hours = [hours_of_post(person, post, week) for post in person.posts]
    return sum(hours, Decimal()) if hours else None


def hours_of_post(person: Person, post: Membership, week: Week) -> Decimal:
    """The contracted hours that a post had on the Thursday of a week, on which the week opens.

    So a week that is sent on Monday is not weighed by hours that begin with that Monday. A post
    that began since has those of today.
    """
    thursday = week.monday + OPENS_AFTER
    held = (m for m in person.every_membership if m.unit_id == post.unit_id)
    then = (m for m in held if m.hours is not None and m.holds_on(thursday))
    return next(then, post).contracted


def parts_of(
    person: Person, week: Week, lines: list[CaseloadLine], of_person: dict[str, Any]
) -> list[dict[str, Any]]:
    """Judge what each post of a person comes to, for a week to keep; nothing where there is one."""
    if len(person.posts) < 2:
        return []
    posts = posts_of_week(person, week, [(line.unit_id, line.rule) for line in lines])
    found = parts.divided(posts, **of_person)
    of_posts = zip(person.posts, posts, found, strict=True)
    return [parts.part_of(one.unit_id, post, load, one.role).kept for one, post, load in of_posts]


def told(
    person: Person, week: Week, lines: list[LineData], of_person: dict[str, Any]
) -> list[tuple[str, load_rules.Load, LevelChoice | None]]:
    """Say what each post comes to as it stands on the page, by its unit; nothing for one post."""
    if len(person.posts) < 2:
        return []
    posts = posts_of_week(person, week, [(unit_of(person, one), one.rule) for one in lines])
    found = []
    for of_unit, post, load in zip(
        person.posts, posts, parts.divided(posts, **of_person), strict=True
    ):
        level = load_rules.level(load.usual_percent, post.policy)
        found.append((str(of_unit.unit), load, LevelChoice(level) if level else None))
    return found


def posts_of_week(
    person: Person, week: Week, lines: list[tuple[int | None, load_rules.CaseLine]]
) -> list[parts.PostOfWeek]:
    """Give each post its hours, its lines and the policy over its unit, the home first."""
    return [
        parts.PostOfWeek(
            hours_of_post(person, post, week),
            tuple(rule for unit, rule in lines if unit == post.unit_id),
            policies.judging(post.unit, week),
        )
        for post in person.posts
    ]


def usual_unit(person: Person, line: LineData) -> str:
    """Say to which unit a line belongs that names none: the oldest post, or for a new one the home.

    Only for people with several posts.
    """
    post = person.first_post if line.id else person.home
    return str(post.unit.public_id) if post else ""


def unit_of(person: Person, line: LineData) -> int | None:
    """Find the unit of the post that a line on the page belongs to."""
    wanted = str(line.unit or "")
    units = {str(post.unit.public_id): post.unit_id for post in person.posts}
    return units.get(wanted) or units.get(usual_unit(person, line))


def choices(person: Person, line: LineData) -> dict[str, Any]:
    """Write the units that a line can belong to, and its own; nothing for one post."""
    if len(person.posts) < 2:
        return {}
    units = tuple((str(post.unit.public_id), str(post.unit)) for post in person.posts)
    typed = str(line.unit or "")
    known = typed in {public_id for public_id, _name in units}
    return {"posts": units, "unit": typed if known else usual_unit(person, line)}
