"""The job that tells of a move. Messages name no person and no figure."""

from django.tasks import task
from django.utils import timezone

from people.members.supervision import supervisors_at
from people.messages.notices import tell_person
from workload.models import Transfer


@task
def tell_about_move(transfer_id: int, state: str) -> None:
    """Tell both people that a proposal, or its answer, can be read, and those who supervise it.

    Of a person with several posts these are the supervisors of the one it is about.
    """
    move = Transfer.objects.select_related("giver__account", "receiver__account").get(
        pk=transfer_id
    )
    actor = move.answered_by_id if state != Transfer.State.PROPOSED else move.proposed_by_id
    people = [move.giver, move.receiver]
    for person, unit in ((move.giver, move.unit_id), (move.receiver, move.to_unit_id)):
        above = supervisors_at(person, unit, timezone.now())
        people += [one for one in above if one not in people]
    for recipient in people:
        if recipient.pk != actor:
            tell_person(recipient, "move", f"{move.pk}-{state}", "move", move.public_id)
