"""The page of one certificate: what it says, the file that shows it, and its end."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit import actions as audit
from people.guards import SignedInRequest
from people.models import MAY
from people.tenancy.context import everywhere
from people.weeks import today
from people.writing import free_text
from people.writing.forms import page_with_problems, problems_of
from training import access_kinds
from training.finding import trainees
from training.models import Certificate, Evidence
from training.rules.certificates import CertificateState

from . import actions as certificates
from . import files as certificates_files
from .forms import FileForm


def certificate(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show one certificate; who may issue it adds its file, a trainer or admin revokes it."""
    seen = Certificate.objects.visible_to(request.person).select_related(
        "type__organisation",
        "person__organisation",
        "issued_by",
        "revoked_by",
        "confirmed_by__organisation",
        "session__course",
    )
    with everywhere():  # a second organisation's trainer may have confirmed it
        found = get_object_or_404(seen, public_id=public_id)
    return CertificatePage(request, found, timezone.now()).answer()


class CertificatePage:
    """What was asked of one certificate, and the answer."""

    def __init__(self, request: SignedInRequest, certificate: Certificate, now: datetime) -> None:
        self.request, self.viewer = request, request.person
        self.certificate, self.now = certificate, now
        taught, holder = trainees.trainees_of(self.viewer), certificate.person
        self.decides = trainees.decides_for(self.viewer, holder)
        self.issues = self.decides and taught.filter(pk=holder.pk).exists()
        self.form = FileForm()
        self.problems: list[tuple[str, str]] = []

    def answer(self) -> HttpResponse:
        """Do what was asked; show the page where it was refused."""
        if self.request.method == "POST" and (said := self.do(self.request.POST)):
            messages.success(self.request, said)
            return redirect("certificate", public_id=self.certificate.public_id)
        return self.show()

    def do(self, sent: QueryDict) -> str:
        """Call the verb of what was pressed; what is not the viewer's to do is not there."""
        if "attach" in sent or "take_away" in sent:
            if not self.issues:
                raise Http404
            return self.attach() if "attach" in sent else self.take_away()
        if not self.decides:
            raise Http404
        return self.revoke()

    def attach(self) -> str:
        """Add the file, or put it in place of the one that is there."""
        self.form = FileForm(self.request.POST, self.request.FILES)
        if self.form.is_valid():
            try:
                certificates_files.attach(**self.act(), **self.form.cleaned_data)
            except ValidationError as refused:
                self.form.refuse(refused)
            else:
                return _("The file is added. Everybody who sees the certificate can open it.")
        self.problems = self.form.problems()
        return ""

    def take_away(self) -> str:
        """Take the file away."""
        try:
            certificates_files.take_away(**self.act())
        except ValidationError as refused:
            self.problems = problems_of(refused)
            return ""
        return _("The file is removed.")

    def revoke(self) -> str:
        """Take the certificate's force away."""
        try:
            reason = free_text.posted(self.request, "reason")
            certificates.revoke(reason=reason, **self.act())
        except ValidationError as refused:
            self.problems = problems_of(refused, "reason")
            return ""
        return _("Revoked. The person reads why.")

    def act(self) -> dict[str, Any]:
        """Say what is acted on, by which viewer and when."""
        return {"certificate": self.certificate, "by": self.viewer, "now": self.now}

    def show(self) -> HttpResponse:
        """Show the certificate; a look by another person is noted."""
        audit.note_access(
            viewer=self.viewer,
            role=self.viewer.acts_as(*MAY.see_requirements),
            what=access_kinds.CERTIFICATES,
            person=self.certificate.person,
            at=self.now,
        )
        state = self.certificate.state(today(self.now))
        files = Evidence.objects.visible_to(self.viewer).filter(certificate=self.certificate)
        context = {
            "certificate": self.certificate,
            "state": state,
            "renews": self.viewer.belongs
            and self.certificate.current
            and state != CertificateState.VALID,
            "file": files.select_related("added_by", "certificate").defer("content").first(),
            "decides": self.decides,
            "issues": self.issues,
            "form": self.form,
            "problems": self.problems,
            "refused": [said for target, said in self.problems if target == "reason"],
            "typed": self.request.POST.get("reason", ""),
            "signs": bool(settings.BADGE_KEY),
        }
        return page_with_problems(self.request, "training/certificates/certificate.html", context)
