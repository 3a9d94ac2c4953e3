"""Dated memberships: a role in a unit, the posts among them, and which one is a person's home."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.rules.posts import most_hours_first
from people.statements import written_once

from .absences import Absence, is_away
from .jobs import Job
from .organisations import Unit, at_or_below
from .roles import MAY, Role

if TYPE_CHECKING:
    from .answering import Charge
    from .persons import Person, PersonQuerySet


class MembershipQuerySet(models.QuerySet):
    """Memberships, by day and by viewer."""

    def visible_to(self, viewer: "Person") -> Self:
        """The memberships of all people the viewer may see."""
        return self.filter(person__in=all_people().visible_to(viewer))

    def managed_by(self, viewer: "Person") -> Self:
        """Memberships at or below the units where the viewer is an admin."""
        return self.filter(at_or_below("unit__path", viewer.paths(Role.ADMIN)))

    def on(self, day: date) -> Self:
        """Memberships that hold on a day; the last day counts."""
        return self.lasting(day).filter(starts__lte=day)

    def present_on(self, day: date) -> Self:
        """Memberships that hold on a day, of people who came in and are not on a long absence then.

        This is the one rule on who answers for others: a supervisor or contact who is away or has
        not come in yet does not, so the stand-in does, or else the next above.
        """
        return self.on(day).filter(person__awaited=False).exclude(is_away(day))

    def with_absence(self, day: date) -> Self:
        """Read with each until when its person is away, if the long absence includes a day."""
        away = Absence.objects.on(day).filter(person=models.OuterRef("person")).values("ends")
        return self.annotate(away_until=models.Subquery(away[:1]))

    def lasting(self, day: date) -> Self:
        """Memberships that hold on a day or will hold after it."""
        return self.filter(Q(ends=None) | Q(ends__gte=day))

    def with_first_day(self) -> Self:
        """Add the day from which the person has had hours in the unit."""
        return self.annotate(first_day=first_day_there())

    def with_first_day_of_several(self, day: date) -> Self:
        """Add it where the person has another post on a day, to order them, and else None.

        Few have: of most people on a board only that is asked.
        """
        others = Membership.objects.on(day).filter(person=models.OuterRef("person"))
        others = others.filter(hours__isnull=False).exclude(pk=models.OuterRef("pk"))
        first = models.When(models.Exists(others), then=first_day_there())
        return self.annotate(first_day=models.Case(first))

    def with_lead_there(self, day: date) -> Self:
        """Add whether the person leads the unit too, as who stands in for its supervisor does.

        A supervisor's role of that day says it itself.
        """
        theirs = Membership.objects.on(day).filter(person=models.OuterRef("person"))
        leads = theirs.filter(unit=models.OuterRef("unit"), role=Role.SUPERVISOR)
        there = Q(role=Role.SUPERVISOR) | Q(models.Exists(leads))
        return self.annotate(leads_there=models.ExpressionWrapper(there, models.BooleanField()))

    def homes(self, day: date) -> Self:
        """The posts that are homes on a day: no other of the person has more hours, or is older.

        `Person.home` agrees. So a person with two posts is one row.
        """
        return self.on(day).with_first_day().filter(is_home(day))

    def first_posts(self, day: date) -> Self:
        """The posts that their people have had longest, of those on a day: `Person.first_post`."""
        before = posts_beside(day).filter(OLDER)
        return self.on(day).with_first_day().filter(~models.Exists(before), hours__isnull=False)

    def apart(self, charge: "Charge", day: date) -> Self:
        """The posts, on a day, for which a supervisor does not answer, of people who do have some.

        An only post that supervisors never answer for, as that of a trainer, is none of them: who
        works without hours in a unit besides is read by its supervisors alone.
        """
        theirs = Membership.objects.on(day).filter(person=models.OuterRef("person"))
        others = theirs.filter(hours__isnull=False).exclude(pk=models.OuterRef("pk"))
        held = self.on(day).filter(~charge.answered(day), hours__isnull=False)
        return held.filter(Q(role__in=MAY.carry_load) | models.Exists(others))

    def bases(self, day: date) -> Self:
        """One membership of each person who belongs on a day: `Person.base`."""
        return self.on(day).with_first_day().filter(is_home(day) | first_unpaid(day, Role))

    def carrying(self, day: date) -> Self:
        """One membership of each person who carries a load on a day: that with most hours.

        Of people without contracted hours, like volunteers, it is the first as worker or
        supervisor.
        """
        return self.on(day).with_first_day().filter(is_home(day) | unpaid_with_load(day))

    def carrying_each(self, day: date) -> Self:
        """Every post of the people who carry a load on a day, and as `carrying` of the others."""
        return self.on(day).filter(Q(hours__isnull=False) | unpaid_with_load(day))


class Membership(models.Model):
    """A role in a unit, between two days."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    role = models.CharField(_("Role"), max_length=12, choices=Role)
    job = models.ForeignKey(Job, models.PROTECT, related_name="+", verbose_name=_("Job"))
    # A membership with hours is a post. A person may have posts in several units; the one with most
    # hours is their home, where their week is counted.
    hours = models.DecimalField(
        _("Contracted hours a week"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    starts = models.DateField(_("From"))
    ends = models.DateField(_("Last day"), null=True, blank=True)
    # The person who is away and has the role, where another stands in.
    acting_for = models.ForeignKey(
        "people.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="stood_in_for_by",
    )
    # The last time it was entered or changed: what was told before used the state of then.
    changed_at = models.DateTimeField(null=True, editable=False)
    # When it was given: only on that day a mistake in it is put right in place.
    given_at = models.DateTimeField(null=True, editable=False)
    # The last day of the person's own absence, where it was read with it.
    away_until: date | None = None

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gt=0, hours__lte=84),
                name="membership_hours_are_a_week",
                violation_error_message=_("Contracted hours must be more than 0 and at most 84."),
            ),
            models.UniqueConstraint(
                fields=["person", "unit"],
                condition=Q(ends=None, hours__isnull=False),
                name="one_post_per_unit",
                violation_error_message=_("This person already has contracted hours here."),
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "role"],
                condition=Q(ends=None),
                name="one_open_membership_per_role",
                violation_error_message=_("This person already has this role here."),
            ),
            models.CheckConstraint(
                condition=Q(acting_for=None) | Q(ends__isnull=False, hours=None),
                name="an_acting_role_ends_and_has_no_hours",
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="membership_by_unit")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.unit}"

    @property
    def contracted(self) -> Decimal:
        """The contracted hours a week: a home has some, that makes it one."""
        return self.hours or Decimal()

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on a day; the last day counts. `MembershipQuerySet.on` agrees."""
        return self.starts <= day and self.lasts(day)

    def lasts(self, day: date) -> bool:
        """Say whether it holds on a day or after it. `MembershipQuerySet.lasting` agrees."""
        return self.ends is None or self.ends >= day


# Whether a post came before another one of the person; both are read with their first days.
OLDER = Q(first_day__lt=models.OuterRef("first_day"))
OLDER |= Q(first_day=models.OuterRef("first_day"), pk__lt=models.OuterRef("pk"))


def all_people() -> "PersonQuerySet":
    """Begin a reading of people; their model stands on this one, and is found by its name."""
    return apps.get_model("people.Person")._default_manager.all()


def first_day_there() -> models.Subquery:
    """The day from which the person of a row has had hours in its unit.

    A sum has no index: the few memberships of the person are read, and not all of the unit.
    """
    own = Membership.objects.filter(person=models.OuterRef("person"), hours__isnull=False)
    same = own.annotate(of_unit=F("unit") + 0).filter(of_unit=models.OuterRef("unit"))
    return models.Subquery(same.order_by("starts").values("starts")[:1])


def posts_beside(day: date) -> MembershipQuerySet:
    """The other posts on a day, with their first days, of the person of a row.

    Few people have any, and without one no first day is looked up.
    """
    held = Membership.objects.on(day).filter(person=models.OuterRef("person"))
    others = held.exclude(pk=models.OuterRef("pk"))
    return others.filter(hours__isnull=False).with_first_day()


def is_home(day: date) -> Q:
    """A post, of rows with their first day, that none of the person's others goes before."""
    hours = models.OuterRef("hours")
    before = posts_beside(day).filter(Q(hours__gt=hours) | Q(hours=hours) & OLDER)
    return Q(~models.Exists(before), hours__isnull=False)


def unpaid_with_load(day: date) -> Q:
    """The first membership as worker or supervisor, of people without contracted hours."""
    return Q(role__in=MAY.carry_load) & first_unpaid(day, MAY.carry_load)


def first_unpaid(day: date, roles: Iterable[Role]) -> Q:
    """The first membership in one of some roles, of people without contracted hours on a day."""
    held = Membership.objects.on(day).filter(person=models.OuterRef("person"))
    before = held.filter(role__in=list(roles), pk__lt=models.OuterRef("pk"))
    return ~models.Exists(held.filter(hours__isnull=False)) & ~models.Exists(before)


@written_once
def every_membership_of(person: int, day: date) -> models.QuerySet[Membership]:
    """Read a person's memberships, and until when they are away on a day, oldest first."""
    held = Membership.objects.filter(person=person).with_absence(day)
    return held.select_related("unit__organisation").order_by("pk")


def home_of(memberships: Iterable[Membership]) -> Membership | None:
    """Choose where a person belongs among memberships in their order.

    It is the unit of most of their hours, or else the first: a page names a unit for each person,
    also for people without contracted hours, who have no `Person.home`.
    """
    mine = list(memberships)
    posts = most_hours_first(one for one in mine if one.hours is not None)
    return next(iter(posts or mine), None)


def find_homes(people: Iterable[int], day: date) -> dict[int, Membership]:
    """Find where each of these people belongs on a day, and if they are away; one statement."""
    mine: dict[int, list[Membership]] = {}
    current = Membership.objects.on(day).filter(person__in=list(people)).with_absence(day)
    for one in current.select_related("unit", "job").order_by("pk"):
        mine.setdefault(one.person_id, []).append(one)
    homes = {person: home_of(held) for person, held in mine.items()}
    return {person: home for person, home in homes.items() if home}
