"""What a supervisor reads of a person with several posts: the parts of those they answer for."""

from collections.abc import Iterable, Sequence
from copy import copy
from decimal import Decimal

from people.models import MAY, Membership, Person
from people.rules.posts import home_first
from workload.models import FlagStep, LevelChoice, WorkWeek
from workload.policies import actions as policies
from workload.rules import load as load_rules
from workload.rules import parts
from workload.rules.parts import PostPart, PostsSeen

OWN = PostsSeen(frozenset(), frozenset(), None, own=True)


def posts_seen(viewer: Person, person: Person, *, asked: bool = False) -> PostsSeen:
    """Say which of a person's posts a viewer sees today; no statement of its own."""
    if viewer.pk == person.pk:
        return OWN
    return seen_among(viewer, person.posts_answered, asked=asked, helps=helps_under(viewer, person))


def helps_under(viewer: Person, person: Person) -> bool:
    """Say whether a person works under a viewer without hours and has posts; no statement.

    Where none of the posts is under the viewer, they read what is on the person and no cases.
    """
    held = (one for one in person.current_memberships if one.hours is None)
    return bool(person.posts) and any(viewer.charge.holds(one.unit_id, one.role) for one in held)


def seen_among(
    viewer: Person, posts: Sequence[tuple[int, str]], *, asked: bool = False, helps: bool = False
) -> PostsSeen:
    """Say which posts a viewer sees, of units and roles in the order of hours, the home first.

    A viewer who answers for none of them was asked to look at the person's flag, or leads a unit
    where the person `helps` without hours: of the home these see the load, and neither its cases
    nor its flag. An only post that no supervisor answers for, as that of a trainer, they read.
    """
    home, charge = posts[0][0] if posts else None, viewer.charge
    every = frozenset(unit for unit, _role in posts)
    helps_beside = helps and bool(posts) and posts[0][1] in MAY.carry_load
    seen = {one[0] for one in posts if charge.holds(*one)}
    return PostsSeen(
        posts=every,
        seen=frozenset(seen or ([] if home is None else [home])),
        home=home,
        led=charge.posts_held,
        asked=asked,
        beside=not (asked or seen) and (len(posts) > 1 or helps_beside),
    )


def posts_in_order(posts: Iterable[Membership]) -> list[Membership]:
    """Order a person's posts, read with their first days: the home first."""
    return sorted(posts, key=lambda one: home_first(one.hours, vars(one)["first_day"], one.pk))


def seen_weeks(weeks: Iterable[WorkWeek], sight: PostsSeen) -> list[WorkWeek]:
    """Read weeks as far as a viewer sees them; one of which they see nothing is left out."""
    return [seen for week in weeks if (seen := seen_week(week, sight)) is not None]


def seen_week(week: WorkWeek, sight: PostsSeen) -> WorkWeek | None:
    """Read a week as a viewer sees it: whole, or as the sum of some of its parts.

    Of the whole a part says the level, in `together`, and nothing else: no hours worked, no nights
    and no reasons but the part's load. A part is for reading and is never saved.
    """
    kept = [PostPart.read(one) for one in week.parts]
    units = parts.units_seen(sight, {one.unit: one.role for one in kept}, week.unit_id)
    if units is None:
        return without_cases(week) if sight.beside else week
    if not units:
        return None
    chosen = [one for one in kept if one.unit in units]
    policy = policies.named(chosen[0].policy)
    part = as_part(week, parts.add_parts(chosen, policy), set(units), policy)
    return without_cases(part) if sight.beside else part


def without_cases(week: WorkWeek) -> WorkWeek:
    """Make a copy of a week that holds its load; its cases and what gave reason are elsewhere."""
    seen = copy(week)
    seen.pk, seen.is_part = None, True
    seen.hours = None  # type: ignore[assignment]
    seen.court_days, seen.material_minutes = 0, 0
    seen.corrected_at, seen.sealed_correction = None, b""
    seen.reasons, seen.lines = [], []
    return seen


def as_part(week: WorkWeek, part: PostPart, units: set[int], policy: load_rules.Policy) -> WorkWeek:
    """Make a copy of a week that holds a part's figures."""
    seen = copy(week)
    seen.pk, seen.is_part, seen.together = None, True, week.flag_level
    seen.contracted_hours, seen.case_count = part.hours, part.cases
    seen.case_points, seen.night_points = part.case_points, part.night_points
    seen.supervision_points, seen.capacity = part.supervision_points, part.capacity
    seen.percent, seen.level, seen.policy = part.percent, part.level, part.policy
    seen.usual_capacity, seen.usual_percent = part.usual_capacity, part.usual_percent
    seen.usual_level = part.usual_level
    # A copy that is read and never saved: a part has nights in parts, and no hours of its own.
    seen.nights = part.night_points / policy.night if policy.night else Decimal()  # type: ignore[assignment]
    seen.hours = None  # type: ignore[assignment]
    seen.court_days, seen.material_minutes = 0, 0
    seen.corrected_at, seen.sealed_correction = None, b""
    seen.reasons, seen.parts = [], []
    if "lines" not in week.get_deferred_fields():
        found = [line for line in week.lines if line.get("unit") in units]
        seen.lines = found if part.policy == week.policy else weighed_again(found, policy)
    return seen


def weighed_again(lines: list[dict], policy: load_rules.Policy) -> list[dict]:
    """Weigh lines by the policy over their own unit: the whole was judged by the home's."""
    found = []
    for line in lines:
        rule = load_rules.kept_line(line)
        weight, points = load_rules.weight(rule, policy), load_rules.points(rule, policy)
        found.append(line | {"weight": str(weight), "points": str(points)})
    return found


def had_several_posts(person: Person) -> bool:
    """Say whether a person has had hours in several units, at once or one after the other."""
    held = {one.unit_id for one in person.every_membership if one.hours is not None}
    return len(held) > 1


def without_figures(steps: Iterable[FlagStep], person: Person, seen: Iterable[WorkWeek]) -> None:
    """Take out of a flag's steps the percentages of weeks that the viewer does not see whole.

    `seen` are weeks as they are seen. Of an older week it is not known: of a person who has had
    hours in several units it may have been a part.
    """
    parts, several = {week.week: week.is_part for week in seen}, had_several_posts(person)
    for step in steps:
        if step.week and parts.get(step.week, several):
            step.percent = None


def level_together(week: WorkWeek | None) -> LevelChoice | None:
    """The level of all posts together, for a viewer who sees a part; None where it is the whole."""
    together = week.together if week else ""
    return LevelChoice(together) if together else None
