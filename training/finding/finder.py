"""A field in which people are found by unit and by name."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import cached_property

from people.guards import SignedInRequest
from people.models import Person, Unit
from people.units.picking import UnitPick
from people.writing.fields import uuid_of

from . import trainees
from .forms import FindForm

FOUND_AT_MOST = 50


class Finder:
    """The people in a trainer's reach, narrowed as the address says."""

    most = FOUND_AT_MOST

    def __init__(self, request: SignedInRequest, day: date) -> None:
        self.viewer, self.day = request.person, day
        self.unit_id, self.name, self.need = FindForm(request.GET).found()
        self.pick = UnitPick(trainees.units_in_reach(self.viewer), request.GET)
        # The person that a link led here for.
        self.person = uuid_of(request.GET.get("person", ""))
        self.ticked = {str(self.person)} if self.person else set()

    @property
    def narrowed(self) -> bool:
        """Say whether a search is under way."""
        return bool(self.unit_id or self.pick.called or self.name or self.need or self.ticked)

    @property
    def units(self) -> Sequence[Unit]:
        """The units to choose people from; of many a short list."""
        return self.pick.offered

    @cached_property
    def found(self) -> list[Person]:
        """The people, one more than is shown."""
        return list(self.people()[: FOUND_AT_MOST + 1])

    def people(self) -> QuerySet[Person]:
        """All people of this unit and name."""
        people = trainees.within(trainees.trainees_of(self.viewer), self.pick.chosen, self.day)
        people = people.filter(public_id=self.person) if self.person else people
        return people.called(self.name) if self.name else people

    @property
    def more(self) -> bool:
        """Say whether there are more people than are shown."""
        return len(self.found) > FOUND_AT_MOST

    def tick_all(self) -> None:
        """Tick all people who are shown."""
        self.ticked = {str(person.public_id) for person in self.found}
