"""Log time for plain cases, and weigh the defaults by it. Nothing here changes a weight."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.statements import one_of
from people.weeks import Block, Week
from people.writing.formats import plain_number, written_points
from wellbeing.groups.restrictions import not_counted
from workload.models import BesideLog, CaseloadLine, PartChoice, PhaseChoice, StudyLog, UnitLoad
from workload.rules import load as load_rules
from workload.rules.calibration import DEFAULT_COUNTS_AS, Calibrated, Logged, calibrate

HOURS_A_WEEK = 168
# How many cases, and how many hours they took together; None where nothing was said of that.
Entry = tuple[int, Decimal | None]
NOTHING_BESIDE: Mapping[str, Decimal] = MappingProxyType({})


@transaction.atomic
def log(
    *,
    person: Person,
    week: Week,
    entries: Mapping[str, Entry],
    now: datetime,
    beside: Mapping[str, Decimal] = NOTHING_BESIDE,
) -> int:
    """Put a week's time in place of what was logged for it; return how many phases it has.

    A phase without cases is left out, and so is one without a figure of hours: missing is never
    zero. With none at all the week is taken out of the study. Hours
    `beside` the cases stand by their kind, and are never part of a weight.
    Refused: a week that is not open, hours without a case, more hours than a week has.
    """
    if not week.is_open(now):
        raise ValidationError(_("Time can be logged while its week is open."), code="week")
    for phase, (cases, hours) in entries.items():
        if hours and not cases:
            raise ValidationError({f"{phase}_cases": _("For how many cases were these hours?")})
    spent = [*(hours or Decimal() for _cases, hours in entries.values()), *beside.values()]
    if sum(spent) > HOURS_A_WEEK:
        raise ValidationError(_("A week has 168 hours."), code="hours")
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two taps are one log
    keep_beside(person, week, beside, now)
    StudyLog.objects.filter(person=person, week=week.monday).delete()
    rows = [
        StudyLog(
            organisation_id=person.organisation_id,
            person=person,
            week=week.monday,
            phase=phase,
            cases=cases,
            hours=hours,
            logged_at=now,
        )
        for phase, (cases, hours) in entries.items()
        if cases and hours is not None
    ]
    return len(StudyLog.objects.bulk_create(rows))


def keep_beside(
    person: Person, week: Week, beside: Mapping[str, Decimal], now: datetime
) -> list[BesideLog]:
    """Put a week's hours beside the cases in place of those before; no hours leave nothing."""
    BesideLog.objects.filter(person=person, week=week.monday).delete()
    return BesideLog.objects.bulk_create(
        BesideLog(
            organisation_id=person.organisation_id,
            person=person,
            week=week.monday,
            kind=BesideLog.Kind(kind),
            hours=hours,
            logged_at=now,
        )
        for kind, hours in beside.items()
        if hours
    )


def plain_cases(person: Person) -> dict[str, int]:
    """Count a person's plain cases by phase: their own, with nothing that makes them heavier."""
    found: dict[str, int] = defaultdict(int)
    lines = CaseloadLine.objects.filter(
        person=person, closed_at=None, part=PartChoice.PRIMARY, further_victims=0
    )
    for phase, add_ons, count in lines.values_list("phase", "add_ons", "count"):
        if not add_ons or phase == load_rules.Phase.DORMANT:
            found[phase] += count
    return found


@dataclass(frozen=True)
class Weighed:
    """One phase with its default, what was measured, and the sum between the two."""

    phase: PhaseChoice
    found: Calibrated

    @property
    def working(self) -> str:
        """Write the sum: (10 × 1.5 + 63) / (10 + 30)."""
        found = self.found
        return (
            f"({DEFAULT_COUNTS_AS} × {written_points(found.default)} + {plain_number(found.hours)})"
            f" / ({DEFAULT_COUNTS_AS} + {found.case_weeks})"
        )


def weigh(
    rows: Iterable[tuple[date, str, int, Decimal]], policy: load_rules.Policy = load_rules.USUAL
) -> list[Weighed]:
    """Weigh every phase by rows of week, phase, cases and hours."""
    by_phase: dict[str, list[Logged]] = defaultdict(list)
    for week, phase, cases, hours in rows:
        by_phase[phase].append(Logged(week, cases, hours))
    return [Weighed(one, calibrate(policy.phases[one.value], by_phase[one])) for one in PhaseChoice]


def own_logs(person: Person) -> list[tuple[date, str, int, Decimal]]:
    """Read what this person logged: week, phase, cases and hours; one statement."""
    logs = StudyLog.objects.visible_to(person)
    return list(logs.values_list("week", "phase", "cases", "hours"))


def of_organisation(person: Person) -> list[Weighed]:
    """Weigh the phases by what all people of an organisation logged; one statement.

    Read is what was kept of each closed block (`keep_sums`).
    """
    kept = UnitLoad.objects.filter(
        unit__organisation=person.organisation_id, study_sums__isnull=False
    )
    return weigh(
        (date.fromisoformat(week), phase, cases, Decimal(hours))
        for sums in kept.values_list("study_sums", flat=True)
        for week, phase, cases, hours in sums or ()
    )


@transaction.atomic
def keep_sums() -> None:
    """Add up once what was logged in each frozen block, where that is not kept yet.

    A sum is never made again: one that lost a person would show by how much. So it counts those who
    are counted in groups when the block is frozen, and the weeks in which as many of them logged
    the phase as a group needed then. Two statements a block, and three in all.
    """
    loads = UnitLoad.objects.order_by().values_list("block", "unit__organisation")
    each = loads.annotate(Min("pk"), Min("smallest"), kept=Count("study_sums")).filter(kept=0)
    written: dict[int, list] = {}
    for number, found in groupby(sorted(each), key=itemgetter(0)):
        rows = {organisation: (row, smallest) for _, organisation, row, smallest, _ in found}
        enough = {organisation: smallest for organisation, (_, smallest) in rows.items()}
        block = Block(number)
        sums = StudyLog.objects.sums(block, enough, without=not_counted(block))
        for organisation, weeks in sums.items():
            row, _ = rows[organisation]
            written[row] = [(week.isoformat(), *what, str(hours)) for week, *what, hours in weeks]
    still = UnitLoad.objects.select_for_update().filter(study_sums__isnull=True)
    waiting = list(still.filter(pk__in=one_of(written)))
    for one in waiting:
        one.study_sums = written[one.pk]
    UnitLoad.objects.bulk_update(waiting, ["study_sums"])


def weights_to_adopt(person: Person) -> dict[load_rules.Phase, Decimal]:
    """Give the phase weights that are offered to an organisation, for a new policy version.

    The page of new numbers fills them in; a person looks, decides and adopts.
    Weeks that were judged keep the policy they were judged by.
    """
    hundredth = Decimal("0.01")
    return {
        load_rules.Phase(one.phase.value): one.found.weight.quantize(hundredth)
        for one in of_organisation(person)
        if one.found.offered
    }
