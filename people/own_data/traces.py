"""What people told of themselves, kind by kind: counted, deleted and forgotten from one list.

Each app adds its own as it loads, as it does to a person's record: `people` knows none of them.
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
    Without one it is never over, and goes only with everything. After `months` it goes by itself.
    `whose` leads to the person. `told` gives the keys of the notices
    that go out about a row, by their kind and with {} for its id: that one was sent goes with it.
    """

    model: type[models.Model]
    label: str | Promise
    over: str | None
    made: str
    lasting: timedelta = timedelta()
    months: int = ALL_MONTHS
    whose: str = "person"
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def rows(self) -> models.QuerySet:
        """Everybody's rows."""
        return self.model._base_manager.all()

    def of(self, person: Person) -> models.QuerySet:
        """One person's rows."""
        return self.rows.filter(**{self.whose: person})

    def delete(self, rows: models.QuerySet) -> int:
        """Delete some rows, and that notices went out about them; say how many rows went."""
        ids = list(rows.values_list("pk", flat=True)) if self.told else []
        for kind, keys in self.told.items():
            notices.forget(kind, [key.format(one) for one in ids for key in keys])
        return rows.delete()[0]

    def over_before(self, day: date) -> models.Q:
        """Those that were over before a day: of a week, its Sunday counts."""
        if self.over is None:
            return models.Q(pk__in=())
        field = self.model._meta.get_field(self.over)
        if isinstance(field, models.DateTimeField):
            return models.Q(**{f"{self.over}__lt": datetime.combine(day, time(), BANGKOK)})
        return models.Q(**{f"{self.over}__lt": day - self.lasting})


TRACES: list[Trace] = []
