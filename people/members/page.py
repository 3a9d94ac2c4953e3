"""What the admin's list of people shows: the tree of units, and twelve people of one of them."""

from collections import defaultdict
from collections.abc import Iterable
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
from people.units.actions import in_tree_order
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

    def __init__(self, found: Iterable[Unit], day: date, *, open_at: Unit | None = None):
        self.units = in_tree_order(found)
        self.day, self.open_at = day, open_at

    @property
    def small(self) -> bool:
        """Say whether all units are in sight at once."""
        return len(self.units) <= UNITS_IN_SIGHT

    @cached_property
    def heads(self) -> dict[int, int]:
        """Count the people with a role in each unit in sight itself."""
        current = Membership.objects.on(self.day).filter(unit__in=self.in_sight)
        counted = current.values_list("unit").annotate(Count("person", distinct=True)).order_by()
        return dict(counted)

    @cached_property
    def leading(self) -> dict[int, list[Person]]:
        """Find who leads each unit in sight, by name; one with workers and no lead has none.

        A lead who is away does not lead meanwhile.
        """
        current = Membership.objects.on(self.day).filter(unit__in=self.in_sight)
        working = current.filter(role=Role.WORKER).values_list("unit", flat=True).distinct()
        found: dict[int, list[Person]] = {pk: [] for pk in working.order_by()}
        present = Membership.objects.present_on(self.day)
        leads = present.filter(role=Role.SUPERVISOR, unit__in=self.in_sight)
        for one in leads.select_related("person").order_by(*name_order("person__"), "pk"):
            found.setdefault(one.unit_id, []).append(one.person)
        return found

    @property
    def unled(self) -> list[int]:
        """Name the units with workers that have no lead, in sight or not."""
        if self.small:
            return [pk for pk, leads in self.leading.items() if not leads]
        here, day = {"unit__in": [u.pk for u in self.units]}, self.day
        working = Membership.objects.on(day).filter(role=Role.WORKER, **here).order_by()
        led = Membership.objects.present_on(day).filter(role=Role.SUPERVISOR, **here).order_by()
        leading = set(led.values_list("unit", flat=True).distinct())
        return [pk for pk in working.values_list("unit", flat=True).distinct() if pk not in leading]

    @cached_property
    def in_sight(self) -> list[int]:
        """Name the units that are drawn."""
        found, waiting = [], [(unit, 0) for unit in self.below[None]]
        for unit, depth in waiting:
            found.append(unit.pk)
            waiting += [(one, depth + 1) for one in self.shown_below(unit, depth)]
        return found

    def shown_below(self, unit: Unit, depth: int) -> list[Unit]:
        """Choose which units directly below one are drawn.

        Of very many the first, and the one on the way to the unit that is open; all of them below
        the one that is open itself.
        """
        lower = self.below.get(unit.pk, [])
        if self.small or unit == self.open_at:
            return lower
        if self.open_at is not None and self.open_at.path.startswith(unit.path):
            way = set(self.open_at.lineage)
            return [one for n, one in enumerate(lower) if n < BELOW_IN_SIGHT or one.pk in way]
        return lower[:BELOW_IN_SIGHT] if depth == 0 else []

    @cached_property
    def below(self) -> dict[int | None, list[Unit]]:
        """Group the units by the unit above them; the topmost that are managed stand under None."""
        known = {unit.pk for unit in self.units}
        found: dict[int | None, list[Unit]] = defaultdict(list)
        for unit in self.units:
            found[unit.parent_id if unit.parent_id in known else None].append(unit)
        return found

    @property
    def nodes(self) -> tuple[TreeNode, ...]:
        """Give the topmost units, each with the units below it."""
        return tuple(self.node(unit, depth=0) for unit in self.below[None])

    def node(self, unit: Unit, *, depth: int) -> TreeNode:
        """Make one unit of the tree, with those below it where they are in sight."""
        lower = self.below.get(unit.pk, [])
        shown = self.shown_below(unit, depth)
        return TreeNode(
            unit,
            self.heads.get(unit.pk, 0),
            tuple(self.leading.get(unit.pk, ())),
            unled=self.leading.get(unit.pk) == [],
            open=unit == self.open_at,
            folded=len(lower) - len(shown),
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
        return self.here.filter(awaited=True, is_active=True)

    @property
    def left(self) -> QuerySet[Person]:
        """The people with a role there once, and with none anywhere any more."""
        return self.named(self.scope).without_role(self.day)

    @property
    def ending(self) -> QuerySet[Person]:
        """The people with a role there and a contract that ends within sixty days, or has ended."""
        return self.here.contract_ending(self.day).exclude(pk=self.admin.pk)

    def named(self, scope: QuerySet[Membership]) -> QuerySet[Person]:
        """The people of these memberships with the role and the text that were asked for."""
        if self.asked.role:
            scope = scope.filter(role=self.asked.role)
        found = Person.objects.managed_by(self.admin).filter(pk__in=scope.values("person_id"))
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
        """Count each state; one statement a state."""
        return {state: getattr(self, state).count() for state in STATES}

    @cached_property
    def state(self) -> str:
        """The state that is shown: the one asked for, else the first with a person in it."""
        first = next((state for state, count in self.counts.items() if count), "here")
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
