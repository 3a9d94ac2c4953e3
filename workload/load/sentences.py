"""What each reason says, with its figure and the limit it passed."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from workload.rules.reasons import ReasonCode

SENTENCES = {
    ReasonCode.HOURS: _("%(value)s h this week, limit %(limit)s h"),
    ReasonCode.HOURS_CEILING: _("%(value)s h this week, the law’s ceiling is %(limit)s h"),
    ReasonCode.HOURS_MEAN: _("%(value)s h a week over four weeks, limit %(limit)s h"),
    ReasonCode.REST: _("%(value)s h of rest between shifts, at least %(limit)s h"),
    ReasonCode.NO_DAY_OFF: ngettext_lazy(
        "%(value)s day without a day off, limit %(limit)s",
        "%(value)s days without a day off, limit %(limit)s",
        "count",
    ),
    ReasonCode.NIGHTS: ngettext_lazy(
        "%(value)s night in a row, limit %(limit)s",
        "%(value)s nights in a row, limit %(limit)s",
        "count",
    ),
    ReasonCode.ON_CALL: _("On call in %(value)s of three weeks, usual %(limit)s"),
    ReasonCode.MATERIAL_DAY: _("%(value)s of material in a day, limit %(limit)s"),
    ReasonCode.MATERIAL_WEEK: _("%(value)s of material this week, limit %(limit)s"),
    ReasonCode.MATERIAL_ROW: ngettext_lazy(
        "%(value)s day with material in a row, limit %(limit)s",
        "%(value)s days with material in a row, limit %(limit)s",
        "count",
    ),
    ReasonCode.BREAKS: _("%(value)s of breaks from material in a day, at least %(limit)s"),
    ReasonCode.DEBRIEF: _("%(value)s of violent material: offer a debrief within 72 hours"),
    ReasonCode.CASES: ngettext_lazy(
        "%(value)s open case, limit %(limit)s", "%(value)s open cases, limit %(limit)s", "count"
    ),
    ReasonCode.NEW_CASES: ngettext_lazy(
        "%(value)s new case in 30 days, limit %(limit)s",
        "%(value)s new cases in 30 days, limit %(limit)s",
        "count",
    ),
    ReasonCode.SPAN: ngettext_lazy(
        "%(value)s person to supervise, usual %(limit)s",
        "%(value)s people to supervise, usual %(limit)s",
        "count",
    ),
    # Neither what nor when: the worker let it be known that something happened, and no more.
    ReasonCode.INCIDENT: _("Something happened at work: offer a talk"),
}
# Their figures are minutes, and are said in hours.
IN_MINUTES = {
    ReasonCode.MATERIAL_DAY,
    ReasonCode.MATERIAL_WEEK,
    ReasonCode.BREAKS,
    ReasonCode.DEBRIEF,
}
