"""A list of caseloads is written: lines added, changed and closed, and their people told."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.lists.kinds import Bringing, Effect, RowFate, RowVerdict
from people.messages.notices import keep_lines
from people.writing import links
from workload.models import CaseloadLine

from .caseload_plans import WRITTEN, stand_of_line
from .caseload_reading import carried_by

FROM_A_LIST = _("Your supervisor brought in cases of yours from a list. Please check them:")


def lock_caseloads(bringing: Bringing) -> None:
    """Hold what the people in reach carry until all is written."""
    reach = carried_by(bringing.by).values("pk")
    lines = CaseloadLine.objects.filter(closed_at=None, person__in=reach).order_by("pk")
    list(lines.select_for_update(of=("self",)).values_list("pk", flat=True))


def write_caseloads(bringing: Bringing, verdicts: list[RowVerdict]) -> list[Effect]:
    """Add, change and close what was judged, and tell each person once."""
    effects, moved = [], []
    for one in verdicts:
        if one.fate is RowFate.CHANGES:
            line, values = one.plan
            before = stand_of_line(line)
            for key, value in values.items():
                setattr(line, key, value)
            moved.append(line)
            effects.append(effect_of(one.row.number, line, before))
    CaseloadLine.objects.bulk_update(moved, WRITTEN, batch_size=200)
    fresh = [one for one in verdicts if one.fate is RowFate.NEW]
    made = CaseloadLine.objects.bulk_create([one.plan.line for one in fresh], batch_size=1000)
    effects += [
        effect_of(one.row.number, line, None) for one, line in zip(fresh, made, strict=True)
    ]
    told = [line for line in [*moved, *made] if line.brought_at == bringing.now]
    tell({line.person_id for line in told}, bringing)
    return effects


def effect_of(row: int, line: CaseloadLine, before: dict[str, Any] | None) -> Effect:
    """Say what was written for a row."""
    return Effect(row, "workload.CaseloadLine", line.pk, before, stand_of_line(line))


def tell(people: Iterable[int], bringing: Bringing) -> None:
    """Tell each person once that lines came by a list; four statements."""
    key = f"{bringing.by.pk}-{bringing.now:%Y%m%d%H%M%S}"
    address = links.to("my_week")
    keep_lines(people, kind="caseload-list", key=key, sentence=FROM_A_LIST, address=address)
