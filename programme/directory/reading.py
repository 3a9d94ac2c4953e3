"""Read the directory: the entries that a viewer reaches, each with what it says today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from people.languages.local_text import LocalText, name_place
from people.models import Person, SpokenLanguage
from people.weeks import today
from programme.members import door
from programme.models import DirectoryEntry
from programme.regions.reading import provinces
from programme.rules.directory import RoomState, room_state, serves

from .services import NamedService, services_by_code

TONES = {
    RoomState.ROOM: ("steady", "steady"),
    RoomState.LITTLE: ("soon", "watch"),
    RoomState.FULL: ("help", "cross"),
}


@dataclass(frozen=True)
class EntryRow:
    """An entry as its readers find it."""

    entry: DirectoryEntry
    services: tuple[NamedService, ...]
    now: datetime

    @property
    def kinds(self) -> frozenset[str]:
        """The usual services that it offers, by their keys."""
        return frozenset(one.counts_as for one in self.services)

    @property
    def room(self) -> RoomState:
        """What it says of its room today."""
        return room_state(self.entry.room, self.entry.full_until, today(self.now))

    @property
    def tone(self) -> tuple[str, str]:
        """The tone and the icon of its room; none where nothing is said."""
        return TONES.get(self.room, ("", ""))

    @property
    def is_old(self) -> bool:
        """Say whether it was not confirmed for ninety days."""
        return self.entry.is_old(self.now)

    @property
    def ways(self) -> list[str]:
        """The ways to ask it."""
        one = self.entry
        line = f"LINE {one.line_id}" if one.line_id else ""
        return [text for text in (one.desk, one.phone, one.email, line) if text]

    def serves(self, province: str) -> bool:
        """Say whether it may serve a province."""
        region = provinces()[province].region.key
        told = {"provinces": self.entry.provinces, "regions": self.entry.regions}
        return serves(**told, province=province, region=region)

    @property
    def words(self) -> str:
        """What can be searched: names, services, places, languages and what it looks for."""
        texts: list[LocalText] = [self.entry.name, self.entry.organisation.name]
        texts += [one.name for one in (*self.services, *self.entry.places)]
        found = [text for names in texts for text in names.values()]
        found += [*SpokenLanguage.in_words(self.entry.languages), self.entry.looked_for]
        return " ".join([*found, self.entry.looking_for, self.entry.desk]).casefold()


@dataclass(frozen=True)
class DirectoryRead:
    """All that a viewer reaches, in the order of their reader."""

    rows: tuple[EntryRow, ...]
    services: Mapping[str, NamedService]
    # Whether the viewer's own organisation shares its entries today.
    shares: bool

    @property
    def organisations(self) -> int:
        """How many organisations have an entry."""
        return len({row.entry.organisation_id for row in self.rows})


def read_directory(viewer: Person, now: datetime) -> DirectoryRead:
    """Read the entries within reach; three statements."""
    with door.directory_door(viewer) as opened:
        services = services_by_code(opened.own_services)
        rows = entry_rows(opened.entries, services, now)
        shares = viewer.organisation_id in opened.sharing
    return DirectoryRead(rows, services, shares)


def entry_rows(
    entries: Iterable[DirectoryEntry], services: Mapping[str, NamedService], now: datetime
) -> tuple[EntryRow, ...]:
    """Put entries together with their services, in the order of organisations and names."""
    rows = [
        EntryRow(one, tuple(services[code] for code in one.services if code in services), now)
        for one in entries
    ]
    rows.sort(key=lambda row: (name_place(row.entry.organisation.name), name_place(row.entry)))
    return tuple(rows)
