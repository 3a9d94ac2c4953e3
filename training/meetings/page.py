"""What the pages of groups show: meetings led, what waits, people by unit, a worker's own."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from people.models import Person, Unit, find_homes
from training.models import GroupMeeting, MeetingPlace
from training.rules.certificates import add_months
from training.rules.group_supervision import add_up, year_before

from . import actions as meetings

# How far back the list of a leader goes, and how much of anything a page shows.
MONTHS_SHOWN = 6
SHOWN_AT_MOST = 100
State = MeetingPlace.State


@dataclass(frozen=True)
class LedMeeting:
    """A meeting that the viewer wrote down, with those who were there and are in reach."""

    meeting: GroupMeeting
    people: list[Person]


@dataclass(frozen=True)
class GroupsPage:
    """What a leader finds: hours to confirm, and the meetings of the last months."""

    to_confirm: list[MeetingPlace]
    rows: list[LedMeeting]
    # Hours of leading in the last year: they are not supervision received.
    led: Decimal

    @property
    def people(self) -> list[Person]:
        """All people who are named on the page."""
        there = [person for one in self.rows for person in one.people]
        return [*(one.person for one in self.to_confirm), *there]


def groups_page(viewer: Person, day: date) -> GroupsPage:
    """Read a leader's page; as many statements for any number of meetings.

    People who are no longer in reach are not named.
    """
    waiting = MeetingPlace.objects.to_confirm(viewer).select_related("person", "meeting__leader")
    held = GroupMeeting.objects.written_by(viewer).filter(day__gt=add_months(day, -MONTHS_SHOWN))
    rows = list(held.select_related("leader")[:SHOWN_AT_MOST])
    seen = MeetingPlace.objects.visible_to(viewer).filter(meeting__in=rows)
    there: dict[int, list[Person]] = defaultdict(list)
    for one in seen.select_related("person").order_by("pk"):
        there[one.meeting_id].append(one.person)
    led = meetings.led_by(viewer).filter(day__gte=year_before(day))
    return GroupsPage(
        to_confirm=list(waiting.order_by("meeting__day", "pk")[:SHOWN_AT_MOST]),
        rows=[LedMeeting(one, there[one.pk]) for one in rows],
        led=sum(led.values_list("hours", flat=True), Decimal(0)),
    )


@dataclass(frozen=True)
class PeopleOfUnit:
    """The people of one unit to tick."""

    unit: Unit | None
    people: list[Person]


@dataclass(frozen=True)
class Choice:
    """The people to choose from, by unit."""

    units: list[PeopleOfUnit]
    name: str
    more: bool

    @property
    def people(self) -> list[Person]:
        """All who are listed."""
        return [one for unit in self.units for one in unit.people]


def people_to_tick(viewer: Person, day: date, name: str, ticked: set[str]) -> Choice:
    """List the people in reach by unit, of this name; those who are ticked always."""
    reach = meetings.people_of(viewer).by_name()
    kept = list(reach.filter(public_id__in=ticked)) if ticked else []
    wanted = reach.called(name) if name else reach
    found = list(wanted.exclude(pk__in=[one.pk for one in kept])[: SHOWN_AT_MOST + 1])
    people = [*kept, *found[:SHOWN_AT_MOST]]
    homes = find_homes([one.pk for one in people], day)
    held: dict[Unit | None, list[Person]] = defaultdict(list)
    for one in people:
        held[homes[one.pk].unit if one.pk in homes else None].append(one)
    order = sorted(held, key=lambda unit: unit.path if unit else "~")
    units = [PeopleOfUnit(unit, held[unit]) for unit in order]
    return Choice(units, name, len(found) > SHOWN_AT_MOST)


@dataclass(frozen=True)
class OwnMeetings:
    """A worker's own part: what counted in the last year by kind, and each meeting."""

    sums: list[tuple[str, Decimal]]
    total: Decimal
    led: Decimal
    rows: list[MeetingPlace]


def own_meetings(person: Person, day: date) -> OwnMeetings:
    """Read a worker's own meetings; three statements."""
    own = MeetingPlace.objects.filter(person=person).select_related("meeting__leader")
    counting = own.confirmed(day).filter(meeting__day__gte=year_before(day))
    found: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for kind, hours, share in counting.values_list(
        "meeting__kind", "meeting__hours", "meeting__share"
    ):
        found[kind].append((hours, share))
    sums = [(str(kind.label), add_up(found[kind])) for kind in GroupMeeting.Kind if kind in found]
    led = meetings.led_by(person).filter(day__gte=year_before(day))
    return OwnMeetings(
        sums=sums,
        total=sum((hours for _kind, hours in sums), Decimal(0)),
        led=sum(led.values_list("hours", flat=True), Decimal(0)),
        rows=list(own.select_related("meeting__leader", "meeting__recorded_by")[:SHOWN_AT_MOST]),
    )
