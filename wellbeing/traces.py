"""What people told in wellbeing that is theirs to take back."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from people.traces import TRACES, Trace

from .models import (
    AfterOff,
    Assessment,
    CardChoice,
    CheckIn,
    ConsentSeen,
    ContactRequest,
    HardEvent,
    OwnContact,
    Share,
)

TO_SUNDAY = timedelta(days=6)

# Every model of wellbeing that belongs to a person; a test holds the list to that.
TRACES += [
    Trace(CheckIn, _("Weeks you sent, with answers and note"), "week", "recorded_at", TO_SUNDAY),
    Trace(Share, _("What you share or shared"), "to_week", "shared_at", TO_SUNDAY),
    Trace(ContactRequest, _("Requests to get in touch"), "asked_at", "asked_at"),
    Trace(Assessment, _("Longer scales you took"), "taken_at", "taken_at"),
    Trace(ConsentSeen, _("That you read what you agree to"), "seen_at", "seen_at"),
    Trace(OwnContact, _("People you would call"), None, "added_at"),
    Trace(HardEvent, _("Hard events and the answers after them"), "logged_at", "logged_at"),
    Trace(CardChoice, _("Whether you want the card on long heavy weeks"), None, "since"),
    Trace(AfterOff, _("That you want no questions after events"), None, "since"),
]
