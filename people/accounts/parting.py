"""What ends with a person's last role: their visits, and all that opens without a password.

The person can still sign in to their own record, certificates and passport. Each app adds what it
keeps.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from people.messages import notices
from people.models import CAME_IN, ApiToken, Membership, Organisation, Person, Role
from people.weeks import BANGKOK, today
from people.writing import links

DAY = timedelta(days=1)
LATELY = timedelta(days=30)
# What apps above `people` end: each adds a function of these people when it loads.
ENDS: list[Callable[[QuerySet[Person]], None]] = []


def end_all(person: Person) -> None:
    """End every visit, key and link of one person; those at other places of the account stay."""
    person.visits.all().delete()
    end_keys(Person.objects.filter(pk=person.pk))


def end_keys(people: QuerySet[Person]) -> None:
    """End everything that opens data of these people without their password."""
    ApiToken.objects.filter(person__in=people).delete()
    for end in ENDS:
        end(people)


def end_rows_of_accounts(people: QuerySet[Person], *kept: QuerySet) -> None:
    """Delete, of rows of accounts, those of these people, unless they work at another place."""
    chosen = list(people.values_list("pk", flat=True))
    of_account = Person.objects.filter(account=OuterRef("account"))
    elsewhere = of_account.exclude(pk__in=chosen).working(today(timezone.now()))
    for rows in kept:
        ended = rows.filter(Exists(of_account.filter(pk__in=chosen)))
        ended.exclude(Exists(elsewhere)).delete()


def end_if_over(person: Person, now: datetime) -> None:
    """End everything where the last role is already over."""
    if not person.memberships.lasting(today(now)).exists():
        end_all(person)


def sweep(now: datetime) -> None:
    """End everything for people with a last role that has ended since. Safe to repeat.

    A visit that began after the last day stays: the person began it for their own record.
    """
    over = Person.objects.without_role(today(now))
    end_keys(over)
    signed_in = over.filter(visits__isnull=False).annotate(last=Max("memberships__ends"))
    for person in signed_in:
        end = datetime.combine(person.last + DAY, time(), BANGKOK)
        person.visits.filter(since__lt=end).delete()


def tell_admins(now: datetime) -> None:
    """Tell the admins of an organisation once about each account that has no role any more.

    Only roles that ended lately count: the note that admins were told is deleted after a year.
    """
    day = today(now)
    for organisation in Organisation.objects.order_by("pk"):
        left = Person.objects.without_role(day).filter(organisation=organisation, is_active=True)
        offices = Membership.objects.on(day).filter(
            unit__organisation=organisation, unit__parent=None, role=Role.ADMIN
        )
        admins = set(offices.filter(**CAME_IN).values_list("person_id", flat=True))
        left = left.annotate(last=Max("memberships__ends")).filter(last__gte=day - LATELY)
        for person in left if admins else ():
            notices.keep_lines(
                admins,
                kind="without_role",
                key=f"{person.pk}:{person.last}",
                sentence=notices.NEWS,
                address=links.to("without_role"),
            )
