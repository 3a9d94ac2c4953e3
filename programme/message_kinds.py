"""The messages of the programme, in the one catalogue of what leaves the pages."""

from people.messages.catalogue import ANSWERS, OFFICE, WAITS, message_kinds

message_kinds(WAITS, "post-question")
message_kinds(ANSWERS, "post-answer")
message_kinds(OFFICE, "session-wish")
