"""What the page of a hand-over shows beside the form: who leads then, and who is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.forms import BoundField

from people.models import CAME_IN, HandOverLine, Membership, Person, Role
from people.weeks import today
from people.writing.fields import typed_day
from people.writing.sentences import Sentence

from .actions import Resting, what_rests
from .forms import HandOverForm
from .kinds import DAY, RESTING_KINDS, RestingKind, is_last_role, nearest_leads, team_of
from .loads import said_before

SHOWN_FOR = 90 * DAY


@dataclass(frozen=True)
class NextLead:
    """A person who could lead then, and what it would ask of them."""

    person: Person
    load: Sequence[Sentence]


class HandOverPage:
    """One role that ends: what rests with it, who could lead after it, who hears of it."""

    def __init__(self, member: Membership, last_day: date, *, viewer: Person, now: datetime):
        self.member, self.last_day, self.viewer, self.now = member, last_day, viewer, now

    @cached_property
    def resting(self) -> list[Resting]:
        """What rests with the role on its last day."""
        return what_rests(self.member, self.last_day, by=self.viewer)

    @property
    def to_give(self) -> list[Resting]:
        """What a person has to take."""
        return [one for one in self.resting if one.needs_taker]

    @property
    def missing(self) -> list[Resting]:
        """What no person could take yet: the role cannot end before."""
        return [one for one in self.to_give if not one.offered]

    def lines(self, form: HandOverForm) -> list[tuple[Resting, BoundField | None]]:
        """Pair each kind with its field; what stays has none."""
        return [(one, form[one.code] if one.needs_taker else None) for one in self.resting]

    @property
    def first_day(self) -> date:
        """The day from which others answer."""
        return self.last_day + DAY

    @cached_property
    def leaves(self) -> bool:
        """Say whether it is the person's last role."""
        return is_last_role(self.member, self.last_day)

    @property
    def typed_last_day(self) -> str:
        """The last day as the form sends it again."""
        return typed_day(self.last_day)

    @property
    def at_once(self) -> bool:
        """Say whether everything is given when the button is pressed."""
        return self.last_day <= today(self.now)

    @cached_property
    def leads(self) -> bool:
        """Say whether the role leads people."""
        return self.member.role == Role.SUPERVISOR

    @cached_property
    def people(self) -> int:
        """How many people the role answers for."""
        return team_of(self.member, self.last_day).count()

    @cached_property
    def after(self) -> list[Person]:
        """Who answers for the people from the day after, by the tree of units."""
        return nearest_leads(self.member, self.first_day) if self.leads else []

    @cached_property
    def in_the_unit(self) -> bool:
        """Say whether the unit itself still has a supervisor then, who is not away."""
        held = Membership.objects.present_on(self.first_day).exclude(pk=self.member.pk)
        held = held.filter(unit=self.member.unit, role=Role.SUPERVISOR, **CAME_IN)
        return held.exists()

    @cached_property
    def next_leads(self) -> list[NextLead]:
        """Each of them with what the load would be."""
        return [NextLead(one, self.load_of(one)) for one in self.after]

    def load_of(self, lead: Person) -> list[Sentence]:
        """Say what leading would ask of one of them."""
        return said_before(lead, self.member, self.last_day, viewer=self.viewer, now=self.now)


@dataclass(frozen=True)
class Handed:
    """What a person takes from one role that ends."""

    member: Membership
    kinds: list[RestingKind]
    # What leading asks of them, where the role led people and is not over.
    load: Sequence[Sentence]

    @property
    def first_day(self) -> date:
        """The day from which it is theirs."""
        return (self.member.ends or self.member.starts) + DAY


def handed_to(person: Person, now: datetime) -> list[Handed]:
    """List what is handed over to a person, by the role it comes from, for a quarter of a year."""
    since = today(now) - SHOWN_FOR
    lines = HandOverLine.objects.filter(taker=person, hand_over__membership__ends__gt=since)
    lines = lines.exclude(hand_over__membership__person=person)
    held = lines.select_related(
        "hand_over__membership__person", "hand_over__membership__unit__organisation"
    )
    found: dict[Membership, list[RestingKind]] = {}
    for line in held.order_by("-hand_over__membership__ends", "pk"):
        kinds = found.setdefault(line.hand_over.membership, [])
        kinds += [kind for kind in [RESTING_KINDS.get(line.kind)] if kind]
    return [Handed(member, kinds, own_load(person, member, now)) for member, kinds in found.items()]


def own_load(person: Person, member: Membership, now: datetime) -> Sequence[Sentence]:
    """Say what leading in place of a role will ask of the person; of what is over, nothing."""
    if member.role != Role.SUPERVISOR or not member.lasts(day := today(now)):
        return ()
    return said_before(person, member, member.ends or day, viewer=person, now=now)
