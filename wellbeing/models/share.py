"""What a person lets one other person read, until a day they chose."""

import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.keys.sealing import SealedRow
from people.models import Person, Role, in_office_of, supervised_by
from people.weeks import Week

PURPOSE = "wellbeing.Share.purpose"


class ShareQuerySet(models.QuerySet):
    """Shares, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, also ended ones, and those that the viewer may read today."""
        return self.filter(Q(person=viewer) | Q(pk__in=self.model.objects.readable_by(viewer)))

    def readable_by(self, viewer: Person) -> Self:
        """Open shares addressed to this viewer, from people they answer or care for today.

        A reader who stops being the person's supervisor or contact stops reading at once.
        """
        people = Person.objects.filter(supervised_by(viewer) | in_office_of(viewer, Role.CARE))
        return self.open_on(viewer.today).filter(to=viewer, person__in=people)

    def open_on(self, day: date) -> Self:
        """Shares that were not taken back, up to and with their last day."""
        return self.filter(withdrawn_at=None, until__gte=day)


class Share(SealedRow, models.Model):
    """'Read my answers of these weeks until this day': one person lets one other.

    The purpose is sealed, and bound to all other values: a share that was written or changed by
    hand does not open, and then its reader reads nothing. Who reads which weeks until when is
    readable, because the answers are found by a query (`CheckIn.objects.visible_to`).
    """

    class Purpose(models.TextChoices):
        """The purpose of a share."""

        TALK = "talk", _("To talk about it")
        LOAD = "load", _("To look at my load together")
        KNOW = "know", _("Only so that you know")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="shares")
    to = models.ForeignKey(Person, models.CASCADE, related_name="shared_with")
    # The Mondays of the first and the last week.
    from_week = models.DateField()
    to_week = models.DateField()
    sealed_purpose = models.BinaryField()
    SEALED = {"sealed_purpose": PURPOSE}
    BOUND_TO = ("person_id", "public_id", "to_id", "from_week", "to_week", "until")
    SAID_AT = "shared_at"
    # The last day on which it can be read.
    until = models.DateField()
    shared_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_week__gte=F("from_week")), name="share_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(person=F("to")), name="share_is_with_another"),
        ]
        indexes = [
            models.Index(fields=["to", "until"], name="shares_by_reader"),
            models.Index(fields=["person", "until"], name="shares_by_person"),
        ]

    @classmethod
    def of(cls, purpose: str, **fields: Any) -> Self:
        """Make a share, with its purpose sealed."""
        row = cls(**fields)
        row.mean(purpose)
        return row

    def mean(self, purpose: str) -> None:
        """Seal the purpose; again after any other change."""
        self.keep("sealed_purpose", {"purpose": str(purpose)})

    @property
    def purpose(self) -> Purpose:
        """The purpose, opened; refused if the share was not written by this product."""
        return self.Purpose(self.opened("sealed_purpose")["purpose"])

    @property
    def weeks(self) -> list[Week]:
        """The weeks it covers, oldest first."""
        first = Week(self.from_week)
        return [first + n for n in range((self.to_week - self.from_week).days // 7 + 1)]

    @property
    def last_day(self) -> date:
        """The Sunday of the last week."""
        return self.weeks[-1].sunday

    def is_open(self, day: date) -> bool:
        """Say whether it can be read on this day."""
        return self.withdrawn_at is None and self.until >= day
