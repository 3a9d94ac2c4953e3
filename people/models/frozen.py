"""What was told about a group: decided once by the groups rule, kept, and never computed again."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from people.groups.rule import SMALLEST, VERSION, Said

from .organisations import Unit


class FrozenQuerySet(models.QuerySet):
    """What is told about groups."""

    def said(self) -> Self:
        """The rows that tell something."""
        return self.exclude(size="")

    def told(self) -> Iterator[tuple[int, int, int, Said | None]]:
        """Read what blocks tell: unit, block, the smallest size of a group, and what is said.

        Rows that say the same share it; it is None where it is withheld. By chance or not is never
        read.
        """
        band = [self.model.BAND] if self.model.BAND else []
        columns = ("unit", "block", "smallest", "size", *band, *self.model.LINES)
        known: dict[tuple[str, ...], Said | None] = {}
        for unit, block, smallest, *words in self.order_by().values_list(*columns).iterator():
            if (same := tuple(words)) not in known:
                known[same] = said_in(words[0], words[1] if band else "", words[1 + len(band) :])
            yield unit, block, smallest, known[same]


class Frozen(models.Model):
    """A size in words and bands, or nothing: withheld and empty are the same."""

    # The columns of bands: of the whole, if there is one, and those that may be withheld alone.
    BAND: ClassVar[str] = ""
    LINES: ClassVar[Sequence[str]] = ()

    # Words of `disclosure`, and in the columns of measures those of each app; empty where withheld.
    size = models.CharField(max_length=5, blank=True)
    # The rule, and the number of people from which on a group was told.
    version = models.PositiveSmallIntegerField(default=VERSION)
    smallest = models.PositiveSmallIntegerField()
    frozen_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def said(self) -> Said | None:
        """What is told; None if it is withheld."""
        band = getattr(self, self.BAND) if self.BAND else ""
        return said_in(self.size, band, [getattr(self, line) for line in self.LINES])


def said_in(size: str, band: str, lines: Sequence[str]) -> Said | None:
    """Put together what a row's columns say; None where they say nothing."""
    return Said(size, band, tuple(lines)) if size else None


class FrozenBlock(Frozen):
    """One unit, with all below it, in one block of four weeks."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    block = models.PositiveSmallIntegerField()
    # On an organisation's highest unit: chance decided a band of this block, one or more. Of which
    # unit is kept nowhere.
    by_chance = models.BooleanField(default=False, db_default=False)

    class Meta:
        abstract = True


def by_the_rule(name: str, band: str = "", lines: Sequence[str] = ()) -> list:
    """Let the database hold a frozen row to the rule: five at least, and all of it or nothing.

    If anything is told, so is the size, and the band if there is one. How many people answered is
    not kept.
    """
    whole = ["size", band] if band else ["size"]
    withheld = Q(**dict.fromkeys((*whole, *lines), ""))
    said = ~Q(size="")
    for column in whole[1:]:
        said &= ~Q(**{column: ""})
    return [
        models.CheckConstraint(condition=Q(smallest__gte=SMALLEST), name=f"no_{name}_below_five"),
        models.CheckConstraint(condition=withheld | said, name=f"{name}_whole_or_nothing"),
    ]
