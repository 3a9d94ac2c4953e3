"""The three lines after an event, in our own words. Not a validated scale."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .lines import Line

AFTER_LINES = (
    Line("back", _("It comes back to me when I do not want it."), _("It came back")),
    Line("edge", _("I sleep badly or am on edge."), _("Sleep, on edge")),
    Line("company", _("I have somebody with whom I can talk about it."), _("Company"), True),
)

# How things have been since then; 0 to 3.
STEPS = (
    pgettext_lazy("how much", "Not at all"),
    pgettext_lazy("how much", "A little"),
    pgettext_lazy("how much", "Quite"),
    pgettext_lazy("how much", "Very"),
)
