"""What workload notes in the access log: the kinds of access, in words."""

from django.utils.translation import gettext_lazy as _

from people.access_kinds import access_kind

BOARD = access_kind(
    "board",
    _("Load, hours and duty. Reason: weekly board"),
    _(
        "Your supervisor's weekly list: load, hours, nights and whether the week was sent. "
        "Never an answer of yours. Of a list with several pages it is noted for the teams of those "
        "on the page that was opened."
    ),
)
FORECAST = access_kind(
    "forecast",
    _("Load of all together, no name. Reason: the weeks to come"),
    _(
        "How many cases your supervisor's people carry together, how many come and close in a "
        "week, and their capacity. No figure of yours alone. It is noted once a day."
    ),
)
SHEET = access_kind(
    "sheet",
    _("Load, hours and duty, downloaded as a table. Reason: meeting"),
    _("The same as the weekly list, as a file. Never an answer of yours, and no plan or note."),
)
FLAG = access_kind(
    "flag",
    _("Lines and sum of the week. Reason: load flag"),
    _(
        "The lines of your caseload and their sum, because of a load flag. Your load and hours "
        "of the last half year, days away you plan, hours given back, and the days of your "
        "talks. The page with half a year also shows your certificates, and thanks that you "
        "share with your name."
    ),
)
DAYS_OFF = access_kind(
    "days_off",
    _("Days off entered. Reason: managing people"),
    _("The days of leave that your organisation entered for you. You find them under My time."),
)
DAYS_OFF_BACK = access_kind(
    "days_back",
    _("Days off withdrawn. Reason: managing people"),
    _("That days of leave that your organisation had entered are no longer planned."),
)
MOVE = access_kind(
    "move",
    _("Load, languages and certificates. Reason: moving work"),
    _(
        "That you have capacity left or a high load, your languages and certificates, and the "
        "cases that were to move. Never an answer of yours."
    ),
)
HAND = access_kind(
    "hand",
    _("Your name in help between units. Reason: both sides agreed"),
    _("Your name and your unit, where one unit helps another and both sides agreed. Nothing else."),
)
CASE_LIST = access_kind(
    "case_list",
    _("Open cases, compared with a list. Reason: cases brought in"),
    _(
        "The lines of your caseload that your supervisor's list is about, to bring it in. "
        "Never an answer of yours, and no week that you sent."
    ),
)
DRAFT = access_kind(
    "draft",
    _("Shares of all people, in words. Reason: other numbers for load"),
    _(
        "How many people would be above a limit of load, hours, material or cases: “few”, “some” "
        "or “most”, with some chance in it. No figure, and nobody alone."
    ),
)
API = access_kind(
    "api",
    _("Load, hours and duty. Reason: a program of the viewer's"),
    _("The same as the weekly list, read by a program of the viewer's."),
)
