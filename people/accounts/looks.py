"""Who looked at a person's record, gathered by week and by who looked, with counts and reasons."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncWeek

from people.access_kinds import ACCESS_KINDS
from people.models import AccessEvent, Person, Role
from people.models.audit import viewer_in_words
from people.weeks import BANGKOK, Week

WEEKS_A_PAGE = 4
# So many single looks are read for the times on a page; the counts are of all.
LOOKS_READ = 400
TIMES_SHOWN = 3


@dataclass
class LookGroup:
    """One person in one role, in one week: how often they looked, why, and the last times.

    What a program of the organisation did for them stands apart, under its name.
    """

    viewer: Person
    role: Role
    program: str = ""
    reasons: Counter[str] = field(default_factory=Counter)
    events: list[AccessEvent] = field(default_factory=list)

    @property
    def viewer_words(self) -> str:
        """Name who looked."""
        return viewer_in_words(self.viewer, self.program)

    @property
    def count(self) -> int:
        """How often they looked."""
        return self.reasons.total()

    @property
    def why(self) -> list[tuple[str, int]]:
        """The reasons in words, each with its count, the most frequent first."""
        found = []
        for what, count in self.reasons.most_common():
            kind = ACCESS_KINDS.get(what)
            found.append((str(kind.label) if kind else what, count))
        return found

    @property
    def shown(self) -> list[AccessEvent]:
        """The looks with their times: the last three."""
        return self.events[:TIMES_SHOWN]

    @property
    def told(self) -> list[AccessEvent]:
        """Those that say which role was given, changed or ended."""
        return [event for event in self.events if event.role]

    @property
    def others(self) -> int:
        """How many looks have no time here."""
        return max(0, self.count - len(self.shown))


@dataclass(frozen=True)
class LookWeek:
    """A week with looks in it."""

    week: Week
    groups: list[LookGroup]


def counts_by_role(events: QuerySet[AccessEvent]) -> list[tuple[Role, int]]:
    """Count the looks of each role, most first; one statement."""
    rows = events.order_by().values_list("viewer_role").annotate(n=Count("pk"))
    return sorted(((Role(role), n) for role, n in rows), key=lambda one: (-one[1], one[0]))


def weeks_of(events: QuerySet[AccessEvent], number: str | None) -> tuple[Page, list[LookWeek]]:
    """Gather one page of weeks, the newest first; five statements for any number of looks."""
    by_week = events.annotate(monday=TruncWeek("at", tzinfo=BANGKOK))
    mondays = by_week.order_by("-monday").values_list("monday", flat=True).distinct()
    page = Paginator(mondays, WEEKS_A_PAGE).get_page(number)
    wanted = list(page.object_list)
    if not wanted:
        return page, []
    within = Q()
    for monday in wanted:
        within |= Q(at__gte=monday, at__lt=monday + timedelta(weeks=1))
    shown = by_week.filter(within)
    rows = shown.order_by().values("monday", "viewer", "viewer_role", "program", "what")
    counted = list(rows.annotate(n=Count("pk"), last=Max("at")).order_by("-last"))
    people = Person.objects.in_bulk({row["viewer"] for row in counted})
    by_monday = defaultdict(list)
    times = [(event.monday, event) for event in shown[:LOOKS_READ]]
    for (monday, *_who), group in grouped(counted, people, times).items():
        by_monday[monday].append(group)
    return page, [LookWeek(Week.of(one.date()), by_monday[one]) for one in wanted]


def grouped(
    counted: Iterable[Mapping[str, Any]],
    people: dict[int, Person],
    events: Iterable[tuple[datetime, AccessEvent]],
) -> dict[tuple[datetime, int, str, str], LookGroup]:
    """Put counts and single looks together, by week, viewer, role and program.

    A look of a viewer who came between the two statements has no count yet and is left out.
    """
    groups: dict[tuple[datetime, int, str, str], LookGroup] = {}
    for row in counted:
        key = (row["monday"], row["viewer"], row["viewer_role"], row["program"])
        who = LookGroup(people[row["viewer"]], Role(row["viewer_role"]), row["program"])
        group = groups.setdefault(key, who)
        group.reasons[row["what"]] += row["n"]
    for monday, event in events:
        found = groups.get((monday, event.viewer_id, event.viewer_role, event.program))
        if found:
            found.events.append(event)
    return groups
