"""How a person is employed, and how the organisation's lists name them; admins write it.

An admin never writes it about themselves. Nothing ends by itself on the last day: it waits for the
admin, who writes a later day or ends the roles.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from people import access_kinds
from people.jobs.actions import refuse_entry
from people.models import Employment, Person
from people.rules.phone_numbers import read_phone

from . import role_events
from .givers import judge_keeper
from .role_events import Giver


@transaction.atomic
def employ(
    *, person: Person, employment: Employment | None, until: date | None, by: Person, now: datetime
) -> bool:
    """Write a person's kind of employment and its last day; note and say whether it changed.

    Refused: an admin who does not manage all roles of the person, an admin for themselves, a kind
    of another organisation, a retired one, and a last day without a kind.
    """
    judge_keeper(by, person, now)
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if employment:
        refuse_entry("employment", employment, locked.organisation_id, held=locked.employment_id)
    elif until:
        raise ValidationError({"employment": _("Please choose the kind of employment too.")})
    if (locked.employment, locked.employed_until) == (employment, until):
        return False
    locked.employment, locked.employed_until = employment, until
    locked.save(update_fields=["employment", "employed_until"])
    Giver(by).event(locked, access_kinds.EMPLOYMENT, at=now).save()
    if locked.account.is_active:
        role_events.tell_of_role(locked)
    return True


@transaction.atomic
def number(*, person: Person, number: str, phone: str, by: Person, now: datetime) -> bool:
    """Write a person's employee number and work phone; note and say whether they changed.

    Refused: an admin who does not manage all roles of the person, an admin for themselves, a number
    that another person of the organisation has, and a phone number that is none.
    """
    judge_keeper(by, person, now)
    locked = Person.objects.select_for_update().get(pk=person.pk)
    before = (locked.employee_number, locked.work_phone)
    locked.employee_number = number.strip()
    locked.work_phone = (read_phone(phone) or "") if phone.strip() else ""
    if phone.strip() and not locked.work_phone:
        raise ValidationError({"phone": _("This is no phone number.")})
    refuse_taken(locked)
    if before == (locked.employee_number, locked.work_phone):
        return False
    try:
        with transaction.atomic():
            locked.save(update_fields=["employee_number", "work_phone"])
    except IntegrityError:
        refuse_taken(locked)  # another admin was faster: say so
        raise
    Giver(by).event(locked, access_kinds.WORK_DATA, at=now).save()
    role_events.tell_of_role(locked)
    return True


def refuse_taken(person: Person) -> None:
    """Refuse a number that another person here has, and one that cannot be kept."""
    try:
        person.clean_fields(exclude={one.name for one in Person._meta.fields} - {"employee_number"})
    except ValidationError as refused:
        raise ValidationError({"number": refused.messages}) from refused
    same = Person.objects.filter(organisation=person.organisation_id).exclude(pk=person.pk)
    if person.employee_number and same.filter(employee_number=person.employee_number).exists():
        raise ValidationError({"number": _("Another person here has this employee number.")})
