"""Send a message at most once: neutral words, a link, no name and no figure.

What a person asked for, or a colleague did, is told at once. What the product starts by itself
waits for one mail a person and day, by day and on a working day of the organisation.
"""

import enum
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as in_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from people.models import Person, SentOnce, WaitingLine
from people.product_modules import notice_is_open
from people.weeks import BANGKOK, today
from people.working_days import working_days_of
from people.writing import links

from .letters import TO_AN_ACCOUNT, send_letter

# When the product begins to write by itself; on Fridays and Mondays with the week's reminders.
FROM_HOUR, FROM_HOUR_ON, UNTIL_HOUR = 7, {5: 15, 1: 9}, 20
# The kind under which the mail of a day is noted as sent to a person.
OF_THE_DAY = "day"
SOMETHING_TO_READ = _("Kamlangjai: there is something to read")
NEWS = _("There is news for you. Please look when you have a moment:")


class Start(enum.StrEnum):
    """Who started a message: a person who asked or did something, or the product by itself."""

    ASKED = "asked"
    OWN = "own"


# Longer than any message may be due again: certificates are reminded of 90 days before their end.
KEPT_FOR = timedelta(days=365)


def send_once(
    *,
    recipient: Person,
    kind: str,
    key: str,
    subject: object,
    body: object,
    why: object = TO_AN_ACCOUNT,
) -> bool:
    """Mail a person in their own language unless this key went out before; say whether it did.

    The row is committed first. A job that is killed after that sends nothing the second time: one
    message too few is kinder here than one too many. If a mail server refuses, the key is free
    again.
    """
    with transaction.atomic():
        row, new = SentOnce.objects.get_or_create(recipient=recipient, kind=kind, key=key)
    if not new:
        return False
    try:
        write(recipient, subject, body, why)
    except Exception:
        row.delete()
        raise
    return True


def write(recipient: Person, subject: object, body: object, why: object = TO_AN_ACCOUNT) -> None:
    """Mail a person in their own language, by the name that colleagues use.

    A person without an address reads it on the pages, where it stands too.
    """
    if not recipient.email:
        return
    to, languages = [recipient.email], [recipient.language]
    send_letter(to, subject, body, languages=languages, why=why, person=recipient)


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
    body = leading_to(sentence, page, *args)
    return send_once(recipient=recipient, kind=kind, key=key, subject=subject, body=body)


@transaction.atomic
def keep_lines(
    people: Iterable[int], *, kind: str, key: str, sentence: object, address: str
) -> set[int]:
    """Keep a line for each of these people who were not told yet; say who. Four statements."""
    sent = SentOnce.objects.filter(kind=kind, key=key)
    new = set(people) - set(sent.values_list("recipient_id", flat=True))
    about = {"kind": kind, "key": key}
    SentOnce.objects.bulk_create(SentOnce(recipient_id=one, **about) for one in sorted(new))
    with override(None):  # as it stands in the source
        about |= {"sentence": str(sentence), "address": address}
    WaitingLine.objects.bulk_create(WaitingLine(recipient_id=one, **about) for one in sorted(new))
    return new


def take_notice_back(recipient: Person, *kinds: str, keys: Iterable[str] | None = None) -> None:
    """Take back lines that still wait: what they ask for was done, or is not wanted any more."""
    lines = WaitingLine.objects.filter(recipient=recipient, kind__in=kinds)
    (lines if keys is None else lines.filter(key__in=list(keys))).delete()


def may_write(organisation_id: int, now: datetime) -> bool:
    """Say whether the product may write by itself to people of an organisation now."""
    local, day = now.astimezone(BANGKOK), today(now)
    first = FROM_HOUR_ON.get(day.isoweekday(), FROM_HOUR)
    return first <= local.hour < UNTIL_HOUR and working_days_of(organisation_id, day).has(day)


def due(now: datetime) -> list[int]:
    """Find the people with lines that may leave now and without mail today; two statements.

    A person who has left gets no mail: the page is not theirs any more.
    """
    had = SentOnce.objects.filter(kind=OF_THE_DAY, key=str(today(now))).values("recipient_id")
    lines = WaitingLine.objects.values("recipient_id")
    people = Person.objects.belonging(today(now)).filter(pk__in=lines).exclude(pk__in=had)
    found = people.order_by("pk").values_list("pk", "organisation_id")
    return [pk for pk, organisation_id in found if may_write(organisation_id, now)]


def send_lines(recipient: Person, day: date) -> bool:
    """Mail a person the lines that wait for them, once a day; say whether any mail went out.

    If a mail server refuses, the day is free again and the lines are kept.
    """
    with transaction.atomic():
        row, new = SentOnce.objects.get_or_create(
            recipient=recipient, kind=OF_THE_DAY, key=str(day)
        )
        lines = list(WaitingLine.objects.filter(recipient=recipient).order_by("pk")) if new else []
        WaitingLine.objects.filter(pk__in=[line.pk for line in lines]).delete()
        if new and not lines:
            row.delete()
    if not lines:
        return False
    try:
        write(recipient, SOMETHING_TO_READ, Lines(lines))
    except Exception:
        with transaction.atomic():
            row.delete()
            WaitingLine.objects.bulk_create(lines)
        raise
    return True


class Lines:
    """The lines of a mail, each once, translated when the mail is written."""

    def __init__(self, lines: list[WaitingLine]) -> None:
        self.said = dict.fromkeys((line.sentence, line.address) for line in lines)

    def __str__(self) -> str:
        return "\n".join(f"{in_language(sentence)}\n{address}\n" for sentence, address in self.said)


def leading_to(sentence: object, page: str, *args: object) -> object:
    """Join a sentence and a page's address, translated when it is read."""
    return format_lazy("{}\n{}\n", sentence, links.to(page, *args))


def forget(kind: str, keys: Iterable[str]) -> None:
    """Forget that messages of a kind went out, to any person: what they told about is gone.

    None goes out again: each job looks for its thing before it writes.
    """
    for model in (SentOnce, WaitingLine):
        model.objects.filter(kind=kind, key__in=list(keys)).delete()


def forget_old(*, now: datetime) -> None:
    """Forget what went out more than a year ago: no job asks for it any more."""
    SentOnce.objects.filter(at__lt=now - KEPT_FOR).delete()
