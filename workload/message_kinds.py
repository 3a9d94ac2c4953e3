"""The messages of workload, in the one catalogue of what the product says outside its pages."""

from people.messages.catalogue import WAITS, WEEK, message_kinds, untold_kinds

from .weeks.reminders import KINDS

message_kinds(WEEK, *KINDS)
message_kinds(WAITS, "flag", "move", "hand", "caseload-list")
untold_kinds(*KINDS, "flag")
