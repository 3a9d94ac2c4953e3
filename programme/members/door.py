"""The one door through which a programme reads across its members.

Each member keeps its rows to itself (people/tenancy/row_security.py). What opens here asks of today
who stands before it, and says to which organisations it leads. No other module of this app reads
beyond its own organisation, and a test holds it to that. Outside the door a queryset that was not
read yet finds the rows of the viewer's own organisation alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.audit import actions as audit
from people.mandates import not_yours, refuse_part_admin
from people.models import Person, Role
from people.statements import written_once
from people.tenancy.context import everywhere
from programme import access_kinds
from programme.models import (
    BELONGS_TO,
    DirectoryEntry,
    Lesson,
    OfficeNaming,
    OfficeSeat,
    OwnService,
    PartAgreement,
    Programme,
    ProgrammeInvite,
    ProgrammeMember,
    ProgrammePost,
    Release,
    ReleaseCorrection,
    ReleasedRow,
    SharedPart,
)
from programme.rules.office import SeatNaming, is_named, shared_parts

from .codes import JOINING

SHUT = _("This code does not work. It may be used, or older than 14 days.")
LEFT_SHOWN = timedelta(days=90)


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

    def note_people(self, people: Iterable[Person]) -> None:
        """Note for people that their names at posts were shown: each look."""
        audit.note_access(
            viewer=self.viewer,
            role=Role.PROGRAMME,
            what=access_kinds.NAME_AT_POST,
            people=dict.fromkeys(people),
            at=self.at,
        )


@contextmanager
def office_door(viewer: Person, *parts: SharedPart, now: datetime) -> Iterator[OpenPart]:
    """Open some parts for a person of the office, and note the look at each other member.

    Refused: a viewer who is not of the office today. The viewer's own organisation is among those
    reached only where it shares the part.
    """
    with everywhere():
        if (office := office_of(viewer)) is None:
            raise not_yours()
        yield opened(viewer, office, parts, now)


@contextmanager
def own_or_office(viewer: Person, *parts: SharedPart, now: datetime) -> Iterator[OpenPart]:
    """Open some parts as `office_door` does; the viewer's own organisation is always reached.

    A viewer who is not of the office today reaches their own organisation and no other.
    """
    own = frozenset({viewer.organisation_id})
    if (office := read_office(viewer)) is None:
        yield OpenPart(viewer, now, dict.fromkeys(parts, own))
        return
    with everywhere():
        found = opened(viewer, office, parts, now)
        yield replace(found, reached={part: found.of(part) | own for part in parts})


@contextmanager
def post_elsewhere(
    viewer: Person, public_id: UUID, *, now: datetime
) -> Iterator[tuple[Programme, ProgrammePost]]:
    """Open one post of another member for a person of the office, and note the look there.

    It leads to the post and to no person. Refused: a viewer who is not of the office today, and a
    post of an organisation that is no other member or does not share its posts today.
    """
    with everywhere():
        if (office := office_of(viewer)) is None:
            raise not_yours()
        others = office.sharing(SharedPart.POSTS) - {viewer.organisation_id}
        posts = ProgrammePost.objects.filter(organisation__in=others, public_id=public_id)
        post = posts.select_related("organisation", "job", "station", "unit", "level").first()
        if post is None:
            raise not_yours()
        host = next(m for m in office.members if m.organisation_id == post.organisation_id)
        looks = [(access_kinds.PARTS[SharedPart.POSTS], host.public_id)]
        audit.note_things(viewer=viewer, role=Role.PROGRAMME, looks=looks, at=now)
        yield office.programme, post


def own_alone(viewer: Person, *parts: SharedPart, now: datetime) -> OpenPart:
    """Lead to the viewer's own organisation and to no other, also for a person of the office."""
    return OpenPart(viewer, now, dict.fromkeys(parts, frozenset({viewer.organisation_id})))


def opened(viewer: Person, office: Office, parts: Sequence[SharedPart], now: datetime) -> OpenPart:
    """Say to which organisations some parts lead, and note the look at each other member."""
    reached = {part: office.sharing(part) for part in parts}
    others = [m for m in office.members if m.organisation_id != viewer.organisation_id]
    looks = [
        (access_kinds.PARTS[part], member.public_id)
        for part in parts
        for member in others
        if member.organisation_id in reached[part]
    ]
    audit.note_things(viewer=viewer, role=Role.PROGRAMME, looks=looks, at=now)
    return OpenPart(viewer, now, reached)


def without_names(opened_part: OpenPart) -> OpenPart:
    """Give the same way without the names of people, for what only counts."""
    reached = dict(opened_part.reached)
    return replace(opened_part, reached=reached | {SharedPart.NAMES: frozenset()})


def read_office(viewer: Person) -> Office | None:
    """Read the viewer's programme if they are of its office today: members, and parts by name.

    It says what is shared and reads nothing of it.
    """
    with everywhere():
        return office_of(viewer)


@dataclass(frozen=True)
class OpenDirectory:
    """The directory's own rows of the organisations that a viewer reaches; no other table."""

    own: int
    # The members that share it today; the viewer's own organisation among them where it does.
    sharing: frozenset[int]

    @property
    def entries(self) -> QuerySet[DirectoryEntry]:
        """The entries that are not retired, each with its organisation."""
        return self.of(DirectoryEntry.objects.filter(retired_at=None))

    @property
    def own_services(self) -> QuerySet[OwnService]:
        """The services that these organisations added."""
        return self.of(OwnService.objects.all())

    @property
    def lessons(self) -> QuerySet[Lesson]:
        """The lessons that are not retired, each with its organisation."""
        return self.of(Lesson.objects.filter(retired_at=None))

    def of[Rows: QuerySet](self, rows: Rows) -> Rows:
        """Keep the rows of these organisations."""
        found = rows.filter(organisation__in=self.sharing | {self.own})
        return found.select_related("organisation")


@contextmanager
def directory_door(viewer: Person) -> Iterator[OpenDirectory]:
    """Open the directory for a person who holds a role today: read all of it inside.

    Reached are the viewer's own organisation and, while it is a member of a programme, the members
    that share the directory today. Reading asks for no sharing in return: who looks for help may
    have nothing to offer. No look is noted: the rows are of no person, and a list of who looked for
    which help would be one. Refused: a viewer without a role today.
    """
    if not viewer.belongs:
        raise not_yours()
    with everywhere():
        yield OpenDirectory(viewer.organisation_id, frozenset(sharing_with(viewer)))


def has_directory(viewer: Person) -> bool:
    """Say whether the viewer finds anything in the directory; one statement."""
    if not viewer.belongs:
        return False
    with everywhere():
        own, others = Q(organisation=viewer.organisation_id), sharing_with(viewer)
        found = DirectoryEntry.objects.filter(own | Q(organisation__in=others), retired_at=None)
        return found.exists()


def sharing_with(viewer: Person) -> QuerySet[PartAgreement, int]:
    """Find the members of the viewer's programme that share the directory today."""
    mine = ProgrammeMember.objects.visible_to(viewer).present().values("programme")
    found = PartAgreement.objects.filter(part=SharedPart.DIRECTORY, withdrawn_at=None)
    found = found.filter(member__programme__in=mine, member__left_at=None)
    return found.values_list("member__organisation", flat=True)


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
            raise ValidationError({"code": ValidationError(SHUT, code="code")})
        yield invite


@contextmanager
def release_door(viewer: Person, *, now: datetime) -> Iterator[Office]:
    """Open the releases of the viewer's programme, and note the look at members that are in them.

    Refused: a viewer who is not of the office today.
    """
    with everywhere():
        if (office := office_of(viewer)) is None:
            raise not_yours()
        opened(viewer, office, (SharedPart.RELEASES,), now)
        yield office


@dataclass(frozen=True)
class PublicReleases:
    """What two people of the office made public. A draft is not in it, nor what belongs to one."""

    @property
    def released(self) -> QuerySet[Release]:
        """The releases that are or were public, the newest first."""
        found = Release.objects.public().select_related("programme")
        return found.order_by("-published_at", "-pk")

    @property
    def rows(self) -> QuerySet[ReleasedRow]:
        """The cells of these releases."""
        return ReleasedRow.objects.filter(release__in=Release.objects.public())

    @property
    def corrections(self) -> QuerySet[ReleaseCorrection]:
        """What these releases say of earlier ones, the newest first."""
        found = ReleaseCorrection.objects.filter(release__in=Release.objects.public())
        found = found.select_related("release", "corrected")
        return found.order_by("-release__published_at", "-release__pk", "-corrected__quarter")


@contextmanager
def public_door() -> Iterator[PublicReleases]:
    """Open what is public. It asks for no viewer, because everybody may read it."""
    with everywhere():
        yield PublicReleases()


def keep_new_programme(by: Person, programme: Programme) -> None:
    """Save a programme that has no member yet, for an admin of the whole organisation."""
    refuse_part_admin(by, by.organisation_id)
    with everywhere():
        programme.save(force_insert=True)


def office_of(viewer: Person) -> Office | None:
    """Find the programme of which the viewer is the office today, within reach of all members.

    It asks of today: the role, that the organisation has not left, and two members' word. Two
    statements.
    """
    if Role.PROGRAMME not in viewer.roles:
        return None
    held = namings_today(person=viewer.pk, organisation=viewer.organisation_id)
    if not is_named([SeatNaming(organisation, account) for _id, organisation, account in held]):
        return None
    [programme_id] = {programme for programme, _organisation, _account in held}
    rows = members_and_parts(programme=programme_id)
    members = tuple({one.pk: one for one in rows}.values())
    shared = shared_by_organisation((one.organisation_id, one.part) for one in rows)
    return Office(members[0].programme, members, shared)


@written_once
def members_and_parts(programme: int) -> QuerySet[ProgrammeMember]:
    """Read the members today, the founder first: a row for each part that one shares, or one."""
    shared = FilteredRelation("agreements", condition=Q(agreements__withdrawn_at=None))
    found = ProgrammeMember.objects.present().filter(programme=programme)
    found = found.annotate(shared=shared, part=F("shared__part"))
    return found.select_related("programme", "organisation").order_by("-founded", "pk")


def present_members(programme_id: int) -> list[ProgrammeMember]:
    """Read the members of a programme today, the founder first."""
    found = ProgrammeMember.objects.present().filter(programme=programme_id)
    return list(found.select_related("programme", "organisation").order_by("-founded", "pk"))


def members_who_left(programme_id: int, now: datetime) -> list[ProgrammeMember]:
    """Read the members that left lately and have not come back, the last first."""
    gone = ProgrammeMember.objects.filter(programme=programme_id, left_at__gt=now - LEFT_SHOWN)
    back = ProgrammeMember.objects.present().filter(programme=programme_id).values("organisation")
    found = gone.exclude(organisation__in=back).select_related("organisation")
    latest = {one.organisation_id: one for one in found.order_by("left_at")}
    return sorted(latest.values(), key=lambda one: one.pk, reverse=True)


def shared_by_organisation(
    agreed: Iterable[tuple[int, str | None]],
) -> dict[int, frozenset[str]]:
    """Say what each member shares: one that shares nothing has one row without a part."""
    found: dict[int, list[str]] = defaultdict(list)
    for organisation, part in agreed:
        found[organisation] += [part] if part else []
    return {one: shared_parts(parts, leads_to=BELONGS_TO) for one, parts in found.items()}


@written_once
def namings_today(person: int, organisation: int) -> QuerySet[OfficeNaming, tuple]:
    """Find the words that hold today for the seats of a person of an organisation."""
    seats = OfficeSeat.objects.filter(person=person, ended_at=None)
    return namings_for(seats.filter(member__organisation=organisation))


def namings_for(seats: QuerySet[OfficeSeat]) -> QuerySet[OfficeNaming, tuple[int, int, int]]:
    """Find the words that hold today for some seats: programme, organisation and account of each.

    Both the person's organisation and the one that named must be members now.
    """
    there = Q(seat__member__left_at=None, seat__member__programme__ended_at=None)
    held = OfficeNaming.objects.filter(there, seat__in=seats, withdrawn_at=None)
    held = held.filter(member__left_at=None)
    return held.values_list("seat__member__programme", "member__organisation", "named_by__account")
