"""Who can be added to a session: looked for by unit, by name, and by what they need."""

from datetime import date

from django.http import HttpRequest
from django.utils.functional import cached_property

from people.models import Person, Unit

from . import needs, overview
from .forms import FindForm
from .models import Enrolment, Session

FOUND_AT_MOST = 50


class Candidates:
    """The people in a trainer's reach who have no place yet, narrowed as the address says."""

    def __init__(self, request: HttpRequest, session: Session, day: date) -> None:
        self.viewer, self.session, self.day = request.user, session, day
        self.unit_id, self.name, self.need = FindForm(request.GET).found()
        self.ticked: set[str] = set()

    @property
    def narrowed(self) -> bool:
        """Say whether somebody is being looked for."""
        return bool(self.unit_id or self.name or self.need or self.ticked)

    @cached_property
    def units(self) -> list[Unit]:
        """The units to choose people from."""
        return list(overview.units_in_reach(self.viewer))

    @cached_property
    def found(self) -> list[Person]:
        """The people, one more than is shown."""
        unit = next((unit for unit in self.units if unit.public_id == self.unit_id), None)
        people = overview.within(overview.reach(self.viewer), unit, self.day)
        people = people.called(self.name) if self.name else people
        if self.need and (kind := self.session.course.certificate_type):
            wanted = needs.Filter(kind=kind, show="action")
            people = people.filter(
                pk__in=needs.people_asked(self.viewer, wanted, self.day).order_by()
            )
        booked = Enrolment.objects.filter(session=self.session).booked()
        return list(people.exclude(pk__in=booked.values("person_id"))[: FOUND_AT_MOST + 1])

    @property
    def more(self) -> bool:
        """Say whether there are more people than are shown."""
        return len(self.found) > FOUND_AT_MOST

    def tick_all(self) -> None:
        """Tick everybody who is shown."""
        self.ticked = {str(person.public_id) for person in self.found}
