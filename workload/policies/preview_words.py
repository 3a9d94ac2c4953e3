"""The shares of a draft as an admin reads them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.writing.formats import plain
from workload.models import Level
from workload.models.draft import DRAFTS
from workload.rules.shares import LIMITS, LOADS, Measure, Share

from .previews import Preview, limit_of

WORDS: dict[str, str | Promise] = {
    Share.FEW: pgettext_lazy("people", "few"),
    Share.SOME: pgettext_lazy("people", "some"),
    Share.MOST: pgettext_lazy("people", "most"),
    Share.HARDLY_ANY: pgettext_lazy("people", "hardly any"),
    Share.QUARTER: pgettext_lazy("people", "about a quarter"),
    Share.HALF: pgettext_lazy("people", "about half"),
    Share.THREE_QUARTERS: pgettext_lazy("people", "about three quarters"),
    Share.NEARLY_ALL: pgettext_lazy("people", "nearly all"),
}
LABELS: dict[str, str | Promise] = {
    "watch": Level.WATCH.label,
    "amber": Level.AMBER.label,
    "red": Level.RED.label,
    "long_hours": _("Long hours in the week"),
    "very_long_hours": _("Very long hours in the week"),
    "material_minutes_a_week": _("Much distressing material in the week"),
    "open_cases": _("Many open cases"),
}
UNITS: dict[str, str | Promise] = {
    "hours": _("h"),
    "material_minutes": _("minutes"),
    "case_count": _("cases"),
}


@dataclass(frozen=True)
class Row:
    """A limit with the share of people above it, by the numbers before and by those of a draft."""

    label: str | Promise
    limit_now: str
    now: str | Promise
    limit_then: str
    then: str | Promise


class Shown:
    """A draft as the page shows it."""

    def __init__(self, preview: Preview):
        self.block, self.place, self.drafts = preview.block, preview.draft.place, DRAFTS
        self.loads = [row(preview, one) for one in reversed(LOADS)]
        self.limits = [
            row(preview, one)
            for one in LIMITS
            if limit_of(one, preview.before) != limit_of(one, preview.after)
        ]


def row(preview: Preview, measure: Measure) -> Row:
    """Write one limit with its shares."""
    return Row(
        LABELS[measure.name],
        limit(preview, measure, "before"),
        WORDS[preview.draft.now[measure.name]],
        limit(preview, measure, "after"),
        WORDS[preview.draft.then[measure.name]],
    )


def limit(preview: Preview, measure: Measure, which: str) -> str:
    """Write a limit as it is compared: from 85%, above 60 h."""
    said = _("from %(limit)s") if measure.reached else _("above %(limit)s")
    value = plain(limit_of(measure, getattr(preview, which)))
    unit = UNITS.get(measure.figure)
    return str(said) % {"limit": f"{value} {unit}" if unit else f"{value}%"}
