"""Years of service, noticed by a job: they are their person's to share or to keep."""

from collections import defaultdict
from datetime import date

from django.db import transaction

from people.models import Membership, Person

from . import service
from .models import Award


@transaction.atomic
def suggest(*, day: date) -> list[Award]:
    """Write down who reached 1, 3, 5 or 10 years in the last days; a second time adds nothing.

    Gives all that are news and still without an answer, so that who was not told yet is.
    """
    reached = {
        (person, years)
        for person, begin in here_since(day).items()
        if (years := service.reached(begin, day))
    }
    there = Award.objects.filter(person__in={pk for pk, _years in reached}, years__isnull=False)
    known = set(there.values_list("person_id", "years"))
    people = Person.objects.in_bulk([pk for pk, _years in reached - known])
    Award.objects.bulk_create(
        (
            Award(
                person=people[pk],
                organisation_id=people[pk].organisation_id,
                years=years,
                given_on=day,
            )
            for pk, years in sorted(reached - known)
        ),
        # Two workers at once: the second one's rows are there already.
        ignore_conflicts=True,
    )
    fresh = Award.objects.filter(years__isnull=False, given_on__gt=day - service.NEWS_FOR)
    return list(fresh.filter(audience="", declined_at=None).order_by("pk"))


def here_since(day: date) -> dict[int, date]:
    """Find since when everybody is here without a break, of those who are here on a day."""
    spans: dict[int, list[service.Span]] = defaultdict(list)
    held = Membership.objects.filter(starts__lte=day, person__is_active=True)
    for person, first, last in held.values_list("person_id", "starts", "ends"):
        spans[person].append((first, last))
    found = {person: service.since(theirs, day) for person, theirs in spans.items()}
    return {person: begin for person, begin in found.items() if begin}
