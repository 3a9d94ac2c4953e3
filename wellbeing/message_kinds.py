"""The messages of wellbeing, in the one catalogue of what the product says outside its pages."""

from people.messages.catalogue import OFFICE, WAITS, WEEK, message_kinds, untold_kinds

from .events.actions import NOTICE
from .help.contacts import UNANSWERED

message_kinds(WAITS, "asked", "asked_anew", UNANSWERED, "share")
message_kinds(WEEK, NOTICE)
message_kinds(OFFICE, "objection")
untold_kinds(NOTICE, "asked", "asked_anew", UNANSWERED, "share", "objection")
