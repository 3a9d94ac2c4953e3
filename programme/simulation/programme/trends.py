"""Quarters of the three organisations as they were counted: a year and more, the newest last.

Of the quarters before the demo's weeks nothing is there to count, so their figures are made up, by
the rule that holds for counted ones.
"""

from random import Random

from people.models import Organisation
from programme.models import QuarterFigure, QuarterMeasure
from programme.rules import trends
from programme.rules.quarters import CalendarQuarter
from programme.rules.trends import WITHHELD, QuarterTold
from programme.simulation.world import World, clock_at

QUARTERS = 6
# Of each organisation: people who carry load, certificates and their holders, posts, sessions.
SIZES = {
    "Saphan Foundation": (58, 150, 46, 13, 8),
    "Lanna Anti-Trafficking Division": (34, 70, 24, 17, 6),
    "Baan Suk Shelters": (16, 30, 12, 9, 3),
}
BANDS = ("above", "above", "watch", "above", "watch", "steady")
# One fewer flags each quarter, steps that come sooner, and loads that fall for more.
DAYS = (16, 12, 9, 6, 3, 2)
FELL = (0.25, 0.35, 0.5, 0.6, 0.75, 0.8)


def simulate(world: World) -> None:
    """Write what was told of each quarter; one statement."""
    newest, made = CalendarQuarter.latest_counted(world.today), []
    for organisation in Organisation.objects.order_by("pk"):
        for n in range(QUARTERS):
            quarter = newest.back(QUARTERS - 1 - n)
            chance = world.chance("quarters", organisation.name["en"], str(quarter.first))
            told = told_of(organisation, quarter, n, chance)
            made += [
                QuarterFigure(
                    organisation=organisation,
                    quarter=quarter.first,
                    measure=measure,
                    size=one.size,
                    told=one.told,
                    smallest=organisation.smallest_group,
                    frozen_at=clock_at(quarter.counted_on, 3),
                )
                for measure, one in told.items()
            ]
    QuarterFigure.objects.bulk_create(made)


def told_of(
    organisation: Organisation, quarter: CalendarQuarter, n: int, chance: Random
) -> dict[str, QuarterTold]:
    """Make up a quarter: a small organisation has much that is withheld."""
    people, certificates, holders, posts, sessions = SIZES[organisation.name["en"]]
    least = organisation.smallest_group
    flagged = people // 3 - 2 * n
    fell, vacant = round(flagged * FELL[n]), max(2, posts // 3 - n // 2)
    expired, due = max(1, 14 - 2 * n) * certificates // 150, certificates // 10
    enough, place, moved = (chance.randint(-trends.WIDEST, trends.WIDEST) for _draw in range(3))
    days = [max(0, DAYS[n] + chance.randint(-3, 3)) for _person in range(flagged)]
    bands = [BANDS[n]] * len(quarter.blocks)
    bands[-1] = BANDS[min(n + 1, QUARTERS - 1)]
    mostly, partly = sessions - 3 + n // 3, 2
    measure = QuarterMeasure
    return {
        measure.LOAD: trends.bands_told([trends.size(people)] * len(bands), bands),
        measure.FLAGS: trends.flags_told(flagged, people, least, enough),
        measure.FIRST_STEP: trends.first_step_told(days, least, enough, place),
        measure.FALL: trends.fall_told(fell, flagged, least, enough, moved),
        measure.CERTIFICATES: trends.counts_told(
            (certificates - due - expired + 4 * n, due, expired), holders, least
        ),
        measure.POSTS: trends.counts_told((posts - vacant, vacant), posts, least),
        measure.EVALUATIONS: trends.counts_told((mostly, partly, 1), mostly + partly + 1, least)
        if sessions > least
        else WITHHELD,
    }
