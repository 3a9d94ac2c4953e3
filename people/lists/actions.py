"""Bring in a list: read it, choose its columns, look, save it in one job, and take it back.

Only the person who brought a list sees it and goes on with it, as long as they may bring in lists
of its subject: each step asks that of today, and the job asks it again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.mandates import not_yours
from people.models import BackgroundJob, ListImport, Person
from people.writing.texts import CHANGED

from .cells import open_cells, seal_cells
from .intake import take_in
from .looking import (
    Look,
    doubled,
    found_about,
    judge_list,
    refuse_who_may_not,
    subject_called,
    subject_of,
)
from .tasks import take_list_back, write_list

SAVES, UNDOES = "list", "list_undo"
State = BackgroundJob.State


@transaction.atomic
def bring(
    *,
    subject: str,
    by: Person,
    now: datetime,
    content: bytes | None = None,
    text: str = "",
    name: str = "",
    about: str = "",
) -> ListImport:
    """Take in a list from a file or as pasted text, and recognise its columns; nothing is saved.

    Refused: a person who may not bring in lists of this subject, what cannot be read as a list, and
    more than 5,000 rows or 5 MB. The person's list of before is deleted if it was not saved.
    """
    found = subject_called(subject)
    refuse_who_may_not(found, by, now)
    found_about(found, by, about)
    taken = take_in(found, content, text)
    forget_unsaved(by, subject, now)
    brought = ListImport(
        organisation_id=by.organisation_id,
        by=by,
        subject=subject,
        about=about,
        name=name[-120:],
        columns=taken.columns,
        rows=len(taken.cells.rows),
        made_at=now,
    )
    brought.sealed_cells = seal_cells(brought, taken.cells)
    brought.save()
    return brought


def forget_unsaved(by: Person, subject: str, now: datetime) -> None:
    """Delete the lists of this subject that the person has not saved; a better one is here."""
    before = ListImport.objects.visible_to(by).filter(subject=subject, saved_at=None)
    for one in before.select_related("saving"):
        if not in_hand(one.saving, now):
            one.delete()


def in_hand(job: BackgroundJob | None, now: datetime) -> bool:
    """Say whether a job goes on."""
    return job is not None and job.goes_on and not job.stands_still(now)


@transaction.atomic
def choose_columns(
    *, brought: ListImport, columns: Sequence[str], by: Person, now: datetime
) -> None:
    """Say what each column of a list is, in their order; nothing for one that is not used.

    Refused: a list of another person, a list that is saved or being saved, a key that its subject
    does not know, and one key for two columns.
    """
    found = own(brought, by, now)
    refuse_settled(found, now)
    known = subject_of(found).by_key
    if len(columns) != len(found.columns) or any(key and key not in known for key in columns):
        raise ValidationError(_("Please choose what each column is."), code="columns")
    if twice := doubled(columns):
        sentence = _("Two columns are “%(name)s”. Please choose one.")
        params = {"name": known[twice[0]].name}
        raise ValidationError(sentence, code="twice", params=params)
    found.columns = list(columns)
    found.promised = found.marks = ""
    found.save(update_fields=["columns", "promised", "marks"])


def look(*, brought: ListImport, by: Person, now: datetime) -> Look:
    """Judge every row of a list, and keep a digest of what was shown: a save must do just that.

    Refused: a list of another person, and one without its rows, because it is saved.
    """
    found = own_unlocked(brought, by, now)
    refuse_settled(found, now)
    shown = judge_list(found, open_cells(found), by, now)
    if shown.digest != found.promised:
        rows = ListImport.objects.filter(pk=found.pk, saved_at=None)
        rows.update(promised=shown.digest, marks=shown.marks)
        if shown.digest:
            shown.subject.looked(shown.bringing, shown.verdicts)
    return shown


@transaction.atomic
def save(*, brought: ListImport, promised: str, by: Person, now: datetime) -> BackgroundJob:
    """Begin the job that writes a list; a second press finds the same job.

    Refused: a list of another person, and another digest than that of the last look.
    """
    found = own(brought, by, now)
    if found.saving and (found.saved_at or in_hand(found.saving, now)):
        return found.saving
    if not promised or promised != found.promised:
        raise ValidationError(CHANGED, code="changed")
    give_up(found.saving, now)
    found.saving = begin(found, SAVES, by, now)
    found.save(update_fields=["saving"])
    write_list.enqueue(found.saving.pk)
    return found.saving


@transaction.atomic
def undo(*, brought: ListImport, by: Person, now: datetime) -> BackgroundJob:
    """Begin the job that takes a saved list back, within a day; a second press finds the same job.

    Refused: a list of another person, one that is not saved, and one saved more than a day ago.
    """
    found = own(brought, by, now)
    if found.undoing and (found.undone_at or in_hand(found.undoing, now)):
        return found.undoing
    if not found.can_be_undone(now):
        raise ValidationError(_("This list cannot be undone any more."), code="too_late")
    give_up(found.undoing, now)
    found.undoing = begin(found, UNDOES, by, now)
    found.save(update_fields=["undoing"])
    take_list_back.enqueue(found.undoing.pk)
    return found.undoing


def begin(brought: ListImport, kind: str, by: Person, now: datetime) -> BackgroundJob:
    """Add a job about a list."""
    return BackgroundJob.objects.create(
        organisation_id=by.organisation_id, by=by, kind=kind, total=brought.rows, made_at=now
    )


def give_up(job: BackgroundJob | None, now: datetime) -> None:
    """End a job after its process was killed: should it come back, it finds that it is over."""
    if job is not None and job.goes_on:
        going = BackgroundJob.objects.filter(pk=job.pk, state=State.RUNNING)
        going.update(state=State.FAILED, ended_at=now)


def own(brought: ListImport, by: Person, now: datetime) -> ListImport:
    """Lock a list for one step of its own person, who may still bring in lists of its subject."""
    locked = ListImport.objects.select_for_update(of=("self",))
    return checked(locked.select_related("saving", "undoing").get(pk=brought.pk), by, now)


def own_unlocked(brought: ListImport, by: Person, now: datetime) -> ListImport:
    """Read a list for its own person, who may still bring in lists of its subject."""
    return checked(
        ListImport.objects.select_related("saving", "undoing").get(pk=brought.pk), by, now
    )


def checked(found: ListImport, by: Person, now: datetime) -> ListImport:
    """Refuse another person than the one who brought a list."""
    if found.by_id != by.pk:
        raise not_yours()
    refuse_who_may_not(subject_of(found), by, now)
    return found


def refuse_settled(found: ListImport, now: datetime) -> None:
    """Refuse to change or judge a list that is saved, or is being saved."""
    if found.saved_at or in_hand(found.saving, now):
        raise ValidationError(_("This list is saved already."), code="saved")
