"""Addresses for which a mail server takes no mail: a mark on the person, until something changes.

While it is there, only mail about the safety of the account is tried.
"""

from datetime import date, datetime

from django.db.models import Q

from people.models import (
    UNTOLD_KINDS,
    Channel,
    OutgoingLetter,
    Person,
    RefusedAddress,
)
from people.weeks import today

from .catalogue import is_settable


def mark_refused(letter: OutgoingLetter, now: datetime) -> None:
    """Mark the address of a letter's person.

    Admins see it only if a letter came back of which they may know: the others are sent because of
    what a person answered, or did not.
    """
    told = OutgoingLetter.objects.filter(pk=letter.pk).told().exists()
    mark_address(letter.recipient, today(now), told=told)


def mark_address(person: Person | None, day: date, *, told: bool) -> None:
    """Mark an address; what admins see already stays with its day."""
    if person is None:
        return
    fresh = {"address": person.email, "since": day, "told": told}
    mark, new = RefusedAddress.objects.get_or_create(person=person, defaults=fresh)
    if not new and (mark.address != person.email or (told and not mark.told)):
        RefusedAddress.objects.filter(pk=mark.pk).update(**fresh)


def is_not_tried(letter: OutgoingLetter) -> bool:
    """Say whether a mail is not tried because its person's address is marked."""
    if letter.recipient is None:
        return False
    mark = getattr(letter.recipient, "refused_address", None)
    if mark is None or mark.address != letter.recipient.email or not is_settable(letter.kind):
        return False
    return mark.told or letter.kind in UNTOLD_KINDS


def not_held_back() -> Q:
    """Find the lines that wait for no marked address."""
    standing = RefusedAddress.objects.standing()
    marked = Q(recipient__in=standing.filter(told=True).values("person_id"))
    untold = Q(recipient__in=standing.filter(told=False).values("person_id"))
    untold &= Q(kind__in=UNTOLD_KINDS)
    return ~Q(channel=Channel.MAIL) | ~(marked | untold)
