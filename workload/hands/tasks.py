"""The job that tells of a hand lent. Messages name no person and no figure."""

from django.tasks import task
from django.utils import timezone

from people.messages.notices import tell_person
from people.models import Membership, Person, Role
from people.weeks import today
from workload.models import HandRequest


@task
def tell_about_hand(request_id: int, state: str) -> None:
    """Tell the supervisors of the other unit that there is a request, or an answer to theirs."""
    request = HandRequest.objects.select_related("offer").get(pk=request_id)
    asked = state in {HandRequest.State.ASKED, HandRequest.State.WITHDRAWN}
    unit = request.offer.unit_id if asked else request.unit_id
    leads = Membership.objects.present_on(today(timezone.now())).filter(
        unit=unit, role=Role.SUPERVISOR
    )
    for recipient in Person.objects.filter(pk__in=leads.values("person_id"), is_active=True):
        tell_person(recipient, "hand", f"{request.pk}-{state}", "lend_a_hand")
