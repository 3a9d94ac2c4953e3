"""The job that tells trainers of hours to look at."""

from django.tasks import task
from django.utils import timezone

from people.messages.notices import tell_person
from people.models import Membership, Person, Role
from people.weeks import today
from training.models import Certificate


@task
def tell_renewal(certificate_id: int, day: str) -> None:
    """Tell the trainers of the holder's unit, or of one above it, that hours wait for them."""
    certificate = Certificate.objects.filter(pk=certificate_id).select_related("person").first()
    if certificate:
        for trainer in trainers_of(certificate.person):
            tell_person(trainer, "renewal", f"{certificate_id}-{day}", "renewals")


def trainers_of(person: Person) -> list[Person]:
    """List the trainers of a unit that the person belongs to, or of one above it."""
    day = today(timezone.now())
    around = {
        unit
        for one in person.memberships.on(day).select_related("unit")
        for unit in one.unit.lineage
    }
    teach = Membership.objects.on(day).filter(role=Role.TRAINER, unit__in=around)
    people = Person.objects.filter(pk__in=teach.values("person_id"), is_active=True)
    return list(people.exclude(pk=person.pk))
