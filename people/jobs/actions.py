"""Edit the jobs and kinds of employment of an organisation: add, rename, retire, offer again.

Nothing is removed, and nothing about a person changes: people keep a retired one that they have.
"""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import access_kinds
from people.audit.actions import note_at_head
from people.mandates import not_yours, refuse_part_admin
from people.models import Employment, Job, Organisation, Person
from people.models.jobs import ListEntry

# So that a choice among them stays one look.
AT_MOST = 40
NOT_IN_LIST = _("Please choose from the list.")


@transaction.atomic
def add_job(
    *, organisation: Organisation, name: Mapping[str, str], by: Person, now: datetime
) -> Job:
    """Add a job to the list of an organisation.

    Refused: a person who is not admin of the whole organisation, a name that is there in any
    language, also of a retired one, and more than forty.
    """
    lock(organisation.pk, by)
    return write(Job(organisation=organisation, name=name), by, now)


@transaction.atomic
def add_employment(
    *,
    organisation: Organisation,
    name: Mapping[str, str],
    has_hours: bool,
    by: Person,
    now: datetime,
) -> Employment:
    """Add a kind of employment; refused where `add_job` is."""
    lock(organisation.pk, by)
    made = Employment(organisation=organisation, name=name, has_hours=has_hours)
    return write(made, by, now)


@transaction.atomic
def describe[Entry: ListEntry](
    *,
    entry: Entry,
    name: Mapping[str, str],
    by: Person,
    now: datetime,
    has_hours: bool | None = None,
) -> Entry:
    """Give an entry other names, for everybody who has it; say of employment if it has hours.

    Refused: where `add_job` is.
    """
    lock(entry.organisation_id, by)
    entry.name = name
    if isinstance(entry, Employment) and has_hours is not None:
        entry.has_hours = has_hours
    return write(entry, by, now)


@transaction.atomic
def offer(*, entry: ListEntry, offered: bool, by: Person, now: datetime) -> None:
    """Retire an entry, or offer it again; repeating it changes nothing.

    Refused: a person who is not admin of the whole organisation, and to retire the last one.
    """
    lock(entry.organisation_id, by)
    rows = type(entry).objects.visible_to(by)
    if not offered and not rows.offered().exclude(pk=entry.pk).exists():
        sentence = _("At least one must be offered. Please add or offer another one first.")
        raise ValidationError(sentence, code="last_one")
    if rows.filter(pk=entry.pk).exclude(is_offered=offered).update(is_offered=offered):
        note(by, now)


def write[Entry: ListEntry](entry: Entry, by: Person, now: datetime) -> Entry:
    """Check and save an entry, and note it."""
    if not entry.pk and type(entry).objects.visible_to(by).count() >= AT_MOST:
        sentence = _("There are %(n)s already. Please rename one that is not needed.")
        raise ValidationError(sentence, code="full", params={"n": AT_MOST})
    entry.full_clean()
    entry.save()
    note(by, now)
    return entry


def lock(organisation_id: int, by: Person) -> None:
    """Refuse others than its admins, and let the lists change one step after the other."""
    refuse_part_admin(by, organisation_id)
    Organisation.objects.select_for_update().get(pk=organisation_id)


def note(by: Person, now: datetime) -> None:
    """Note that a list changed, where everybody of the organisation finds it."""
    note_at_head(viewer=by, what=access_kinds.JOBS, at=now)


def refuse_entry(
    field: str, entry: ListEntry, organisation_id: int, *, held: int | None = None
) -> None:
    """Refuse one of another organisation, and a retired one unless the person has it already."""
    if entry.organisation_id != organisation_id:
        raise not_yours()
    if not entry.is_offered and entry.pk != held:
        raise ValidationError({field: ValidationError(NOT_IN_LIST, code="not_offered")})
