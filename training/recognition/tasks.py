"""Jobs of training: ids in, one call, safe to repeat. Messages name no person and no figure."""

from django.tasks import task
from django.utils import timezone

from people.members.supervision import leads_at
from people.messages.notices import Start, tell_person
from people.models import Membership, Person, Role
from people.weeks import today
from training.models import Award, Thanks, ThanksReport

from . import forgetting, milestones


@task
def tell_thanked(thanks_id: int) -> None:
    """Tell the receiver that there is a note for them."""
    note = Thanks.objects.filter(pk=thanks_id, removed_at=None).select_related("receiver").first()
    if note:
        # Of all that comes from outside one message a day: no one there can fill a mailbox.
        key = f"outside-{note.given_on}" if note.link_id else str(note.pk)
        tell_person(note.receiver, "thanks", key, "thanks")


@task
def forget_links() -> None:
    """Delete what came from outside and was not kept, and links that led to nothing."""
    forgetting.forget(today(timezone.now()))


@task
def tell_reported(report_id: int) -> None:
    """Tell the organisation's admins that a reader asks them to look at a note."""
    report = ThanksReport.objects.waiting().filter(pk=report_id).first()
    if report:
        for admin in admins_of(report):
            tell_person(admin, "thanks-report", str(report.pk), "thanks_reports")


def admins_of(report: ThanksReport) -> list[Person]:
    """List the admins of the whole organisation who may decide on a report."""
    held = Membership.objects.on(today(report.at)).filter(
        role=Role.ADMIN, unit__parent=None, unit__organisation_id=report.organisation_id
    )
    admins = Person.objects.filter(pk__in=held.values("person_id"), is_active=True)
    return [one for one in admins if ThanksReport.objects.decided_by(one).filter(pk=report.pk)]


@task
def tell_honoured(award_id: int) -> None:
    """Tell a person, or the leads of a team, that there is an award or a milestone to look at."""
    if award := Award.objects.filter(pk=award_id).select_related("person", "unit").first():
        # What a panel decided is told at once, years here by the product itself.
        start = Start.OWN if award.years else Start.ASKED
        for one in owners(award):
            tell_person(one, "award", str(award.pk), "awards", start=start)


def owners(award: Award) -> list[Person]:
    """List who may accept an award: its person, or those who answer for its team today."""
    if award.person:
        return [award.person]
    line = award.unit.lineage if award.unit else []
    [leads] = leads_at([(line, Role.WORKER)], today(timezone.now()))
    return leads


@task
def suggest_milestones() -> None:
    """Write down who has been here for 1, 3, 5 or 10 years, and who has a new certificate.

    No message is sent about certificates: one training gives forty. Their page shows it.
    """
    day = today(timezone.now())
    milestones.suggest_certified(day=day)
    for award in milestones.suggest(day=day):
        tell_honoured.enqueue(award.pk)
