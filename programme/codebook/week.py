"""What the codebook says of a week: what is typed, what is computed, and the five lines."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellbeing.rules.lines import DAYS, LINES
from workload.models import LevelChoice, WorkWeek
from workload.weeks.forms import WeekForm

from .book import BookCode, BookField, BookTable, FieldKind, codes_of, in_both
from .fields import FieldWords, model_fields

# What keeps order among rows, or who may read them, and tells nothing of work.
LEFT_OUT = {"id", "organisation", "person", "unit", "alone", "sealed_correction"}
LEFT_OUT |= {"key", "body_hash"}
HOURS, POINTS, DAYS_LONG = _("h"), _("points"), _("days")
COMPUTED = _("Computed when the week is sent, and kept as it was.")
METHOD = _("docs/method.md")
AS_IF = _("As if the organisation did not rest that week: flags go by it. Empty if it is the same.")


def week_words() -> dict[str, FieldWords]:
    """Say what people should know of each field of a week."""
    levels = codes_of(LevelChoice)
    return {
        "week": FieldWords(_("Week"), _("Its Monday, by ISO 8601.")),
        "hours": FieldWords(_("Hours worked"), _("All hours, overtime too."), HOURS),
        "nights": FieldWords(_("On-call nights"), "", _("nights"), METHOD),
        "court_days": FieldWords(_("Court days"), _("Shown; it carries no points."), DAYS_LONG),
        "material_minutes": FieldWords(
            _("Time with distressing material"),
            _("Images, recordings, chats, statements. It has limits and no points."),
            _("minutes"),
            METHOD,
            form_name="material",
        ),
        "leave_days": FieldWords(
            _("Leave days"), _("Each is a fifth of the capacity less."), DAYS_LONG
        ),
        "rest_days": FieldWords(
            _("Rest in working days"),
            _("Working days on which the organisation rested."),
            DAYS_LONG,
        ),
        "contracted_hours": FieldWords(
            _("Contracted hours"), _("Empty where there are none: then there is no load."), HOURS
        ),
        "case_count": FieldWords(_("Cases"), COMPUTED, _("cases")),
        "case_points": FieldWords(_("Points of cases"), COMPUTED, POINTS, METHOD),
        "night_points": FieldWords(_("Points of nights"), COMPUTED, POINTS, METHOD),
        "supervision_points": FieldWords(_("Points of supervision"), COMPUTED, POINTS, METHOD),
        "capacity": FieldWords(
            _("Capacity"),
            _("Contracted hours × the share for case work × the days not on leave."),
            POINTS,
            METHOD,
        ),
        "percent": FieldWords(
            _("Load"),
            _(
                "Points in percent of capacity, not rounded. Empty, never zero, if there was "
                "no capacity."
            ),
            "%",
            METHOD,
        ),
        "level": FieldWords(_("Level"), _("The load against the limits."), "", METHOD, levels),
        "usual_capacity": FieldWords(_("Capacity without rest"), AS_IF, POINTS, METHOD),
        "usual_percent": FieldWords(_("Load without rest"), AS_IF, "%", METHOD),
        "usual_level": FieldWords(_("Level without rest"), AS_IF, "", METHOD, levels),
        "policy": FieldWords(_("Policy"), _("The version of the numbers that it was judged by.")),
        "lines": FieldWords(_("Lines"), _("The caseload as it was, each line with its points.")),
        "parts": FieldWords(_("Posts"), _("Of a person with several posts: what each came to.")),
        "reasons": FieldWords(
            _("Reasons"), _("What else gave reason for a talk: code, level, value, limit.")
        ),
        "sent_at": FieldWords(_("Sent at")),
        "changed_at": FieldWords(_("Changed at")),
        "corrected_at": FieldWords(
            _("Corrected at"), _("When the hours were corrected after the week had closed.")
        ),
    }


def week_table() -> BookTable:
    """Describe a week of work."""
    return BookTable(
        "week",
        in_both(_("Week of work")),
        in_both(_("What a person sends once a week, and how it was judged. Weeks are ISO weeks.")),
        tuple(model_fields(WorkWeek, week_words(), WeekForm)),
    )


def answers_table() -> BookTable:
    """Describe the five lines: they have no name in any form, and no way into a person's week."""
    # The words of the days are numbers, but for the first.
    days: Sequence[str | Promise] = DAYS
    codes = tuple(BookCode(str(n), in_both(words)) for n, words in enumerate(days))
    return BookTable(
        "answers",
        in_both(_("Five lines")),
        in_both(
            _(
                "Kept sealed for the person alone. In a form they stand without a name, a number "
                "and a unit, and no file brings them in."
            )
        ),
        tuple(
            BookField(
                name=line.form_name,
                label=in_both(line.text),
                kind=FieldKind.ONE,
                unit=in_both(_("days of the last seven")),
                least=Decimal(0),
                most=Decimal(len(DAYS) - 1),
                codes=codes,
                rule=in_both(
                    _("Counts the other way round: it supports a person.")
                    if line.holds_up
                    else _("May be left out, as each of them.")
                ),
                source=in_both(_("Words of this project; no validated scale.")),
            )
            for line in LINES
        ),
    )
