"""Pages of files that show something: issue a certificate with one, and hand one out."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import ngettext

from people import access_kinds as people_kinds
from people.audit import actions as audit
from people.guards import SignedInRequest, only
from people.models import MAY, Role, find_homes
from people.weeks import today
from people.writing.fields import uuid_of
from people.writing.forms import form_page, sent
from training import access_kinds
from training.finding import trainees
from training.finding.finder import FOUND_AT_MOST, Finder
from training.models import CertificateType, Evidence

from . import elsewhere
from .forms import IssueForm


@only(Role.TRAINER)
def issue_certificate(request: SignedInRequest) -> HttpResponse:
    """Issue a certificate of a training held elsewhere, to one person or many."""
    viewer, now = request.person, timezone.now()
    kinds = CertificateType.objects.visible_to(viewer)
    finder = Finder(request, today(now))
    form = IssueForm(
        sent(request),
        request.FILES or None,
        kinds=kinds,
        people=trainees.trainees_of(viewer),
        initial={"kind": uuid_of(request.GET.get("kind", ""))},
    )
    if form.is_valid():
        try:
            made = elsewhere.issue(by=viewer, now=now, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, said_of(len(made)))
            if len(made) == 1:
                return redirect("certificate", public_id=made[0].public_id)
            return redirect("training")
    return shown(request, finder, form)


def shown(request: SignedInRequest, finder: Finder, form: IssueForm) -> HttpResponse:
    """Show the people and what to issue; the look is noted for each person who was looked for."""
    now = timezone.now()
    finder.ticked |= set(request.POST.getlist("people"))
    asked = finder.narrowed or "name" in request.GET
    people = finder.found[:FOUND_AT_MOST] if asked else []
    audit.note_access(
        viewer=request.person,
        role=Role.TRAINER,
        what=people_kinds.MEMBERSHIP,
        people=people,
        at=now,
    )
    home = find_homes([one.pk for one in people], today(now))
    context = {
        "finder": finder,
        "asked": asked,
        "candidates": [(one, home.get(one.pk)) for one in people],
    }
    return form_page(request, "training/certificates/issue_certificate.html", form, **context)


def said_of(made: int) -> str:
    """Say how many certificates were issued."""
    sentence = ngettext("%(n)s certificate is issued.", "%(n)s certificates are issued.", made)
    return sentence % {"n": made}


def evidence(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Hand out a file as a download that no browser opens inside the product."""
    viewer = request.person
    seen = Evidence.objects.visible_to(viewer).select_related(
        "study__certificate__person", "certificate__person"
    )
    found = get_object_or_404(seen, public_id=public_id)
    audit.note_access(
        viewer=viewer,
        role=viewer.acts_as(*MAY.see_requirements),
        what=access_kinds.CERTIFICATES,
        person=found.holder,
        subject=found.public_id,
        at=timezone.now(),
    )
    name = f"evidence.{found.kind}"
    return HttpResponse(
        bytes(found.content),
        content_type=found.get_kind_display(),
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )
