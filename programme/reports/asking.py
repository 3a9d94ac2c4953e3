"""What a report is asked for: of which period, by which viewer, and how far it may look."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from people.models import Organisation, Person, Role, Unit
from people.weeks import Block, today
from programme.coverage.actions import reach_of
from programme.members import door
from programme.members.door import OpenPart
from programme.models import ProgrammeReport, SharedPart
from programme.rules.periods import ReportPeriod
from wellbeing.groups import freezing
from wellbeing.models import BlockResult
from workload.models import UnitLoad

# What of a programme's members a report tells.
TOLD_PARTS = (SharedPart.GROUPS, SharedPart.POSTS)


@dataclass(frozen=True)
class ReportAsk:
    """Who asks, for which period and at which moment; of a programme the door that is open."""

    viewer: Person
    period: ReportPeriod
    now: datetime
    opened: OpenPart | None = None

    @property
    def day(self) -> date:
        """The day on which it is made."""
        return today(self.now)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that end in the period."""
        return self.period.blocks

    @property
    def smallest(self) -> int:
        """From how many people on the viewer's organisation tells of a group."""
        return self.viewer.organisation.smallest_group

    @property
    def units(self) -> QuerySet[Unit]:
        """The units of the viewer's office, with all below them."""
        return reach_of(self.viewer)

    @property
    def people(self) -> QuerySet[Person]:
        """The people who belong to them today."""
        return Person.objects.in_office_of(self.viewer, Role.PROGRAMME).order_by()

    @property
    def organisation(self) -> Organisation:
        """The viewer's own organisation."""
        return self.viewer.organisation


@dataclass(frozen=True)
class ReportReach:
    """Of which units and which members a report is, as they are within reach today."""

    scope: str
    units: tuple[int, ...]
    members: dict[str, list[int]] = field(default_factory=dict)
    # What it is called.
    name: str = ""

    @property
    def digest(self) -> str:
        """Sum it up: of the same reach one report is kept."""
        text = json.dumps([self.scope, self.units, sorted(self.members.items())])
        return hashlib.sha256(text.encode()).hexdigest()


def reach_today(viewer: Person, scope: str) -> ReportReach | None:
    """Say how far a report of a viewer reaches today; None for a programme without an office."""
    held = [m for m in viewer.current_memberships if m.role == Role.PROGRAMME]
    units = tuple(sorted({one.unit_id for one in held}))
    if scope == ProgrammeReport.Scope.OWN:
        whole = any(one.unit.parent_id is None for one in held)
        names = [str(viewer.organisation)] if whole else sorted({str(one.unit) for one in held})
        return ReportReach(scope, units, name=", ".join(names))
    if (office := door.read_office(viewer)) is None:
        return None
    members = {str(part): sorted(office.sharing(part)) for part in TOLD_PARTS}
    return ReportReach(scope, units, members, str(office.programme))


def is_counted(organisation: Organisation, period: ReportPeriod, now: datetime) -> bool:
    """Say whether a period is over and none of its blocks waits for the job that freezes it.

    That job may have been held up: a report made before it would lack a block for good. Blocks
    from before an organisation was first counted never come.
    """
    if period.told_from > today(now):
        return False
    waiting = {one.number for one in freezing.due(now)} & {one.number for one in period.blocks}
    return not any(
        frozen and {one for one in waiting if one > min(frozen)} - frozen
        for frozen in (frozen_blocks(organisation, kept) for kept in (UnitLoad, BlockResult))
    )


def frozen_blocks(organisation: Organisation, kept: type[UnitLoad] | type[BlockResult]) -> set[int]:
    """Find the blocks of which something was told or withheld, by their numbers."""
    rows = kept.objects.filter(unit__organisation=organisation).order_by()
    return set(rows.values_list("block", flat=True).distinct())


def is_within(report: ProgrammeReport, reach: ReportReach | None) -> bool:
    """Say whether everything that a report tells of other organisations is shared today."""
    if report.scope == ProgrammeReport.Scope.OWN:
        return True
    return reach is not None and all(
        set(organisations) <= set(reach.members[part])
        for part, organisations in report.reached.items()
    )
