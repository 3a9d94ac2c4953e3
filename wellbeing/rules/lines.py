"""The lines of the weekly pulse, in our own words. Not a validated scale.

This is the only place that names them. Fields, columns, schemas, bands and files follow; other
lines need a new ITEM_SET (`wellbeing/models/checkin.py`) and one more migration.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Line:
    """One line: its question, its name in a table, and which way it counts."""

    name: str
    text: str | Promise
    label: str | Promise
    # Lines that support a person count the other way round: 4 − x.
    holds_up: bool = False

    @property
    def form_name(self) -> str:
        """Name it in a form outside, where a short word may be a question of others too."""
        return f"line_{self.name}"


LINES = (
    Line("worn", _("I felt worn out before the day began."), _("Worn out")),
    Line("far", _("I felt far away from the people I help."), _("Far away from people")),
    Line("back", _("Something from work came back to me uninvited."), _("Work came back")),
    Line("rest", _("I rested enough to feel like myself again."), _("Rested enough"), True),
    Line("team", _("Someone on my team was there for me."), _("Team was there"), True),
)

# In the order they are asked.
LINE_NAMES = tuple(line.name for line in LINES)

# On how many days; 0 to 4.
DAYS = (_("None"), "1", "2–3", "4–5", "6–7")
# The same where they are read aloud: screen readers pass over a dash.
DAYS_ALOUD = (
    _("None"),
    _("1 day"),
    _("2 to 3 days"),
    _("4 to 5 days"),
    _("6 to 7 days"),
)
