"""People that an admin entered before they came in: how they begin, come in, or are taken back.

Each has an account that can never sign in, and an invitation by which the place becomes theirs.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db.models import ForeignObjectRel, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models import AccessEvent, Account, Invitation, Membership, OutgoingLetter, Person
from people.models.names import NAME_KEYS
from people.tenancy.context import everywhere
from people.weeks import today
from people.writing.sentences import Sentence

from . import role_events
from .role_events import Giver

# Why a person is not taken back.
CAME, KEPT = _("has come in"), _("something is kept about them by now")
KEPT_AS: dict[str, Sentence] = {"training.Certificate": _("has a certificate")}
# What a name becomes that is kept no more, where the audit trail still leads to its person.
NO_NAME = "–"


def placeholder(language: str) -> Account:
    """Make an account that nothing signs in to; no person can choose a name like its name.

    It is not saved. It has no address, so no mail leaves to it.
    """
    return Account(
        username=f"-{uuid4().hex}",
        password=make_password(None),
        language=language,
        is_active=False,
    )


def come_in(person: Person, giver: Giver, now: datetime) -> None:
    """Let a place be the person's own from now on: their roles count, and their units are told.

    What was told of a group before counts them as come today: its numbers do not change by it.
    """
    person.awaited = False
    person.save()
    held = person.memberships.lasting(today(now)).select_related("unit").order_by("pk")
    for member in held:
        member.person = person
        role_events.given(member, giver, now)
    # To what is counted as of a moment before, a role that begins to count today is given today.
    held.update(changed_at=Now(), given_at=now)


def leave_placeholder(pk: int) -> None:
    """Delete an account that a person had only until they came in with their own."""
    with everywhere():  # without a person it is in no organisation
        Account.objects.filter(pk=pk, people=None, is_active=False).delete()


def refuse_over(person: Person, now: datetime) -> None:
    """Refuse a place that was closed, or with roles that are over, before its person came in."""
    if not person.is_active or not person.memberships.lasting(today(now)).exists():
        raise ValidationError(
            _("This invitation is no longer valid. Please ask for a new one."), code="used"
        )


def used_since(people: Collection[int]) -> dict[int, Sentence]:
    """Say of people why they stay: they came in, or something else is kept about them by now.

    Their roles, their invitation and the audit trail are no such thing. A bounded number of
    statements.
    """
    if not people:
        return {}
    found: dict[int, Sentence] = {}
    # Not by their numbers: five thousand of them take a second for each kind of row.
    awaited = Person.objects.filter(awaited=True, pk__gte=min(people), pk__lte=max(people))
    for field in Person._meta.get_fields(include_hidden=True):
        if not isinstance(field, ForeignObjectRel) or field.many_to_many or is_their_place(field):
            continue
        key = field.field.attname
        rows = field.related_model._default_manager.filter(
            **{f"{key}__in": awaited.values("pk")}
        ).order_by()
        for pk in rows.values_list(key, flat=True).distinct():
            found.setdefault(pk, KEPT_AS.get(field.related_model._meta.label, KEPT))
    came = Person.objects.filter(pk__in=people, awaited=False).values_list("pk", flat=True)
    known = set(people)
    return {pk: why for pk, why in found.items() if pk in known} | dict.fromkeys(came, CAME)


def is_their_place(field: ForeignObjectRel) -> bool:
    """Say whether a row that leads to a person is part of the place that waits for them."""
    if field.related_model is Invitation:
        return field.field.name == "person"
    return field.related_model in (AccessEvent, Membership)


def remove(people: QuerySet[Person]) -> None:
    """Remove people who have not come in and have nothing else kept about them, and their accounts.

    Where the audit trail leads to a person the row stays, for the trail stays whole: it is closed,
    and without a name, a number or an address.
    """
    rows = dict(people.values_list("pk", "account_id"))
    # First, for a letter is known to be of here by its invitation.
    OutgoingLetter.objects.filter(invitation__person__in=rows).delete()
    Invitation.objects.filter(person__in=rows).delete()
    Membership.objects.filter(person__in=rows).delete()
    noted = set(AccessEvent.objects.filter(person__in=rows).values_list("person_id", flat=True))
    keep_nothing_of(noted)
    gone = rows.keys() - noted
    with everywhere():
        Person.objects.filter(pk__in=gone).delete()
        Account.objects.filter(pk__in=[rows[pk] for pk in gone], people=None).delete()


def keep_nothing_of(people: Collection[int]) -> None:
    """Close places and keep nothing of who was expected there."""
    if not people:
        return
    blank: tuple[str, ...] = ("work_email", "employee_number", "work_phone", "rank", "full_name_en")
    blank += ("nickname_en", "nickname_th")
    rows = list(Person.objects.filter(pk__in=people))
    for person in rows:
        for field in blank:
            setattr(person, field, "")
        person.full_name_th = NO_NAME
        person.is_active, person.employment, person.employed_until = False, None, None
    written = (*blank, "full_name_th", "is_active", "employment", "employed_until")
    Person.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=[*written, *NAME_KEYS]
    )
