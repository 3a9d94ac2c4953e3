"""Careers: the levels of an organisation, who holds which, and at which level a person was seen."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from people.models import (
    MAY,
    Named,
    OneName,
    Organisation,
    OwnOrganisationQuerySet,
    Person,
    Role,
    office_has,
    supervised_by,
)
from people.writing.texts import refuse_identity
from training.rules.careers import ANY, EVIDENCE_MONTHS, TOP, Gate
from training.rules.certificates import add_months

from .catalogue import CertificateType, Course

LONGEST_EVIDENCE = 280


def seen_by(viewer: Person) -> Q:
    """The careers the viewer sees: their own, of those they answer for, and for offices below."""
    return Q(pk=viewer.pk) | supervised_by(viewer) | office_has("pk", viewer, *MAY.see_records)


def assessed_by(viewer: Person) -> Q:
    """The people the viewer may assess in a competency: never themselves."""
    others = supervised_by(viewer) | office_has("pk", viewer, Role.TRAINER)
    return others & ~Q(pk=viewer.pk)


class PersonalQuerySet(models.QuerySet):
    """Rows about a person's career, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, those of people they supervise, and for offices those below."""
        return self.filter(person__in=Person.objects.filter(seen_by(viewer)))


class Competency(Named):
    """Something that the work asks of people, at a level from 0 to 4."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    code = models.SlugField(max_length=20)
    position = models.PositiveSmallIntegerField(default=0)

    objects = OwnOrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"], name="one_competency_of_a_code"
            )
        ]


class CareerLevel(Named):
    """A level of the ladder or of a side track, and what it asks for."""

    class Track(models.TextChoices):
        """A ladder or side track that a level belongs to."""

        MAIN = "main", _("Victim specialist")
        INTERVIEWER = "interviewer", _("Forensic interviewing")
        TRAINER = "trainer", _("Training others")
        REVIEWER = "reviewer", _("Evidence review")
        VOLUNTEER = "volunteer", _("Volunteers")
        # Given by a programme outside, so that no panel here is asked for one.
        CREDENTIAL = "credential", _("Credential for victim advocates")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    track = models.CharField(max_length=12, choices=Track, default=Track.MAIN)
    position = models.PositiveSmallIntegerField(default=0)
    months = models.PositiveSmallIntegerField(
        _("Months in the programme"), default=0, validators=[MaxValueValidator(480)]
    )
    hours = models.PositiveSmallIntegerField(
        _("Hours of training"), default=0, validators=[MaxValueValidator(2000)]
    )
    # Of the hours of training, so many of each kind.
    foundation = models.PositiveSmallIntegerField(
        _("Hours of foundation (A)"), default=0, validators=[MaxValueValidator(2000)]
    )
    specialty = models.PositiveSmallIntegerField(
        _("Hours of a specialty (B)"), default=0, validators=[MaxValueValidator(2000)]
    )
    advanced = models.PositiveSmallIntegerField(
        _("Advanced hours (C)"), default=0, validators=[MaxValueValidator(2000)]
    )
    work = models.PositiveIntegerField(
        _("Hours of work in the field"), default=0, validators=[MaxValueValidator(100_000)]
    )
    supervision = models.PositiveSmallIntegerField(
        _("Hours of supervision in a group"),
        default=0,
        db_default=0,
        validators=[MaxValueValidator(2000)],
    )
    certificates = models.ManyToManyField(CertificateType, blank=True, related_name="+")
    # A rotation: a person stays no longer, for their own sake.
    longest_months = models.PositiveSmallIntegerField(
        _("At most so many months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(480)],
    )
    source = models.CharField(_("Where these numbers come from"), max_length=200, blank=True)
    # An admin who has read it there takes this away.
    unverified = models.BooleanField(
        _("Not verified: the source is named and was not read"), default=False
    )

    objects = OwnOrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            OneName(
                fields=["organisation", "name"],
                name="one_level_of_a_name",
                violation_error_message=_("There is already a level of this name."),
            )
        ]

    @property
    def origin(self) -> str:
        """Where its numbers come from: in the reader's language, unless an admin wrote it."""
        # Known by another name: ladders.py marks these texts, and here is none to be collected.
        return translated(self.source) if self.source else ""

    def gate(self) -> Gate:
        """What it asks for, as the rules judge it; reads its certificates and competencies."""
        hours = {
            ANY: self.hours,
            Course.Kind.FOUNDATION: self.foundation,
            Course.Kind.SPECIALTY: self.specialty,
            Course.Kind.ADVANCED: self.advanced,
        }
        return Gate(
            months=self.months,
            hours={kind: Decimal(least) for kind, least in hours.items() if least},
            experience=self.work,
            supervision=self.supervision,
            certificates=frozenset(one.pk for one in self.certificates.all()),
            competencies={one.competency_id: one.least for one in self.asked.all()},
        )


class AskedQuerySet(models.QuerySet):
    """What levels ask for."""

    def visible_to(self, viewer: Person) -> Self:
        """Of the viewer's own organisation."""
        return self.filter(level__organisation_id=viewer.organisation_id)


class AskedCompetency(models.Model):
    """At which level a level of the ladder asks for a competency."""

    level = models.ForeignKey(CareerLevel, models.CASCADE, related_name="asked")
    competency = models.ForeignKey(Competency, models.CASCADE, related_name="+")
    least = models.PositiveSmallIntegerField()

    objects = AskedQuerySet.as_manager()

    class Meta:
        ordering = ("competency__position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["level", "competency"], name="asked_once_a_level"),
            models.CheckConstraint(
                condition=Q(least__gte=1, least__lte=TOP), name="asked_at_a_level_from_1_to_4"
            ),
        ]

    @property
    def words(self) -> str:
        """How it has to be seen."""
        return str(CompetencyAssessment.Seen(self.least).label)


class HeldLevelQuerySet(PersonalQuerySet):
    """Who holds which level."""

    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class HeldLevel(models.Model):
    """A person holds a level from a day on."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="levels")
    level = models.ForeignKey(CareerLevel, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = HeldLevelQuerySet.as_manager()

    class Meta:
        ordering = ("since", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="a_level_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("given_by")), name="nobody_gives_themselves_a_level"
            ),
        ]

    def ends_by(self) -> date | None:
        """Until when a rotation may last; None where there is no such end."""
        months = self.level.longest_months
        return add_months(self.since, months) if months else None


class CompetencyAssessment(models.Model):
    """At which level a person was seen in a competency, by another person."""

    class Seen(models.IntegerChoices):
        """How well a person was seen to do it, 0 to 4."""

        NONE = 0, _("Not yet")
        AWARE = 1, _("Knows of it")
        SUPERVISED = 2, _("Does it with somebody beside them")
        INDEPENDENT = 3, _("Does it alone")
        TEACHES = 4, _("Teaches it to others")

    person = models.ForeignKey(Person, models.CASCADE, related_name="assessments")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Seen)
    evidence = models.CharField(max_length=LONGEST_EVIDENCE, validators=[refuse_identity])
    day = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = PersonalQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-pk")
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("by")), name="nobody_assesses_themselves"),
            models.CheckConstraint(
                condition=Q(level__gte=0, level__lte=TOP), name="seen_at_a_level_from_0_to_4"
            ),
        ]
        indexes = [models.Index(fields=["person", "competency"], name="assessments_by_person")]

    def holds_until(self) -> date:
        """Until when it counts."""
        return add_months(self.day, EVIDENCE_MONTHS)
