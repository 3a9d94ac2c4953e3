"""Help at the moment of need: the people a person would call, and an organisation's numbers."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.judged_rows import save_judged
from people.mandates import refuse_part_admin
from people.models import Organisation, Person
from people.weeks import today
from wellbeing.models import Hotline, OwnContact

from . import known_hotlines

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
    """List the numbers of a person's organisation; until it has its own, those known at first."""
    return list(Hotline.objects.visible_to(person)) or known_hotlines.at_first()


def offered_hotlines(person: Person) -> list[Hotline]:
    """List the known numbers that the organisation has not taken over and could."""
    had = {one.number for one in hotlines(person)}
    known = known_hotlines.offered_to(person.organisation)
    return [one for one in known if one.number not in had]


@transaction.atomic
def take_over(number: str, *, by: Person, now: datetime) -> Hotline:
    """Write a known number into the organisation's list, not checked yet.

    Refused: a number that is not offered, and what `keep` refuses.
    """
    offered = (one for one in offered_hotlines(by) if one.number == number)
    if (found := next(offered, None)) is None:
        raise ValidationError(_("Please choose from the list."), code="choice")
    return keep(found, by=by, now=now)


@transaction.atomic
def begin_list(*, by: Person, besides: str = "") -> None:
    """Make the numbers that people see at first the organisation's own, if it has none yet.

    `besides` is a number that is written down right after.
    """
    refuse_part_admin(by, by.organisation_id)
    Organisation.objects.select_for_update().get(pk=by.organisation_id)  # two taps make one list
    if not Hotline.objects.visible_to(by).exists():
        for one in known_hotlines.at_first():
            if one.number == besides:
                continue
            one.organisation_id = by.organisation_id
            one.save()


@transaction.atomic
def keep(hotline: Hotline, *, by: Person, now: datetime) -> Hotline:
    """Write down a number for the admin's organisation; the first one takes those at first along.

    Refused: a person who is not admin of the whole organisation, another organisation's number, a
    check in the future.
    """
    refuse_part_admin(by, hotline.organisation_id or by.organisation_id)
    hotline.organisation_id = by.organisation_id
    if hotline.checked_on and hotline.checked_on > today(now):
        raise ValidationError({"checked_on": _("This day is still to come.")})
    if not hotline.pk:
        begin_list(by=by, besides=hotline.number)
    save_judged(hotline)
    return hotline
