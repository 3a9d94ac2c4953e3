"""Lists that are brought in, the jobs that write them, and what each did."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from .organisations import Organisation
from .persons import Person

# Longer than any step of a job takes, also on a busy machine.
STANDS_STILL_AFTER = timedelta(minutes=2)
# For so long after it was saved a list can be taken back; its cells and effects are kept no longer.
UNDO_WITHIN = timedelta(days=1)


class OwnQuerySet(models.QuerySet):
    """What one person began: no other reads it."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own."""
        return self.filter(by=viewer)


class BackgroundJob(models.Model):
    """Work that goes on while its person does something else: how far it is, what came of it."""

    class State(models.TextChoices):
        """How far a job is."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        # It changed nothing, and its report says why.
        REFUSED = "refused"
        # It broke off and changed nothing.
        FAILED = "failed"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    state = models.CharField(
        max_length=8, choices=State, default=State.WAITING, db_default=State.WAITING
    )
    # So many of all, in the unit of its kind: rows of a list.
    done = models.PositiveIntegerField(default=0, db_default=0)
    total = models.PositiveIntegerField(default=0, db_default=0)
    # What it did, for its page, in the words of its kind; never an answer.
    report = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(db_default=Now())
    began_at = models.DateTimeField(null=True)
    # When it last came on: one that stands still for long was killed.
    moved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["by", "made_at"], name="jobs_of_a_person")]

    @property
    def goes_on(self) -> bool:
        """Say whether it has not ended."""
        return self.state in (self.State.WAITING, self.State.RUNNING)

    def stands_still(self, now: datetime) -> bool:
        """Say whether it began and has not come on for minutes: its process was killed."""
        if self.state != self.State.RUNNING or self.moved_at is None:
            return False
        return now - self.moved_at > STANDS_STILL_AFTER


class ListImport(models.Model):
    """A list on its way in: its cells, what its columns are, and what became of it.

    Its cells are sealed, and deleted a day after it was brought or saved.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=12)
    # The public id of what the whole list is about, where its subject asks for it.
    about = models.CharField(max_length=36, blank=True, default="", db_default="")
    # The name of the file, or nothing where it was pasted.
    name = models.CharField(max_length=120, blank=True, default="", db_default="")
    sealed_cells = models.TextField(blank=True, default="", db_default="")
    # A key of a column or nothing, in the order of the list's columns.
    columns = models.JSONField(default=list, blank=True)
    rows = models.PositiveIntegerField(default=0, db_default=0)
    # A digest of what its person last saw it would do: writing it must do exactly that.
    promised = models.CharField(max_length=64, blank=True, default="", db_default="")
    # Of each row eight letters of that, so that a refusal can name the rows that changed.
    marks = models.TextField(blank=True, default="", db_default="")
    made_at = models.DateTimeField(db_default=Now())
    saving = models.OneToOneField(
        BackgroundJob, models.SET_NULL, null=True, related_name="saved_list"
    )
    saved_at = models.DateTimeField(null=True)
    undoing = models.OneToOneField(
        BackgroundJob, models.SET_NULL, null=True, related_name="undone_list"
    )
    undone_at = models.DateTimeField(null=True)

    PURPOSE = "people.ListImport.cells"
    SEALED = {"sealed_cells": PURPOSE}

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(saved_at__isnull=False),
                name="only_a_saved_list_is_undone",
            )
        ]

    @property
    def undo_until(self) -> datetime | None:
        """Until when it can be taken back; None if it was not saved, or was taken back."""
        if self.saved_at is None or self.undone_at:
            return None
        return self.saved_at + UNDO_WITHIN

    def can_be_undone(self, now: datetime) -> bool:
        """Say whether it can still be taken back."""
        return self.undo_until is not None and now <= self.undo_until


class ImportEffect(models.Model):
    """What bringing in one row did to one object, until it can no longer be taken back."""

    brought = models.ForeignKey(ListImport, models.CASCADE, related_name="effects")
    row = models.PositiveIntegerField()
    model = models.CharField(max_length=40)
    object_pk = models.BigIntegerField()
    # Null where the object is new. Values of people's rows: deleted with the cells of the list.
    before = models.JSONField(null=True)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["brought", "row"], name="effects_of_a_list")]
