"""Keys of an organisation for its own programs, like that of the personnel office.

A key acts for the admin who made it or took it over, and never beyond what that admin may do today.
When the admin's role ends it rests, until another admin takes it over with a new text: who left may
still have the old one. Only hashes are kept.
"""

import hmac
import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import access_kinds
from people.accounts import parting, tokens
from people.accounts.tokens import CHOOSE_SCOPES, EndedError, hash_of, new_token
from people.audit import security_log
from people.audit.actions import note_at_head
from people.mandates import refuse_part_admin
from people.messages import notices
from people.models import CAME_IN, KeyScope, Membership, Organisation, OrganisationKey, Person, Role
from people.tenancy.context import everywhere
from people.weeks import today
from people.writing import links
from people.writing.formats import day as written
from people.writing.texts import refuse_identity

# Another beginning than that of a person's own key, so that each is known for what it is.
PREFIX = "kjo_"
AT_MOST = 20
REMINDED, LISTED = timedelta(days=14), timedelta(days=30)
ENDS, CHANGED = "org_key_ends", "org_key"
PAGE = "organisation_keys"


class RestingError(Exception):
    """A key that rests: its admin has no role for it any more."""

    def __init__(self) -> None:
        super().__init__(_("This key is on hold. An admin of the organisation can take it over."))


@transaction.atomic
def make(
    *,
    by: Person,
    name: str,
    scopes: Sequence[str],
    now: datetime,
    last_day: date | None = None,
) -> tuple[OrganisationKey, str]:
    """Make a key and return it with its text, which cannot be read again.

    It lasts twelve months if no earlier day is chosen. Refused: a person who is not admin of the
    whole organisation, a key without a name, one for nothing or for what is a person's own, a later
    end, and a twenty-first key.
    """
    refuse_part_admin(by, by.organisation_id)
    day = today(now)
    Organisation.objects.select_for_update().get(pk=by.organisation_id)
    if OrganisationKey.objects.visible_to(by).count() >= AT_MOST:
        raise ValidationError(_("There are twenty keys. Please revoke one first."))
    text, end = new_token(PREFIX), last_day or tokens.longest(day)
    if not day <= end <= tokens.longest(day):
        sentence = _("Please choose a day from today until %(day)s.")
        raise ValidationError({"last_day": sentence % {"day": written(tokens.longest(day))}})
    kept = [one for one in KeyScope if one in scopes and one.for_organisations]
    if not kept or len(kept) < len(set(scopes)):
        raise ValidationError({"scopes": CHOOSE_SCOPES})
    refuse_identity(name)
    key = OrganisationKey(
        organisation_id=by.organisation_id,
        acts_for=by,
        name=name,
        scopes=[one.value for one in kept],
        token_hash=hash_of(text),
        last_day=end,
    )
    key.full_clean()
    key.save()
    note(key, access_kinds.KEY_MADE, by, now)
    return key, text


@transaction.atomic
def take_over(*, key: OrganisationKey, by: Person, now: datetime) -> str:
    """Let a key act for another admin, and return its new text; the old one opens nothing any more.

    Refused: a person who is not admin of the whole organisation, and a key that has ended.
    """
    refuse_part_admin(by, key.organisation_id)
    locked = OrganisationKey.objects.select_for_update().get(pk=key.pk)
    if locked.last_day < today(now):
        raise EndedKeyError
    text = new_token(PREFIX)
    locked.acts_for, locked.token_hash, locked.rests = by, hash_of(text), False
    locked.save(update_fields=["acts_for", "token_hash", "rests"])
    note(locked, access_kinds.KEY_MADE, by, now)
    return text


class EndedKeyError(ValidationError):
    """A key that has ended is not taken over."""

    def __init__(self) -> None:
        super().__init__(_("This key has expired. Please make a new one."), code="key_ended")


@transaction.atomic
def revoke(*, key: OrganisationKey, by: Person, now: datetime) -> None:
    """Revoke a key: it opens nothing any more. Any admin of the whole organisation may.

    Refused: other people.
    """
    refuse_part_admin(by, key.organisation_id)
    note(key, access_kinds.KEY_REVOKED, by, now)
    for admin in admins_of(key.organisation_id, today(now)):
        notices.take_notice_back(admin, ENDS, keys=[str(key.public_id)])
    key.delete()


def note(key: OrganisationKey, what: str, by: Person, now: datetime) -> None:
    """Note what was done with a key, and tell the other admins that there is news."""
    note_at_head(viewer=by, what=what, subject=key.public_id, at=now)
    others = [one.pk for one in admins_of(key.organisation_id, today(now)) if one.pk != by.pk]
    notices.keep_lines(
        others,
        kind=CHANGED,
        key=uuid.uuid4().hex,
        sentence=notices.NEWS,
        address=links.to(PAGE),
    )
    security_log.note(what, account=by)


def admins_of(organisation_id: int, day: date) -> list[Person]:
    """Find the admins of a whole organisation."""
    held = Membership.objects.on(day).filter(
        unit__organisation=organisation_id, unit__parent=None, role=Role.ADMIN, **CAME_IN
    )
    return list(Person.objects.filter(pk__in=held.values("person_id")).order_by("pk"))


def key_of_text(text: str) -> OrganisationKey | None:
    """Find the key with this text, and note the day on which it was used last.

    An unknown key gives None. One that has ended, and one that rests, raise.
    """
    day, wanted = today(timezone.now()), hash_of(text)
    with everywhere():
        found = OrganisationKey.objects.select_related("acts_for__account", "organisation")
        key = found.filter(token_hash=wanted).first()
        if not key or not hmac.compare_digest(key.token_hash, wanted):
            return None
        if key.last_day < day:
            raise EndedError(key.last_day)
        if not key.holds:
            OrganisationKey.objects.filter(pk=key.pk).update(rests=True)
            raise RestingError
        if key.used_on != day:
            OrganisationKey.objects.filter(pk=key.pk).update(used_on=day)
            security_log.note("organisation_key_used", account=key.acts_for)
    return key


def let_rest(people: QuerySet[Person]) -> None:
    """Let the keys rest that act for these people: all that opens data for them ends."""
    OrganisationKey.objects.filter(acts_for__in=people).update(rests=True)


def let_rest_without_admin() -> None:
    """Let each key rest for good of which the admin is none any more: a later role wakes no key."""
    for key in OrganisationKey.objects.filter(rests=False).select_related("acts_for__account"):
        if not key.holds:
            OrganisationKey.objects.filter(pk=key.pk).update(rests=True)


parting.ENDS.append(let_rest)


def remind(*, day: date) -> None:
    """Remind the admins, once for each key, that it ends in the next two weeks."""
    ending = OrganisationKey.objects.filter(last_day__range=(day, day + REMINDED))
    for key in ending.order_by("pk"):
        notices.keep_lines(
            [one.pk for one in admins_of(key.organisation_id, day)],
            kind=ENDS,
            key=str(key.public_id),
            sentence=_("A key of your organisation expires soon. Here you can make a new one:"),
            address=links.to(PAGE),
        )


def forget(*, now: datetime) -> None:
    """Delete keys that ended more than a month ago."""
    OrganisationKey.objects.filter(last_day__lt=today(now) - LISTED).delete()
