"""Years of service and new certificates, noticed by a job: their person's to share or to keep."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from people.models import CAME_IN, Membership, Person
from training.models import Award, Certificate, Requirement, VolunteerTerms
from training.requirements import needs
from training.rules import milestones as milestone_rules
from training.rules import tenure
from training.rules.milestones import First


@transaction.atomic
def suggest(*, day: date) -> list[Award]:
    """Write down who reached 1, 3, 5 or 10 years in the last days; a second time adds nothing.

    Gives all that are news and still without an answer, so that who was not told yet is.
    """
    reached = {
        (person, years)
        for person, begin in here_since(day).items()
        if (years := tenure.reached(begin, day))
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
    fresh = Award.objects.filter(years__isnull=False, given_on__gt=day - tenure.NEWS_FOR)
    return list(fresh.filter(audience="", declined_at=None).order_by("pk"))


def here_since(day: date) -> dict[int, date]:
    """Find since when each person is here without a break, of those who are here on a day."""
    spans: dict[int, list[tenure.Span]] = defaultdict(list)
    held = Membership.objects.filter(starts__lte=day, **CAME_IN)
    for person, first, last in held.values_list("person_id", "starts", "ends"):
        spans[person].append((first, last))
    found = {person: tenure.since(theirs, day) for person, theirs in spans.items()}
    return {person: begin for person, begin in found.items() if begin}


@transaction.atomic
def suggest_certified(*, day: date) -> list[Award]:
    """Write down the people with a new certificate that is a milestone; a second time adds nothing.

    It is the first of its type, not a renewal, and of the last days: years of certificates are no
    news. A person has no two of these within 31 days. Gives those that were written on this day.
    """
    new = newly_certified(day)
    theirs: dict[Person, list[First]] = defaultdict(list)
    for one in new.select_related("person").order_by("person_id", "pk"):
        theirs[one.person].append(First(one.issued_on, one.pk, one.type_id))
    asked, held = asked_of(theirs, day), held_by(theirs, day)
    Award.objects.bulk_create(
        (
            Award(
                person=person,
                organisation_id=person.organisation_id,
                given_on=day,
                **milestone_rules.choose(
                    mine, asked=asked[person.pk], held=held[person.pk]
                )._asdict(),
            )
            for person, mine in theirs.items()
        ),
        # Two workers at once: the second one's rows are there already.
        ignore_conflicts=True,
    )
    return list(Award.objects.filter(certificate__isnull=False, given_on=day).order_by("pk"))


def newly_certified(day: date) -> QuerySet[Certificate]:
    """Find first certificates of their type, of people who are here and were not told lately."""
    since = day - tenure.NEWS_FOR
    same = Certificate.objects.filter(person=OuterRef("person"), type=OuterRef("type"))
    # The newest of its type is the good one, so that any other is an earlier one.
    earlier = same.filter(revoked_at=None).exclude(pk=OuterRef("pk"))
    told = Award.objects.filter(certificate__isnull=False, given_on__gt=since)
    fresh = Certificate.objects.good(day).filter(issued_on__gt=since, issued_on__lte=day)
    return fresh.filter(
        ~Exists(earlier),
        # A clearance shows that nothing stands against a volunteer; it is not an achievement.
        ~Exists(VolunteerTerms.objects.filter(clearance=OuterRef("type"))),
        ~Exists(told.filter(person=OuterRef("person"))),
        Exists(Membership.objects.on(day).filter(person=OuterRef("person"))),
        **CAME_IN,
    )


def asked_of(people: Collection[Person], day: date) -> dict[int, set[int]]:
    """Read what is asked of these people, unless they once had it all; three statements."""
    asked: dict[int, needs.AskedCertificates] = defaultdict(needs.AskedCertificates)
    for one in Requirement.objects.select_related("type"):
        asked[one.organisation_id].add(one)
    # It is said once: a person who changes jobs does not begin to collect.
    told = Award.objects.filter(complete=True, person__in=people)
    before = set(told.values_list("person_id", flat=True))
    memberships = needs.memberships_of([one.pk for one in people], day)
    return {
        one.pk: set() if one.pk in before else asked[one.organisation_id].of(memberships[one.pk])
        for one in people
    }


def held_by(people: Collection[Person], day: date) -> dict[int, set[int]]:
    """Read which types these people hold; one statement."""
    found: dict[int, set[int]] = defaultdict(set)
    good = Certificate.objects.good(day).filter(person__in=people)
    for person, kind in good.values_list("person_id", "type_id"):
        found[person].add(kind)
    return found
