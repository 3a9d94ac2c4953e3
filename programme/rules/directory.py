"""When an entry is old, where it serves, and what it says of its room."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

# An entry that was not confirmed for so long says since when, and waits for its organisation.
CONFIRM_AFTER = timedelta(days=90)
# Room for so many or fewer is little.
LITTLE_ROOM = 2


class RoomState(StrEnum):
    """What an entry says of its room today."""

    UNSAID = "unsaid"
    ROOM = "room"
    LITTLE = "little"
    FULL = "full"


def is_old(confirmed_at: datetime, now: datetime) -> bool:
    """Say whether an entry waits to be confirmed."""
    return confirmed_at <= now - CONFIRM_AFTER


def room_state(room: int | None, full_until: date | None, day: date) -> RoomState:
    """Say how an entry's room stands on a day; one that was full until before it says nothing."""
    if full_until is not None:
        return RoomState.FULL if full_until >= day else RoomState.UNSAID
    if room is None:
        return RoomState.UNSAID
    return RoomState.LITTLE if room <= LITTLE_ROOM else RoomState.ROOM


def serves(
    provinces: Collection[str], regions: Collection[str], *, province: str, region: str
) -> bool:
    """Say whether an entry serves a province: by its name, by its region, or asked by contact.

    What names no place may serve any: it is asked.
    """
    if not provinces and not regions:
        return True
    return province in provinces or region in regions
