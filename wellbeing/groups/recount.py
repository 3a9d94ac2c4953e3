"""Count the newest block again from the weeks themselves, and check what was told about it.

The chance is drawn again with its key, so every word can be checked. Answers may be taken back or
corrected, and roles entered late, after a block was told. Then the units where such a person
belongs, and those above, cannot be checked any more; for the other units each told word must be one
that the rule allows.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Q

from people.groups.rule import LINES_FROM, GroupSum, GroupTally, Said, size
from people.models import FrozenBlock, Membership, Person, Unit
from people.weeks import Block
from wellbeing.models import BlockResult, CheckIn, Tombstone

from .freezing import trees
from .group_answers import GroupAnswers


class Recount:
    """The newest block of a viewer's organisation: what was told, and what counts now."""

    kept_in: type[FrozenBlock] = BlockResult
    crowd_of: type[GroupAnswers] = GroupAnswers

    def __init__(self, viewer: Person):
        self.organisation = viewer.organisation_id
        mine = self.kept_in.objects.filter(unit__organisation=self.organisation)
        newest = mine.filter(block__lte=Block.latest_on(viewer.today).number)
        self.number = newest.aggregate(Max("block"))["block__max"]
        self.rows = list(mine.filter(block=self.number)) if self.number is not None else []

    @property
    def differs(self) -> bool:
        """Say whether anything was told that does not follow from the weeks."""
        if not any(row.size for row in self.rows):
            return False
        first = self.rows[0]
        asked = trees({self.organisation: first.smallest})
        self.crowd = self.crowd_of(Block(self.number), asked)
        self.now, self.whole = self.crowd.publish(asked[0]), self.crowd.whole(asked[0])
        self.shared = self.crowd.shared(asked[0])
        self.draw = self.crowd.drawn(asked[0])
        self.unsure = self.units_of(self.changed_since(first.frozen_at))
        return any(self.is_wrong(row) for row in self.rows if row.unit_id not in self.unsure)

    def is_wrong(self, row: FrozenBlock) -> bool:
        """Say whether one unit's row differs from the result of the rule."""
        now, kept = self.now.get(row.unit_id), row.said
        if not self.unsure and (kept is None) != (now is None):
            return True
        if kept is None:
            return False
        counted = self.whole.get(row.unit_id, GroupTally())
        if counted.counted() < row.smallest or kept.size != size(counted.people):
            return True
        return any(
            not self.allows(row, measure, band, now)
            for measure, band in enumerate((kept.band, *kept.lines))
        )

    def allows(self, row: FrozenBlock, measure: int, band: str, now: Said | None) -> bool:
        """Say whether a band can follow from a unit's weeks, by one measure."""
        counted = self.whole[row.unit_id]
        if not self.unsure and measure and (band == "") != (now.lines[measure - 1] == ""):
            return False
        if not band:
            return bool(measure)
        least = max(row.smallest, LINES_FROM) if measure else row.smallest
        if counted.counted(measure) < least:
            return False
        found = counted.sums[measure]
        totals = (found.total + chance for chance in self.chances(row.unit_id, measure))
        words = (
            self.crowd.words(row.unit_id, measure, GroupSum(found.people, total))
            for total in totals
        )
        return any(band in some for some in words)

    def chances(self, unit: int, measure: int) -> tuple[int, ...]:
        """The chance that a sum carries; any, if the unit that shares it is not known."""
        widest = self.crowd.widest[measure]
        return (-widest, 0, widest) if self.unsure else (self.draw(self.shared[unit], measure),)

    def changed_since(self, moment: datetime) -> set[int]:
        """Find the people with counted data that changed after a moment."""
        return self.weeks_changed(moment) | self.roles_changed(moment)

    def weeks_changed(self, moment: datetime) -> set[int]:
        """Find the people who took answers back after a moment, or corrected them."""
        gone = Tombstone.objects.filter(at__gt=moment).values("person")
        weeks = Block(self.number).first.monday, Block(self.number).last.monday
        late = CheckIn.objects.filter(week__range=weeks, recorded_at__gt=moment).values("person_id")
        changed = Person.objects.filter(Q(public_id__in=gone) | Q(pk__in=late))
        mine = changed.filter(organisation=self.organisation)
        return set(mine.values_list("pk", flat=True))

    def roles_changed(self, moment: datetime) -> set[int]:
        """Find people with roles entered after a moment, for days of the block or before it."""
        late = Membership.objects.filter(
            unit__organisation=self.organisation,
            changed_at__gt=moment,
            starts__lte=Block(self.number).last.sunday,
        )
        return set(late.values_list("person_id", flat=True))

    def units_of(self, people: Iterable[int]) -> frozenset[int]:
        """Find the units where such people may have counted, and all units above these."""
        if not (people := set(people)):
            return frozenset()
        belong = Unit.objects.filter(
            Q(memberships__person__in=people) | Q(pk__in=self.sent_in(people))
        )
        return frozenset(one for unit in belong.distinct() for one in unit.lineage)

    def sent_in(self, people: set[int]) -> set[int]:
        """Find the units in which people sent weeks."""
        sent = CheckIn.objects.filter(person__in=people).order_by()
        return set(sent.values_list("unit_id", flat=True).distinct())
