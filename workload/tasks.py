"""Jobs of the workload: ids in, one call, safe to repeat. Messages name nobody and no figure."""

from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Person, Role
from people.notices import leading_to, send_once, tell
from people.supervision import supervisors_of
from people.weeks import Week, today
from wellbeing import blocks

from . import previews, reminders, retention, sweep, unit_loads
from .models import FlagStep, HandRequest, Transfer


@task
def tell_supervisors(step_id: int) -> None:
    """Tell a person and their supervisors, at the same moment, that there is something to read."""
    step = FlagStep.objects.select_related("flag__person").get(pk=step_id)
    person = step.flag.person
    for recipient in supervisors_of(person, timezone.now()):
        send_once(
            recipient=recipient,
            kind="flag",
            key=str(step.pk),
            subject=_("Kamlangjai: the team page has something new"),
            body=leading_to(
                _("Somebody's load needs a talk. Please look at the team page:"), "team"
            ),
        )
    send_once(
        recipient=person,
        kind="flag",
        key=str(step.pk),
        subject=_("Kamlangjai: there is something to read"),
        body=leading_to(
            _("There is news on your page. Please look when you have a moment:"), "my_trend"
        ),
    )


@task
def tell_asked(step_id: int) -> None:
    """Tell whoever was asked to look at a flag, and the person it is about, at the same moment."""
    step = FlagStep.objects.select_related("flag__person", "to").get(pk=step_id)
    send_once(
        recipient=step.to,
        kind="flag",
        key=str(step.pk),
        subject=_("Kamlangjai: the team page has something new"),
        body=leading_to(
            _("You are asked to look at a load. Please look at the team page:"), "team"
        ),
    )
    send_once(
        recipient=step.flag.person,
        kind="flag",
        key=str(step.pk),
        subject=_("Kamlangjai: there is something to read"),
        body=leading_to(
            _("There is news on your page. Please look when you have a moment:"), "my_trend"
        ),
    )


@task
def sweep_flags() -> None:
    """Pass on flags that waited too long, look again at old plans, and tell who is asked."""
    for step in sweep.sweep(timezone.now()):
        if step.to_id:
            tell_asked.enqueue(step.pk)


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
def tell_about_hand(request_id: int, state: str) -> None:
    """Tell the supervisors of the other unit that there is a request, or an answer to theirs."""
    request = HandRequest.objects.select_related("offer").get(pk=request_id)
    asked = state in {HandRequest.State.ASKED, HandRequest.State.WITHDRAWN}
    unit = request.offer.unit_id if asked else request.unit_id
    leads = Membership.objects.on(today(timezone.now())).filter(unit=unit, role=Role.SUPERVISOR)
    for recipient in Person.objects.filter(pk__in=leads.values("person_id"), is_active=True):
        tell(recipient, "hand", f"{request.pk}-{state}", "lend_a_hand")


@task
def freeze_loads() -> None:
    """Freeze what is said of units' loads for the block that ended, and those that were missed."""
    now = timezone.now()
    for block in blocks.due(now):
        unit_loads.freeze(block, now=now)


@task
def forget_drafts() -> None:
    """Drop what was told of drafts of numbers in blocks that are long over."""
    previews.forget(timezone.now())


@task
def forget_old() -> None:
    """Keep people's work no longer than the policy over them says."""
    retention.forget(today(timezone.now()))


@task
def remind_weeks() -> None:
    """On Friday and again on Monday, queue a reminder for each whose week is not sent."""
    now = timezone.now()
    if round_name := reminders.round_at(now):
        for person_id in reminders.waiting(now):
            remind.enqueue(person_id, str(Week.open_at(now)), round_name)


@task
def remind(person_id: int, week: str, round_name: str) -> None:
    """Remind one person of one week, unless it was sent meanwhile."""
    now = timezone.now()
    if person_id not in reminders.waiting(now, only=person_id):
        return
    send_once(
        recipient=Person.objects.get(pk=person_id),
        kind=f"week-{round_name}",
        key=week,
        subject=_("Kamlangjai: your week"),
        body=leading_to(_("Your week can be sent. It takes about half a minute:"), "my_week"),
    )
