"""Which people to remind that a certificate will end, and of which step."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from people.models import CAME_IN, Membership, SentOnce
from training.models import Certificate, Exemption
from training.rules.certificates import REMIND_AT, reminder_step


class Reminder(NamedTuple):
    """Something of a person's ends on a day, and how many days before they are told."""

    person_id: int
    expires_on: date
    step: int


def kind_of(step: int) -> str:
    """Name a step where it is kept what was sent; the key beside it is the day of the end."""
    return f"renew-{step}"


def waiting(day: date, only: int | None = None) -> set[Reminder]:
    """Find what people are to be reminded of on a day and have not been; two statements.

    Left out: people who are exempt, and people who no longer belong to any unit.
    """
    ending = ends_within(day, max(REMIND_AT))
    told = SentOnce.objects.filter(kind__in=map(kind_of, REMIND_AT), key__gte=day.isoformat())
    if only is not None:
        ending, told = ending.filter(person=only), told.filter(recipient=only)
    found = {
        Reminder(person, ends, step)
        for person, ends in ending.values_list("person_id", "expires_on")
        if ends and (step := reminder_step(ends, day)) is not None
    }
    done = set(told.values_list("recipient_id", "kind", "key"))
    return {
        one
        for one in found
        if (one.person_id, kind_of(one.step), one.expires_on.isoformat()) not in done
    }


def ends_within(day: date, days: int) -> QuerySet[Certificate]:
    """The current certificates that end in so many days, of people who belong somewhere.

    Those of people on a long absence are reminded of when they are back.
    """
    here = Membership.objects.present_on(day).filter(person=OuterRef("person"))
    excused = Exemption.objects.on(day).filter(person=OuterRef("person"), type=OuterRef("type"))
    return Certificate.objects.current().filter(
        ~Exists(excused),
        Exists(here),
        expires_on__range=(day, day + timedelta(days=days)),
        **CAME_IN,
    )
