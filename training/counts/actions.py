"""Find what was counted at night of an office of many people."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from people.models import Person, Role
from people.statements import written_once
from training.models import OfficeCount
from training.models.counts import name_of_reach

# From so many people in an office on its pages show the counts of the night.
COUNTED_FROM = 1_000
# Counts that are older are not shown: the page counts at once, however long that takes.
LASTS = timedelta(hours=36)


def find_counts(viewer: Person, part: str, *roles: Role, now: datetime) -> OfficeCount | None:
    """Find what was counted of a viewer's office in these roles; one statement.

    None where it must be counted now: in a small office, before the first night, when the counts
    are old, and after a role or a unit has changed so that others are in reach.
    """
    if not (reach := name_of_reach(viewer, *roles)):
        return None
    found = counts_of(
        organisation=viewer.organisation_id, part=part, reach=reach, since=now - LASTS
    )
    return next(iter(found), None)


@written_once
def counts_of(organisation: int, part: str, reach: str, since: datetime) -> QuerySet[OfficeCount]:
    """Read the counts of one part and reach, where they are fresh."""
    kept = OfficeCount.objects.since(since)
    return kept.filter(organisation_id=organisation, part=part, reach=reach)
