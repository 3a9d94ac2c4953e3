"""Who opened a person's record lately: one line a viewer and role, with how often and what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

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

    @property
    def times(self) -> str:
        """How often, in words."""
        return ngettext("%(n)s time", "%(n)s times", self.count) % {"n": self.count}

    @property
    def others(self) -> int:
        """How many kinds there are besides the newest; the page of all looks has them."""
        return len(self.what) - 1


def latest_looks(person: Person, now: datetime) -> list[ViewerLooks]:
    """Read who opened a person's record in the last seven days; one statement.

    A supervisor in a second organisation may have looked too.
    """
    since = now - LATELY
    units = units_throughout(person.every_membership, today(since), today(now))
    with everywhere():
        if units is None:
            return by_viewer(looks_since(person=person.pk, since=since))
        return by_viewer(looks_throughout(person=person.pk, units=units, since=since))


def units_throughout(held: Iterable[Membership], first: date, last: date) -> list[int] | None:
    """Name the units of some memberships on all days of a span, both ends included.

    None where one of them began or ended among these days.
    """
    lately = [one for one in held if one.starts <= last and one.lasts(first)]
    whole = {one.unit_id for one in lately if one.starts <= first and one.lasts(last)}
    return sorted(whole) if all(one.unit_id in whole for one in lately) else None


NAMED = ("viewer_id", "viewer_role", "what", "viewer__full_name_en", "viewer__full_name_th")


@written_once
def looks_throughout(
    person: int, units: list[int], since: datetime
) -> QuerySet[AccessEvent, tuple]:
    """Find the newest looks at a person who belonged to the same units all the time.

    They grow with every look at a board, and to judge for each where the person was took most of
    the page's time.
    """
    found = AccessEvent.objects.about(person, units).filter(at__gt=since)
    return found.values_list(*NAMED)[:READ]


@written_once
def looks_since(person: int, since: datetime) -> QuerySet[AccessEvent, tuple]:
    """Find the newest looks: the viewer, the role, the kind, and the viewer's two names."""
    found = AccessEvent.objects.about(person).filter(at__gt=since)
    return found.values_list(*NAMED)[:READ]


def by_viewer(looks: Iterable[tuple]) -> list[ViewerLooks]:
    """Put the looks of one viewer in one role together; who looked last comes first."""
    kinds: dict[tuple, list[str]] = {}
    for viewer, role, kind, *names in looks:
        kinds.setdefault((viewer, role, *names), []).append(kind)
    return [
        ViewerLooks(
            name=local(*names),
            role=str(Role(role).label),
            count=len(own),
            what=list(dict.fromkeys(access_kinds.words_of(kind) for kind in dict.fromkeys(own))),
        )
        for (_viewer, role, *names), own in list(kinds.items())[:SHOWN]
    ]
