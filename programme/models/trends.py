"""What was told of an organisation, a quarter at a time. Told once, kept, never computed again."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Frozen, FrozenQuerySet, Organisation, Person, Role, by_the_rule
from programme.rules.quarters import CalendarQuarter


class QuarterMeasure(models.TextChoices):
    """What is told of a quarter."""

    LOAD = "load", _("Load")
    FLAGS = "flags", _("Flags")
    FIRST_STEP = "first_step", _("First step on a flag")
    FALL = "fall", _("Load after four weeks")
    CERTIFICATES = "certificates", _("Certificates")
    POSTS = "posts", _("Posts")
    EVALUATIONS = "evaluations", _("What people say of sessions")


def has_whole_office(viewer: Person) -> bool:
    """Say whether a person's programme office is that of the whole organisation today."""
    held = viewer.current_memberships if Role.PROGRAMME in viewer.roles else ()
    return any(one.role == Role.PROGRAMME and one.unit.parent_id is None for one in held)


class QuarterFigureQuerySet(FrozenQuerySet):
    """What was told of quarters, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """Of the viewer's own organisation, for the programme office of all of it; else none.

        The office of a part counts its own people one by one elsewhere: what is left of the whole
        would be the others.
        """
        if has_whole_office(viewer):
            return self.filter(organisation=viewer.organisation_id)
        return self.none()

    def of_quarter(self, organisation_id: int, first: date) -> Self:
        """Those of an organisation and quarter, if it was counted."""
        return self.filter(organisation=organisation_id, quarter=first)


class QuarterFigure(Frozen):
    """One measure of a whole organisation in one quarter; withheld and empty are the same.

    `told` has the words or numbers of what is told, with commas, as `programme.rules.trends` says
    them: `120,14,9` of certificates, `steady,,watch` of the blocks of a load.
    """

    BAND = "told"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # Its first day.
    quarter = models.DateField()
    measure = models.CharField(max_length=12, choices=QuarterMeasure)
    told = models.CharField(max_length=60, blank=True)

    objects = QuarterFigureQuerySet.as_manager()

    class Meta:
        ordering = ("-quarter", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "quarter", "measure"], name="a_quarter_is_told_once"
            ),
            *by_the_rule("quarter_figure", band="told"),
        ]

    @property
    def of(self) -> CalendarQuarter:
        """The quarter as such."""
        return CalendarQuarter(self.quarter)
