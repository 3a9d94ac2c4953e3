"""What waits for a person, read in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from people.models import Person
from people.product_modules import route_is_open
from people.weeks import today

from . import statements
from .kinds import PENDING_KINDS, PendingKind

# More are behind "and 2 more".
LINES_SHOWN = 3


@dataclass(frozen=True)
class PendingLine:
    """One kind of what waits for a person: how many, since which day, and where."""

    kind: PendingKind
    count: int
    since: date
    target: str = ""

    @property
    def title(self) -> str:
        """Say what waits, and how many."""
        return str(self.kind.sentence % {"n": self.count})

    @property
    def address(self) -> str:
        """Give the page where it is done."""
        return self.kind.address(self.count, self.target)


@dataclass(frozen=True)
class Pending:
    """All that waits for a person, the oldest first. It holds no name and no text."""

    lines: tuple[PendingLine, ...] = ()

    def beside(self, route: str) -> "Pending":
        """Leave out what a page lists itself."""
        return Pending(tuple(one for one in self.lines if route not in one.kind.listed_on))

    def under(self, pages: Iterable[str]) -> "Pending":
        """Keep what is done under these pages of the menu."""
        wanted = set(pages)
        return Pending(tuple(one for one in self.lines if one.kind.page in wanted))

    @property
    def first(self) -> tuple[PendingLine, ...]:
        """The lines in sight."""
        return self.lines[:LINES_SHOWN]

    @property
    def rest(self) -> tuple[PendingLine, ...]:
        """The lines in the fold."""
        return self.lines[LINES_SHOWN:]

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many wait by page of the menu: what a dot shows, and nothing else."""
        found: dict[str, int] = {}
        for one in self.lines:
            found[one.kind.page] = found.get(one.kind.page, 0) + one.count
        return tuple(sorted(found.items()))


def read_pending(person: Person, now: datetime) -> Pending:
    """Read what waits for a person; one statement for all kinds, none where nothing can wait."""
    lines = [
        PendingLine(kind, count, (since or today(now)) - kind.lead, target)
        for code, count, since, target in statements.run(person, now)
        if count
        for kind in [PENDING_KINDS[code]]
        if route_is_open(kind.one or kind.url, person)
    ]
    order = list(PENDING_KINDS)
    return Pending(tuple(sorted(lines, key=lambda one: (one.since, order.index(one.kind.code)))))
