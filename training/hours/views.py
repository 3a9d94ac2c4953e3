"""Pages of continuing education: one certificate's hours, their evidence, and who waits."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit import actions as audit
from people.guards import SignedInRequest, only
from people.models import Role
from people.weeks import today
from people.writing import free_text
from people.writing.fields import get_visible
from people.writing.forms import page_with_problems
from training import access_kinds
from training.models import Certificate, Study

from . import actions as hours
from .forms import StudyHoursForm

WAITING_SHOWN = 100


@only(Role.TRAINER)
def renewals(request: SignedInRequest) -> HttpResponse:
    """Show trainers the people with hours to confirm, those with the nearest date on top."""
    viewer, now = request.person, timezone.now()
    waiting = Count("studies", filter=Q(studies__state=Study.State.TOLD))
    found = list(
        hours.hours_to_check(viewer)
        .by_end()
        .annotate(waiting=waiting)
        .select_related("person", "type")[:WAITING_SHOWN]
    )
    audit.note_access(
        viewer=viewer,
        role=Role.TRAINER,
        what=access_kinds.CERTIFICATES,
        people=[one.person for one in found],
        at=now,
    )
    return render(request, "training/hours/renewals.html", {"certificates": found})


def study_hours(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the hours of one certificate; its holder adds to them, a trainer confirms and renews."""
    viewer, now = request.person, timezone.now()
    seen = Certificate.objects.visible_to(viewer).select_related("type", "person")
    certificate = get_object_or_404(seen, public_id=public_id, type__renewal_hours__isnull=False)
    page = StudyPage(request, certificate, now)
    if page.opens_as is None:
        raise Http404
    return page.answer()


class StudyPage:
    """What was asked of one certificate's hours, and the answer."""

    def __init__(self, request: SignedInRequest, certificate: Certificate, now: datetime) -> None:
        self.request, self.viewer = request, request.person
        self.certificate, self.now, self.day = certificate, now, today(now)
        self.opens_as = hours.opens_hours_as(self.viewer, certificate.person)
        self.own = self.opens_as == Role.WORKER
        self.trains = self.opens_as == Role.TRAINER
        self.form = StudyHoursForm()
        self.refusals: list[str] = []
        self.refusing = ""

    def answer(self) -> HttpResponse:
        """Do what was asked; show the page where it was refused."""
        if self.request.method == "POST":
            try:
                if said := self.do(self.request.POST):
                    messages.success(self.request, said)
                    return redirect("study_hours", public_id=self.certificate.public_id)
            except ValidationError as refused:
                self.refusals = refused.messages
                # Only a reason is typed beside the form: it stays where it was typed.
                self.refusing = self.request.POST.get("refuse", "")
        return self.show()

    def do(self, sent: QueryDict) -> str | None:
        """Call the verb of what was pressed; what is not the viewer's to do is not there."""
        verbs = OWN_VERBS if self.own else TRAINER_VERBS if self.trains else {}
        for name, verb in verbs.items():
            if name in sent:
                return verb(self, sent.get(name, ""))
        raise Http404

    def tell(self, _value: str) -> str | None:
        """Add hours; what was typed stays where it is refused."""
        self.form = StudyHoursForm(self.request.POST, self.request.FILES)
        if not self.form.is_valid():
            return None
        try:
            hours.tell(
                certificate=self.certificate,
                by=self.viewer,
                now=self.now,
                **self.form.cleaned_data,
            )
        except ValidationError as refused:
            self.form.refuse(refused)
            return None
        return _("It is in the list. A trainer confirms it.")

    def remove(self, value: str) -> str:
        """Take hours out of the list."""
        hours.take_back(study=self.study(value), by=self.viewer)
        return _("It is removed.")

    def send(self, _value: str) -> str:
        """Send the renewal pack."""
        hours.send(certificate=self.certificate, by=self.viewer, now=self.now)
        return _("Sent. The trainers know that it waits for them.")

    def confirm(self, value: str) -> str:
        """Let hours count."""
        hours.decide(study=self.study(value), counts=True, by=self.viewer, now=self.now)
        return _("Confirmed.")

    def refuse(self, value: str) -> str:
        """Say why hours do not count."""
        hours.decide(
            study=self.study(value),
            counts=False,
            reason=free_text.posted(self.request, "reason"),
            by=self.viewer,
            now=self.now,
        )
        return _("Saved. The person reads why.")

    def renew(self, _value: str) -> str:
        """Issue the next certificate."""
        hours.renew(certificate=self.certificate, by=self.viewer, now=self.now)
        return _("Renewed.")

    def study(self, value: str) -> Study:
        """Find hours of this certificate."""
        seen = Study.objects.visible_to(self.viewer).filter(certificate=self.certificate)
        return get_visible(seen, value)

    def show(self) -> HttpResponse:
        """Show the hours and what is missing; a look by another person is noted."""
        audit.note_access(
            viewer=self.viewer,
            role=Role.TRAINER if self.trains else Role.SUPERVISOR,
            what=access_kinds.CERTIFICATES,
            person=self.certificate.person,
            at=self.now,
        )
        progress = hours.progress(self.certificate)
        target = f"reason-{self.refusing}" if self.refusing else ""
        studies = Study.objects.visible_to(self.viewer).filter(certificate=self.certificate)
        context = {
            "page": self,
            "certificate": self.certificate,
            "progress": progress,
            "renewable": bool(progress and progress.renewable(self.day)),
            # One that was followed is past as well, and nothing has to be repeated for it.
            "over": bool(progress and self.certificate.current and progress.over(self.day)),
            "studies": studies.select_related("evidence", "decided_by")
            .defer("evidence__content")
            .order_by("-day", "-pk"),
            "form": self.form,
            "problems": [*((target, one) for one in self.refusals), *self.form.problems()],
            "reason": self.request.POST.get("reason", ""),
        }
        return page_with_problems(self.request, "training/hours/study_hours.html", context)


OWN_VERBS = {"tell": StudyPage.tell, "remove": StudyPage.remove, "send": StudyPage.send}
TRAINER_VERBS = {
    "confirm": StudyPage.confirm,
    "refuse": StudyPage.refuse,
    "renew": StudyPage.renew,
}
