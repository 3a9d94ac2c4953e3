"""What wellbeing notes in the audit trail: the kinds of looks, in words."""

from django.utils.translation import gettext_lazy as _

from people.access_kinds import access_kind

CONTACT = access_kind(
    "contact",
    _("Your request for contact. Reason: you asked"),
    _("That you asked for somebody to contact you. Nothing else."),
)
LETTER = access_kind(
    "letter",
    _("That you share something. Reason: list of what is shared"),
    _("That you share something with the viewer. Not yet what."),
)
SHARED = access_kind(
    "shared",
    _("Answers of weeks you share. Reason: you share them"),
    _("The answers of the weeks you chose, until the day you chose. Never your note."),
)
OBJECTION = access_kind(
    "objection",
    _("Your objection. Reason: you wrote it to the contact"),
    _("What you wrote to the data protection contact, and your name."),
)
DOWNLOAD = access_kind(
    "download",
    _("The whole record, as files. Reason: you asked for them"),
    _("Everything that is kept about you, your notes too. Only you can, with your password."),
    own=True,
)
ERASED = access_kind(
    "erased",
    _("Answers and notes deleted. Reason: you asked for it"),
    _("That you deleted what you had written and answered. Never what it was."),
    own=True,
)
