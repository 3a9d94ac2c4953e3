"""The five answers of a week. They belong to whoever gave them."""

from dataclasses import asdict
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from people import keys
from people.models import Person, Unit
from wellbeing.rules import Answers, strain

from .share import Share

# The wording in `lines.py`; a new one gets a new number, and old answers keep theirs.
ITEM_SET = 1
# The text in `consent.py`, likewise.
CONSENT = 1
PURPOSE = "wellbeing.CheckIn.note"


def answer() -> models.PositiveSmallIntegerField:
    """One line's answer: days 0, 1, 2-3, 4-5, 6-7 as 0 to 4, or nothing at all."""
    return models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(4)])


class CheckInQuerySet(models.QuerySet):
    """Check-ins, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """A person's own, and the weeks that others let this viewer read today."""
        shared = Share.objects.readable_by(viewer).filter(
            person=models.OuterRef("person"),
            from_week__lte=models.OuterRef("week"),
            to_week__gte=models.OuterRef("week"),
        )
        return self.filter(Q(person=viewer) | models.Exists(shared))

    def answered(self) -> Self:
        """Those with at least one answer; a note alone is none."""
        return self.exclude(worn=None, far=None, back=None, rest=None, team=None)

    def of(self, person: Person) -> Self:
        """A person's own, whatever others let them read."""
        return self.filter(person=person)


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
    # The version of what they agree to that stood beside the form.
    consent = models.PositiveSmallIntegerField(default=CONSENT, db_default=CONSENT)
    # What `rules.strain` said of these answers when they were given; null for too few of them.
    strain = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    sealed_note = models.TextField(blank=True)
    SEALED = {"sealed_note": PURPOSE}
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

    @classmethod
    def of(cls, answers: Answers, **fields) -> Self:
        """Make a row of one week's answers, with their strain."""
        return cls(strain=strain(answers), **asdict(answers), **fields)

    @property
    def note(self) -> str:
        """The note to oneself, opened; only ever for its owner's eyes."""
        return keys.unseal(self.sealed_note, owner=str(self.person_id), purpose=PURPOSE)

    def write(self, note: str) -> None:
        """Seal a note for this row's owner."""
        self.sealed_note = keys.seal(note, owner=str(self.person_id), purpose=PURPOSE)
