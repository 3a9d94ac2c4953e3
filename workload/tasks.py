"""Jobs of the workload: ids in, one call, safe to repeat. Messages name nobody and no figure."""

from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.members.supervision import supervisors_of
from people.messages.notices import keep_lines, tell
from people.weeks import Week, today
from people.writing import links

from . import reminders, retention
from .models import Transfer

WEEK = _("Your week can be sent. It takes about half a minute:")


@task
def tell_about_move(transfer_id: int, state: str) -> None:
    """Tell both people and their supervisors that a proposal, or its answer, can be read."""
    move = Transfer.objects.select_related("giver", "receiver").get(pk=transfer_id)
    actor = move.answered_by_id if state != Transfer.State.PROPOSED else move.proposed_by_id
    people = [move.giver, move.receiver]
    for person in (move.giver, move.receiver):
        people += [one for one in supervisors_of(person, timezone.now()) if one not in people]
    for recipient in people:
        if recipient.pk != actor:
            tell(recipient, "move", f"{move.pk}-{state}", "move", move.public_id)


@task
def forget_old() -> None:
    """Keep people's work no longer than the policy over them says."""
    retention.forget(today(timezone.now()))


@task
def remind_weeks() -> None:
    """On Friday and again on Monday, keep a line for each whose week is not sent.

    Whoever sends it before the mail goes takes the line back (`weeks.record`).
    """
    now = timezone.now()
    if round_name := reminders.round_at(now):
        about = {"sentence": WEEK, "address": links.to("my_week")}
        key = str(Week.open_at(now))
        keep_lines(reminders.waiting(now), kind=reminders.kind_of(round_name), key=key, **about)
