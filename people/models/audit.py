"""The audit trail: who opened the record of a person."""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from people import access_kinds

from .memberships import Membership
from .organisations import Organisation, Unit
from .persons import Person
from .roles import Role

# The name of the organisation's key with which a program acts in this request; nothing otherwise.
acting_program: ContextVar[str] = ContextVar("acting_program", default="")


def program_now() -> str:
    """Name the program that acts now, by its key; nothing where a person does."""
    return acting_program.get()


def belonging_then(person: Person | int) -> models.QuerySet[Membership]:
    """A person's memberships in the unit of a look, on its day."""
    return Membership.objects.filter(
        Q(ends=None) | Q(ends__gte=models.OuterRef("at__date")),
        person=person,
        unit=models.OuterRef("unit"),
        starts__lte=models.OuterRef("at__date"),
    )


class AccessEventQuerySet(models.QuerySet):
    """The audit trail, by the person it is about."""

    def about(self, person: Person | int, units: list[int] | None = None) -> Self:
        """Every time another person opened this person's record, newest first.

        A look at a whole unit counts for all who belonged to it on that day. Of the person's own
        looks only those at the whole record count. All who belong to a unit are told who supervises
        or cares for it. `units` are those to which the person belonged on all days that are asked
        about, if that is known: then it is not judged look by look.
        """
        # Naming the units lets both halves use their index; the trail itself only grows.
        known: Iterable[int] | models.QuerySet
        if isinstance(person, Person):
            known = {one.unit_id for one in person.every_membership}
        else:
            known = Membership.objects.filter(person=person).values("unit_id")
        of_the_unit = Q(what__in=access_kinds.unit_kinds())
        around = Q(person=None) | of_the_unit & ~Q(person=person)
        if units is None:
            around &= Q(unit__in=known) & models.Exists(belonging_then(person))
        else:
            around &= Q(unit__in=units)
        found = self.filter(Q(person=person) & ~of_the_unit | around).by_others(person)
        return found.select_related("viewer", "person", "unit")

    def about_alone(self, person: int) -> Self:
        """The looks of `about` at this person and no unit, newest first."""
        of_the_unit = Q(what__in=access_kinds.unit_kinds())
        return self.filter(~of_the_unit, person=person).by_others(person)

    def about_unit(self, person: int, unit: int, *, throughout: bool) -> Self:
        """The looks of `about` at a unit, newest first: an index finds these, one after another.

        The person belonged to it on all days that are asked about, `throughout`, or it is judged
        look by look.
        """
        of_the_unit = Q(what__in=access_kinds.unit_kinds())
        found = self.filter(Q(person=None) | of_the_unit & ~Q(person=person), unit=unit)
        if not throughout:
            found = found.filter(models.Exists(belonging_then(person)))
        return found.by_others(person)

    def by_others(self, person: Person | int) -> Self:
        """Leave out the person's own looks, but those at the whole record; newest first."""
        own = ~Q(what__in=access_kinds.own_kinds())
        return self.exclude(own, viewer=person).order_by("-at", "-pk")

    def of_modules(self, viewer: Person) -> Self:
        """Each time a module was switched in the viewer's organisation, newest first."""
        roots = Unit.objects.visible_to(viewer).filter(parent=None)
        switched = (access_kinds.MODULE_ON, access_kinds.MODULE_OFF)
        found = self.filter(unit__in=roots, what__in=switched)
        return found.select_related("viewer").order_by("-at", "-pk")


class AccessEvent(models.Model):
    """A person opened another person's record. It never holds what was in the record."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    viewer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    viewer_role = models.CharField(max_length=12, choices=Role)
    # The code of a kind that an app registers: see `people/access_kinds.py`.
    what = models.CharField(max_length=access_kinds.LETTERS)
    # One person, or else all who belong to the unit that day. Both, if these people are told who
    # has a role there.
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    # Which one, where a person has several: the public id of what was opened.
    subject = models.UUIDField(null=True)
    # Of a role that was given, changed or ended: which, and its first or last day.
    role = models.CharField(max_length=12, choices=Role, blank=True, default="", db_default="")
    day = models.DateField(null=True)
    at = models.DateTimeField()
    # The name of the organisation's key with which a program did it for the viewer.
    program = models.CharField(max_length=60, blank=True, default=program_now, db_default="")
    # Given by `chain.seal`, which links each event to the one before.
    place = models.BigIntegerField(null=True, unique=True)
    seal = models.CharField(max_length=64, blank=True)

    objects = AccessEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "at"], name="access_by_person"),
            models.Index(fields=["unit", "at"], name="access_by_unit"),
        ]

    def get_what_display(self) -> str:
        """Say what was looked at and why, as Django does for choices."""
        return access_kinds.words_of(self.what)

    @property
    def viewer_words(self) -> str:
        """Name the viewer, and the program that acted for them, if one did."""
        return viewer_in_words(self.viewer, self.program)


def viewer_in_words(viewer: Person, program: str) -> str:
    """Name a viewer, and the program that acted for them, if one did."""
    if not program:
        return viewer.name
    about = {"name": viewer.name, "program": program}
    return _("%(name)s, by the program “%(program)s”") % about


class Anchor(models.Model):
    """The head of the audit trail was mailed out on a day."""

    day = models.DateField(unique=True)
    place = models.BigIntegerField()
    seal = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        """Write it as the line that was mailed, and that `verify_trail` reads again."""
        return f"{self.day}:{self.place}:{self.seal or '-'}"
