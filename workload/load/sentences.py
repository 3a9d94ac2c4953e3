"""What each reason says, with its figure and the limit it passed."""

from django.utils.translation import gettext_lazy as _

from workload.rules.reasons import Code

SENTENCES = {
    Code.HOURS: _("%(value)s h this week, limit %(limit)s h"),
    Code.HOURS_CEILING: _("%(value)s h this week, the law’s ceiling is %(limit)s h"),
    Code.HOURS_MEAN: _("%(value)s h a week over four weeks, limit %(limit)s h"),
    Code.REST: _("%(value)s h of rest between shifts, at least %(limit)s h"),
    Code.NO_DAY_OFF: _("%(value)s days without a day off, limit %(limit)s"),
    Code.NIGHTS: _("%(value)s nights in a row, limit %(limit)s"),
    Code.ON_CALL: _("On call in %(value)s of three weeks, usual %(limit)s"),
    Code.MATERIAL_DAY: _("%(value)s minutes of material in a day, limit %(limit)s"),
    Code.MATERIAL_WEEK: _("%(value)s minutes of material this week, limit %(limit)s"),
    Code.MATERIAL_ROW: _("%(value)s days with material in a row, limit %(limit)s"),
    Code.BREAKS: _("%(value)s minutes of breaks from material in a day, at least %(limit)s"),
    Code.DEBRIEF: _("%(value)s minutes of violent material: offer a debrief within 72 hours"),
    Code.CASES: _("%(value)s open cases, limit %(limit)s"),
    Code.NEW_CASES: _("%(value)s new cases in 30 days, limit %(limit)s"),
    Code.SPAN: _("%(value)s people to supervise, usual %(limit)s"),
}
