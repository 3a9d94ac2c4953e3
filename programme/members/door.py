"""The one door through which a programme reads across its members.

Each member keeps its rows to itself (people/tenancy/row_security.py). What opens here asks of today
who stands before it, and says to which organisations it leads. No other module of this app reads
beyond its own organisation, and a test holds it to that. Outside the door a queryset that was not
read yet finds the rows of the viewer's own organisation alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.audit import actions as audit
from people.mandates import not_yours, refuse_part_admin
from people.models import Person, Role
from people.tenancy.context import everywhere
from programme import access_kinds
from programme.models import (
    BELONGS_TO,
    OfficeNaming,
    OfficeSeat,
    PartAgreement,
    Programme,
    ProgrammeInvite,
    ProgrammeMember,
    SharedPart,
)
from programme.rules.office import SeatNaming, is_named, shared_parts

from .codes import JOINING


@dataclass(frozen=True)
class Office:
    """A programme as its office finds it today: its members, and what each of them shares."""

    programme: Programme
    members: tuple[ProgrammeMember, ...]
    shared: dict[int, frozenset[str]]

    def sharing(self, part: SharedPart) -> frozenset[int]:
        """The organisations that share a part today."""
        here = (one.organisation_id for one in self.members)
        return frozenset(one for one in here if part in self.shared[one])


@dataclass(frozen=True)
class OpenPart:
    """The organisations that a door leads to, for the parts that were asked for."""

    viewer: Person
    at: datetime
    reached: dict[SharedPart, frozenset[int]]

    def of(self, part: SharedPart) -> frozenset[int]:
        """The organisations that share this part; one that was not asked for is refused."""
        return self.reached[part]

    def note_people(self, people: list[Person]) -> None:
        """Note for people of other organisations that their names at posts were shown."""
        audit.note_access(
            viewer=self.viewer,
            role=Role.PROGRAMME,
            what=access_kinds.NAME_AT_POST,
            people=[one for one in people if one.organisation_id != self.viewer.organisation_id],
            at=self.at,
            once_a_day=True,
        )


@contextmanager
def office_door(viewer: Person, *parts: SharedPart, now: datetime) -> Iterator[OpenPart]:
    """Open some parts for a person of the office, and note the look at each other member.

    Refused: a viewer who is not of the office today. The viewer's own organisation is among those
    reached only where it shares the part.
    """
    with everywhere():
        office = office_of(viewer)
        if office is None:
            raise not_yours()
        reached = {part: office.sharing(part) for part in parts}
        for part in parts:
            for member in office.members:
                other = member.organisation_id != viewer.organisation_id
                if other and member.organisation_id in reached[part]:
                    audit.note_thing(
                        viewer=viewer,
                        role=Role.PROGRAMME,
                        what=access_kinds.PARTS[part],
                        subject=member.public_id,
                        at=now,
                    )
        yield OpenPart(viewer, now, reached)


def read_office(viewer: Person) -> Office | None:
    """Read the viewer's programme if they are of its office today: members, and parts by name.

    It says what is shared and reads nothing of it.
    """
    with everywhere():
        return office_of(viewer)


@contextmanager
def members_door(viewer: Person) -> Iterator[ProgrammeMember]:
    """Open the programme's own list for an admin of a member: who is in it, and its office.

    Refused: a viewer who is not admin of the whole organisation, or one of no programme.
    """
    refuse_part_admin(viewer, viewer.organisation_id)
    with everywhere():
        mine = ProgrammeMember.objects.visible_to(viewer).present()
        own = mine.select_related("programme", "organisation").first()
        if own is None:
            raise not_yours()
        yield own


@contextmanager
def code_door(by: Person, code: str, *, now: datetime) -> Iterator[ProgrammeInvite]:
    """Open an invitation for an admin of the whole organisation who typed its code.

    Refused: others, and a code that opens nothing.
    """
    refuse_part_admin(by, by.organisation_id)
    with everywhere():
        invite = JOINING.behind(code, now=now)
        if invite is None:
            sentence = _("This code opens nothing. It may be used, or older than 14 days.")
            raise ValidationError({"code": ValidationError(sentence, code="code")})
        yield invite


def keep_new_programme(by: Person, programme: Programme) -> None:
    """Save a programme that has no member yet, for an admin of the whole organisation."""
    refuse_part_admin(by, by.organisation_id)
    with everywhere():
        programme.save(force_insert=True)


def office_of(viewer: Person) -> Office | None:
    """Find the programme of which the viewer is the office today, within reach of all members.

    It asks of today: the role, that the organisation has not left, and two members' word.
    """
    if Role.PROGRAMME not in viewer.roles:
        return None
    mine = ProgrammeMember.objects.visible_to(viewer).present().select_related("programme")
    own = mine.first()
    seat = own and OfficeSeat.objects.filter(member=own, person=viewer, ended_at=None).first()
    if not (own and seat and seat_holds(seat)):
        return None
    members = tuple(present_members(own.programme))
    return Office(own.programme, members, shared_by_organisation(own.programme))


def present_members(programme: Programme) -> list[ProgrammeMember]:
    """Read the members of a programme today, the founder first."""
    found = ProgrammeMember.objects.present().filter(programme=programme)
    return list(found.select_related("organisation").order_by("-founded", "pk"))


def shared_by_organisation(programme: Programme) -> dict[int, frozenset[str]]:
    """Read what each member shares today; one that shares nothing has an empty set."""
    members = ProgrammeMember.objects.present().filter(programme=programme)
    agreed: dict[int, list[str]] = {one: [] for one in members.values_list("organisation", flat=1)}
    rows = PartAgreement.objects.filter(member__in=members, withdrawn_at=None)
    for organisation, part in rows.values_list("member__organisation", "part"):
        agreed[organisation].append(part)
    return {one: shared_parts(parts, leads_to=BELONGS_TO) for one, parts in agreed.items()}


def seat_holds(seat: OfficeSeat) -> bool:
    """Say whether members that are there today named the person of a seat, two of them."""
    held = OfficeNaming.objects.filter(seat=seat, withdrawn_at=None, member__left_at=None)
    rows = held.values_list("member__organisation", "named_by__account")
    return is_named([SeatNaming(*row) for row in rows])
