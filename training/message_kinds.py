"""The messages of training, in the one catalogue of what the product says outside its pages."""

from people.messages.catalogue import (
    ANSWERS,
    DUE,
    OFFICE,
    SESSIONS,
    THANKS,
    WAITS,
    message_kinds,
)

from .certificates import reminders
from .rules.certificates import REMIND_AT

message_kinds(DUE, *map(reminders.kind_of, REMIND_AT))
message_kinds(SESSIONS, "invited", "moved-up", "session-moved", "session-off", "evaluation")
message_kinds(THANKS, "thanks", "award")
message_kinds(WAITS, "mentor")
message_kinds(ANSWERS, "promotion-decided", "partner-answered")
message_kinds(
    OFFICE,
    *("renewal", "promotion", "promotion-panel", "thanks-report"),
    *("partner-offered", "partner-ended"),
)
