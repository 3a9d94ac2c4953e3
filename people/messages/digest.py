"""The digest of a week: on its first working day at eight, how much waits for each supervisor.

It holds counts and a link. No name is in it, no case, and nothing of what people answered.
"""

from datetime import datetime

from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from people.models import (
    CAME_IN,
    Membership,
    Organisation,
    OutgoingLetter,
    Role,
    SentOnce,
    is_away,
)
from people.pending.reading import PendingLine, read_pending
from people.weeks import BANGKOK, Week, today
from people.working_days import working_days_of
from people.writing import links

from . import outbox
from .choices import channels_by_person
from .day_scope import UNTIL_HOUR
from .letter_kinds import letter_kind
from .letters import LetterText
from .notices import written_to

KIND = "digest"
FROM_EIGHT = 8
SUBJECT = _("Kamlangjai: your week as a supervisor")
WAITING = _("This waits for you. Names and the rest are behind the sign-in:")


def is_digest_time(organisation: Organisation, now: datetime) -> bool:
    """Say whether the digest of an organisation may leave now: the first working day of a week."""
    day, days = today(now), working_days_of(organisation, today(now))
    by_day = FROM_EIGHT <= now.astimezone(BANGKOK).hour < UNTIL_HOUR
    return by_day and days.between(Week.of(day).monday, day) == [day]


def readers_of_digest(now: datetime) -> set[int]:
    """Find the supervisors with a digest that is due and was not posted, but those who are away."""
    open_now = [one.pk for one in Organisation.objects.all() if is_digest_time(one, now)]
    if not open_now:
        return set()
    day = today(now)
    leads = Membership.objects.on(day).filter(
        role=Role.SUPERVISOR, unit__organisation__in=open_now, **CAME_IN
    )
    had = SentOnce.objects.filter(kind=KIND, key=str(Week.of(day))).values("recipient_id")
    found = leads.exclude(is_away(day)).exclude(person__in=had)
    return set(found.values_list("person_id", flat=True))


@transaction.atomic
def post_digests(now: datetime) -> None:
    """Post the digest of this week to each supervisor by their channels, once."""
    people, about = sorted(readers_of_digest(now)), {"kind": KIND, "key": str(Week.of(today(now)))}
    SentOnce.objects.bulk_create(SentOnce(recipient_id=one, **about) for one in people)
    outbox.post(
        outbox.new_letter(recipient_id=one, channel=channel, **about)
        for one, channels in channels_by_person(people, KIND).items()
        for channel in channels
    )


@letter_kind(KIND)
def write_digest(letter: OutgoingLetter, now: datetime) -> LetterText | None:
    """Write what waits at the moment when it leaves; where nothing waits, nothing leaves.

    One that waited longer than its week leaves to the next: after weeks away there is one to read.
    """
    person, this_week = letter.recipient, str(Week.of(today(now)))
    if not person or Role.SUPERVISOR not in person.roles or letter.key < this_week:
        return None
    waiting = read_pending(person, now).lines
    return written_to(person, SUBJECT, body_of_digest(tuple(waiting))) if waiting else None


def counted_in_words(lines: tuple[PendingLine, ...]) -> str:
    """Write each kind of what waits with its count, and the page where all of it is."""
    listed = "\n".join(f"· {line.title}" for line in lines)
    return f"{WAITING}\n\n{listed}\n\n{links.to('home')}\n"


body_of_digest = lazy(counted_in_words, str)
