"""What people say of themselves. It belongs to them."""

import uuid
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people import keys
from people.models import Organisation, Person, Unit

# The wording in `lines.py`; a new one gets a new number, and old answers keep theirs.
ITEM_SET = 1


def answer() -> models.PositiveSmallIntegerField:
    """One line's answer: days 0, 1, 2-3, 4-5, 6-7 as 0 to 4, or nothing at all."""
    return models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(4)])


class CheckInQuerySet(models.QuerySet):
    """Check-ins, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """A person's own, and nobody else's: nothing is shared yet."""
        return self.filter(person=viewer)


class CheckIn(models.Model):
    """A person's five answers for one week. No row at all when nothing was answered."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="checkins")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    week = models.DateField()
    worn = answer()
    far = answer()
    back = answer()
    rest = answer()
    team = answer()
    item_set = models.PositiveSmallIntegerField(default=ITEM_SET)
    sealed_note = models.TextField(blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "week"], name="one_checkin_per_week"),
            *(
                models.CheckConstraint(
                    condition=Q(**{line: None}) | Q(**{f"{line}__lte": 4}),
                    name=f"checkin_{line}_in_scale",
                )
                for line in ("worn", "far", "back", "rest", "team")
            ),
        ]

    @property
    def note(self) -> str:
        """The note to oneself, opened; only ever for its owner's eyes."""
        return keys.unseal(
            self.sealed_note, owner=str(self.person_id), purpose="wellbeing.CheckIn.note"
        )

    def write(self, note: str) -> None:
        """Seal a note for this row's owner."""
        self.sealed_note = keys.seal(
            note, owner=str(self.person_id), purpose="wellbeing.CheckIn.note"
        )


class ContactRequestQuerySet(models.QuerySet):
    """Requests for contact, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """One's own, and those addressed to oneself."""
        return self.filter(Q(person=viewer) | Q(contact=viewer))

    def waiting(self) -> Self:
        """Those that nobody has answered or taken back."""
        return self.filter(done_at=None)


class ContactRequest(models.Model):
    """'Please get in touch with me': a name and nothing else."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="asked_for_contact")
    contact = models.ForeignKey(Person, models.CASCADE, related_name="contact_requests")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    # Taken back by the person, or done by the contact.
    withdrawn = models.BooleanField(default=False)

    objects = ContactRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "contact"],
                condition=Q(done_at=None),
                name="one_waiting_request",
                violation_error_message=_("You have already asked this person."),
            )
        ]
        indexes = [models.Index(fields=["contact", "done_at"], name="requests_by_contact")]
