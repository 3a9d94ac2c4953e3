"""Keys for a person's own program, which acts for the person. Only their hashes are kept."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.audit import security_log
from people.messages import notices
from people.models import ApiToken, KeyScope, Person
from people.tenancy.context import everywhere
from people.weeks import months_before, today
from people.writing.formats import day as written

PREFIX = "kj_"
AT_MOST = 10
LONGEST_MONTHS = 12
# The person is reminded before a key ends. An ended key is still listed and marked as ended.
REMINDED, LISTED = timedelta(days=14), timedelta(days=30)
ENDS = "key_ends"
CHOOSE_SCOPES = _("Please choose what the program may do.")


class EndedError(Exception):
    """A key that was correct once but has ended."""

    def __init__(self, last_day: date):
        sentence = _("This key expired on %(day)s. Please make a new one.")
        super().__init__(sentence % {"day": written(last_day)})


def new_token(prefix: str = "") -> str:
    """Make a token of 256 bits that cannot be guessed."""
    return prefix + secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Hash a token before it is kept; it is long and random, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def longest(day: date) -> date:
    """Say the latest day on which a key made on this day may end."""
    return months_before(day, -LONGEST_MONTHS)


@transaction.atomic
def make(
    *,
    person: Person,
    name: str,
    scopes: Sequence[str] = tuple(KeyScope),
    last_day: date | None = None,
    day: date | None = None,
) -> tuple[ApiToken, str]:
    """Make a key and return it with its text, which cannot be read again.

    It is for everything there is today if no scopes are chosen, and lasts twelve months if no
    earlier day is. Refused: a key without a name, one for nothing or for what there is not, a later
    end, and an eleventh key, also where several requests come at once.
    """
    day = day or today(timezone.now())
    Person.objects.select_for_update().get(pk=person.pk)
    if ApiToken.objects.visible_to(person).count() >= AT_MOST:
        raise ValidationError(_("You have ten keys. Please remove one first."))
    text, end = new_token(PREFIX), last_day or longest(day)
    if not day <= end <= longest(day):
        sentence = _("Please choose a day from today until %(day)s.")
        raise ValidationError({"last_day": sentence % {"day": written(longest(day))}})
    if not scopes or set(scopes) - set(KeyScope):
        raise ValidationError({"scopes": CHOOSE_SCOPES})
    kept = [one.value for one in KeyScope if one in scopes]
    token = ApiToken(person=person, name=name, scopes=kept, token_hash=hash_of(text), last_day=end)
    token.full_clean()
    token.save()
    return token, text


def key_of_token(text: str, *, day: date | None = None) -> ApiToken | None:
    """Find the key with this text, and note the day on which it was used last.

    An unknown key gives None, and so does a key of a person without a role. An ended key raises.
    """
    if not text.startswith(PREFIX):
        return None
    day, wanted = day or today(timezone.now()), hash_of(text)
    with everywhere():
        token = ApiToken.objects.select_related("person__account").filter(token_hash=wanted).first()
        # The search compares hashes of what was sent: its timing tells nothing about a real key.
        if not token or not hmac.compare_digest(token.token_hash, wanted):
            return None
        if not token.person.belongs:
            return None
        if token.last_day < day:
            raise EndedError(token.last_day)
        if token.used_on != day:  # a write for each call would cost more than the call
            ApiToken.objects.filter(pk=token.pk).update(used_on=day)
            security_log.note("key_used", account=token.person)
    return token


def remind(*, day: date) -> None:
    """Remind people, once for each key, that it ends in the next two weeks."""
    ending = ApiToken.objects.filter(last_day__range=(day, day + REMINDED))
    for token in ending.select_related("person").order_by("pk"):
        notices.tell_person(
            token.person,
            ENDS,
            str(token.public_id),
            "account_keys",
            sentence=_("A key of a program of yours expires soon. Here you can make a new one:"),
            start=notices.Start.OWN,
        )


def remove(token: ApiToken) -> None:
    """Remove a key: it opens nothing any more, and no reminder of its end goes out."""
    token.delete()
    notices.take_notice_back(token.person, ENDS, keys=[str(token.public_id)])


def forget(*, now: datetime) -> None:
    """Delete keys that ended more than a month ago."""
    ApiToken.objects.filter(last_day__lt=today(now) - LISTED).delete()
