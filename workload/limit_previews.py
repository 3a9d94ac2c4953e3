"""What other limits of hours, material and cases would make of everybody's latest week."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .limits import Limits
from .models import WorkWeek

# Only what a week's own figures tell; rest, nights and means need the days and weeks around it.
TOLD: dict[str, tuple[object, Callable[[Limits], Q]]] = {
    "long": (_("Long hours in the week"), lambda one: Q(hours__gte=one.long_hours)),
    "very_long": (_("Very long hours in the week"), lambda one: Q(hours__gt=one.very_long_hours)),
    "material": (
        _("Much distressing material in the week"),
        lambda one: Q(material_minutes__gt=one.material_minutes_a_week),
    ),
    "cases": (_("Many open cases"), lambda one: Q(case_count__gt=one.open_cases)),
}


@dataclass(frozen=True)
class Passed:
    """A limit in words, and how many people's latest week lies beyond it now and would then."""

    label: object
    now: int
    then: int


def passed(weeks: QuerySet[WorkWeek], before: Limits, after: Limits) -> list[Passed]:
    """Count weeks beyond the limits that differ; one statement at most, weeks away are left out."""
    asked = {}
    for name, (_label, beyond) in TOLD.items():
        if beyond(before) != beyond(after):
            asked[f"{name}_now"] = Count("pk", filter=beyond(before))
            asked[f"{name}_then"] = Count("pk", filter=beyond(after))
    if not asked:
        return []
    found = weeks.aggregate(**asked)
    return [
        Passed(label, found[f"{name}_now"], found[f"{name}_then"])
        for name, (label, _beyond) in TOLD.items()
        if f"{name}_now" in found
    ]
