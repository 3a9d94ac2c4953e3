"""What of their leaving is a person's own: a line on their page, their record, its deletion."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.accounts.yours import says
from people.models import LeavingReason, Person
from people.own_data.record import KEPT, RetentionPeriod, Rows, part
from people.own_data.traces import TRACES, Trace

from .actions import own_leaving
from .reasons import opened_reason

TRACES.append(
    Trace(LeavingReason, gettext_lazy("Why you leave"), None, "said_at", where_there_is_one=True)
)


@part("leaving_reason", "half_year_from", "reason", "said_at")
def leaving_reason(person: Person) -> Rows:
    """Why the person leaves, if they said it, opened."""
    for one in LeavingReason.objects.visible_to(person):
        yield one.half_year, opened_reason(one).value, one.said_at


@says("leaving")
def said_of_leaving(person: Person, now: datetime) -> str:
    """Say whether the person may tell why they leave; nothing where there is nothing to tell."""
    held = person.every_membership
    # For most people no end was ever set: nothing is asked of the database.
    if held and all(one.ends is None for one in held):
        return ""
    if not (mine := own_leaving(person, now)):
        return ""
    if not mine.can_change:
        return _("said; you can withdraw it")
    return _("said; you can change it") if mine.row else _("only if you want to")


def reason_kept(_person: Person, _now: datetime) -> RetentionPeriod:
    """Say for how long it is kept why a person left."""
    return RetentionPeriod(
        _("Why you leave: until it is counted"),
        _("Sealed, if you said it. A month after the half-year of your last day it is deleted."),
    )


KEPT.append(reason_kept)
