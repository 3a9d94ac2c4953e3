"""Write an entry of the directory, say that it is still right, retire it or offer it again.

Admins of the whole organisation and its programme office keep its entries, and no other's.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.mandates import not_yours
from people.models import Organisation, Person
from programme.models import DirectoryEntry
from programme.posts.keepers import refuse_other_keeper

from .plans import EntryPlan, read_known, refuse_entry_plan

AT_MOST = 50


@transaction.atomic
def save_entry(
    *,
    organisation: Organisation,
    plan: EntryPlan,
    by: Person,
    now: datetime,
    entry: DirectoryEntry | None = None,
) -> DirectoryEntry:
    """Write a new entry, or change one; either way it is confirmed today.

    Refused: others than those who keep the organisation's entries, an entry of another one, a
    province for a shelter in any field or word, unknown services and places, no way to be reached,
    the phone or mail of one person, a name that is there, and more than fifty.
    """
    refuse_other_keeper(by, organisation.pk)
    if entry and entry.organisation_id != organisation.pk:
        raise not_yours()
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    rows = DirectoryEntry.objects.visible_to(by)
    if entry is None and rows.count() >= AT_MOST:
        raise ValidationError(_("There are too many entries already."), code="full")
    kept = rows.get(pk=entry.pk) if entry else DirectoryEntry(organisation=organisation)
    known = read_known(organisation.pk, [plan])
    refuse_entry_plan(plan, known, held=kept.services)
    plan.write_into(kept, known)
    kept.confirmed_at, kept.confirmed_by = now, by
    kept.full_clean(exclude={"organisation", "confirmed_by"})
    kept.save()
    return kept


@transaction.atomic
def confirm_entry(*, entry: DirectoryEntry, by: Person, now: datetime) -> None:
    """Say that an entry is still right; it changes nothing else.

    Refused: others than those who keep the organisation's entries, and one that is retired.
    """
    refuse_other_keeper(by, entry.organisation_id)
    rows = DirectoryEntry.objects.visible_to(by).offered().filter(pk=entry.pk)
    if not rows.update(confirmed_at=now, confirmed_by=by):
        raise ValidationError(_("This entry is retired."), code="retired")


@transaction.atomic
def retire_entry(*, entry: DirectoryEntry, retired: bool, by: Person, now: datetime) -> None:
    """Retire an entry, or offer it again as right today; repeating it changes nothing.

    Refused: others than those who keep the organisation's entries.
    """
    refuse_other_keeper(by, entry.organisation_id)
    rows = DirectoryEntry.objects.visible_to(by).filter(pk=entry.pk)
    if retired:
        rows.filter(retired_at=None).update(retired_at=now)
    else:
        gone = rows.exclude(retired_at=None)
        gone.update(retired_at=None, confirmed_at=now, confirmed_by=by)
