"""What a person carries now."""

import uuid
from collections.abc import Iterable
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Organisation, Person, Unit, supervised_by
from workload.rules import load as load_rules

from .choices import KindChoice, PartChoice, PhaseChoice
from .supervised import OwnAndSupervisedQuerySet, of_post_led
from .week import WorkWeek


class CaseloadLineQuerySet(OwnAndSupervisedQuerySet):
    """Lines, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, and those of the posts they answer for."""
        of_posts = Q(of_post_led(viewer)) | of_first_post_led(viewer)
        led = self.filter(of_posts, supervised_by(viewer, "person"))
        return (super().visible_to(viewer) | led).told_to(viewer)

    def told_to(self, viewer: Person) -> Self:
        """Leave out, but for the viewer's own, those of people with a newest week sent alone.

        A person who begins to work under a supervisor shows their cases by the next week they send.
        """
        return self.filter(Q(person=viewer) | ~Q(newest_was_alone()))

    def told(self) -> Self:
        """Leave them out of all people, where none is the viewer."""
        return self.filter(~Q(newest_was_alone()))


def newest_was_alone() -> Coalesce:
    """Say of a row whether the newest week of its person was sent alone."""
    sent = WorkWeek.objects.filter(person=OuterRef("person")).order_by("-week")
    return Coalesce(Subquery(sent.values("alone")[:1]), False)


def of_first_post_led(viewer: Person) -> Q:
    """The lines of no post of today, where the viewer answers for the one that came first.

    So it is until the next week is sent (`workload/weeks/caseloads.py`). What was closed at a post
    that is over is not read at another one.
    """
    person = {"person": OuterRef("person")}
    day = viewer.today
    named = Membership.objects.on(day).filter(**person, unit=OuterRef("unit"))
    first = Membership.objects.first_posts(day).filter(viewer.charge.answered(day), **person)
    none_named = Q(unit=None) | Q(~Exists(named.filter(hours__isnull=False)), closed_at=None)
    return Q(Exists(first)) & none_named


class CaseloadLine(models.Model):
    """Some like cases that a person carries now."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="caseload")
    # The post that the cases belong to, of a person with several. Null where there is one: what was
    # carried before a second post began belongs to the one that the person has had longest.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    phase = models.CharField(max_length=9, choices=PhaseChoice)
    # A sorted list of AddOn values: JSON reads the same on both databases.
    add_ons = models.JSONField(default=list, blank=True)
    further_victims = models.PositiveSmallIntegerField(default=0)
    part = models.CharField(max_length=9, choices=PartChoice, default=PartChoice.PRIMARY)
    count = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    kind = models.CharField(max_length=8, choices=KindChoice, blank=True)
    reference = models.CharField(
        max_length=12,
        blank=True,
        validators=[
            RegexValidator(
                r"^(?=.*\d)[A-Z0-9]+(-[A-Z0-9]+)*$",
                _("Please use a code only, like QX-4F7, or leave it empty. No names."),
            )
        ],
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # When a supervisor's list wrote it, until the person's next week says whether it is right.
    brought_at = models.DateTimeField(null=True)
    # Marks of the submissions of a form that said it: the same one writes no second line.
    submissions = models.TextField(blank=True, default="", db_default="")

    objects = CaseloadLineQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"],
                condition=Q(closed_at=None, part="primary") & ~Q(reference=""),
                name="one_primary_per_reference",
                violation_error_message=_("This case already has a primary worker."),
            ),
            models.CheckConstraint(
                condition=Q(reference="") | Q(count=1),
                name="a_reference_names_one_case",
                violation_error_message=_("A reference names one case."),
            ),
        ]
        indexes = [models.Index(fields=["person", "closed_at"], name="caseload_by_person")]

    @property
    def rule(self) -> load_rules.CaseLine:
        """The line as the arithmetic sees it."""
        return self.rule_of(self.phase, self.add_ons, self.further_victims, self.part, self.count)

    @staticmethod
    def rule_of(
        phase: str, add_ons: Iterable[str], further_victims: int, part: str, count: int
    ) -> load_rules.CaseLine:
        """Make what the arithmetic sees of a line's columns."""
        return load_rules.CaseLine(
            phase=load_rules.Phase(phase),
            add_ons=frozenset(load_rules.AddOn(extra) for extra in add_ons),
            further_victims=further_victims,
            part=load_rules.Part(part),
            count=count,
        )
