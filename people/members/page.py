"""What the admin's list of people shows: the tree of units, and twelve people of one of them."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import (
    Invitation,
    Membership,
    Person,
    Role,
    Unit,
    at_or_below,
    home_of,
    name_order,
)
from people.models.persons import contract_ends
from people.units.outline import UnitOutline
from people.weeks import today
from people.writing.lists import PEOPLE_A_PAGE

# With more units than these, the tree opens only the branch that the viewer looks at.
UNITS_IN_SIGHT = 24
# So many are drawn below one that is not open itself.
BELOW_IN_SIGHT = 60
STATES = {
    "here": _("Here"),
    "awaited": _("Not come in yet"),
    "invited": _("Invited"),
    "left": pgettext_lazy("people", "Left"),
    "ending": _("Contract ends"),
}


NOT_COME_IN = Q(awaited=True, is_active=True)


@dataclass(frozen=True)
class PeopleAsked:
    """What the viewer wants to see. Without a state it is the first in which anybody is found."""

    unit: Unit | None = None
    state: str = ""
    role: str = ""
    text: str = ""


@dataclass(frozen=True)
class TreeNode:
    """A unit in the tree: its people, its leads, and the units below it that are in sight."""

    unit: Unit
    heads: int
    leads: tuple[Person, ...]
    unled: bool
    open: bool
    folded: int
    below: tuple["TreeNode", ...]


class UnitTree:
    """The units that an admin manages, drawn as a tree; two statements beside the units."""

    def __init__(self, units: UnitOutline, day: date, *, open_at: Unit | None = None):
        self.units, self.day = units, day
        self.open_at = open_at.pk if open_at else None
        self.way = set(open_at.lineage) if open_at else set()

    @property
    def small(self) -> bool:
        """Say whether all units are in sight at once."""
        return len(self.units) <= UNITS_IN_SIGHT

    @cached_property
    def counted(self) -> dict[int, tuple[int, int]]:
        """Count the people with a role in each unit in sight itself, and its workers."""
        current = Membership.objects.on(self.day).filter(unit__in=self.in_sight).order_by()
        rows = current.values("unit").annotate(
            heads=Count("person", distinct=True),
            workers=Count("pk", filter=Q(role=Role.WORKER)),
        )
        return {row["unit"]: (row["heads"], row["workers"]) for row in rows}

    @cached_property
    def leading(self) -> dict[int, list[Person]]:
        """Find who leads each unit in sight, by name; a lead who is away does not meanwhile."""
        found: dict[int, list[Person]] = {}
        present = Membership.objects.present_on(self.day)
        leads = present.filter(role=Role.SUPERVISOR, unit__in=self.in_sight)
        for one in leads.select_related("person").order_by(*name_order("person__"), "pk"):
            found.setdefault(one.unit_id, []).append(one.person)
        return found

    @cached_property
    def in_sight(self) -> list[int]:
        """Name the units that are drawn."""
        found, waiting = [], [(unit, 0) for unit in self.units.tops]
        for unit, depth in waiting:
            found.append(unit)
            waiting += [(one, depth + 1) for one in self.shown_below(unit, depth)]
        return found

    def shown_below(self, unit: int, depth: int) -> list[int]:
        """Choose which units directly below one are drawn.

        Of very many the first, and the one on the way to the unit that is open; all of them below
        the one that is open itself.
        """
        if self.small or unit == self.open_at:
            return self.units.directly_below(unit)
        if unit in self.way:
            lower = self.units.directly_below(unit)
            return [one for n, one in enumerate(lower) if n < BELOW_IN_SIGHT or one in self.way]
        return self.units.directly_below(unit)[:BELOW_IN_SIGHT] if depth == 0 else []

    @property
    def nodes(self) -> tuple[TreeNode, ...]:
        """Give the topmost units, each with the units below it."""
        return tuple(self.node(unit, depth=0) for unit in self.units.tops)

    def node(self, unit: int, *, depth: int) -> TreeNode:
        """Make one unit of the tree, with those below it where they are in sight."""
        shown = self.shown_below(unit, depth)
        heads, workers = self.counted.get(unit, (0, 0))
        leads = tuple(self.leading.get(unit, ()))
        return TreeNode(
            self.units.unit(unit),
            heads,
            leads,
            unled=bool(workers) and not leads,
            open=unit == self.open_at,
            folded=self.units.count_below(unit) - len(shown),
            below=tuple(self.node(one, depth=depth + 1) for one in shown),
        )


class PeopleList:
    """Twelve people, or twelve invitations, of what the viewer asked for."""

    def __init__(self, admin: Person, asked: PeopleAsked, now: datetime):
        self.admin, self.asked, self.now, self.day = admin, asked, now, today(now)

    @cached_property
    def scope(self) -> QuerySet[Membership]:
        """The memberships of the chosen unit, or of all units that the viewer manages."""
        managed = Membership.objects.managed_by(self.admin)
        return managed.filter(unit=self.asked.unit) if self.asked.unit else managed

    @property
    def here(self) -> QuerySet[Person]:
        """The people with a role there, today or later."""
        return self.named(self.scope.lasting(self.day))

    @property
    def awaited(self) -> QuerySet[Person]:
        """The people with a role there who were entered and have not come in yet."""
        return self.here.filter(NOT_COME_IN)

    @property
    def left(self) -> QuerySet[Person]:
        """The people with a role there once, and with none anywhere any more."""
        once = self.named(self.scope.filter(ends__lt=self.day))
        # Asked of each: a role ended of few, and all who have one are not gone through for them.
        lasting = Membership.objects.lasting(self.day).filter(person=OuterRef("pk"))
        return once.exclude(Exists(lasting))

    @property
    def ending(self) -> QuerySet[Person]:
        """The people with a role there and a contract that ends within sixty days, or has ended."""
        return self.here.contract_ending(self.day).exclude(pk=self.admin.pk)

    def named(self, scope: QuerySet[Membership]) -> QuerySet[Person]:
        """The people of these memberships with the role and the text that were asked for.

        Of memberships that the admin manages: who has one that lasts, or none any more, is managed.
        """
        if self.asked.role:
            scope = scope.filter(role=self.asked.role)
        return self.called.filter(pk__in=scope.values("person_id"))

    @property
    def called(self) -> QuerySet[Person]:
        """The people of the organisation with the text that was asked for."""
        found = Person.objects.filter(organisation=self.admin.organisation_id)
        also = "account__username", "work_email", "employee_number"
        return found.called(self.asked.text, *also) if self.asked.text else found

    @property
    def invited(self) -> QuerySet[Invitation]:
        """The invitations that wait to be accepted, of people who were not entered yet."""
        found = Invitation.objects.visible_to(self.admin).waiting().filter(person=None)
        if self.asked.unit:
            found = found.filter(unit=self.asked.unit)
        if self.asked.role:
            found = found.filter(role=self.asked.role)
        text = self.asked.text
        return found.filter(Q(email__icontains=text) | Q(name__icontains=text)) if text else found

    @cached_property
    def counts(self) -> dict[str, int]:
        """Count each state; three statements."""
        here = self.here.aggregate(
            here=Count("pk"),
            awaited=Count("pk", filter=NOT_COME_IN),
            ending=Count("pk", filter=contract_ends(self.day) & ~Q(pk=self.admin.pk)),
        )
        return here | {"left": self.left.count(), "invited": self.invited.count()}

    @cached_property
    def state(self) -> str:
        """The state that is shown: the one asked for, else the first with a person in it."""
        first = next((state for state in STATES if self.counts[state]), "here")
        return self.asked.state or first

    @property
    def total(self) -> int:
        """Count everybody who is here in all units that the viewer manages."""
        if self.asked == PeopleAsked(state=self.asked.state):
            return self.counts["here"]
        managed = Membership.objects.managed_by(self.admin).lasting(self.day)
        return managed.aggregate(n=Count("person", distinct=True))["n"]

    def page(self, number: str | None) -> Page:
        """Read one page: leads of the chosen unit first, then by name; invitations by day."""
        if self.state == "invited":
            return self.paged(self.invited.select_related("unit", "job").order_by("-pk"), number)
        found = getattr(self, self.state)
        order: tuple[str, ...] = (*name_order(), "pk")
        if self.state == "ending":
            order = ("employed_until", *order)
        if self.asked.unit and self.state == "here":
            leads = self.scope.lasting(self.day).filter(role=Role.SUPERVISOR)
            found = found.annotate(leads=Exists(leads.filter(person=OuterRef("pk"))))
            order = ("-leads", *order)
        rows = found.select_related("awaited_invitation").prefetch_related(self.roles)
        page = self.paged(rows.order_by(*order), number)
        for person in page:
            describe_roles(person, self.day)
        return page

    def paged(self, found: QuerySet, number: str | None) -> Page:
        """Take a page of twelve; a number that is none opens the first."""
        paginator = Paginator(found, PEOPLE_A_PAGE)
        paginator.count = self.counts[self.state]
        return paginator.get_page(number)

    @property
    def roles(self) -> Prefetch:
        """The roles that a row speaks of: those that hold, or the last ones of a person who left.

        A role in a unit that the viewer does not manage is not shown.
        """
        managed = Membership.objects.filter(
            at_or_below("unit__path", self.admin.paths(Role.ADMIN))
        ).select_related("unit", "job")
        if self.state != "left":
            managed = managed.lasting(self.day)
        return Prefetch("memberships", managed.order_by("-starts", "pk"), to_attr="held")


def describe_roles(person: Person, day: date) -> None:
    """Say of a person which roles they have, from which one they are counted, and from when."""
    held = person.held
    lasting = [one for one in held if one.lasts(day)]
    shown = lasting or held[:1]
    person.named_roles = list(dict.fromkeys(one.get_role_display() for one in shown))
    person.home_here = home_of(shown)
    begins = min(one.starts for one in shown)
    person.begins = begins if begins > day else None
    person.ended = None if lasting else max(one.ends for one in held)
