"""What a row of a list of sessions would write, and which fields go together."""

from collections.abc import Iterable
from datetime import time
from typing import Any, NamedTuple

from training.models import Session

from .session_columns import ENDS, ONLINE, OPEN, PLACE, SEATS

# What may change while people have places, and what only before any person was asked.
ROOM, MOVED = (SEATS, ONLINE, OPEN), (ENDS, PLACE, "trainer_id")
WRITTEN = (*MOVED, *ROOM)
# What is one for all organisations of a session, and what the one that holds it gave the others.
IN_STEP, GIVEN = {ENDS, PLACE, ONLINE}, {ENDS, PLACE, ONLINE, SEATS}


class SessionOfRow(NamedTuple):
    """What a row would plan, or change of a session that is there."""

    session: Session
    changes: dict[str, Any]


def session_values(session: Session, keys: Iterable[str] = WRITTEN) -> dict[str, Any]:
    """Write some fields of a session as JSON."""
    found = {key: getattr(session, key) for key in keys}
    return {
        key: value.isoformat() if isinstance(value, time) else value for key, value in found.items()
    }
