"""The limits of hours, rest, material and numbers: what each means and where it comes from."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from people.writing.sentences import Sentence
from workload.rules.limits import EU, LABOUR_ACT, PUBLIC_SERVICE, Limits

from .policy_number import Number, NumberGroup, Tag

HOURS_A_WEEK, MINUTES_A_DAY = 168, 1440
HOURS, DAYS, MINUTES, PEOPLE, CASES = _("h"), _("days"), _("minutes"), _("people"), _("cases")
EU_TIME = _("EU working-time directive 2003/88.")
# How finely a limit can be set (`workload/policies/grid.py`).
FIVE, AN_HOUR = Decimal(5), Decimal(60)


def limit(
    key: str,
    label: Sentence,
    unit: Sentence,
    at_most: int,
    source: Sentence = "",
    tag: Tag = Tag.DEFAULT,
    *,
    optional: bool = False,
    at_least: int = 0,
    step: Decimal = Decimal(1),
    in_hours: bool = False,
) -> Number:
    """Write one limit."""
    told = (source, tag, optional, at_least, at_most, step, in_hours)
    return Number("limits", key, label, unit, *told)


LIMIT_GROUPS = (
    NumberGroup(
        "hours",
        _("Hours in a week"),
        _("Weeks away are left out. A limit that is passed is a reason to talk."),
        (
            limit(
                "mean_hours",
                _("Mean of four weeks: when above"),
                HOURS,
                HOURS_A_WEEK,
                EU_TIME,
                Tag.UNVERIFIED,
                step=FIVE,
            ),
            limit(
                "long_hours",
                _("Help soon from"),
                HOURS,
                HOURS_A_WEEK,
                _("From 55 hours a week strokes and heart deaths rise (WHO and ILO, 2021)."),
                Tag.UNVERIFIED,
                step=FIVE,
            ),
            limit("very_long_hours", _("Help this week above"), HOURS, HOURS_A_WEEK, step=FIVE),
            limit(
                "ceiling_hours",
                _("The law’s ceiling; empty where there is none"),
                HOURS,
                HOURS_A_WEEK,
                _("48 hours and 36 of overtime (Labour Protection Act B.E. 2541)."),
                Tag.PUBLISHED,
                optional=True,
                step=FIVE,
            ),
        ),
    ),
    NumberGroup(
        "rest",
        _("Rest, nights and days in a row"),
        _("They are judged where the single days were noted."),
        (
            limit(
                "rest_hours",
                _("Rest between shifts: help soon when below"),
                HOURS,
                24,
                EU_TIME,
                Tag.UNVERIFIED,
            ),
            limit(
                "rest_hours_least", _("Rest between shifts: help this week when below"), HOURS, 24
            ),
            limit(
                "days_in_a_row",
                _("Days without a day off, at most"),
                DAYS,
                31,
                _("A day off at most six days apart (Labour Protection Act B.E. 2541)."),
                Tag.PUBLISHED,
            ),
            limit("nights_in_a_row", _("On-call nights in a row, at most"), _("nights"), 31),
            limit(
                "on_call_weeks_of_three",
                _("Weeks with on-call nights of three, at most"),
                _("weeks"),
                3,
            ),
        ),
    ),
    NumberGroup(
        "material",
        _("Distressing material"),
        _("No limit is proven: these are precautions. What is violent harms most."),
        (
            limit(
                "material_minutes_a_day",
                _("In a day, at most"),
                MINUTES,
                MINUTES_A_DAY,
                step=AN_HOUR,
                in_hours=True,
            ),
            limit(
                "material_minutes_a_week",
                _("In a week, at most"),
                MINUTES,
                7 * MINUTES_A_DAY,
                step=AN_HOUR,
                in_hours=True,
            ),
            limit("material_days_in_a_row", _("Days in a row, at most"), DAYS, 31),
            limit(
                "violent_minutes_a_week",
                _("Violent in a week: offer a debrief from"),
                MINUTES,
                7 * MINUTES_A_DAY,
                _("Violent content is what harms, not the hours (BMC Psychiatry 2023)."),
                step=AN_HOUR,
                in_hours=True,
            ),
            limit(
                "break_minutes_an_hour",
                _("Breaks in each full hour, at least"),
                MINUTES,
                60,
                step=FIVE,
            ),
        ),
    ),
    NumberGroup(
        "numbers",
        _("Numbers of cases and people"),
        _("Beside the points, because points can hide them."),
        (
            limit(
                "open_cases",
                _("Open cases, at most"),
                CASES,
                999,
                _("25 children a worker (inter-agency guidelines 2014)."),
                Tag.UNVERIFIED,
                step=FIVE,
            ),
            limit(
                "open_for_each_new",
                _("Open cases for each new one, while the load is too high"),
                CASES,
                99,
                _("One new case for six open ones (CWLA 2004)."),
                Tag.PUBLISHED,
                at_least=1,
            ),
            limit(
                "span",
                _("People supervised: watch when above"),
                PEOPLE,
                99,
                _("One supervisor for five people (CWLA 2004)."),
                Tag.PUBLISHED,
            ),
            limit("span_most", _("People supervised: help soon when above"), PEOPLE, 99),
        ),
    ),
)

# What an admin can have filled in: a law's own limits, by a name in the address.
PROFILES: dict[str, tuple[Sentence, Limits]] = {
    "labour-act": (_("Labour Protection Act: foundations and companies"), LABOUR_ACT),
    "public-service": (_("Public service: police and ministries"), PUBLIC_SERVICE),
    "eu": (_("EU working time"), EU),
}
