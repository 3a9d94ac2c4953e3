"""Help at the moment of need: the people a person would call, and an organisation's numbers."""

from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.mandates import refuse_part_admin
from people.models import Person
from people.weeks import parse_day, today
from wellbeing.models import Hotline, OwnContact

OWN_AT_MOST = 5


@transaction.atomic
def choose(*, person: Person, name: str, phone: str, now: datetime) -> OwnContact:
    """Write down a contact that a person would call; a sixth is refused."""
    Person.objects.select_for_update().get(pk=person.pk)  # two taps cannot make six
    if OwnContact.objects.visible_to(person).count() >= OWN_AT_MOST:
        raise ValidationError(
            _("You can keep up to five people. Please remove one first."), code="five"
        )
    chosen = OwnContact(person=person, added_at=now)
    chosen.write(name.strip(), phone.strip())
    chosen.save()
    return chosen


def hotlines(person: Person) -> list[Hotline]:
    """List the numbers of a person's organisation; until it has its own, the server's number."""
    return list(Hotline.objects.visible_to(person)) or [usual()]


def usual() -> Hotline:
    """Make the number from the settings, used before an organisation has its own."""
    return Hotline(
        name_en="Mental health hotline",
        name_th="สายด่วนสุขภาพจิต",
        number=settings.HELPLINE,
        hours_en="day and night",
        hours_th="ตลอด 24 ชั่วโมง",
        checked_on=checked_day(),
    )


def checked_day() -> date | None:
    """Read the day on which the operator called the number; an unreadable day is None."""
    try:
        return parse_day(settings.HELPLINE_CHECKED)
    except ValueError:
        return None


def keep(hotline: Hotline, *, by: Person, now: datetime) -> Hotline:
    """Write down a number for the admin's organisation.

    Refused: a person who is not admin of the whole organisation, another organisation's number, a
    check in the future.
    """
    refuse_part_admin(by, hotline.organisation_id or by.organisation_id)
    hotline.organisation_id = by.organisation_id
    if hotline.checked_on and hotline.checked_on > today(now):
        raise ValidationError({"checked_on": _("This day is still to come.")})
    hotline.full_clean()
    hotline.save()
    return hotline
