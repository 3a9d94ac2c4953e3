"""Leave a first step out, take it up again, and close the list."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.mandates import refuse_part_admin
from people.models import Organisation, Person

from .page import FirstRun
from .steps import FIRST_STEPS


@transaction.atomic
def leave_out(*, code: str, by: Person, out: bool = True) -> None:
    """Leave a step out, or take it up again; repeating it changes nothing.

    Refused: a viewer who is no admin of the whole organisation, and a step that is none.
    """
    refuse_part_admin(by, by.organisation_id)
    if code not in FIRST_STEPS:
        raise ValidationError(_("There is no such step."), code="step")
    locked = Organisation.objects.select_for_update().get(pk=by.organisation_id)
    skipped = set(locked.first_run_skipped)
    locked.first_run_skipped = sorted(skipped | {code} if out else skipped - {code})
    locked.save(update_fields=["first_run_skipped"])


@transaction.atomic
def close(*, by: Person, now: datetime) -> None:
    """Take the list off the home of the admins; it stays among the rules.

    Refused: a viewer who is no admin of the whole organisation, and a list with open steps.
    """
    refuse_part_admin(by, by.organisation_id)
    locked = Organisation.objects.select_for_update().get(pk=by.organisation_id)
    if locked.first_run_open and FirstRun(by, now, set(locked.first_run_skipped)).left:
        sentence = _("Some steps are still open. Please do them, or leave them out.")
        raise ValidationError(sentence, code="open")
    locked.first_run_open = False
    locked.save(update_fields=["first_run_open"])
