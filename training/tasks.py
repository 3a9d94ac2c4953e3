"""Jobs of training: ids in, one call, safe to repeat. Messages name nobody and no figure."""

from django.conf import settings
from django.tasks import task
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Person, Role
from people.notices import send_once
from people.weeks import today

from .models import Thanks, ThanksReport


def tell(recipient: Person, kind: str, key: str, page: str) -> None:
    """Say once that there is something to read on a page; never what, never of whom."""
    send_once(
        recipient=recipient,
        kind=kind,
        key=key,
        subject=_("Kamlangjai: there is something to read"),
        body=format_lazy(
            "{}\n{}\n",
            _("There is news for you. Please look when you have a moment:"),
            settings.SITE_URL + reverse(page),
        ),
    )


@task
def tell_thanked(thanks_id: int) -> None:
    """Tell somebody that there is a note for them."""
    note = Thanks.objects.filter(pk=thanks_id, removed_at=None).select_related("receiver").first()
    if note:
        tell(note.receiver, "thanks", str(note.pk), "thanks")


@task
def tell_reported(report_id: int) -> None:
    """Tell the organisation's admins that somebody asks them to look at a note."""
    report = ThanksReport.objects.waiting().filter(pk=report_id).first()
    if report:
        for admin in admins_of(report):
            tell(admin, "thanks-report", str(report.pk), "thanks_reports")


def admins_of(report: ThanksReport) -> list[Person]:
    """List the admins of the whole organisation who may decide on a report."""
    held = Membership.objects.on(today(report.at)).filter(
        role=Role.ADMIN, unit__parent=None, unit__organisation_id=report.organisation_id
    )
    admins = Person.objects.filter(pk__in=held.values("person_id"), is_active=True)
    return [one for one in admins if ThanksReport.objects.decided_by(one).filter(pk=report.pk)]
