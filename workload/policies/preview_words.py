"""The shares of a draft as an admin reads them."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from people.writing.formats import plain_number, written_hours
from workload.models import LevelChoice
from workload.models.draft import DRAFTS
from workload.rules.shares import LIMITS, LOADS, ShareAbove, ShareMeasure

from .previews import Preview, limit_of

WORDS: dict[str, str | Promise] = {
    ShareAbove.FEW: pgettext_lazy("people", "few"),
    ShareAbove.SOME: pgettext_lazy("people", "some"),
    ShareAbove.MOST: pgettext_lazy("people", "most"),
    ShareAbove.HARDLY_ANY: pgettext_lazy("people", "hardly any"),
    ShareAbove.QUARTER: pgettext_lazy("people", "about a quarter"),
    ShareAbove.HALF: pgettext_lazy("people", "about half"),
    ShareAbove.THREE_QUARTERS: pgettext_lazy("people", "about three quarters"),
    ShareAbove.NEARLY_ALL: pgettext_lazy("people", "nearly all"),
}
LABELS: dict[str, str | Promise] = {
    "watch": LevelChoice.WATCH.label,
    "amber": LevelChoice.AMBER.label,
    "red": LevelChoice.RED.label,
    "long_hours": _("Long hours in the week"),
    "very_long_hours": _("Very long hours in the week"),
    "material_minutes_a_week": _("Much distressing material in the week"),
    "open_cases": _("Many open cases"),
}


@dataclass(frozen=True)
class PreviewRow:
    """A limit with the share of people above it, by the numbers before and by those of a draft."""

    label: str | Promise
    limit_now: str
    now: str | Promise
    limit_then: str
    then: str | Promise


class ShownPreview:
    """A draft as the page shows it."""

    def __init__(self, preview: Preview):
        self.block, self.place, self.drafts = preview.block, preview.draft.place, DRAFTS
        self.loads = [row(preview, one) for one in reversed(LOADS)]
        self.limits = [
            row(preview, one)
            for one in LIMITS
            if limit_of(one, preview.before) != limit_of(one, preview.after)
        ]


def row(preview: Preview, measure: ShareMeasure) -> PreviewRow:
    """Write one limit with its shares."""
    return PreviewRow(
        LABELS[measure.name],
        limit(preview, measure, "before"),
        WORDS[preview.draft.now[measure.name]],
        limit(preview, measure, "after"),
        WORDS[preview.draft.then[measure.name]],
    )


def limit(preview: Preview, measure: ShareMeasure, which: str) -> str:
    """Write a limit as it is compared: from 85%, above 60 h."""
    said = _("from %(limit)s") if measure.reached else _("above %(limit)s")
    return str(said) % {
        "limit": limit_in_words(measure.figure, limit_of(measure, getattr(preview, which)))
    }


def limit_in_words(figure: str, value: Decimal) -> str:
    """Write a limit with its unit."""
    match figure:
        case "hours":
            return gettext("%(n)s h") % {"n": plain_number(value)}
        case "material_minutes":
            return written_hours(value)
        case "case_count":
            said = ngettext("%(n)s case", "%(n)s cases", 1 if value == 1 else 2)
            return said % {"n": plain_number(value)}
    return f"{plain_number(value)}%"
