"""Count a quarter of each organisation once: keep what may be told, and never compute it again."""

import logging
from collections import Counter
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from people.keys import chance
from people.models import Membership, Organisation
from people.weeks import today
from programme.board.reading import facts_within
from programme.board.rows import judged_posts
from programme.models import QuarterFigure, QuarterMeasure
from programme.rules import trends
from programme.rules.cover import PostCover
from programme.rules.quarters import CalendarQuarter
from programme.rules.trends import WIDEST, QuarterTold
from training.models import Certificate, SessionEvaluation
from training.rules.certificates import CertificateState, state
from training.rules.evaluations import BANDS
from workload.models import UnitLoad

from .flags import flags_of

log = logging.getLogger(__name__)
NOBODY: frozenset[int] = frozenset()
STATES = (CertificateState.VALID, CertificateState.DUE, CertificateState.EXPIRED)


def freeze_due(now: datetime) -> None:
    """Count the quarters that are due, of each organisation by itself. Safe to repeat."""
    for organisation in Organisation.objects.order_by("pk"):
        try:
            for quarter in due(organisation, today(now)):
                freeze(quarter, organisation=organisation, now=now)
        except Exception as broken:  # noqa: BLE001 - whatever it is, it holds up no other one
            log.error("A quarter could not be counted: %s", type(broken).__name__)


def due(organisation: Organisation, day: date) -> list[CalendarQuarter]:
    """List the quarters of an organisation that are counted now, oldest first.

    Those that a job missed are among them; the first of all is the newest that can be counted.
    """
    newest = CalendarQuarter.latest_counted(day)
    last = QuarterFigure.objects.filter(organisation=organisation).first()
    quarter, found = last.of.after if last else newest, []
    while quarter <= newest:
        found.append(quarter)
        quarter = quarter.after
    return found


@transaction.atomic
def freeze(
    quarter: CalendarQuarter, *, organisation: Organisation, now: datetime
) -> list[QuarterFigure]:
    """Decide and keep what is told of an organisation in a quarter: a row for each measure.

    What was told stays, whatever is sent, corrected or erased later. Nothing is kept if it is kept
    already, or if no person belonged. Refused before the quarter is counted.
    """
    if today(now) < quarter.counted_on:
        raise ValueError(f"{quarter} is counted on {quarter.counted_on}")
    asked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    # Read behind the lock: of two jobs at once the second finds nothing to do.
    if QuarterFigure.objects.of_quarter(asked.pk, quarter.first).exists():
        return []
    if not belonged(asked, quarter.last):
        return []
    told = told_of(asked, quarter)
    about = {"organisation": asked, "quarter": quarter.first, "frozen_at": now}
    about["smallest"] = asked.smallest_group
    return QuarterFigure.objects.bulk_create(
        QuarterFigure(measure=measure, size=one.size, told=one.told, **about)
        for measure, one in told.items()
    )


def told_of(organisation: Organisation, quarter: CalendarQuarter) -> dict[str, QuarterTold]:
    """Decide what is told of a quarter, by measure."""
    return {
        QuarterMeasure.LOAD: load_told(organisation, quarter),
        **flags_told(organisation, quarter),
        QuarterMeasure.CERTIFICATES: certificates_told(organisation, quarter.last),
        QuarterMeasure.POSTS: posts_told(organisation, quarter.last),
        QuarterMeasure.EVALUATIONS: evaluations_told(organisation, quarter),
    }


def belonged(organisation: Organisation, day: date) -> set[int]:
    """Find the people who belonged on a day and have come in."""
    held = Membership.objects.filter(person__organisation=organisation, person__awaited=False)
    return set(held.on(day).values_list("person", flat=True))


def load_told(organisation: Organisation, quarter: CalendarQuarter) -> QuarterTold:
    """Tell again what was frozen of the whole: the highest unit, in each block of a quarter."""
    rows = UnitLoad.objects.filter(
        unit__organisation=organisation,
        unit__parent=None,
        block__in=[one.number for one in quarter.blocks],
    )
    # Of several highest units the first is the whole to which the office belongs.
    kept = {one.block: one for one in rows.order_by("-unit")}
    told = [kept.get(one.number) for one in quarter.blocks]
    sizes, bands = ([getattr(one, name, "") for one in told] for name in ("size", "band"))
    return trends.bands_told(sizes, bands)


def flags_told(organisation: Organisation, quarter: CalendarQuarter) -> dict[str, QuarterTold]:
    """Tell of flags, of the time to their first step, and whether the load fell.

    One draw decides for all three whether there are enough: two would be two looks at the people.
    """
    smallest, found = organisation.smallest_group, flags_of(organisation.pk, quarter)
    enough, place, moved = draws(organisation, quarter)
    step = trends.first_step_told(found.waited, smallest, enough, place)
    fall = trends.fall_told(sum(found.fell), len(found.fell), smallest, enough, moved)
    flags = trends.flags_told(found.people, found.out_of, smallest, enough)
    measure = QuarterMeasure
    return {measure.FLAGS: flags, measure.FIRST_STEP: step, measure.FALL: fall}


def draws(organisation: Organisation, quarter: CalendarQuarter) -> tuple[int, ...]:
    """Draw the chance of a quarter with the organisation's own key, evenly; always the same."""
    key = chance.chance_keys([organisation.pk])[organisation.pk]
    about = (("quarter", name, quarter.first) for name in ("people", "step", "fall"))
    return tuple(chance.drawn(key, one) % (2 * WIDEST + 1) - WIDEST for one in about)


def certificates_told(organisation: Organisation, day: date) -> QuarterTold:
    """Tell how many certificates were valid, due and expired on a day, the newest of each kind.

    One that was revoked later held on that day.
    """
    people = belonged(organisation, day)
    rows = Certificate.objects.filter(person__organisation=organisation, issued_on__lte=day)
    rows = rows.filter(Q(revoked_at=None) | Q(revoked_at__date__gt=day))
    columns = ("person", "type", "expires_on")
    newest = {
        (person, kind): ends
        for person, kind, ends in rows.order_by("issued_on", "pk").values_list(*columns)
        if person in people
    }
    found = Counter(state(ends, day) for ends in newest.values())
    holders = {person for person, _kind in newest}
    counts = [found[one] for one in STATES]
    return trends.counts_told(counts, len(holders), organisation.smallest_group)


def posts_told(organisation: Organisation, day: date) -> QuarterTold:
    """Tell how many posts were held and how many uncovered on a day, as the board judges them."""
    rows = judged_posts(facts_within(frozenset({organisation.pk}), NOBODY, day))
    vacant = sum(1 for row in rows if row.cover == PostCover.VACANT)
    return trends.counts_told((len(rows) - vacant, vacant), len(rows), organisation.smallest_group)


def evaluations_told(organisation: Organisation, quarter: CalendarQuarter) -> QuarterTold:
    """Tell of how many sessions each band of use was told; no answer is added up over sessions."""
    told = SessionEvaluation.objects.said().filter(session__organisation=organisation)
    told = told.filter(session__day__range=(quarter.first, quarter.last)).exclude(use="")
    found = Counter(told.values_list("use", flat=True))
    counts = [found[word] for _edge, word in BANDS]
    return trends.counts_told(counts, sum(counts), organisation.smallest_group)
