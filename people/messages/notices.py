"""Post a message at most once: neutral words, a link, no name and no figure.

What a person asked for, or a colleague did, is told at once. What the product starts by itself
waits for one mail a person and day, by day and on a working day of the organisation.
"""

import enum
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as in_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from people.models import Organisation, OutgoingLetter, Person, SentOnce, WaitingLine
from people.models.messages.message import OF_THE_DAY
from people.product_modules import notice_is_open
from people.statements import written_once
from people.weeks import today
from people.writing import links

from . import outbox
from .catalogue import WEEK, kinds_under, topic_of
from .choices import (
    MessageWish,
    chosen_by,
    message_choices_of,
    wish_unless_told,
    wishes_of,
)
from .day_scope import DayScope, day_scope, writes_now
from .letter_kinds import NOTICE, Lines, NotNowError, drop_closed, letter_kind
from .letters import TO_AN_ACCOUNT, LetterText
from .refused import not_held_back

# A mail of the day that may not leave now asks again after this.
AGAIN = timedelta(minutes=10)
# Of what is kept as it stands in the source.
translated_later = lazy(in_language, str)
SOMETHING_TO_READ = _("Kamlangjai: there is something to read")
NEWS = _("There is news for you. Please look when you have a moment:")


class Start(enum.StrEnum):
    """Who started a message: a person who asked or did something, or the product by itself."""

    ASKED = "asked"
    OWN = "own"


# Longer than any message may be due again: certificates are reminded of 90 days before their end.
KEPT_FOR = timedelta(days=365)


def post_once(
    *,
    recipient: Person,
    kind: str,
    key: str,
    subject: object = "",
    sentence: object = "",
    page: str = "",
) -> bool:
    """Put a letter to a person into the outbox unless this key went there before; say whether.

    One for each channel that they chose for it. All rows come in one transaction, so a job that is
    killed posts nothing twice; of two jobs at once one posts.
    """
    once = {"recipient": recipient, "kind": kind, "key": key}
    if not (wish := wish_unless_told(recipient, kind, key)):
        return False
    with override(None):  # as it stands in the source
        words = {"subject": str(subject), "sentence": str(sentence)}
    try:
        with transaction.atomic():
            SentOnce.objects.create(**once)
            tell([(recipient, wish)], {"kind": kind, "key": key, "page": page} | words)
    except IntegrityError:
        if SentOnce.objects.filter(**once).exists():
            return False
        raise
    return True


def tell(wishes: Iterable[tuple[Person, MessageWish]], about: dict[str, str]) -> None:
    """Post letters by the channels that each person chose, or keep lines of their day's message."""
    letters, lines = [], []
    line = {"kind": about["kind"], "key": about["key"], "sentence": about["sentence"]}
    for person, wish in wishes:
        for channel in wish.channels:
            to = {"recipient": person, "channel": channel}
            if wish.collected:
                lines.append(WaitingLine(**to, **line, address=about["page"]))
            else:
                letters.append(outbox.new_letter(**to, **about))
    if lines:
        WaitingLine.objects.bulk_create(lines)
    outbox.post(letters)


@letter_kind(NOTICE)
def write_notice(letter: OutgoingLetter, now: datetime) -> LetterText | None:
    """Write a sentence and the page to which it leads, in the recipient's own language."""
    if not letter.recipient:
        return None
    body = leading_to(translated_later(letter.sentence), letter.page)
    return written_to(letter.recipient, translated_later(letter.subject), body)


def written_to(
    person: Person, subject: object, body: object, why: object = TO_AN_ACCOUNT
) -> LetterText:
    """Write to a person in their own language, by the name that colleagues use.

    Who has no address gets no mail of it, and reads it on the pages, where it stands too.
    """
    return LetterText(person.email, subject, body, [person.language], why, person)


def tell_person(
    recipient: Person,
    kind: str,
    key: str,
    page: str,
    *args: object,
    sentence: object = NEWS,
    subject: object = SOMETHING_TO_READ,
    start: Start = Start.ASKED,
) -> bool:
    """Say once that there is something to read on a page; never what, and never about which person.

    What the product starts by itself waits as a line of the day's mail. Say whether it is new.
    Nothing is said of a module that the recipient's organisation switched off.
    """
    if not notice_is_open(kind, recipient):
        return False
    if start is Start.OWN:
        address = links.to(page, *args)
        line = keep_lines([recipient.pk], kind=kind, key=key, sentence=sentence, address=address)
        return bool(line)
    return post_once(
        recipient=recipient,
        kind=kind,
        key=key,
        subject=subject,
        sentence=sentence,
        page=links.to(page, *args),
    )


def tell_people(recipients: Iterable[Person], *, kind: str, key: str, page: str) -> None:
    """Say to some people at once that there is something to read; a key that is new to each.

    Three statements for any number of people, who are of one organisation.
    """
    if not (told := [one for one in recipients if notice_is_open(kind, one)]):
        return
    SentOnce.objects.bulk_create(SentOnce(recipient=one, kind=kind, key=key) for one in told)
    with override(None):  # as it stands in the source
        about = {"subject": str(SOMETHING_TO_READ), "sentence": str(NEWS), "page": links.to(page)}
    wishes = wishes_of([one.pk for one in told], kind)
    tell(((one, wishes[one.pk]) for one in told), {"kind": kind, "key": key, **about})


@transaction.atomic
def keep_lines(
    people: Iterable[int], *, kind: str, key: str, sentence: object, address: str
) -> set[int]:
    """Keep a line for each of these people who were not told yet; say who. Four statements.

    One for each channel that a person chose for it.
    """
    about = {"kind": kind, "key": key}
    told = SentOnce.objects.filter(recipient=OuterRef("pk"), **about)
    untold = Person.objects.filter(~Exists(told), pk__in=list(people))
    new = chosen_by(untold, topic_of(kind))
    SentOnce.objects.bulk_create(SentOnce(recipient_id=one, **about) for one in sorted(new))
    with override(None):  # as it stands in the source
        about |= {"sentence": str(sentence), "address": address}
    WaitingLine.objects.bulk_create(
        WaitingLine(recipient_id=one, channel=channel, **about)
        for one in sorted(new)
        for channel in new[one]
    )
    return set(new)


def take_notice_back(recipient: Person, *kinds: str, keys: Iterable[str] | None = None) -> None:
    """Take back lines that still wait: what they ask for was done, or is not wanted any more."""
    found = lines_waiting(recipient=recipient.pk, kinds=list(kinds))
    taken = [line for line, key in found if keys is None or key in {*keys}]
    if taken:
        WaitingLine.objects.filter(pk__in=taken).delete()
        drop_empty(recipient)


@written_once
def lines_waiting(recipient: int, kinds: list[str]) -> QuerySet[WaitingLine, tuple]:
    """Find a person's lines of some kinds, each with its key."""
    lines = WaitingLine.objects.filter(recipient=recipient, kind__in=kinds)
    return lines.values_list("pk", "key")


def drop_empty(recipient: Person) -> None:
    """Drop the letters of the day that wait and have nothing to say any more."""
    waiting = OutgoingLetter.objects.filter(
        recipient=recipient, kind=OF_THE_DAY, state=OutgoingLetter.State.WAITING
    )
    of_letter = Q(letter=OuterRef("pk")) | Q(letter=None, channel=OuterRef("channel"))
    lines = WaitingLine.objects.filter(of_letter, recipient=recipient)
    for letter in waiting.exclude(Exists(lines)):
        letter.delete()
        SentOnce.objects.filter(recipient=recipient, kind=OF_THE_DAY, key=letter.key).delete()


def due(now: datetime) -> list[tuple[int, str]]:
    """Find the people with lines that may leave now, by channel; two statements.

    Left out is who had a letter of this channel today. A person who has left gets none: the page is
    not theirs any more. A letter of the day that still waits takes the new lines along.
    """
    day = today(now)
    same = {"recipient": OuterRef("recipient"), "kind": OF_THE_DAY}
    key = Concat(Value(f"{day} "), OuterRef("channel"))
    had = SentOnce.objects.filter(**same, key=key)
    waits = OutgoingLetter.objects.filter(**same, channel=OuterRef("channel")).waiting()
    lines = WaitingLine.objects.filter(letter=None, recipient__in=Person.objects.belonging(day))
    lines = lines.filter(not_held_back()).exclude(Exists(had)).exclude(Exists(waits))
    columns = ("recipient_id", "channel", "recipient__organisation_id")
    asks = ExpressionWrapper(Q(kind__in=kinds_under(WEEK)), BooleanField())
    own = "recipient__message_choices__week_day"
    rows = lines.annotate(asks=asks).values_list(*columns, own, "asks").distinct()
    open_now = {one.pk: writes_now(one, now) for one in Organisation.objects.all()}
    found = {
        (one, channel)
        for one, channel, home, week_day, asks in rows
        if day_scope(open_now[home], week_day, now).takes(asks=asks)
    }
    return sorted(found)


@transaction.atomic
def post_lines(now: datetime) -> None:
    """Post a letter of the day for each person and channel with waiting lines; five statements."""
    people, day = due(now), today(now)
    noted = [
        SentOnce(recipient_id=one, kind=OF_THE_DAY, key=f"{day} {channel}")
        for one, channel in people
    ]
    SentOnce.objects.bulk_create(noted)
    about = {"kind": OF_THE_DAY}
    outbox.post(
        outbox.new_letter(recipient_id=one, channel=channel, key=f"{day} {channel}", **about)
        for one, channel in people
    )


@letter_kind(OF_THE_DAY)
def write_lines(letter: OutgoingLetter, now: datetime) -> LetterText | None:
    """Write the lines that wait for a person, by day and on a working day; they go with it.

    Where it waited for a server until another day, it is that day's letter.
    """
    person, day = letter.recipient, today(now)
    if not person or not Person.objects.belonging(day).filter(pk=person.pk).exists():
        return None
    chosen = message_choices_of([person.pk]).get(person.pk)
    week_day = chosen.week_day if chosen else None
    scope = day_scope(writes_now(person.organisation, now), week_day, now)
    if scope is DayScope.NOTHING:
        raise NotNowError(now + AGAIN)
    waiting = WaitingLine.objects.filter(recipient=person, channel=letter.channel, letter=None)
    if scope is DayScope.THE_WEEK:
        waiting = waiting.filter(kind__in=kinds_under(WEEK))
    waiting.update(letter=letter)
    drop_closed(letter, person)
    if not (lines := list(letter.lines.order_by("pk"))):  # all were taken back meanwhile
        SentOnce.objects.filter(recipient=person, kind=OF_THE_DAY, key=letter.key).delete()
        return None
    noted = f"{day} {letter.channel}"
    SentOnce.objects.get_or_create(recipient=person, kind=OF_THE_DAY, key=noted)
    return written_to(person, SOMETHING_TO_READ, Lines(lines, letter, now))


def leading_to(sentence: object, address: str) -> object:
    """Join a sentence and a page's address, translated when it is read."""
    return format_lazy("{}\n{}\n", sentence, address)


def forget(kind: str, keys: Iterable[str]) -> None:
    """Forget that messages of a kind went out, to any person: what they told about is gone.

    None goes out again: each job looks for its thing before it writes.
    """
    for model in (SentOnce, WaitingLine, OutgoingLetter):
        model.objects.filter(kind=kind, key__in=list(keys)).delete()


def forget_old(*, now: datetime) -> None:
    """Forget what went out more than a year ago: no job asks for it any more."""
    SentOnce.objects.filter(at__lt=now - KEPT_FOR).delete()
    outbox.forget_old(now)
