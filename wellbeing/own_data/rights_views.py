"""Object to the use of the person's data, and read objections as the data protection contact."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit import actions as audit
from people.guards import SignedInRequest
from people.keys import closed
from people.models import Role
from people.writing.forms import form_page, sent
from wellbeing import access_kinds
from wellbeing.models import Objection, is_contact

from . import objections as own_data_objections
from .answerable import answerable, reader
from .forms import ObjectionForm


def objection(request: SignedInRequest) -> HttpResponse:
    """Write to the data protection contact, and list the person's own objections with their day."""
    form = ObjectionForm(sent(request))
    if form.is_valid():
        try:
            own_data_objections.send(person=request.person, now=timezone.now(), **form.cleaned_data)
        except ValidationError as refused:
            form.add_error("words", refused)
        else:
            messages.success(request, _("It is sent. The contact gets a message."))
            return redirect("objection")
    context = {
        "answerable": answerable(),
        "read_here": reader() is not None,
        "own": closed.since(Objection.objects.filter(person=request.person), "made_at"),
    }
    return form_page(request, "wellbeing/own_data/objection.html", form, **context)


def objections(request: SignedInRequest) -> HttpResponse:
    """Show every objection to the data protection contact; each look is listed for its writer."""
    if not is_contact(request.person):
        raise Http404
    seen = closed.since(Objection.objects.visible_to(request.person), "made_at")
    found = list(seen.select_related("person__organisation"))
    audit.note_access(
        viewer=request.person,
        role=min(request.person.roles, default=Role.WORKER),
        what=access_kinds.OBJECTION,
        people={one.person for one in found},
        at=timezone.now(),
    )
    return render(request, "wellbeing/own_data/objections.html", {"found": found})
