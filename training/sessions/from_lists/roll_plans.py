"""What a row of a list of attendance would write."""

from typing import Any, NamedTuple

from people.models import Person
from training.models import Enrolment, PlaceState, Session
from training.sessions import actions as sessions


class PlaceOfRow(NamedTuple):
    """What a row would write of one person in one session."""

    session: Session
    person: Person
    attendance: str
    certified: bool
    # The place of before; None where there was none at all.
    before: Enrolment | None


def place_key(plan: PlaceOfRow) -> tuple[int, int]:
    """Name the place of a row."""
    return plan.session.pk, plan.person.pk


def has_place(place: Enrolment | None) -> bool:
    """Say whether a person has a place already."""
    return place is not None and place.state == PlaceState.BOOKED


def roll_result(plan: PlaceOfRow) -> sessions.RollResult:
    """Write what the verb is given for a person."""
    return sessions.RollResult(plan.attendance, plan.certified)


KEPT = ("state", "attendance", "passed", "proposed_attendance", "proposed_passed", "proposed_by_id")


def stand_of_place(place: Enrolment | None) -> dict[str, Any] | None:
    """Write how a place stands, as JSON; nothing where there is none."""
    return {key: getattr(place, key) for key in KEPT} if place else None
