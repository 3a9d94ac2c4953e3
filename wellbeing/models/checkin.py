"""The answers of a week. They belong to the person who gave them."""

from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from people.keys.sealing import SealedRow
from people.models import Person, Unit
from wellbeing.rules.pulse import PulseAnswers, strain

from .share import Share

# The wording in `lines.py`; a new one gets a new number, and old answers keep theirs.
ITEM_SET = 1
# The text in `consent.py`, likewise.
CONSENT = 2
ANSWERS, STRAIN, NOTE, AGREED = (
    f"wellbeing.CheckIn.{name}" for name in ("answers", "strain", "note", "consent")
)


# What a deleted row holds: that the week was sent, as the work of it says too.
EMPTIED: dict[str, object] = {
    "sealed_answers": b"",
    "sealed_strain": b"",
    "sealed_note": b"",
    "sealed_consent": b"",
    "scored": False,
}


class CheckInQuerySet(models.QuerySet):
    """Check-ins, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, and the weeks that others let this viewer read today."""
        shared = Share.objects.readable_by(viewer).filter(
            person=models.OuterRef("person"),
            from_week__lte=models.OuterRef("week"),
            to_week__gte=models.OuterRef("week"),
        )
        return self.filter(Q(person=viewer) | models.Exists(shared))

    def of(self, person: Person | int) -> Self:
        """A person's own, whatever others let them read."""
        return self.filter(person=person)

    def undeleted(self) -> Self:
        """Those that their person did not delete: also where nothing was answered."""
        return self.exclude(**EMPTIED)


class CheckIn(SealedRow, models.Model):
    """What a person said about themselves in a week they sent: answers, a note, or nothing.

    There is a row for every week that was sent, so that a row does not tell who answered.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="checkins")
    # The unit where it was sent.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    week = models.DateField()
    # Whether the answers add up (all lines, or all but one). Readable: groups count by it.
    scored = models.BooleanField(default=False)
    # Each answered line with its value; deleted after a year.
    sealed_answers = models.BinaryField(blank=True, default=b"")
    # What `rules.strain` said of these answers when they were given; nothing for too few of them.
    sealed_strain = models.BinaryField(blank=True, default=b"")
    sealed_note = models.BinaryField(blank=True, default=b"")
    # The version of the consent text; sealed, since there is none without answers.
    sealed_consent = models.BinaryField(blank=True, default=b"")
    SEALED = {"sealed_answers": ANSWERS, "sealed_strain": STRAIN, "sealed_note": NOTE}
    SEALED |= {"sealed_consent": AGREED}
    BOUND_TO = ("person_id", "week")
    SAID_AT = "recorded_at"
    item_set = models.PositiveSmallIntegerField(default=ITEM_SET)
    # When it was written down, or corrected once its week was closed.
    recorded_at = models.DateTimeField(db_default=Now())

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "week"], name="one_checkin_per_week"),
        ]

    @classmethod
    def of(cls, answers: PulseAnswers, **fields: Any) -> Self:
        """Make a row of one week's answers, with their strain."""
        row = cls(**fields)
        row.keep("sealed_answers", answers.given)
        row.keep("sealed_consent", {"version": CONSENT} if answers.any else {})
        found = strain(answers)
        row.scored = found is not None
        if row.scored:
            row.keep("sealed_strain", {"strain": f"{found:.2f}"})
        return row

    @property
    def answers(self) -> PulseAnswers:
        """The answers, opened; none after a year."""
        return PulseAnswers(**self.opened("sealed_answers"))

    @property
    def strain(self) -> Decimal | None:
        """What they added up to when they were given, opened."""
        found = self.opened("sealed_strain")
        return Decimal(found["strain"]) if found else None

    @property
    def note(self) -> str:
        """The note, opened; only for its owner."""
        return self.opened("sealed_note").get("note", "")

    @property
    def consent(self) -> int | None:
        """The version of the consent text, opened; none if no line was answered."""
        return self.opened("sealed_consent").get("version")

    @property
    def holds(self) -> bool:
        """Say whether any data is left: answers, their sum or a note."""
        return self.says or bool(self.sealed_note)

    @property
    def says(self) -> bool:
        """Say whether there was an answer, or a sum of older answers."""
        return self.scored or self.answers.any

    def write(self, note: str) -> None:
        """Seal a note for this row's owner; without a note nothing is kept."""
        self.sealed_note = b""
        if note:
            self.keep("sealed_note", {"note": note})
