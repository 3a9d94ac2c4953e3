"""Who opened a person's record lately: one line a viewer and role, with how often and what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import ngettext

from people import access_kinds
from people.models import AccessEvent, Person, Role, local
from people.statements import written_once
from people.tenancy.context import everywhere

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
    with everywhere():
        return by_viewer(looks_since(person=person.pk, since=now - LATELY))


@written_once
def looks_since(person: int, since: datetime) -> QuerySet[AccessEvent, tuple]:
    """Find the newest looks: the viewer, the role, the kind, and the viewer's two names."""
    found = AccessEvent.objects.about(person).filter(at__gt=since)
    names = ("viewer__full_name_en", "viewer__full_name_th")
    return found.values_list("viewer_id", "viewer_role", "what", *names)[:READ]


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
