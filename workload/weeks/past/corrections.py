"""Correct the hours of a closed week, with a note that all readers of the load read too."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.weeks import Week
from people.writing.texts import refuse_identity
from wellbeing.checkins.actions import refuse_uncorrectable
from workload.flags import actions as flags
from workload.models import WorkWeek
from workload.policies import actions as policies
from workload.rules import reasons
from workload.rules.reasons import ReasonCode
from workload.weeks import actions as weeks

NOTE_AT_MOST, HOURS_AT_MOST = 300, 168
OF_HOURS = {ReasonCode.HOURS, ReasonCode.HOURS_CEILING, ReasonCode.HOURS_MEAN}


@transaction.atomic
def correct_hours(
    *, person: Person, week: Week, hours: Decimal, note: str, now: datetime
) -> WorkWeek:
    """Put other hours into a closed week, judge its reasons again, and let the flag follow.

    Later weeks and published bands stay as they were judged; hours are no part of the load.
    Refused: a week that can still be sent or is over a year old, one that was not sent, hours that
    no week has, and no word why.
    """
    refuse_uncorrectable(week, now)
    refuse_wrong(hours, note)
    row = WorkWeek.objects.select_for_update().filter(person=person, week=week.monday).first()
    if row is None:
        raise ValidationError(_("You did not send this week."), code="unsent")
    row.hours, row.corrected_at = hours, now
    row.keep("sealed_correction", {"note": note.strip()})
    row.reasons = judged_again(row)
    row.save(update_fields=["hours", "reasons", "corrected_at", "sealed_correction"])
    if lately := weeks.recent(person, Week.latest(now)):
        flags.assess(person=person, weeks=lately, now=now)
    return row


def refuse_wrong(hours: Decimal, note: str) -> None:
    """Refuse hours that no week has, and a note that says nothing, too much or an identity."""
    if not 0 <= hours <= HOURS_AT_MOST:
        raise ValidationError({"hours": _("A week has 168 hours.")})
    if not note.strip():
        raise ValidationError({"why": _("Please write a few words.")})
    if len(note.strip()) > NOTE_AT_MOST:
        raise ValidationError({"why": _("Up to %(n)d letters, please.") % {"n": NOTE_AT_MOST}})
    try:
        refuse_identity(note)
    except ValidationError as refused:
        raise ValidationError({"why": refused.messages}) from refused


def judged_again(row: WorkWeek) -> list[dict[str, str]]:
    """Judge a week's hours again; what else gave reason that week stays as it was."""
    earlier = [one for one in weeks.recent(row.person, row.iso) if one.week < row.week]
    limits = policies.named(row.policy).limits
    lately = [*weeks.judged_lately(row, earlier), row]
    found = reasons.of_hours([one.worked for one in lately], limits)
    return reasons.kept([*found, *(one for one in row.found if one.code not in OF_HOURS)])
