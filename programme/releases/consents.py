"""Let an organisation's figures into releases, and take that back; say where its units are."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person, Unit
from people.weeks import months_before, today
from programme.members import actions as programmes
from programme.models import (
    PartAgreement,
    ProgrammeMember,
    ReleaseConsent,
    ReleasePart,
    SharedPart,
    UnitPlace,
)
from programme.posts.keepers import refuse_other_keeper
from programme.regions.reading import provinces

# For how many months an admin may agree at once.
MONTHS = (12, 24, 36)


@transaction.atomic
def agree_to_release(
    *, member: ProgrammeMember, parts: Collection[str], months: int, by: Person, now: datetime
) -> ReleaseConsent:
    """Let parts of the organisation's figures into releases for so many months from today.

    It stands in place of what was agreed before. Refused: others than admins of the whole
    organisation, no part, an unknown part or time, and a member that does not share the part of
    releases with the office.
    """
    programmes.lock_member(member, by)
    if not parts or not set(parts) <= set(ReleasePart.values):
        raise ValidationError({"what": ValidationError(_("Please choose what."), code="parts")})
    if months not in MONTHS:
        raise ValidationError(
            {"months": ValidationError(_("Please choose how long."), code="long")}
        )
    shared = PartAgreement.objects.filter(member=member, part=SharedPart.RELEASES)
    if not shared.filter(withdrawn_at=None).exists():
        sentence = _("Share the part “Releases” with the office first.")
        raise ValidationError(sentence, code="part")
    close(member, by, now)
    programmes.note(by, now)
    return ReleaseConsent.objects.create(
        member=member,
        parts=[one for one in ReleasePart.values if one in parts],
        until=months_before(today(now), -months),
        agreed_by=by,
        agreed_at=now,
    )


@transaction.atomic
def end_release_consent(*, member: ProgrammeMember, by: Person, now: datetime) -> bool:
    """Let nothing into releases any more, from the next one on; say whether anything changed.

    What is public stays. A draft that holds the figures can become public no more.
    """
    programmes.lock_member(member, by)
    changed = close(member, by, now)
    if changed:
        programmes.note(by, now)
    return changed


def close(member: ProgrammeMember, by: Person, now: datetime) -> bool:
    """End what a member agreed to."""
    open_one = ReleaseConsent.objects.filter(member=member, withdrawn_at=None)
    return bool(open_one.update(withdrawn_by=by, withdrawn_at=now))


@transaction.atomic
def place_unit(*, unit: Unit, province: str, by: Person, now: datetime) -> UnitPlace | None:
    """Say in which province a unit is; empty is where the unit above it is.

    Refused: others than those who keep the organisation's posts, and an unknown province.
    """
    refuse_other_keeper(by, unit.organisation_id)
    if not province:
        UnitPlace.objects.filter(unit=unit).delete()
        return None
    if province not in provinces():
        raise ValidationError(_("There is no such province."), code="province")
    about = {"province": province, "set_by": by, "set_at": now}
    return UnitPlace.objects.update_or_create(unit=unit, defaults=about)[0]
