"""Who looked at a person's record, as a small picture: each role's looks, week by week."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext as _

from people.models import AccessEvent, Person, Role
from people.tenancy.context import everywhere
from people.weeks import BANGKOK, Week, today

WEEKS = 8
# The size of a mark for no look, one, two, and more.
SIZES = ("1.5", "5", "7", "9")


@dataclass(frozen=True)
class LookMark:
    """The looks of one week, as a mark."""

    at: str
    count: int

    @property
    def size(self) -> str:
        """How large it is drawn."""
        return SIZES[min(self.count, len(SIZES) - 1)]


@dataclass(frozen=True)
class LooksOfRole:
    """The looks of people in one role, week by week."""

    role: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many there were."""
        return sum(self.counts)

    @property
    def marks(self) -> list[LookMark]:
        """The marks from left to right."""
        return [LookMark(place(n), count) for n, count in enumerate(self.counts)]

    @property
    def spoken(self) -> str:
        """Say the picture."""
        counts = ", ".join(map(str, self.counts))
        return _("%(role)s, times opened a week: %(counts)s") % {
            "role": self.role,
            "counts": counts,
        }


@dataclass(frozen=True)
class Looks:
    """Who looked in the last eight weeks."""

    weeks: tuple[Week, ...]
    rows: tuple[LooksOfRole, ...]

    @property
    def axis(self) -> list[tuple[str, int]]:
        """Where each week's number stands."""
        return [(place(n), week.number) for n, week in enumerate(self.weeks)]


def place(n: int) -> str:
    """Write where a week stands, in percent of the width."""
    return f"{(n + 0.5) * 100 / WEEKS:.2f}%"


def looks_at(person: Person, now: datetime) -> Looks:
    """Count the looks of others at a person's record, by role and week; one statement."""
    last = Week.of(today(now))
    weeks = tuple(last - n for n in reversed(range(WEEKS)))
    since = datetime.combine(weeks[0].monday, datetime.min.time(), BANGKOK)
    with everywhere():  # a second organisation's supervisor may have looked
        events = AccessEvent.objects.about(person).exclude(viewer=person).filter(at__gte=since)
        counted = (
            events.order_by()
            .values("viewer_role", week=TruncWeek("at", tzinfo=BANGKOK))
            .annotate(n=Count("pk"))
        )
        found = {(one["viewer_role"], one["week"].date()): one["n"] for one in counted}
    rows = [
        LooksOfRole(
            str(role.label), tuple(found.get((role.value, week.monday), 0) for week in weeks)
        )
        for role in Role
    ]
    return Looks(weeks, tuple(row for row in rows if row.total))
