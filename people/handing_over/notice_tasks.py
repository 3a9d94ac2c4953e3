"""The job that tells a person of what is handed over to them. Messages name no person."""

from django.tasks import task
from django.utils.translation import gettext_lazy as _

from people.messages.notices import tell_person
from people.models import HandOverLine

COMES = _("Work of a colleague whose role ends comes to you. Please see what it is:")


@task
def tell_taker(hand_over_id: int, taker_id: int, last_day: str) -> None:
    """Tell a person that something is handed over to them, once for each last day."""
    lines = HandOverLine.objects.filter(hand_over=hand_over_id, taker=taker_id)
    line = lines.select_related("taker__account").first()
    if line and line.taker:
        key = f"{hand_over_id}-{last_day}"
        tell_person(line.taker, "handed", key, "handed_to_me", sentence=COMES)
