"""Who opened a person's record lately: one line a viewer and role, with how often and what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter

from django.db.models import QuerySet
from django.utils.translation import ngettext

from people import access_kinds
from people.models import AccessEvent, Membership, Person, Role, local
from people.statements import written_once
from people.tenancy.context import everywhere
from people.weeks import today

LATELY = timedelta(days=7)
READ, SHOWN = 200, 4


@dataclass(frozen=True)
class ViewerLooks:
    """One viewer in one role: how often they looked, and the kinds of looks, newest first."""

    name: str
    role: str
    count: int
    what: list[str]
    # Whether it may have been oftener: only so many looks are read.
    or_more: bool

    @property
    def times(self) -> str:
        """How often, in words."""
        if self.or_more:
            return ngettext("%(n)s time or more", "%(n)s times or more", self.count) % {
                "n": self.count
            }
        return ngettext("%(n)s time", "%(n)s times", self.count) % {"n": self.count}

    @property
    def others(self) -> int:
        """How many kinds there are besides the newest; the page of all looks has them."""
        return len(self.what) - 1


def latest_looks(person: Person, now: datetime) -> list[ViewerLooks]:
    """Read who opened a person's record in the last seven days; a statement, and one for each unit.

    Each reads so many looks at most, newest first as they stand in an index: a board that is opened
    often makes no page longer to read. A supervisor in a second organisation may have looked too.
    """
    since = now - LATELY
    units, throughout = units_lately(person.every_membership, today(since), today(now))
    about = {"person": person.pk, "since": since}
    of_unit = looks_throughout if throughout else looks_judged
    with everywhere():
        found = looks_alone(**about)
        for unit in units:
            found += of_unit(**about, unit=unit)
    newest = sorted(found, key=itemgetter(0, 1), reverse=True)[:READ]
    return by_viewer((look[2:] for look in newest), cut=len(newest) == READ)


def units_lately(held: Iterable[Membership], first: date, last: date) -> tuple[list[int], bool]:
    """Name the units of the memberships on any day of a span, both ends included.

    Say also whether the person belonged to each of them throughout.
    """
    lately = [one for one in held if one.starts <= last and one.lasts(first)]
    whole = {one.unit_id for one in lately if one.starts <= first and one.lasts(last)}
    units = {one.unit_id for one in lately}
    return sorted(units), units == whole


NAMES = ("viewer__full_name_en", "viewer__full_name_th")
LOOK = ("at", "pk", "viewer_id", "viewer_role", "what", *NAMES)


@written_once
def looks_alone(person: int, since: datetime) -> QuerySet[AccessEvent, tuple]:
    """Find the newest looks at a person alone: when, the viewer, the role, the kind, the names."""
    return newest(AccessEvent.objects.about_alone(person), since)


@written_once
def looks_throughout(person: int, unit: int, since: datetime) -> QuerySet[AccessEvent, tuple]:
    """Find the newest looks at a unit to which a person belonged all the time."""
    return newest(AccessEvent.objects.about_unit(person, unit, throughout=True), since)


@written_once
def looks_judged(person: int, unit: int, since: datetime) -> QuerySet[AccessEvent, tuple]:
    """Find the newest looks at a unit on days on which a person belonged to it."""
    return newest(AccessEvent.objects.about_unit(person, unit, throughout=False), since)


def newest(looks: QuerySet[AccessEvent], since: datetime) -> QuerySet[AccessEvent, tuple]:
    """Read so many of them, and none from before a moment."""
    return looks.filter(at__gt=since).values_list(*LOOK)[:READ]


def by_viewer(looks: Iterable[tuple], *, cut: bool) -> list[ViewerLooks]:
    """Put the looks of one viewer in one role together; who looked last comes first.

    Where they were `cut`, there may have been more.
    """
    kinds: dict[tuple, list[str]] = {}
    for viewer, role, kind, *names in looks:
        kinds.setdefault((viewer, role, *names), []).append(kind)
    return [
        ViewerLooks(
            name=local(*names),
            role=str(Role(role).label),
            count=len(own),
            or_more=cut,
            what=list(dict.fromkeys(access_kinds.words_of(kind) for kind in dict.fromkeys(own))),
        )
        for (_viewer, role, *names), own in list(kinds.items())[:SHOWN]
    ]
