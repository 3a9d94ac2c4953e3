"""Found a programme, join it, share parts and take them back, name its office, leave, end it.

Each verb is that of an admin of the whole organisation today, for that organisation alone.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.audit.actions import note_access, note_at_head
from people.keys.paper_codes import new_code
from people.mandates import not_yours, refuse_part_admin
from people.messages.notices import tell_people
from people.models import Membership, Organisation, Person, Role
from people.weeks import today
from programme import access_kinds
from programme.models import (
    KeeperAsk,
    OfficeNaming,
    OfficeSeat,
    PartAgreement,
    Programme,
    ProgrammeInvite,
    ProgrammeMember,
    SharedPart,
)

from . import door
from .codes import JOINING

CODE_DAYS = 14
CODES_AT_MOST = 10


@transaction.atomic
def found(
    *, organisation: Organisation, name: Mapping[str, str], by: Person, now: datetime
) -> ProgrammeMember:
    """Found a programme with the organisation as its first member; it shares nothing yet.

    Refused: a person who is not admin of the whole organisation, and one of a programme already.
    """
    lock(organisation.pk, by)
    refuse_member(organisation.pk)
    programme = Programme(name=name, founded_at=now)
    programme.full_clean(exclude={"ended_at"})
    door.keep_new_programme(by, programme)
    return enter(organisation, programme, by, now, founded=True)


@transaction.atomic
def invite(*, member: ProgrammeMember, by: Person, now: datetime) -> str:
    """Make a code with which one other organisation can join within fourteen days.

    It is shown once. Refused: others than the member's admins, and more than ten open codes.
    """
    lock_member(member, by)
    codes = ProgrammeInvite.objects.filter(member=member, used_at=None, until__gt=now)
    if codes.count() >= CODES_AT_MOST:
        sentence = _("Ten codes are open already. They end after %(days)s days.")
        raise ValidationError(sentence, code="full", params={"days": CODE_DAYS})
    code = new_code()
    ProgrammeInvite.objects.create(
        member=member,
        code_hash=JOINING.hashed(code),
        made_by=by,
        made_at=now,
        until=now + timedelta(days=CODE_DAYS),
    )
    note(by, now)
    return code


@transaction.atomic
def join(*, organisation: Organisation, code: str, by: Person, now: datetime) -> ProgrammeMember:
    """Join the programme of a code; nothing is shared until an admin agrees to a part.

    Refused: a person who is not admin of the whole organisation, one of a programme already, and a
    code that is unknown, used or late.
    """
    lock(organisation.pk, by)
    refuse_member(organisation.pk, "code")
    with door.code_door(by, code, now=now) as found_invite:
        found_invite.used_at = now
        found_invite.save(update_fields=["used_at"])
        host = found_invite.member_id
        programme = lock_programme(found_invite.member.programme_id)
        if not ProgrammeMember.objects.present().filter(pk=host).exists():
            raise ValidationError({"code": ValidationError(door.SHUT, code="code")})
        member = enter(organisation, programme, by, now)
        tell_others(member, door.present_members(programme.pk), "in", now)
    return member


@transaction.atomic
def agree(*, member: ProgrammeMember, part: str, by: Person, now: datetime) -> bool:
    """Share a part with the office from now on; say whether anything changed."""
    lock_member(member, by)
    if part not in SharedPart.values:
        raise ValidationError(_("There is no such part."), code="part")
    _kept, new = PartAgreement.objects.get_or_create(
        member=member, part=part, withdrawn_at=None, defaults={"agreed_by": by, "agreed_at": now}
    )
    if new:
        note(by, now)
    return new


@transaction.atomic
def withdraw(*, member: ProgrammeMember, part: str, by: Person, now: datetime) -> bool:
    """Stop sharing a part at once; say whether anything changed."""
    lock_member(member, by)
    shared = PartAgreement.objects.filter(member=member, part=part, withdrawn_at=None)
    changed = shared.update(withdrawn_by=by, withdrawn_at=now)
    if changed:
        if part == SharedPart.POSTS:
            KeeperAsk.objects.take_back(member.organisation_id, now)
        note(by, now)
    return bool(changed)


@transaction.atomic
def name_person(
    *, member: ProgrammeMember, person: Person, by: Person, now: datetime
) -> OfficeSeat:
    """Name one of the organisation's own people for the office; another member must do so too.

    Refused: others than the member's admins, the admin themselves, a person of another
    organisation, one who is not of the programme office today, and one who is named already.
    """
    lock_member(member, by)
    if person.organisation_id != member.organisation_id or person.account_id == by.account_id:
        raise not_yours()
    if Role.PROGRAMME not in person.roles:
        sentence = _("This person has no role in the programme office today.")
        raise ValidationError({"person": ValidationError(sentence, code="role")})
    seat = OfficeSeat(member=member, person=person, made_at=now)
    try:
        seat.validate_constraints()
    except ValidationError as taken:
        raise ValidationError({"person": taken.messages}) from None
    seat.save()
    OfficeNaming.objects.create(member=member, seat=seat, named_by=by, named_at=now)
    note_named(by, person, now)
    return seat


@transaction.atomic
def confirm_person(*, seat: OfficeSeat, by: Person, now: datetime) -> OfficeNaming:
    """Name a person of another member too: with the second member's word they are of the office.

    Refused: others than admins of another member, the person themselves at a second place, an
    admin who named the person at a second place, and a member that named them already.
    """
    with door.members_door(by) as own:
        ProgrammeMember.objects.select_for_update().get(pk=own.pk)
        named = OfficeSeat.objects.filter(pk=seat.pk, ended_at=None, member__left_at=None)
        found_seat = named.filter(member__programme=own.programme).select_related("person").first()
        if found_seat is None or found_seat.person.account_id == by.account_id:
            raise not_yours()
        standing = OfficeNaming.objects.filter(seat=found_seat, withdrawn_at=None)
        if standing.filter(named_by__account=by.account_id).exclude(member=own).exists():
            raise not_yours()
        naming = OfficeNaming(member=own, seat=found_seat, named_by=by, named_at=now)
        naming.validate_constraints()
        naming.save()
        note_named(by, found_seat.person, now)
    return naming


@transaction.atomic
def take_back(*, seat: OfficeSeat, by: Person, now: datetime) -> None:
    """Take the organisation's word for a person back; of its own person the seat ends.

    Refused: others than admins of a member that named them.
    """
    with door.members_door(by) as own:
        mine = OfficeNaming.objects.filter(seat=seat, member=own, withdrawn_at=None)
        if not mine.update(withdrawn_at=now):
            raise not_yours()
        OfficeSeat.objects.filter(pk=seat.pk, member=own, ended_at=None).update(ended_at=now)
        note_named(by, seat.person, now)


@transaction.atomic
def leave(*, member: ProgrammeMember, by: Person, now: datetime) -> None:
    """Leave the programme: nothing is shared any more, at once. The last to leave ends it.

    Refused: others than the member's admins.
    """
    with door.members_door(by) as own:
        lock_programme(own.programme_id)
        lock_member(member, by)
        go(own, by, now)
        tell_others(own, door.present_members(own.programme_id), "out", now)
        if not ProgrammeMember.objects.present().filter(programme=own.programme).exists():
            Programme.objects.filter(pk=own.programme_id).update(ended_at=now)
    note(by, now)


@transaction.atomic
def end(*, programme: Programme, by: Person, now: datetime) -> None:
    """End a programme for all members: nothing is shared any more, at once.

    Refused: others than admins of the organisation that founded it.
    """
    with door.members_door(by) as own:
        if own.programme_id != programme.pk or not own.founded:
            raise not_yours()
        lock_programme(programme.pk)
        members = door.present_members(programme.pk)
        for member in members:
            go(member, by, now)
        tell_others(own, members, "end", now)
        Programme.objects.filter(pk=programme.pk).update(ended_at=now)
    note(by, now)


def go(member: ProgrammeMember, by: Person, now: datetime) -> None:
    """Let a member go, with what it shared, its people of the office, its word for others, and
    what the office asks it.
    """
    own = {"member": member, "withdrawn_at": None}
    PartAgreement.objects.filter(**own).update(withdrawn_by=by, withdrawn_at=now)
    OfficeNaming.objects.filter(**own).update(withdrawn_at=now)
    OfficeSeat.objects.filter(member=member, ended_at=None).update(ended_at=now)
    KeeperAsk.objects.take_back(member.organisation_id, now)
    ProgrammeMember.objects.filter(pk=member.pk).update(left_at=now)


def enter(
    organisation: Organisation,
    programme: Programme,
    by: Person,
    now: datetime,
    *,
    founded: bool = False,
) -> ProgrammeMember:
    """Write a member, and note it where the organisation's people find it."""
    member = ProgrammeMember.objects.create(
        organisation=organisation,
        programme=programme,
        founded=founded,
        joined_by=by,
        joined_at=now,
    )
    note(by, now)
    return member


def lock(organisation_id: int, by: Person) -> None:
    """Refuse others than its admins, and let its place change one step after the other."""
    refuse_part_admin(by, organisation_id)
    Organisation.objects.select_for_update().get(pk=organisation_id)


def lock_programme(programme_id: int) -> Programme:
    """Let members come and go, and the programme end, one step after the other."""
    return Programme.objects.select_for_update().get(pk=programme_id)


def tell_others(
    own: ProgrammeMember, members: Iterable[ProgrammeMember], what: str, now: datetime
) -> None:
    """Tell the admins of the other members that there is news on the programme's page."""
    heads_of = Q(role=Role.ADMIN, unit__parent=None)
    for member in members:
        if member.pk == own.pk:
            continue
        held = Membership.objects.on(today(now)).filter(
            heads_of, unit__organisation=member.organisation_id
        )
        found = Person.objects.filter(pk__in=held.values("person"), is_active=True, awaited=False)
        tell_people(
            found.select_related("account", "organisation"),
            kind="programme",
            key=f"{own.pk}-{what}",
            page="programme_members",
        )


def lock_member(member: ProgrammeMember, by: Person) -> None:
    """Refuse others than its admins, and a member that has left meanwhile."""
    refuse_part_admin(by, member.organisation_id)
    rows = ProgrammeMember.objects.select_for_update(of=("self",)).filter(pk=member.pk)
    if rows.present().first() is None:
        raise ValidationError(_("Your organisation has left the programme."), code="left")


def refuse_member(organisation_id: int, field: str = "name") -> None:
    """Refuse an organisation that belongs to a programme already."""
    if ProgrammeMember.objects.filter(organisation=organisation_id).present().exists():
        sentence = _("Your organisation belongs to a programme already.")
        raise ValidationError({field: ValidationError(sentence, code="member")})


def note(by: Person, now: datetime) -> None:
    """Note that what is shared changed, where the people at the organisation's head find it."""
    note_at_head(viewer=by, what=access_kinds.SHARING, at=now)


def note_named(by: Person, person: Person, now: datetime) -> None:
    """Note for a person that an admin named them, or took that back; and that sharing changed."""
    what = access_kinds.OFFICE_NAMED
    note_access(viewer=by, role=Role.ADMIN, what=what, person=person, at=now)
    note(by, now)
