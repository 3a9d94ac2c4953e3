"""The people of a block with their own means of work: what the figures of a unit are made of."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce

from people.groups.rule import GroupSum
from programme.rules.staffing import mean_figure
from wellbeing.groups.group_answers import Row, in_weeks
from workload.models import LieuGrant, TimeOff
from workload.study import beside
from workload.units.actions import SCALE, STORED, WEEKS, WIDEST, LoadCrowd

# A quarter of a full week: so many points, hours or days of chance a sum carries.
CHANCE = {
    "points": Decimal("6.5"),
    "contract": Decimal(10),
    "away": Decimal("1.25"),
    "beyond": Decimal(10),
    "lieu": Decimal(10),
    "raising": Decimal(10),
}
NOTHING = (None,) * (2 + len(CHANCE))
Means = tuple[int | None, ...]


class StaffingCrowd(LoadCrowd):
    """Everybody that the load of a unit counts, with what else is told of their work.

    The load comes twice: as the band that is told of it, and as a figure. Both are of one sum with
    one draw of chance, so the figure is no second look at it. Nor are the points of work: divided
    by what one person carries they are the load, so they have its draw, as a part of a full week.
    """

    names = ("load", "load", *("load" if one == "points" else one for one in CHANCE))
    widest = (*WIDEST, *WIDEST, *(int(one * SCALE) for one in CHANCE.values()))

    def rows(self) -> Iterator[Row]:
        """Read the weeks of the block one by one, with what they came to."""
        load = Coalesce("usual_percent", "percent")
        points = ("case_points", "night_points", "supervision_points")
        off = ("leave_days", "rest_days")
        columns = (load, *points, "contracted_hours", *off, "hours")
        for (
            person,
            unit,
            day,
            percent,
            cases,
            nights,
            led,
            contract,
            leave,
            rest,
            hours,
        ) in in_weeks(self.weeks(), *columns):
            beyond = max(Decimal(), hours - contract)
            yield person, unit, day, (percent, cases + nights + led, contract, leave + rest, beyond)

    def means(self, weeks: list[Any]) -> Means:
        """Work out one person's own means. Without a load in any week they are in no figure."""
        loads = [week[0] for week in weeks if week[0] is not None]
        if not loads:
            return NOTHING
        [load] = super().means(loads)
        columns = list(zip(*weeks, strict=True))[1:]
        return (load, load, *(mean_of_weeks(one, len(weeks)) for one in columns))

    def senders(self) -> Iterator[tuple[int, int, Means]]:
        """Add to each sender what is not said in a week: hours owed, and hours of raising money."""
        for person, unit, totals in super().senders():
            if totals[0] is None:
                yield person, unit, NOTHING
            else:
                yield person, unit, (*totals, self.owed[person], self.raising.get(person))

    @cached_property
    def owed(self) -> dict[int, int]:
        """The hours that each person was given back and had not taken by the end of the block."""
        found: dict[int, Decimal] = defaultdict(Decimal)
        given = LieuGrant.objects.filter(at__lt=self.block.freezes)
        taken = TimeOff.objects.filter(
            kind=TimeOff.Kind.LIEU, first__lte=self.block.last.sunday, hours__gt=0
        )
        for rows, sign in ((given, 1), (taken, -1)):
            mine = rows.filter(organisation__in=list(self.keys)).order_by().values_list("person")
            for person, hours in mine.annotate(Sum("hours")):
                found[person] += sign * hours
        owed = {person: int(max(Decimal(), hours) * SCALE) for person, hours in found.items()}
        return defaultdict(int, owed)

    @cached_property
    def raising(self) -> dict[int, int]:
        """The hours a week that people logged for raising money and reporting.

        None for a person who logged no time at all: where too few did, nothing is told.
        """
        logged = beside.people_of_block(self.block, list(self.keys), now=self.block.freezes)
        parts = SCALE // beside.SHARES_AN_HOUR
        return {one.person: one.totals[0] * parts for one in logged if one.totals[0] is not None}

    def word(self, unit: int, measure: int, of: GroupSum) -> str:
        """Name the band, or write the mean in two digits."""
        if not measure:
            return super().word(unit, measure, of)
        return f"{mean_figure(of.total, of.people, SCALE).normalize():f}"

    def words(self, unit: int, measure: int, of: GroupSum) -> set[str]:
        """Name each band that a sum may have had; a figure has one."""
        return {self.word(unit, measure, of)} if measure else super().words(unit, measure, of)


def mean_of_weeks(values: tuple[Decimal, ...] | list[Decimal], weeks: int) -> int:
    """Work out a mean of one to four weeks as a whole number of the smallest part: exact."""
    return int(sum(values, Decimal()) * STORED) * WEEKS // weeks
