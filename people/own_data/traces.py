"""What people told about themselves, kind by kind: one list counts, deletes and forgets it.

Each app adds its own kinds when it loads, as it does for a person's record; `people` knows none of
them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils.functional import Promise

from people.messages import notices
from people.models import Person
from people.weeks import BANGKOK

ALL_MONTHS = 24


@dataclass(frozen=True)
class Trace:
    """A kind of row about a person: when it is over, and when it was written.

    `over` names its last day, or the Monday of its last week; then `lasting` leads to the Sunday.
    Without `over` it is never over and goes only with everything. After `months` it goes by itself.
    `whose` leads to the person. `told` gives the keys of the notices about a row, by their kind and
    with {} for its id: that a notice was sent goes with the row. What few people ever write is
    shown to a person only `where_there_is_one`. A row that others go on reading stays, `emptied`,
    when its person deletes it: one that vanished would tell that they did.
    """

    model: type[models.Model]
    label: str | Promise
    over: str | None
    made: str
    lasting: timedelta = timedelta()
    months: int = ALL_MONTHS
    whose: str = "person"
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    where_there_is_one: bool = False
    emptied: Mapping[str, object] = field(default_factory=dict)

    @property
    def rows(self) -> models.QuerySet:
        """The rows of all people."""
        return self.model._base_manager.all()

    def of(self, person: Person) -> models.QuerySet:
        """The rows of one person, at every place of their account that is within reach."""
        return self.rows.filter(**{f"{self.whose}__account": person.account_id})

    def delete(self, rows: models.QuerySet) -> int:
        """Delete some rows, and the notes that notices about them went out; count the rows."""
        self.forget_told(rows)
        return rows.delete()[0]

    def empty(self, rows: models.QuerySet) -> int:
        """Take what a person told out of some rows, and the notes that notices went out."""
        self.forget_told(rows)
        return rows.update(**self.emptied)

    def forget_told(self, rows: models.QuerySet) -> None:
        """Delete the notes that notices about some rows went out."""
        ids = list(rows.values_list("pk", flat=True)) if self.told else []
        for kind, keys in self.told.items():
            notices.forget(kind, [key.format(one) for one in ids for key in keys])

    def over_before(self, day: date) -> models.Q:
        """The rows that were over before a day: of a week, its Sunday counts."""
        if self.over is None:
            return models.Q(pk__in=())
        field = self.model._meta.get_field(self.over)
        if isinstance(field, models.DateTimeField):
            return models.Q(**{f"{self.over}__lt": datetime.combine(day, time(), BANGKOK)})
        return models.Q(**{f"{self.over}__lt": day - self.lasting})


TRACES: list[Trace] = []
