"""What the pages about a programme show: read through the door, and frozen before it closes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from people.models import AccessEvent, Membership, Organisation, Person, Role
from people.writing.sentences import Sentence
from programme import access_kinds
from programme.models import OfficeSeat, PartAgreement, Programme, ProgrammeMember, SharedPart
from programme.rules.office import SeatNaming, is_named

from . import door
from .words import ABOUT

LOOKS_SHOWN = 20


@dataclass(frozen=True)
class PartRow:
    """A part, what it means, and since when the organisation shares it, by which admin."""

    part: SharedPart
    since: datetime | None = None
    by: str = ""

    @property
    def about(self) -> Sentence:
        """What it means."""
        return ABOUT[self.part]

    @property
    def idle(self) -> bool:
        """Say whether it is part of another one, which is to be agreed to first."""
        return self.part == SharedPart.NAMES


@dataclass(frozen=True)
class SeatRow:
    """A person who is named for the office, by which members, and whether that is enough."""

    seat: OfficeSeat
    name: str
    organisation: str
    named_by: tuple[str, ...]
    holds: bool
    has_role: bool
    # Whether the viewer's organisation named the person, and whether its admin may do so.
    mine: bool
    open_to_me: bool


@dataclass(frozen=True)
class LookRow:
    """The office looked at a part of the organisation."""

    at: datetime
    name: str
    what: str


@dataclass(frozen=True)
class MemberPage:
    """A programme as an admin of a member finds it."""

    own: ProgrammeMember
    members: tuple[tuple[str, bool], ...]
    # Members that left lately, and when.
    left: tuple[tuple[str, datetime], ...]
    parts: tuple[PartRow, ...]
    seats: tuple[SeatRow, ...]
    looks: tuple[LookRow, ...]
    to_name: list[Person] = field(default_factory=list)


def read(viewer: Person, now: datetime) -> MemberPage | None:
    """Read the programme of the viewer's organisation; None where it belongs to none."""
    if not ProgrammeMember.objects.visible_to(viewer).present().exists():
        return None
    with door.members_door(viewer) as own:
        members = tuple(
            (str(one.organisation), one.founded) for one in door.present_members(own.programme_id)
        )
        gone = door.members_who_left(own.programme_id, now)
        left = tuple((str(one.organisation), one.left_at) for one in gone if one.left_at)
        named = open_seats(own.programme)
        office = with_the_role(named, viewer)
        seats = tuple(seat_row(one, own, viewer, one.person_id in office) for one in named)
        looks = tuple(part_looks(own))
    taken = {row.seat.person_id for row in seats}
    offered = [one for one in office_people(viewer) if one.pk not in taken]
    return MemberPage(own, members, left, tuple(parts_of(own)), seats, looks, offered)


def last_of(viewer: Person) -> ProgrammeMember | None:
    """Read to which programme the viewer's organisation belonged before."""
    gone = ProgrammeMember.objects.visible_to(viewer).exclude(left_at=None)
    return gone.select_related("programme").order_by("-left_at", "-pk").first()


def parts_of(own: ProgrammeMember) -> list[PartRow]:
    """List every part, with since when the organisation shares it."""
    rows = PartAgreement.objects.filter(member=own, withdrawn_at=None).select_related("agreed_by")
    shared = {one.part: one for one in rows}
    return [
        PartRow(part, shared[part].agreed_at, shared[part].agreed_by.name)
        if part in shared
        else PartRow(part)
        for part in SharedPart
    ]


def open_seats(programme: Programme) -> list[OfficeSeat]:
    """Read who is named for the office."""
    found = OfficeSeat.objects.filter(member__programme=programme, ended_at=None)
    found = found.select_related("person__account", "person__organisation")
    return list(found.prefetch_related("namings__member__organisation", "namings__named_by"))


def with_the_role(seats: Iterable[OfficeSeat], viewer: Person) -> set[int]:
    """Find who of the people that are named has the role of the programme office today."""
    held = Membership.objects.on(viewer.today).filter(role=Role.PROGRAMME)
    people = [one.person_id for one in seats]
    return set(held.filter(person__in=people).values_list("person", flat=True))


def seat_row(seat: OfficeSeat, own: ProgrammeMember, viewer: Person, has_role: bool) -> SeatRow:
    """Say who named a person, and what the viewer's organisation may do about it."""
    words = (one for one in seat.namings.all() if one.withdrawn_at is None)
    held = [one for one in words if one.member.left_at is None]
    names = [SeatNaming(one.member.organisation_id, one.named_by.account_id) for one in held]
    mine = any(one.member_id == own.pk for one in held)
    self_named = viewer.account_id in {one.named_by.account_id for one in held}
    is_self = seat.person.account_id == viewer.account_id
    return SeatRow(
        seat,
        seat.person.name,
        str(seat.person.organisation),
        tuple(str(one.member.organisation) for one in held),
        holds=has_role and is_named(names),
        has_role=has_role,
        mine=mine,
        open_to_me=not (mine or self_named or is_self),
    )


def part_looks(own: ProgrammeMember) -> list[LookRow]:
    """List the newest looks of the office at the organisation's parts."""
    what = list(access_kinds.PARTS.values())
    found = AccessEvent.objects.filter(subject=own.public_id, what__in=what)
    found = found.select_related("viewer").order_by("-at", "-pk")[:LOOKS_SHOWN]
    return [LookRow(one.at, one.viewer.name, one.get_what_display()) for one in found]


def office_people(viewer: Person) -> list[Person]:
    """List the organisation's people of the programme office today, without the viewer."""
    held = Membership.objects.on(viewer.today).filter(role=Role.PROGRAMME).values("person")
    found = Person.objects.colleagues_of(viewer).filter(pk__in=held).exclude(pk=viewer.pk)
    return list(found.by_name())


@dataclass(frozen=True)
class OfficePage:
    """The programme as its office finds it: members, and the parts that each of them shares."""

    name: str
    rows: tuple[tuple[Organisation, tuple[bool, ...]], ...]
    parts: tuple[tuple[SharedPart, Sentence], ...] = tuple((one, ABOUT[one]) for one in SharedPart)


def read_office(viewer: Person) -> OfficePage | None:
    """Read who is a member and what each shares; None for a viewer who is not of the office."""
    if (office := door.read_office(viewer)) is None:
        return None
    rows = tuple(
        (
            one.organisation,
            tuple(part in office.shared[one.organisation_id] for part in SharedPart),
        )
        for one in office.members
    )
    return OfficePage(str(office.programme), rows)
