"""Count what the pages of large offices tell, once a night, so that they open as small ones.

It is counted by what counts at once in a small office, as the first viewer of a reach sees it.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from django.db import transaction

from people.each_organisation import each_by_itself
from people.models import MAY, Membership, Organisation, Person, Role
from people.weeks import today
from training.counts.actions import COUNTED_FROM
from training.models import OfficeCount
from training.models.counts import HOME, name_of_reach
from training.sessions import home
from training.year import actions as year
from training.year import counted as counted_years

# The year that runs, and those before it that are looked up; older ones are counted when opened.
YEARS = 5


def count_all(now: datetime) -> None:
    """Count for every organisation that is large enough; of one that became small they go."""
    each_by_itself(partial(count, now=now), "Offices could not be counted")


def count(organisation: Organisation, *, now: datetime) -> int:
    """Count for the large offices of an organisation anew; return how many counts there are.

    It is counted before the rows are held, so that no one waits for it meanwhile.
    """
    is_large = Person.objects.filter(organisation=organisation).count() >= COUNTED_FROM
    made = list(counted(organisation, now)) if is_large else []
    with transaction.atomic():
        # Of two jobs at once the second waits here, and its counts stay.
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        OfficeCount.objects.filter(organisation=organisation).delete()
        OfficeCount.objects.bulk_create(made)
    return len(made)


def counted(organisation: Organisation, now: datetime) -> Iterator[OfficeCount]:
    """Count each part for each large office."""
    day = today(now)

    def kept(part: str, reach: str, figures: object) -> OfficeCount:
        return OfficeCount(
            organisation=organisation, part=part, reach=reach, figures=figures, counted_at=now
        )

    for reach, viewer in offices(organisation, day, Role.TRAINER):
        yield kept(HOME, reach, home.figures_of(home.count_now(viewer, day)))
    for reach, viewer in offices(organisation, day, *MAY.see_training_reports):
        for back in range(YEARS):
            found = year.read(viewer, year.year_of(day) - back, day)
            yield kept(counted_years.part_of(found.name), reach, counted_years.figures_of(found))


def offices(organisation: Organisation, day: date, *roles: Role) -> Iterator[tuple[str, Person]]:
    """Find the reach of each large office of these roles, with one who has it."""
    held = Membership.objects.on(day).filter(unit__organisation=organisation, role__in=roles)
    known = set()
    people = Person.objects.filter(pk__in=held.values("person_id"), is_active=True)
    for viewer in people.order_by("pk"):
        viewer.today = day
        reach = name_of_reach(viewer, *roles)
        if reach in known:
            continue
        known.add(reach)
        if Person.objects.in_office_of(viewer, *roles).count() >= COUNTED_FROM:
            yield reach, viewer
