"""Which people to choose: found by unit and by name, for a session also by what they need."""

from datetime import date

from django.db.models import QuerySet

from people.guards import SignedInRequest
from people.models import Person
from training.finding.finder import Finder
from training.models import Enrolment, Session
from training.requirements import needs


class Candidates(Finder):
    """Those who have no place in a session yet, and on demand only who needs its certificate."""

    def __init__(self, request: SignedInRequest, session: Session, day: date) -> None:
        super().__init__(request, day)
        self.session = session

    def people(self) -> QuerySet[Person]:
        """All people of this unit, name and need."""
        people = super().people()
        if self.need and (kind := self.session.course.certificate_type):
            wanted = needs.NeedsFilter(kind=kind, show="action")
            people = people.filter(
                pk__in=needs.people_asked(self.viewer, wanted, self.day).order_by()
            )
        booked = Enrolment.objects.filter(session=self.session).booked()
        return people.exclude(pk__in=booked.values("person_id"))
