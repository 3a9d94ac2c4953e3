"""The job that tells of a hand lent. Messages name no person and no figure."""

from django.tasks import task
from django.utils import timezone

from people.members.supervision import answering_in
from people.messages.notices import tell_person
from people.models import Role
from people.weeks import today
from workload.models import HandRequest


@task
def tell_about_hand(request_id: int, state: str) -> None:
    """Tell the supervisors of the other unit that there is a request, or an answer to theirs."""
    request = HandRequest.objects.select_related("offer__unit", "unit").get(pk=request_id)
    asked = state in {HandRequest.State.ASKED, HandRequest.State.WITHDRAWN}
    unit = request.offer.unit if asked else request.unit
    around = answering_in(units=unit.lineage, day=today(timezone.now()))
    leads = [one for one in around if one.role == Role.SUPERVISOR]
    # The lowest unit comes first: where the unit has no supervisor, the level above is told.
    for recipient in {one.person for one in leads if one.unit_id == leads[0].unit_id}:
        tell_person(recipient, "hand", f"{request.pk}-{state}", "lend_a_hand")
