"""What training notes in the access log: the kinds of access, in words."""

from django.utils.translation import gettext_lazy as _

from people.access_kinds import access_kind

BOOKING = access_kind(
    "booking",
    _("Your place in a training. Reason: attendance"),
    _("That you have a place in a training, and its result."),
)
LATE_WRITTEN = access_kind(
    "late_written",
    _("Attendance of a past training written down. Reason: it was missing or wrong"),
    _(
        "That a trainer wrote down how a training long past went for you. It counts once a "
        "second trainer has confirmed it."
    ),
)
LATE_COUNTED = access_kind(
    "late_counted",
    _("Attendance of a past training confirmed. Reason: it takes a second trainer"),
    _("That a second trainer confirmed how a training long past went for you."),
)
CERTIFICATES = access_kind(
    "certificates",
    _("Certificates. Reason: training overview"),
    _("Your certificates and until when they are valid."),
)
GAPS = access_kind(
    "cert_gaps",
    _("Certificates. Reason: gaps by unit"),
    _("How many people of your unit lack a certificate that they need. No name."),
)
FILE_ADDED = access_kind(
    "file_added",
    _("A file added to a certificate. Reason: to show it"),
    _("That a file shows a certificate of yours. You can open it there."),
)
FILE_REMOVED = access_kind(
    "file_removed",
    _("A file of a certificate removed. Reason: a correction"),
    _("That the file of one of your certificates was removed."),
)
NAMED = access_kind(
    "named",
    _("Name and unit. Reason: somebody looked for you by name"),
    _("Your name and unit: somebody looked for your name, to thank you or to choose you."),
)
THANKS = access_kind(
    "thanks",
    _("A reported thank-you note. Reason: deciding on it"),
    _("A thank-you note that you wrote or received, because somebody reported it."),
)
AWARD = access_kind(
    "award",
    _("That you were named for an award. Reason: its panel"),
    _("That a colleague named you for an award, and what they wrote."),
)
GROUP = access_kind(
    "group",
    _("Supervision in a group. Reason: its hours"),
    _("That you were at a meeting of a group: its day, kind and hours. Never what was said."),
)
CAREER = access_kind(
    "career",
    _("Level and competencies. Reason: career page"),
    _(
        "Your level, your years of service, and what colleagues observed of the skills your work "
        "needs. Never your goals."
    ),
)
MENTOR = access_kind(
    "mentor",
    _("A goal of yours. Reason: you chose a mentor"),
    _("The goal for which you chose the viewer, with its steps."),
)
