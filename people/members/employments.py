"""How a person is employed, and until when: an admin writes it, and never about themselves.

Nothing ends by itself on the last day: it waits for the admin, who writes a later day or ends the
roles.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import access_kinds
from people.jobs.actions import refuse_entry
from people.models import Employment, Person

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
