"""The board by unit and by reason: what the viewer chose, and what there is to choose from."""

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from people.units.long_choices import CALLED, IN_A_LIST, SHOWN, typed_choice
from people.writing.fields import uuid_of
from people.writing.sentences import Sentence
from workload.models import LevelChoice
from workload.rules.reasons import ReasonCode

from .row import BoardRow

HOURS = {ReasonCode.HOURS, ReasonCode.HOURS_CEILING, ReasonCode.HOURS_MEAN}
REST = {ReasonCode.REST, ReasonCode.NO_DAY_OFF, ReasonCode.NIGHTS, ReasonCode.ON_CALL}
MATERIAL = {
    ReasonCode.MATERIAL_DAY,
    ReasonCode.MATERIAL_WEEK,
    ReasonCode.MATERIAL_ROW,
    ReasonCode.BREAKS,
    ReasonCode.DEBRIEF,
}
NUMBERS = {ReasonCode.CASES, ReasonCode.NEW_CASES, ReasonCode.SPAN}


class FilterReason(enum.StrEnum):
    """The reason to look for people."""

    FLAG = "flag"
    LOAD = "load"
    HOURS = "hours"
    REST = "rest"
    MATERIAL = "material"
    NUMBERS = "numbers"
    INCIDENT = "incident"
    LATE = "late"
    ROOM = "room"
    UNSENT = "unsent"
    CERTIFICATE = "certificate"

    @property
    def label(self) -> Sentence:
        """The reason as people read it."""
        return LABELS[self]

    def fits(self, row: BoardRow) -> bool:
        """Say whether a person on the board is there for this reason."""
        return TESTS[self](row)


LABELS = {
    FilterReason.FLAG: _("A flag"),
    FilterReason.LOAD: _("Load above the limit"),
    FilterReason.HOURS: _("Long hours"),
    FilterReason.REST: _("Rest, nights, days without a day off"),
    FilterReason.MATERIAL: _("Distressing material"),
    FilterReason.NUMBERS: _("Number of cases or people"),
    FilterReason.INCIDENT: _("Something happened"),
    FilterReason.LATE: _("A plan past its day"),
    FilterReason.ROOM: _("Capacity left"),
    FilterReason.UNSENT: _("Week not yet sent"),
    FilterReason.CERTIFICATE: _("A certificate to renew"),
}
TESTS: dict[FilterReason, Callable[[BoardRow], bool]] = {
    FilterReason.FLAG: lambda row: bool(row.flag_id),
    FilterReason.LOAD: lambda row: row.work.level in {LevelChoice.AMBER, LevelChoice.RED},
    FilterReason.HOURS: lambda row: bool(row.work.codes & HOURS),
    FilterReason.REST: lambda row: bool(row.work.codes & REST),
    FilterReason.MATERIAL: lambda row: bool(row.work.codes & MATERIAL),
    FilterReason.NUMBERS: lambda row: bool(row.work.codes & NUMBERS),
    FilterReason.INCIDENT: lambda row: ReasonCode.INCIDENT in row.work.codes,
    FilterReason.LATE: lambda row: row.late,
    FilterReason.ROOM: lambda row: row.work.level == LevelChoice.GREEN and row.expects_work,
    FilterReason.UNSENT: lambda row: not row.work.sent and row.expects_work,
    FilterReason.CERTIFICATE: lambda row: row.work.lapsing > 0,
}


@dataclass(frozen=True)
class BoardFilter:
    """What the viewer chose; without a choice all people are shown."""

    unit: UUID | None = None
    why: FilterReason | None = None
    # A part of the names of units, where there are more than stand in a list.
    called: str = ""

    @classmethod
    def read(cls, sent: QueryDict) -> Self:
        """Read it from an address; an unknown value counts as no choice."""
        why = sent.get("why", "")
        return cls(
            uuid_of(sent.get("unit", "")),
            FilterReason(why) if why in set(FilterReason) else None,
            typed_choice(sent.get(f"unit{CALLED}", "")),
        )

    @property
    def query(self) -> str:
        """Write it as the part of an address."""
        parts = (("unit", self.unit), ("why", self.why), (f"unit{CALLED}", quote(self.called)))
        return "".join(f"{name}={value}&" for name, value in parts if value)

    def offered(self, units: list[tuple[UUID, str]]) -> list[tuple[UUID, str]]:
        """Offer all units where few are there, and else those that were asked for."""
        if len(units) <= IN_A_LIST:
            return units
        if not self.unit and not self.called:
            return []
        return [(pk, name) for pk, name in units if self.is_of(pk, name)][:SHOWN]

    def is_of(self, unit: UUID | None, name: str) -> bool:
        """Say whether a unit was asked for: by its name, which goes before a choice, or chosen."""
        if self.called:
            return self.called.casefold() in name.casefold()
        return self.unit is None or unit == self.unit

    def chosen(self, rows: Iterable[BoardRow]) -> list[BoardRow]:
        """Keep the people who were asked for."""
        return [
            row
            for row in rows
            if self.is_of(row.unit_id, row.unit) and (self.why is None or self.why.fits(row))
        ]
