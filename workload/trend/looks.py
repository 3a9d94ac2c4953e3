"""Who opened a person's record lately: one line a viewer and role, with how often and what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import ngettext

from people.models import AccessEvent, Person
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
        return by_viewer(AccessEvent.objects.about(person).filter(at__gt=now - LATELY)[:READ])


def by_viewer(looks: Iterable[AccessEvent]) -> list[ViewerLooks]:
    """Put the looks of one viewer in one role together; who looked last comes first."""
    found: dict[tuple[int, str], list[AccessEvent]] = {}
    for look in looks:
        found.setdefault((look.viewer_id, look.viewer_role), []).append(look)
    return [
        ViewerLooks(
            name=own[0].viewer.name,
            role=own[0].get_viewer_role_display(),
            count=len(own),
            what=list(dict.fromkeys(one.get_what_display() for one in own)),
        )
        for own in list(found.values())[:SHOWN]
    ]
