"""Who counts in a block, where, and what their own weeks add up to."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django.db.models import (
    Case,
    ExpressionWrapper,
    F,
    Field,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least

from people.groups import rule as groups_rule
from people.groups.rule import (
    GroupMember,
    GroupSum,
    GroupTally,
    Said,
    Tree,
    place_above,
    unit_of_person,
)
from people.keys import chance, sealing
from people.models import Membership, Person, Role
from people.statements import one_of
from people.weeks import Block
from wellbeing.models.checkin import ANSWERS
from wellbeing.rules import bands, pulse
from wellbeing.rules.bands import MEASURES, SCALE
from wellbeing.rules.pulse import PulseAnswers

from . import restrictions

# A week as it was sent: person, unit, Monday, and its figures; None if there are none.
Row = tuple[int, int, str, Any]
# A person's weeks as they were sent: person, the units, the Mondays, and the figures there are.
SentWeeks = tuple[int, list[int], list[str], list[Any]]


class AskedOrganisation(NamedTuple):
    """An organisation that a block is computed for, and the smallest size of a group."""

    organisation: int
    smallest: int
    tree: Tree
    # The public id of each unit: the chance is drawn with it.
    public: Mapping[int, UUID]


class GroupAnswers:
    """The people of a block, and the unit where each of them counts.

    A person sent if they sent at least one week of the block. They answered if in one of these
    weeks their answers add up (all lines, or all but one). A subclass for other data than answers
    says what its weeks are, what they add up to, and what its bands are called.
    """

    names: ClassVar[Sequence[str]] = MEASURES
    # How much chance the sum of each measure carries.
    widest: ClassVar[Sequence[int]] = bands.WIDEST

    def __init__(self, block: Block, asked: Iterable[AskedOrganisation]):
        self.block, self.asked = block, list(asked)
        self.keys = chance.chance_keys(one.organisation for one in self.asked)
        self.tree = Tree({k: up for one in self.asked for k, up in one.tree.parents.items()})
        self.own = groups_rule.tally(self.members())
        self.wholes: dict[int, dict[int, GroupTally]] = {}

    def members(self) -> Iterator[GroupMember]:
        """Place each person once: senders where they sent, others where they would have sent.

        The leader of a unit counts above it; the leader of the highest unit counts in none.
        """
        nothing = (None,) * len(self.names)
        leads, parents = leads_of(self.block, self.keys), self.tree.parents
        # Who deletes or sends a week while this is read counts once, as they were when it was read:
        # what was read first says who is left, not the table again.
        sent: set[int] = set()
        for person, unit, totals in self.senders():
            sent.add(person)
            if (at := self.placed(unit, leads.get(person))) in parents:
                yield GroupMember(person, at, True, totals)
        for person, unit in self.homes(sent).items():
            if (at := self.placed(unit, leads.get(person))) in parents:
                yield GroupMember(person, at, False, nothing)

    def homes(self, sent: Collection[int]) -> dict[int, int]:
        """Find the unit of each other person who belonged in the block, and could have sent."""
        return bases_of(self.block, self.keys, without=sent)

    def placed(self, unit: int, led: set[int] | None) -> int | None:
        """Choose the unit where a person counts who belongs to a unit and leads some."""
        return place_above(self.tree, unit, led) if led and unit in self.tree.parents else unit

    def senders(self) -> Iterator[tuple[int, int, tuple[int | None, ...]]]:
        """Return each sender, with the unit of most of their weeks, and their own means."""
        nothing = (None,) * len(self.names)
        # A person who restricted it is among the senders, and in no figure.
        silent = restrictions.not_counted(self.block)
        for person, units, weeks, figures in self.sent():
            count = figures and person not in silent
            yield person, unit_of(units, weeks), self.means(figures) if count else nothing

    def sent(self) -> Iterator[SentWeeks]:
        """Read the weeks of the block that were sent, person by person."""
        return answers_of(self.block, self.keys)

    def means(self, weeks: list[Any]) -> tuple[int | None, ...]:
        """Compute a person's own means from the weeks that count."""
        if (many := len(weeks)) == 1:
            return weeks[0]
        try:
            return tuple([total // many for total in map(sum, zip(*weeks, strict=True))])
        except TypeError:  # a line was skipped in one of them
            return tuple(map(mean, zip(*weeks, strict=True)))

    def word(self, unit: int, measure: int, of: GroupSum) -> str:
        """Name a band."""
        return bands.word(unit, measure, of)

    def words(self, unit: int, measure: int, of: GroupSum) -> set[str]:
        """Name each band that a sum may have had when it was told."""
        return {self.word(unit, measure, of)}

    def drawn(self, one: AskedOrganisation) -> Callable[[int, int], int]:
        """Draw the chance with an organisation's own key, for a unit, a block and a measure."""
        key, number = self.keys[one.organisation], self.block.number

        def draw(unit: int, measure: int) -> int:
            about = self.names[measure], one.public[unit], number
            return chance.whole_draw(key, self.widest[measure], *about)

        return draw

    def publish(self, one: AskedOrganisation) -> dict[int, Said]:
        """Decide what may be told about the units of one organisation."""
        return groups_rule.publish(
            one.tree,
            self.own,
            one.smallest,
            word=self.word,
            chance=self.drawn(one),
            whole=self.whole(one),
        )

    def whole(self, one: AskedOrganisation) -> dict[int, GroupTally]:
        """Add up the units of one organisation, each with all below it; once."""
        if one.organisation not in self.wholes:
            self.wholes[one.organisation] = one.tree.whole(self.own)
        return self.wholes[one.organisation]

    def shared(self, one: AskedOrganisation) -> dict[int, int]:
        """Name for each unit of one organisation the unit with which it shares its draws."""
        return groups_rule.sharing(one.tree, self.whole(one))

    def near(self, one: AskedOrganisation, told: Mapping[int, Said]) -> bool:
        """Say whether the mean of any told band is so near an edge that chance decided."""
        whole = self.whole(one)
        return any(
            self.reaches(unit, measure, whole[unit].sums[measure])
            for unit, said in told.items()
            for measure, band in enumerate((said.band, *said.lines))
            if band
        )

    def reaches(self, unit: int, measure: int, of: GroupSum) -> bool:
        """Say whether chance can move a sum into another band."""
        low, high = (GroupSum(of.people, of.total + way * self.widest[measure]) for way in (-1, 1))
        return self.word(unit, measure, low) != self.word(unit, measure, high)


def unit_of(units: Sequence[int], weeks: Sequence[str]) -> int:
    """Choose the unit where a sender of these weeks counts, each week from one of these units."""
    if units.count(units[0]) == len(units):
        return units[0]
    given: dict[int, list[str]] = defaultdict(list)
    for unit, week in zip(units, weeks, strict=True):
        given[unit].append(week)
    return unit_of_person({unit: (len(those), max(those)) for unit, those in given.items()})


def in_block(sent: QuerySet, block: Block) -> QuerySet:
    """Choose the rows of the weeks of a block."""
    return sent.filter(week__range=(block.first.monday, block.last.monday))


def in_weeks(sent: QuerySet, *figures: Any) -> Iterator[tuple]:
    """Read rows person by person: person, unit, week, and the requested columns.

    A day is read as its text: there are many of them, and no code computes with them.
    """
    day = Cast("week", TextField())
    columns = ("person_id", "unit_id", day, *figures)
    return sent.order_by("person_id").values_list(*columns).iterator()


def by_person(rows: Iterable[Row]) -> Iterator[SentWeeks]:
    """Put together the weeks of each person, that come one after the other."""
    for person, weeks in groupby(rows, key=itemgetter(0)):
        _person, units, days, figures = zip(*weeks, strict=True)
        yield person, list(units), list(days), [one for one in figures if one is not None]


def answers_of(block: Block, organisations: Iterable[int]) -> Iterator[SentWeeks]:
    """Open the weeks of a block that were sent; a week without enough answers has no figures.

    They are asked for from the side of the people: so they come person by person out of two
    indexes, and a database need not sort what is sealed.
    """
    unseal = sealing.keys_of(ANSWERS).opener()
    weeks = (block.first.monday, block.last.monday)
    people = Person.objects.filter(
        organisation__in=list(organisations), checkins__week__range=weeks
    )
    # As the database gives it: there are many of them.
    scored = ExpressionWrapper(F("checkins__scored"), output_field=Field())
    day = Cast("checkins__week", TextField())
    columns = ("pk", "checkins__unit_id", day, scored, "checkins__sealed_answers")
    sent: Any = people.order_by("organisation_id", "pk").values_list(*columns).iterator()
    # One that does not open ends the reading at once, not when memory is tidied up.
    with closing(sent):
        for person, rows in groupby(sent, key=itemgetter(0)):
            units, days, figures = [], [], []
            # No object is made of a week: there are hundreds of thousands.
            for _person, unit, week, adds_up, sealed in rows:
                units.append(unit)
                days.append(week)
                if adds_up:
                    figures.append(told(unseal(sealed, person, week)))
            yield person, units, days, figures


# There are few different weeks, but many weeks.
@lru_cache(maxsize=10_000)
def told(text: bytes) -> tuple[int | None, ...]:
    """Read one week's answers in 1/48: what they add up to, then each line."""
    answers = PulseAnswers(**json.loads(text))
    return tuple(
        None if one is None else int(one * SCALE)
        for one in (pulse.strain(answers), *answers.values)
    )


def mean(values: Sequence[int | None]) -> int | None:
    """Compute the mean of the weeks that have a value; None if none has.

    Strain is in quarters, and there are 1 to 4 weeks: everything divides without a rest.
    """
    counted = [value for value in values if value is not None]
    return sum(counted) // len(counted) if counted else None


def held_in(
    block: Block, organisations: Iterable[int], *, without: Collection[int] = ()
) -> QuerySet[Membership]:
    """Read the memberships that held on any day of a block, of people who have come in.

    Left out are the people `without`.
    """
    lasting = Q(ends=None) | Q(ends__gte=block.first.monday)
    held = Membership.objects.filter(lasting, starts__lte=block.last.sunday, person__awaited=False)
    held = held.filter(unit__organisation__in=list(organisations))
    return held.exclude(person__in=one_of(without)) if without else held


def bases_of(
    block: Block, organisations: Iterable[int], *, without: Collection[int] = ()
) -> dict[int, int]:
    """Find where the week of each person who belonged in a block was counted last.

    It is the unit of most of their hours, or else that of their longest lasting and first
    membership, as `Person.base` has it. Left out are the people `without`.
    """
    return last_counted(held_in(block, organisations, without=without), block)


def homes_of(
    block: Block, organisations: Iterable[int], *, without: Collection[int] = ()
) -> dict[int, int]:
    """Find the last unit in which each person had contracted hours in a block.

    Of several units it is the one with most hours, so that a person counts once and in one unit.
    Left out are the people `without`.
    """
    held = held_in(block, organisations, without=without)
    return last_counted(held.filter(hours__isnull=False), block)


def last_counted(held: QuerySet[Membership], block: Block) -> dict[int, int]:
    """Choose the last of each person's memberships: of those with hours, or else of the others."""
    unpaid = Q(hours=None)
    latest = Coalesce(Least("ends", block.last.sunday), block.last.sunday)
    in_order = (
        Case(When(unpaid, then=0), default=1),
        Case(When(unpaid, then=Coalesce("ends", Value(date.max))), default=latest),
        Case(When(unpaid, then="pk")).desc(),
        "hours",
        F("first_day").desc(),
        F("starts").desc(),
        "-pk",
    )
    return dict(held.with_first_day().order_by(*in_order).values_list("person_id", "unit_id"))


def leads_of(block: Block, organisations: Iterable[int]) -> dict[int, set[int]]:
    """Find the leaders of each unit on any day of a block."""
    held = held_in(block, organisations).filter(role=Role.SUPERVISOR)
    found: dict[int, set[int]] = defaultdict(set)
    for person, unit in held.values_list("person_id", "unit_id"):
        found[person].add(unit)
    return found
