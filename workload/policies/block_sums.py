"""What any numbers make of the weeks of a block: each person's own sums, exact.

Counted are all people who carried load in the organisation on the block's last day. The weeks are
read once and can be weighed by several policies: each line is weighed again, and like weeks once.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from operator import add
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from people.models import Absence, Membership, Organisation
from people.weeks import Block
from wellbeing.groups import restrictions
from workload.models import WorkWeek
from workload.rules import load as load_rules
from workload.rules.shares import Totals

from . import actions as policies

FIGURES = ("hours", "material_minutes", "case_count")
WEIGHED = ("policy", "contracted_hours", "nights", "leave_days", "rest_days", "supervision_points")
# Some weeks at a time: a large organisation's lines need not lie in memory together.
AT_ONCE = 5000


@dataclass(frozen=True)
class BlockSums:
    """The people in the shares of a block, by id, with the unit of each."""

    organisation: Organisation
    block: Block
    units: dict[int, int]

    @classmethod
    def of(cls, organisation: Organisation, block: Block, unit_kind: str = "") -> "BlockSums":
        """Find all who carried load on a block's last day, or those in one kind of units.

        A person with several posts is counted once, at the home. Who was on a long absence for the
        whole block, or has not come in yet, is not among them.
        """
        away = Absence.objects.throughout(block.first.monday, block.last.sunday)
        held = Membership.objects.homes(block.last.sunday).filter(unit__organisation=organisation)
        held = held.filter(person__awaited=False).exclude(person__in=away.values("person_id"))
        if unit_kind:
            held = held.filter(unit__kind=unit_kind)
        return cls(organisation, block, dict(held.values_list("person_id", "unit_id")))

    @property
    def size(self) -> int:
        """How many people there are, with weeks or without."""
        return len(self.units)

    @cached_property
    def name(self) -> str:
        """Name the set of people: chance is drawn for it, so the same people share a draw."""
        return sha256(",".join(map(str, sorted(self.units))).encode()).hexdigest()

    @cached_property
    def weeks(self) -> list[tuple]:
        """Read the weeks that these people sent in the block; two statements.

        A person who is counted in no group stays one of the people, and has no week.
        """
        silent = restrictions.not_counted(self.block)
        span = (self.block.first.monday, self.block.last.monday)
        sent = WorkWeek.objects.filter(organisation=self.organisation, week__range=span)
        # Without contracted hours a week has no capacity under any numbers.
        rows = sent.filter(contracted_hours__isnull=False).order_by()
        columns = ("person_id", *FIGURES, *WEIGHED, Cast("lines", TextField()))
        found = rows.values_list(*columns).iterator(chunk_size=AT_ONCE)
        return [row for row in found if row[0] in self.units and row[0] not in silent]

    def totals(self, policy: load_rules.Policy) -> list[Totals]:
        """Add up each person's weeks by a policy; people who have no week are left out.

        A week that is wholly away by these numbers is no week.
        """
        weigher, found = Weigher(policy), dict[int, tuple[Any, ...]]()
        for person, hours, minutes, cases, *week in self.weeks:
            if (load := weigher.load(*week)) is not None:
                row = (1, load, hours, minutes, cases)
                before = found.get(person)
                found[person] = tuple(map(add, before, row)) if before else row
        return [Totals(*row) for row in found.values()]


class Weigher:
    """Weighs weeks by one policy; like weeks and like cases are weighed once."""

    def __init__(self, policy: load_rules.Policy):
        self.policy = policy
        self.cases: dict[tuple, Decimal] = {}
        self.loads: dict[tuple, Fraction | None] = {}

    def load(self, *week: Any) -> Fraction | None:
        """Weigh one week (the columns WEIGHED and its lines); None where it was wholly away."""
        if week not in self.loads:
            self.loads[week] = self.weigh(*week)
        return self.loads[week]

    def weigh(
        self,
        version: str,
        hours: Decimal,
        nights: int,
        leave: Decimal,
        rests: Decimal,
        led: Decimal,
        lines: str,
    ) -> Fraction | None:
        """Add a week up again, in percent of its capacity without days of rest, as flags do."""
        days = Fraction(self.policy.working_days)
        if leave + rests >= days:
            return None
        capacity = (
            Fraction(hours) * Fraction(self.policy.capacity_share) * (1 - Fraction(leave) / days)
        )
        span = policies.named(version).supervisee
        points = sum(self.lines(json.loads(lines)), nights * self.policy.night)
        supervision = Fraction(led) / Fraction(span) if span else Fraction()
        return 100 * (Fraction(points) + supervision * Fraction(self.policy.supervisee)) / capacity

    def lines(self, lines: list[dict]) -> Iterator[Decimal]:
        """Weigh the lines that a week kept."""
        for line in lines:
            key = (line["phase"], *line["add_ons"], line["further_victims"], line["part"])
            if key not in self.cases:
                self.cases[key] = load_rules.weight(load_rules.kept_line(line), self.policy)
            yield line["count"] * self.cases[key]
