"""What training keeps about a person, for their own files."""

from django.db.models import Q

from people.models import Person
from people.record import Rows, part

from .models import Certificate, Enrolment, Thanks


@part("trainings", "course", "day", "attendance", "passed")
def trainings(person: Person) -> Rows:
    """The sessions in which the person has or had a place."""
    own = Enrolment.objects.filter(person=person).select_related("session__course")
    for one in own.order_by("session__day", "pk"):
        yield str(one.session.course), one.session.day, one.attendance, one.passed


@part("certificates", "type", "issued_on", "expires_on", "issued_by")
def certificates(person: Person) -> Rows:
    """Every certificate, also those that a newer one replaced."""
    own = Certificate.objects.filter(person=person).select_related("type", "issued_by")
    for one in own.order_by("issued_on", "pk"):
        yield str(one.type), one.issued_on, one.expires_on, one.issued_by.name


@part("thanks", "from", "to", "words", "given_at", "audience")
def thanks(person: Person) -> Rows:
    """The notes the person received and wrote, with the words opened; not what was taken down."""
    own = Thanks.objects.filter(Q(receiver=person, removed_at=None) | Q(giver=person))
    for one in own.select_related("giver", "receiver").order_by("given_at", "pk"):
        yield one.giver.name, one.receiver.name, one.words, one.given_at, one.audience
