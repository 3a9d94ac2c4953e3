"""What people told in wellbeing and can take back."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.own_data.traces import TRACES, Trace
from wellbeing.models import (
    AfterOff,
    Assessment,
    CardChoice,
    CheckIn,
    ConsentSeen,
    ContactRequest,
    HardEvent,
    Objection,
    OwnContact,
    Restriction,
    Share,
)
from wellbeing.rules.moments import Moment

TO_SUNDAY = timedelta(days=6)


class Lifted(Trace):
    """Restrictions that were lifted: one that holds stays, whatever the person deletes."""

    @property
    def rows(self) -> QuerySet:
        """The restrictions that hold no more."""
        return Restriction.objects.filter(until__isnull=False)


class SentWeeks(Trace):
    """Weeks that were sent. A deleted one may leave an empty row, for twelve months at most."""

    @property
    def rows(self) -> QuerySet:
        """The weeks that their person did not delete."""
        return CheckIn.objects.undeleted()


# Every model of wellbeing that belongs to a person; a test holds the list to that.
TRACES += [
    SentWeeks(
        CheckIn, _("Weeks you sent, with answers and note"), "week", "recorded_at", TO_SUNDAY
    ),
    Trace(
        Share,
        _("What you share or shared"),
        "to_week",
        "shared_at",
        TO_SUNDAY,
        told={"share": ("{}",)},
    ),
    Trace(
        ContactRequest,
        _("Requests to get in touch"),
        "asked_at",
        "asked_at",
        told=dict.fromkeys(("asked", "asked_anew", "unanswered"), ("{}",)),
    ),
    Trace(Assessment, _("Longer scales you took"), "taken_at", "taken_at"),
    Trace(ConsentSeen, _("That you read what you agree to"), "seen_at", "seen_at"),
    Trace(OwnContact, _("People you would call"), None, "added_at"),
    Trace(
        HardEvent,
        _("Hard events and the answers after them"),
        "logged_at",
        "logged_at",
        told={"after": tuple(f"{{}}-{moment}" for moment in Moment)},
    ),
    Trace(CardChoice, _("Whether you want the card on long heavy weeks"), None, "since"),
    Trace(AfterOff, _("That you want no questions after events"), None, "since"),
    Trace(
        Objection,
        _("Objections you wrote"),
        "made_at",
        "made_at",
        told={"objection": ("{}",)},
    ),
    Lifted(Restriction, _("Restrictions that you lifted"), "until", "since"),
]
