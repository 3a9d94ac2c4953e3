"""The board by unit and by reason: what somebody chose, and what there is to choose from."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from people.writing.fields import uuid_of
from workload.models import Level
from workload.rules.reasons import Code

from .row import Row

HOURS = {Code.HOURS, Code.HOURS_CEILING, Code.HOURS_MEAN}
REST = {Code.REST, Code.NO_DAY_OFF, Code.NIGHTS, Code.ON_CALL}
MATERIAL = {Code.MATERIAL_DAY, Code.MATERIAL_WEEK, Code.MATERIAL_ROW, Code.BREAKS, Code.DEBRIEF}
NUMBERS = {Code.CASES, Code.NEW_CASES, Code.SPAN}


class Why(enum.StrEnum):
    """For what reason somebody is looked for."""

    FLAG = "flag"
    LOAD = "load"
    HOURS = "hours"
    REST = "rest"
    MATERIAL = "material"
    NUMBERS = "numbers"
    LATE = "late"
    ROOM = "room"
    UNSENT = "unsent"
    CERTIFICATE = "certificate"

    @property
    def label(self) -> object:
        """The reason as people read it."""
        return LABELS[self]

    def fits(self, row: Row) -> bool:
        """Say whether a person on the board is there for this reason."""
        return TESTS[self](row)


LABELS = {
    Why.FLAG: _("A flag"),
    Why.LOAD: _("Load above the limit"),
    Why.HOURS: _("Long hours"),
    Why.REST: _("Rest, nights, days without a day off"),
    Why.MATERIAL: _("Distressing material"),
    Why.NUMBERS: _("Number of cases or people"),
    Why.LATE: _("A plan past its day"),
    Why.ROOM: _("Room to take work"),
    Why.UNSENT: _("Week not yet sent"),
    Why.CERTIFICATE: _("A certificate to renew"),
}
TESTS = {
    Why.FLAG: lambda row: bool(row.flag_id),
    Why.LOAD: lambda row: row.level in {Level.AMBER, Level.RED},
    Why.HOURS: lambda row: bool(row.codes & HOURS),
    Why.REST: lambda row: bool(row.codes & REST),
    Why.MATERIAL: lambda row: bool(row.codes & MATERIAL),
    Why.NUMBERS: lambda row: bool(row.codes & NUMBERS),
    Why.LATE: lambda row: row.late,
    Why.ROOM: lambda row: row.level == Level.GREEN,
    Why.UNSENT: lambda row: not row.sent,
    Why.CERTIFICATE: lambda row: row.lapsing > 0,
}


@dataclass(frozen=True)
class Filter:
    """What somebody chose; nothing chosen lets everybody through."""

    unit: UUID | None = None
    why: Why | None = None

    @classmethod
    def read(cls, sent: QueryDict) -> Self:
        """Read it from an address; what nobody could choose is nothing chosen."""
        why = sent.get("why", "")
        return cls(uuid_of(sent.get("unit", "")), Why(why) if why in set(Why) else None)

    @property
    def query(self) -> str:
        """Write it as the part of an address."""
        return "".join(
            f"{name}={value}&" for name, value in (("unit", self.unit), ("why", self.why)) if value
        )

    def chosen(self, rows: Iterable[Row]) -> list[Row]:
        """Keep whom was asked for."""
        return [
            row
            for row in rows
            if (self.unit is None or row.unit_id == self.unit)
            and (self.why is None or self.why.fits(row))
        ]
